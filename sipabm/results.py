"""Results: the tables of some runs, and what they say: report, plots, a folder, a notebook's display."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sipabm.report import Report, report
from sipabm.tables import store
from sipabm.tables.columns import TABLES
from sipabm.tables.run_tables import RunTables

if TYPE_CHECKING:
    from matplotlib.axes import Axes


class Results(RunTables):
    """Results of some runs: their tables `runs`, `yearly`, `attempts`, `contracts`, and what these say.

    A table is made, or read from its folder, when it is first asked for; `sipabm.columns()` says what each column
    holds. Tables are joined on the column `run`.
    """

    def __repr__(self) -> str:
        made = self.manifest
        return f"Results of '{self.scenario.name}': {made['replicates']} runs, seed {made['seed']}, {made['model']}"

    def report(self) -> Report:
        """Return what the runs say in small tables: curve, funnel, barriers, key figures, pockets, returns."""
        return report(self)

    def save(self, folder: str | Path, overwrite: bool = False) -> Path:
        """Return the folder to which the tables, the scenario and the manifest were written, for `read_results`.

        ScenarioError if the folder holds something else, or these runs unless it may be overwritten.
        """
        folder = Path(folder)
        made = store.prepare_folder(folder, self.manifest, overwrite)
        store.write_scenario(folder, self.scenario)
        store.write_chunk(folder, 0, {table: getattr(self, table) for table in TABLES})
        store.drop_chunks_from(folder, 1)
        store.write_manifest(folder, {**made, **self.manifest}, finished=True)
        return folder

    def plot(self, what: str = "curve", axes: Any = None) -> Axes | list[Axes]:
        raise NotImplementedError

    def _repr_html_(self) -> str:
        """Return what a notebook shows: what the runs were, and their key figures."""
        return self.report()._repr_html_()
