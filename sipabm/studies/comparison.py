"""Comparison: what changes from one world to others under the same luck, and whether it is more than noise."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import replace as with_values
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sipabm.arguments import MOST_RUNS, ScenarioOrName, checked_discount, checked_scenario, checked_seed, whole_number
from sipabm.errors import ScenarioError, shown
from sipabm.language.areas import note_on_area
from sipabm.language.cells import count
from sipabm.language.lists import counted, listed
from sipabm.language.money import Money
from sipabm.language.units import factor
from sipabm.report.flows import discount_note
from sipabm.report.funnel import EVERY_DOMAIN
from sipabm.report.notebook import notebook_page
from sipabm.runs import Model, name_of
from sipabm.scenario import Scenario
from sipabm.scenario.drawn import in_words
from sipabm.scenario.policies import checked_area
from sipabm.studies.alternatives import Others, labelled
from sipabm.studies.cohort_tables import OPEN_ALLOWED, cohort_table, net_table
from sipabm.studies.cohorts import (
    LONGEST_CONTRACT,
    LONGEST_DEVELOPMENT,
    Cohort,
    checked_begun,
    cohort_columns,
    cohort_of,
    policy_start,
    year_of,
)
from sipabm.studies.compared import Compared
from sipabm.studies.compared_curves import curve_columns, curve_table
from sipabm.studies.contrasts import HEADLINES, contrast_table, is_precise, runs_missing
from sipabm.sweeps.measured import Measured
from sipabm.sweeps.measures import ENDED, MEASURES, Measure, of_area, some_measures
from sipabm.sweeps.measuring import measure_runs
from sipabm.sweeps.run_columns import OwnColumns
from sipabm.sweeps.running import Point
from sipabm.sweeps.spans import span_of
from sipabm.tables.manifest import manifest

if TYPE_CHECKING:
    from matplotlib.axes import Axes

STUDY = "comparison"
# With fewer runs the spread itself is uncertain, and one that is small by chance would stop them too soon.
LEAST_FOR_PRECISION = 30
# Shares of those that ended are told of cohorts: in a short horizon only what broke can have ended.
COMPARED = tuple(measure for measure in MEASURES if measure.per != ENDED)


class Comparison(Compared):
    """What alternatives to a base change: a table of one row for each alternative and measure, and what it comes from.

    `cohort` has a row for each alternative and outcome of the attempts begun in its years (`begun`), followed to their
    end, and `net_positions` one for each party; both say which year is needed where the runs do not show it. `curves`
    has a row for each world and year: partnerships signed, with the band of runs. All are of one welfare `area` or, if
    that is None, of all; the column `domain` says which. `runs` holds the measures of every run, of the base first.
    `years` are the first and last that count. `precision` is what was asked for, if anything.
    """

    @property
    def is_precise(self) -> bool:
        """Return whether the headline measures of every alternative are as precise as was asked for, if it was."""
        return self.precision is None or is_precise(self.table)

    def in_money(self, money: Money) -> Comparison:
        """Return the comparison with its amounts, until now million USD, in a currency and in the prices of a year."""
        names = ("table", "cohort", "net_positions")
        return with_values(self, **{name: money.converted(getattr(self, name)) for name in names}, money=money)

    def notes(self) -> tuple[str, ...]:
        """Return what must be known to read the table, one or two sentences each."""
        said = [*notes_on_area(self), *notes_on_intervals(self), precision_note(self)]
        said += [*notes_on_costs(self), *notes_on_cohorts(self), note_on_discount(self), self.money.note]
        return tuple(filter(None, said))

    def plot(
        self, what: str = "curves", axes: Any = None, alternatives: Sequence[str] | None = None, **options: Any
    ) -> list[Axes]:
        """Return the axes on which something was drawn: 'curves', 'changes' or 'positions'.

        'curves' has a panel for each alternative, 'changes' one for each outcome of the attempts begun in some years,
        'positions' two: net cash, and with other value. They draw into axes that are given, as many, else into a figure
        of their own, `axes[0].figure`, and take a `title`. The first alternatives are drawn, or those of the labels
        given.
        """
        from sipabm.studies.comparison_figures import plot_comparison  # only here, as matplotlib is slow to import

        return plot_comparison(self, what, axes, alternatives, **options)

    def __repr__(self) -> str:
        return f"Comparison of '{self.base.name}' with {', '.join(self.others)}: {self.runs.runs} runs of each"

    def _repr_html_(self) -> str:
        """Return what a notebook shows: what is compared, and the rows of each alternative, by year and by cohort."""
        return notebook_page(repr(self), [self.table, self.cohort])


def compare(
    base: ScenarioOrName,
    others: Others,
    replicates: int = 200,
    seed: int = 1,
    *,
    precision: float | None = None,
    most_replicates: int = 5000,
    first: int | None = None,
    last: int | None = None,
    begun: tuple[int | None, int | None] | None = None,
    measures: Sequence[str | Measure] = COMPARED,
    own: Sequence[OwnColumns] = (),
    area: str | None = None,
    discount: float = 0.0,
    model: Model = "engine",
    folder: str | Path | None = None,
    replace: bool = False,
    threads: int | None = None,
    executor: Executor | None = None,
    progress: bool | None = None,
) -> Comparison:
    """Return how other scenarios differ from a base under the same luck, summed over calendar years first to last.

    With a `precision` as many runs again are added until half of the interval is at most that share of the base, for
    partnerships signed and for successful ones in every alternative, or until there are `most_replicates`. `measures`
    may be names, as in `sipabm.sweep`, and `model` a class of one's own. `begun` are the first and the last year in
    which the attempts of the cohort begin, None for that of the runs; by default from the alternative's start on, as
    long as the runs show their end. With an `area` ('social', 'employment' or 'health') all is counted in that welfare
    area alone, and measures that no area has by itself are left out; where levers act is for the alternatives to say
    (`with_policy("early_meetings.social=1@2026Q1")`). With a `discount`, a real rate a year like 0.035, net positions
    are brought back to the beginning of the first year of the cohort. With a folder, runs that it holds are not made
    again; others give way if `replace` says so.
    """
    base = checked_scenario(base)
    named = labelled(base, others)
    replicates, most, precision = checked_effort(replicates, most_replicates, precision)
    began, seed, area = time.perf_counter(), checked_seed(seed), checked_area(area)
    measures = some_measures(measures)
    if precision is not None:
        check_headlines(measures)
    how: dict[str, Any] = {"seed": seed, "first": first, "last": last, "title": "runs compared", "model": model}
    how |= {"replace": replace}
    counted_years = span_of([base], first, last).counted
    window = (counted_years[0], counted_years[-1])
    measures, left_out = measures_in(area, measures, counted_years)
    asked, rate = checked_begun(begun, window), checked_discount(discount)
    cohorts = {
        label: (asked or cohort_of(base, other, window))._replace(area=area, discount=rate)
        for label, other in named.items()
    }
    how |= {"own": (*own, *cohort_columns(cohorts.values())), "also": curve_columns(window, area)}
    how |= {"measures": measures, "threads": threads, "executor": executor, "progress": progress}
    worlds = {label_of(base, named): base, **named}
    runs = measure_runs(worlds, replicates, folder=folder, **how)
    # Earlier runs stay: a run's luck does not depend on how many there are. Without a precision no table is precise,
    # but the first runs are also the most.
    while not is_precise(table := contrast_table(runs, precision)) and runs.runs < most:
        runs = with_more_runs(runs, worlds, min(runs.runs + replicates, most), folder, how)
    made = {**manifest(base, seed, runs.runs, name_of(model)), "study": STUDY}
    made |= {"years": list(window), "begun": [asked.first, asked.last] if asked else None}
    made |= {"precision": precision, "area": area, "left_out": left_out, "discount": rate}
    # Only their digests: whoever keeps a comparison writes the scenarios beside its manifest.
    made["alternatives"] = {label: other.digest() for label, other in named.items()}
    made["seconds"] = round(time.perf_counter() - began, 3)
    cohort, net_positions = (table_of(runs, cohorts, window[1]) for table_of in (cohort_table, net_table))
    tables = [table, cohort, net_positions, curve_table(runs, window, area)]
    for each in tables:
        each.insert(1, "domain", area or EVERY_DOMAIN)
    table, cohort, net_positions, curves = tables
    return Comparison(base, named, table, cohort, net_positions, curves, cohorts, runs, window, precision, made)


def measures_in(
    area: str | None, names: Sequence[str | Measure], years: Sequence[int]
) -> tuple[Sequence[str | Measure], list[str]]:
    """Return measures counted in an area, and the names of those that no area has; ScenarioError if all are such."""
    if area is None:
        return names, []
    found, left_out = of_area(names, area, years)
    if not found:
        raise ScenarioError(f"no area has {listed(left_out)} by itself; ask for others, like signed, or for all areas")
    return found, left_out


def label_of(base: Scenario, named: Mapping[str, Scenario]) -> str:
    """Return what the base is called beside its alternatives."""
    return base.name if base.name not in named else f"{base.name} as it is"


def with_more_runs(
    runs: Measured, worlds: Mapping[str, Scenario], total: int, folder: str | Path | None, how: Mapping[str, Any]
) -> Measured:
    """Return runs and further ones, so many in all."""
    if folder is not None:
        return measure_runs(worlds, total, folder=folder, **how)
    points = {label: Point(world, runs.runs) for label, world in worlds.items()}
    return runs.followed_by(measure_runs(points, total - runs.runs, **how))


def checked_effort(replicates: Any, most: Any, precision: Any) -> tuple[int, int, float | None]:
    """Return the runs at first, the most runs, and the precision; ScenarioError if they make no sense."""
    if precision is None:
        replicates = whole_number("replicates", replicates, 2, MOST_RUNS)
        return replicates, replicates, None
    if isinstance(precision, bool) or not isinstance(precision, int | float) or not 0 < precision < 1:
        raise ScenarioError(f"precision = {shown(precision)} is not allowed; it should be between 0 and 1, like 0.05")
    if whole_number("replicates", replicates, 2) < LEAST_FOR_PRECISION:
        raise ScenarioError(
            f"replicates = {replicates} are too few to stop at a precision; give {LEAST_FOR_PRECISION} or more"
        )
    replicates = whole_number("replicates", replicates, LEAST_FOR_PRECISION, MOST_RUNS)
    return replicates, whole_number("most_replicates", most, replicates, MOST_RUNS), float(precision)


def check_headlines(measures: Iterable[str | Measure]) -> None:
    """Raise ScenarioError unless the measures hold all of which a precision is asked."""
    missing = set(HEADLINES) - {one if isinstance(one, str) else one.name for one in measures}
    if missing:
        raise ScenarioError(
            f"a precision is asked of {listed(HEADLINES)}, but measures lack {listed(sorted(missing))}; add what is "
            "missing, or give replicates and no precision"
        )


def notes_on_area(found: Comparison) -> Iterator[str]:
    """Yield of which welfare area all is told, how the others may change it, and what is left out."""
    if found.area is None:
        return
    yield note_on_area(found.area)
    if left_out := found.manifest["left_out"]:
        yield f"Left out, as no area has it by itself: {listed(left_out)}."


def note_on_discount(found: Comparison) -> str | None:
    """Return how net positions are discounted, if they are."""
    rate = found.manifest["discount"]
    return discount_note(rate, "the beginning of the first year in which these attempts begin") if rate else None


def notes_on_intervals(found: Comparison) -> Iterator[str]:
    """Yield how differences, intervals, verdicts and the gain from the same luck are meant."""
    yield (
        f"Same luck: run r has the same actors and the same luck in every world; {counted(found.runs.runs, 'run')} of "
        "each. The column says how many times as many runs would be needed if each world had luck of its own."
    )
    yield (
        "95 % interval: of the mean change; more runs narrow it. It shows the error of the simulation alone and says "
        "nothing about whether the model and its assumed numbers are right."
    )
    if found.base.over != "defaults":
        yield in_words(found.base)
    yield (
        "Noise: the interval covers zero, so the change may be nothing but luck. One interval in twenty "
        "misses the true change by chance, in all of these tables."
    )


def precision_note(found: Comparison) -> str | None:
    """Return whether the precision asked for was reached, and with how many runs it would be."""
    if found.precision is None:
        return None
    # As it was given: 0.5 % must not be rounded to 0 %.
    asked = f"half of the interval at most {factor('share') * found.precision:g} % of the base"
    if found.is_precise:
        return (
            f"Precision: {asked} was reached for partnerships signed and for successful ones after "
            f"{counted(found.runs.runs, 'run')}. As runs were added until it was, intervals may be a little too narrow."
        )
    missing = runs_missing(found.table)
    needed = f"{count(missing)} more runs are needed"
    if missing is None:
        needed = "no number of runs is enough, as the base has none"
    return f"Precision: {asked} was not reached after {counted(found.runs.runs, 'run')}; {needed}."


def notes_on_costs(found: Comparison) -> Iterator[str]:
    """Yield what counts as cost, and what is not over at the end of the last year."""
    yield (
        "Transaction cost: what all parties spend on developing attempts, signed or not, and on evaluation and "
        "re-planning. Cost of one more success: the change of that cost over the change of successful partnerships; "
        "not defined unless there are more of these, beyond noise."
    )
    yield (
        f"Counted from {found.years[0]} to {found.years[1]}: a partnership that is still running at the end counts as "
        "signed, and its development as cost; its success, payments and value do not count yet."
    )


def notes_on_cohorts(found: Comparison) -> Iterator[str]:
    """Yield which attempts cohorts are of, when a year is needed, how net positions are meant, and what is an input."""
    asked = found.manifest["begun"]
    when = f"in {Cohort(*asked)}, as asked for" if asked else "in calendar years from the alternative's start on"
    yield (
        f"Attempts begun: {when}, each followed to its end, whenever that is; nothing that was begun before or later "
        f"counts. 'needs YEAR' stands for a verdict where more than {factor('share') * OPEN_ALLOWED:g} % of what may "
        "become a partnership is still open when the runs end: a run must reach YEAR, the last of these years, "
        f"{LONGEST_DEVELOPMENT} years of development and {LONGEST_CONTRACT} of service later. The share that ends "
        "early counts partnerships as long as they are watched."
    )
    for label, cohort in found.begun.items() if asked else ():
        start = policy_start(found.base, found.others[label])
        if start and cohort.first < year_of(start):
            earlier = Cohort(cohort.first, min(cohort.last, year_of(start) - 1))
            yield f"Begun before the start: '{label}' starts in {start}; attempts of {earlier} begin earlier."
    yield (
        "Net positions: cash saved by effects, and what is paid by others, less payments, capital spent, development "
        "(of attempts that came to nothing too), evaluation and re-planning. Base and other are differences from doing "
        "nothing; against ordinary contracts, from the same programmes paid for by the authority alone at the cost of "
        "service and of setting up. Loss: what partnerships cost a party, one that leaves it cash counted as none; in "
        "the worst tenth: the mean of a partnership in the tenth, of all runs together, that is worst for it. How "
        "value is divided among these parties is an input, not a finding: `sipabm parameters --search 'part of public "
        "value'`. Per person reached: not covered, as the model has no persons."
    )
