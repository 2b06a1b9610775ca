"""Results: the tables of some runs, and what they say: report, plots, a folder, a notebook's display."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sipabm.arguments import true_or_false
from sipabm.errors import ScenarioError, checked_path, nearest, of_type, shown
from sipabm.tables import run_store
from sipabm.tables.codebook import TABLES
from sipabm.tables.folders import write_scenario
from sipabm.tables.run_tables import RunTables

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from sipabm.observed.own_launches import Given
    from sipabm.report import Report

PLOTS = ("curve", "funnel", "stopped", "bending", "report", "returns")
WITH_A_CURVE = ("curve", "report")


class Results(RunTables):
    """Results of some runs: their tables `runs`, `yearly`, `attempts`, `contracts`, and what these say.

    A table is made, or read from its folder, when it is first asked for; `sipabm.columns()` says what each column
    holds. Tables are joined on the column `run`.
    """

    def __repr__(self) -> str:
        made = self.manifest
        return f"Results of '{self.scenario.name}': {made['replicates']} runs, seed {made['seed']}, {made['model']}"

    def report(self, observed: Given | None = None, discount: float = 0.0) -> Report:
        """Return what the runs say in small tables: curve, funnel, barriers, bending and what partnerships brought.

        Beside the curve stands what was observed where the scenario stands for, or the user's own series: a CSV or
        Parquet file, or a table, with the columns `year` and `signed`; ScenarioError says what is wrong with it.
        With a `discount`, a real rate a year like 0.035, net positions are brought back to the beginning of the run.
        """
        from sipabm.report import report  # only here, as pandas is slow to import

        return report(self, observed, discount)

    def save(self, folder: str | Path, overwrite: bool = False) -> Path:
        """Return the folder to which the tables, the scenario and the manifest were written, for `read_results`.

        The files are those of `simulate_to_folder`, and runs that the folder holds already stay. ScenarioError if it
        holds something else, other runs of sipabm among it unless they may be overwritten.
        """
        folder, replicates = checked_path("folder", folder), self.manifest["replicates"]
        overwrite = true_or_false("overwrite", overwrite)
        if self.manifest.get("model_digest", "") is None:
            raise ScenarioError(f"runs of {self.manifest['model']} are in memory alone; simulate_to_folder says why")
        # First of all, as they may come from this very folder, which is cleared to be overwritten.
        tables = {table: getattr(self, table) for table in TABLES}
        with run_store.writing_runs(folder, self.manifest, overwrite) as store:
            write_scenario(folder, self.scenario)
            run_store.begin_runs(store, replicates)
            for task in run_store.tasks(store, replicates, run_store.RUNS_PER_CHUNK):
                if task.missing:
                    frames = {table: run_store.by_run(frame, task.missing) for table, frame in tables.items()}
                    run_store.put_runs(store, task, frames, self.scenario)
            run_store.finish_runs(store, replicates)
        return folder

    def plot(
        self, what: str = "curve", axes: Any = None, observed: Given | None = None, **options: Any
    ) -> Axes | list[Axes]:
        """Return the axes on which something was drawn: 'curve', 'funnel', 'stopped', 'bending', 'report' or 'returns'.

        It is drawn into the axes that are given, else into a figure of its own, `axes.figure`. 'report' has three
        panels (curve, funnel, stopped), 'returns' two and 'bending' one for each lever: they take and return as many
        axes. The others and 'bending' take a `title`. 'curve' and 'report' take what was `observed`, as `report` does.
        """
        of_type("the plot", what, str, "a name like 'curve'")
        if what not in PLOTS:
            raise ScenarioError(f"no plot {shown(what)}{nearest(str(what), PLOTS)} (plots: {', '.join(PLOTS)})")
        if observed is not None and what not in WITH_A_CURVE:
            raise ScenarioError(
                f"the plot {shown(what)} has no curve to put `observed` beside; give it to 'curve' or 'report'"
            )
        from sipabm import plots  # only here, as matplotlib is slow to import
        from sipabm.report import barriers, bending, by_run_and_year, funnel, returns, yearly_summary

        def curve() -> tuple[pd.DataFrame, pd.DataFrame]:
            return yearly_summary(self, observed), by_run_and_year(self, "signed")

        name = self.scenario.name
        draw: dict[str, Callable[[], Axes | list[Axes]]] = {
            "curve": lambda: plots.plot_curve(*curve(), axes=axes, **options),
            "funnel": lambda: plots.plot_funnel(funnel(self), axes=axes, **options),
            "stopped": lambda: plots.plot_stopped(barriers(self), axes=axes, **options),
            "bending": lambda: plots.plot_bending(bending(self), axes=axes, **options),
            "report": lambda: plots.plot_report(*curve(), funnel(self), barriers(self), name, axes=axes, **options),
            "returns": lambda: plots.plot_returns(returns(self), name, axes=axes, **options),
        }
        return draw[what]()

    def _repr_html_(self) -> str:
        """Return what a notebook shows: what the runs were, and their key figures."""
        return self.report()._repr_html_()
