"""The memo of a robustness: which levers add most whatever the numbers, who pays and who gains, and what turns it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import nan
from typing import Any

import pandas as pd

from sipabm.language.cells import bare
from sipabm.language.cells import cells as written
from sipabm.language.number_names import name_in_words
from sipabm.language.numbers import NOTHING, percent, rough
from sipabm.language.units import factor
from sipabm.memo.alternatives import (
    NAMED,
    WHO,
    Alternatives,
    adds_table,
    begun_in_words,
    cash_needs,
    panel_of,
    parties_table,
    rows_by,
    title,
    too_early,
)
from sipabm.memo.cells import SAMES, Numbers, is_clear, needed_year, unit, verdict
from sipabm.memo.common import assumed, not_covered, number_of, repeat, setting_of, terms_of
from sipabm.memo.content import Cell, Memo, Panel, Row, Table
from sipabm.memo.live import live
from sipabm.memo.said import Listed, Number, Part, Said, phrases, placeholders, say
from sipabm.report.flows import EVERYONE, NET_CASH, PUBLIC
from sipabm.scenario.points import LEVER
from sipabm.statistics.bands import LEAST_CASES as LEAST_OF_A_BAND
from sipabm.statistics.deciding import LEAST_CASES
from sipabm.studies.cohort_tables import ENDED_EARLY, WORST
from sipabm.studies.robustness import YEARS, with_levers
from sipabm.studies.robustness_tables import ADDS, FIRST, LOSES, LUCK, NUMBERS, OTHER, PLACES, TOP, WORTH
from sipabm.studies.study_folder import Study
from sipabm.sweeps.measures import measure_named

MEAN_EFFECT = "mean_effect"
SAME = "same"  # as much cash as without
OF_CASH = (WORTH, SAME, LOSES, OTHER)  # criteria of money, which need that service is over
MOST_SETS = 0.5  # more than this share of the sets is most of them
BY_ROUNDING = 1e-9
NAMES = {"lever": WHO, "change": "difference"}  # as a comparison calls these columns


class Survived(Alternatives):
    """The tables of a robustness: by cohort, and how often each criterion holds over sets of numbers."""

    called = "lever"

    def __init__(self, study: Study) -> None:
        (base,) = study.scenarios.values()
        made = study.made
        same = {
            f"{name}.csv": study.tables[f"{name}.csv"].rename(columns=NAMES) for name in ("cohort", "net_positions")
        }
        levers = with_levers(base, made["levers"], made["first_quarter"], made.get("area"))
        super().__init__(study._replace(tables={**study.tables, **same}), base, levers)
        self.answers = rows_by(study.tables["answers.csv"], "criterion", "lever")
        self.deciding, self.drawn = study.tables["deciding.csv"], study.tables["drawn.csv"]
        self.luck = study.tables["luck.csv"].set_index("differs")["same_first"]
        sets = study.tables["sets.csv"]
        self.sets = sets["set"].nunique()
        self.cash = sets.groupby("lever")["cash_after_costs"].mean()  # what each adds, over sets
        self.by_years = made["by"] == YEARS

    @property
    def criteria(self) -> list[str]:
        """Return the criteria that are told: also those that a later year is needed for, of which there are no rows."""
        places = [TOP] if len(self.all) > PLACES else []
        return [self.leading, *places, WORTH, SAME, LOSES, OTHER]

    @property
    def leading(self) -> str:
        """Return the criterion that is asked for first: which lever is first, or of one alone whether it adds."""
        return FIRST if len(self.all) > 1 else ADDS

    @property
    def nothing(self) -> float:
        """Return the share of sets in which no lever is first, as none adds anything; nothing of one lever alone."""
        if self.leading != FIRST:
            return 0.0
        return 1 - sum(self.answers[(FIRST, lever)]["share"] for lever in self.all)

    @property
    def cash_unit(self) -> Part:
        """Return the unit of money as a sentence has it."""
        return unit(str(self.net["unit"].iloc[0]), prices=False)

    @property
    def measure(self) -> Part:
        """Return what levers add to."""
        key = f"column.{self.made['measure']}"
        # Measures by calendar years are many, and known by their English names.
        told = key in phrases() and not placeholders(phrases()[key]["en"])
        return say(key) if told else measure_named(self.made["measure"]).label

    def share(self, criterion: str, lever: str) -> float:
        """Return the share of sets in which a criterion holds for a lever."""
        if criterion == SAME:
            return 1 - self.share(WORTH, lever) - self.share(LOSES, lever)
        return float(self.answers[(criterion, lever)]["share"])

    def best(self, criterion: str) -> tuple[list[str], float]:
        """Return the levers for which a criterion holds most often, with the share of sets in which it does."""
        shares = {lever: self.share(criterion, lever) for lever in self.all}
        most = max(shares.values())
        return [lever for lever, each in shares.items() if most - each < BY_ROUNDING], most

    def needs(self, criterion: str) -> str | None:
        """Return the year that is needed to see whether a criterion holds, if the runs do not show it."""
        if self.by_years:
            return None
        if criterion in OF_CASH:
            rows = [self.positions[(lever, NET_CASH, PUBLIC)] for lever in self.all]
        else:
            rows = [self.outcomes[(lever, self.made["measure"])] for lever in self.all]
        return max((year for row in rows if (year := needed_year(row))), default=None)


def robustness_memo(study: Study) -> Memo:
    """Return what a memo says of a robustness."""
    found = Survived(study)
    made = found.made
    effort: dict[str, Part] = {
        "seed": str(made["seed"]),
        "sets": number_of(made["sets"]),
        "runs": number_of(made["replicates"]),
    }
    command = made.get("command") or made["again"]
    return Memo(
        title=title(found),
        question=say("heading.compared"),
        figure=say("heading.changes"),
        answer=answer(found),
        points=tuple(points(found)),
        setting=tuple(setting(found)),
        terms=terms_of(found.base, found.others, found.names, found.area),
        panels=tuple(panels(found)),
        figure_note=say("figure.note_few_sets" if found.sets < LEAST_OF_A_BAND else "figure.note_sets"),
        tables=told_tables(found),
        assumed=tuple(assumed(found.base, found.made)),
        not_covered=tuple(not_covered(found.made)),
        repeat=tuple(repeat(found.base, made, command, say("repeat.sets_value", **effort))),
        live=live(made, found.base, found.all),
    )


def answer(found: Survived) -> Said:
    """Return the answer in one sentence: which lever is most often first, and which worth its cost."""
    if year := found.needs(found.leading):
        return say("joined", first=too_early(found, year), second=cash_needs(year, found.needs(WORTH)))
    levers, often = found.best(found.leading)
    sets = number_of(found.sets)
    if found.has_none:
        first = say("answer.no_partnership")
    elif not often:
        first = say("answer.never", measure=found.measure, sets=sets)
    else:
        places: dict[str, Part] = {
            "what": told_of(found, levers),
            "measure": found.measure,
            "share": in_percent(often),
            "sets": sets,
        }
        # A place that a phrase has not, as one alone is not counted, does no harm.
        places |= {"count": number_of(len(found.all)), "nothing": in_percent(found.nothing)}
        key = "answer.rarely" if found.nothing > often else f"answer.{found.leading}"
        first = say(key if len(levers) == 1 else f"{key}_tied", **places)
    return say("joined", first=first, second=worth(found))


def told_of(found: Survived, levers: Sequence[str]) -> Part:
    """Return levers in a sentence: by name, or how many they are if there is no room for names."""
    if len(levers) > NAMED:
        return say("levers.several", count=number_of(len(levers)))
    return Listed(list(map(found.full, levers)))


def worth(found: Survived) -> Said:
    """Return which levers are most often worth their cost, and which lose cash in most sets, to end the answer."""
    if year := found.needs(WORTH):
        return say("answer.worth_needs", year=year)
    who = say("worth.years" if found.by_years else "worth.public")
    levers, often = found.best(WORTH)
    if len(found.all) == 1 or (often and len(levers) == 1):
        (lever,) = levers
        shares = {name: in_percent(found.share(name, lever)) for name in (WORTH, SAME, LOSES)}
        key = "answer.worth_alone" if len(found.all) == 1 else "answer.worth"
        said = say(key, who=who, what=found.full(lever), **shares, mean=mean_loss(found, lever))
    elif often:
        less = [each for each in levers if found.cash[each] < 0]
        but: Part = say("answer.mean_losses", what=told_of(found, less)) if less else ""
        said = say("answer.worth_tied", who=who, what=told_of(found, levers), share=in_percent(often), mean=but)
        lever = ""
    else:
        said, lever = say("answer.worth_never", who=who), ""
    # Of the one that was named it is said already.
    losing = [each for each in found.all if each != lever and found.share(LOSES, each) > MOST_SETS]
    if not losing:
        return said
    shares = {each: in_percent(found.share(LOSES, each)) for each in losing}
    named = Listed([say("in_brackets", text=found.short(each), more=shares[each]) for each in losing])
    what: Part = named if len(losing) <= NAMED else say("levers.several", count=number_of(len(losing)))
    return say("halves", first=said, second=say("answer.loses", what=what))


def mean_loss(found: Survived, lever: str) -> Part:
    """Return that a lever loses cash in the mean over sets, and how much, nothing if it does not."""
    mean = found.cash[lever]
    return say("answer.mean_loss", amount=Number(bare(-mean, "")), unit=found.cash_unit) if mean < 0 else ""


def in_percent(value: float) -> Number:
    """Return a share in percent."""
    return Number(percent(value))


def share(row: Numbers, name: str = "share") -> Number:
    """Return a share in percent."""
    return Number(percent(row[name]))


def points(found: Survived) -> Iterator[Said]:
    """Yield what stands below the answer: what numbers are of, how much is luck, and which number turns it."""
    yield say("point.sets", begun=begun_in_words(found))
    if found.needs(found.leading):
        return
    if found.leading == FIRST:
        (lever, *tied), often = found.best(FIRST)
        if often and not tied:
            again = share(found.answers[(FIRST, lever)], "again")
            yield say("point.again", what=found.short(lever), again=again)
        other = {"luck": LUCK, "numbers": NUMBERS}
        yield say("point.luck", **{name: Number(percent(1 - found.luck[key])) for name, key in other.items()})
    yield turning(found)


def turning(found: Survived) -> Said:
    """Return which one number turns the answer, or that none was found."""
    if found.sets < LEAST_CASES:
        return say("point.turns_few")
    rows = [row for row in found.deciding.to_dict("records") if not found.needs(row["criterion"])]
    if not rows:
        return say("point.turns_none", count=number_of(len(found.drawn.columns) - 1))
    order = sorted(found.all, key=lambda lever: -found.answers[(found.leading, lever)]["share"])
    main = min(rows, key=lambda row: (row["criterion"] == WORTH, order.index(row["lever"])))
    ends = {end: Number(rough(main[end])) for end in ("low", "high")}
    shares = {f"{end}_share": share(main, f"{end}_share") for end in ends}
    name = str(main["number"])
    about: dict[str, Part] = {"name": name_in_words(name), "code": code_of(name), "what": found.short(main["lever"])}
    return say("point.turns", criterion=say(f"criterion.{main['criterion']}"), **about, **ends, **shares)


def code_of(name: str) -> str:
    """Return the command that tells more of a number."""
    if name.startswith(LEVER):
        return f"sipabm levers {name.removeprefix(LEVER).partition('.')[0]}"
    return f"sipabm parameters {name.partition('.')[0]}"


def setting(found: Survived) -> Iterator[Part]:
    """Yield the scenario in words, and what was simulated."""
    yield from setting_of(found.base)
    first, last = map(str, found.made["years"])
    effort = {"sets": number_of(found.made["sets"]), "runs": number_of(found.made["replicates"])}
    yield say("setting.sets", first=first, last=last, **effort)
    if more := len(found.all) - len(found.others):
        yield say("setting.more", count=number_of(more))


def panels(found: Survived) -> Iterator[Panel]:
    """Yield the panels of the figure: how often each lever is first, and net cash of all parties."""
    heading = say(f"figure.{found.leading}", measure=found.measure)
    rows = [mark_of(found, lever) for lever in found.others]
    yield Panel(heading, pd.DataFrame(rows))
    heading = say("figure.net_cash", unit=found.money)
    yield panel_of(found, heading, {lever: (lever, NET_CASH, EVERYONE) for lever in found.others}, "positions")


def mark_of(found: Survived, lever: str) -> Mapping[str, Any]:
    """Return the share of sets in which a lever is first as a row of a panel, or the year that is needed."""
    label, names = found.short(lever), {"value": "share", "low": "low", "high": "high"}
    if year := found.needs(found.leading):
        return {"label": label, "text": say("verdict.needs", year=year), **dict.fromkeys(names, nan)}
    row = found.answers[(found.leading, lever)]
    return {"label": label, "text": share(row), **{end: factor("share") * row[name] for end, name in names.items()}}


def sets_cell(row: Numbers) -> Cell:
    """Return a mean change with the share of sets in which there is more, and what nine in ten sets lie between."""
    if needed_year(row) or row["verdict"] in SAMES or pd.isna(row["difference"]):
        return Cell(verdict(row))
    value, low, high = written(row, "difference", "low", "high", sign=True)
    said = say("more_in", value=Number(value), share=share(row, "more_share"))
    below: Part = "" if low == NOTHING else say("span", low=Number(low), high=Number(high))
    return Cell(said, below, is_clear(row))


def told_tables(found: Survived) -> tuple[Table, ...]:
    """Return all tables: what levers add, who pays and gains, and how often each criterion holds."""
    adds = adds_table(found, "table.adds_sets", sets_cell)
    parties = parties_table(found, "table.parties_sets", {WORST: "group.worst_tenth_sets"})
    few = (say("note.few_sets", least=number_of(LEAST_OF_A_BAND)),) if found.sets < LEAST_OF_A_BAND else ()
    adds = adds._replace(notes=(*adds.notes, *in_fewer_sets(found), *few))
    return adds, parties._replace(notes=(*parties.notes, *few)), sure_table(found)


def in_fewer_sets(found: Survived) -> Iterator[Said]:
    """Yield of how many sets means of partnerships are, if not of all: they need some with and without a lever."""
    sets = [int(found.outcomes[(lever, each)]["sets"]) for lever in found.others for each in (ENDED_EARLY, MEAN_EFFECT)]
    if min(sets) < found.sets:
        low, high = map(number_of, (min(sets), max(sets)))
        some: Part = low if low == high else say("span", low=low, high=high)
        yield say("note.effect_sets", some=some, sets=number_of(found.sets))


def sure_table(found: Survived) -> Table:
    """Return in how many sets each criterion holds for each lever, and how often again by luck alone."""
    columns = (say("column.lever"), *(say(f"column.{criterion}") for criterion in found.criteria))
    rows = tuple(
        Row(found.short(lever), tuple(criterion_cell(found, criterion, lever) for criterion in found.criteria))
        for lever in found.others
    )
    first = say("note.first_years" if found.by_years else "note.first")
    shown = say("note.first_of", shown=number_of(len(found.others)), count=number_of(len(found.all)))
    notes = (first, say("note.sets"), *([shown] if len(found.all) > len(found.others) else []))
    caption = say("table.sure_sets", sets=number_of(found.sets))
    return Table("sure", say("heading.sure"), caption, columns, rows, notes)


def criterion_cell(found: Survived, criterion: str, lever: str) -> Cell:
    """Return in how many sets a criterion holds for a lever, or the year that is needed."""
    if year := found.needs(criterion):
        return Cell(say("verdict.needs", year=year))
    if criterion == SAME:
        return Cell(in_percent(found.share(SAME, lever)))
    row = found.answers[(criterion, lever)]
    below: Part = "" if pd.isna(row["again"]) else say("again", share=share(row, "again"))
    return Cell(share(row), below)
