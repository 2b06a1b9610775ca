from sipabm.plots import plot_fans


def test_each_origin_has_a_panel_with_what_was_known_then_apart_from_what_came(fans):
    first, second = plot_fans(*fans, "Bass", "Foretold")
    for axes, known in ((first, 1), (second, 2)):
        lines = {line.get_label(): line for line in axes.lines}
        assert len(lines["known then"].get_xdata()) == known
        assert len(lines["came later"].get_xdata()) == 4 - known
    assert list({line.get_label(): line for line in second.lines}["Bass"].get_ydata()) == [1.0, 0.0]


def test_all_panels_have_the_scale_that_the_largest_count_needs(fans):
    drawn = plot_fans(*fans)
    assert {axes.get_ylim() for axes in drawn} == {drawn[0].get_ylim()} and drawn[0].get_ylim()[1] >= 30
