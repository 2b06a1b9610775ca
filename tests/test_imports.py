"""No module imports another that imports it again, not even for types."""

import grimp


def test_there_is_no_import_cycle_those_for_types_counted():
    graph = grimp.build_graph("sipabm")
    pairs = [(module, other) for module in graph.modules for other in graph.find_modules_directly_imported_by(module)]
    assert len(pairs) > 200
    cycles = [pair for pair in pairs if graph.chain_exists(importer=pair[1], imported=pair[0])]
    assert cycles == []
