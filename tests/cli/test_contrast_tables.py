"""Tables of a comparison, from rows written by hand."""

import re
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from rich.console import Console

from sipabm.cli.contrast_tables import (
    FEW_RUNS,
    alternative_table,
    cohort_table,
    name,
    net_table,
    overview_table,
    summary,
)
from sipabm.report.flows import AUTHORITY, EVERYONE, NET_CASH, NET_WITH_OTHER
from sipabm.studies.cohort_tables import PER_RUN
from sipabm.studies.cohorts import LOSS, Cohort
from sipabm.studies.contrasts import COST_PER_SUCCESS, NO_ADDITIONAL, NOISE, SAME
from sipabm.sweeps.measures import MILLIONS


def row(measure, label, unit, numbers, verdict, times=3.24, missing=1234):
    names = ("base", "other", "difference", "low", "high")
    about = {"alternative": "early_meetings=1", "measure": measure, "label": label, "unit": unit, "verdict": verdict}
    return {**about, **dict(zip(names, numbers, strict=True)), "variance_ratio": times, "runs_missing": missing}


SIGNED = row("signed", "partnerships signed", "partnerships", (7.34, 10.75, 3.41, 2.52, 4.30), "more")
EFFECT = row("mean_effect", "mean effect", "share of target", (0.888, 0.889, 0.001, -0.054, 0.055), NOISE)
COST = row(COST_PER_SUCCESS, "cost of one more success", MILLIONS, [np.nan] * 5, NO_ADDITIONAL, np.nan, pd.NA)
STILL = row("successful", "successful partnerships", "partnerships", (3.3, 3.3, 0.0, 0.0, 0.0), SAME, np.nan, 0)


RUNS = SimpleNamespace(runs=200)


def words(line):
    """Return the cells of a line."""
    return re.split(r"\s{2,}", line.strip())


def test_changes_have_the_decimals_of_their_interval_and_worlds_those_of_a_level(printed):
    lines = printed(alternative_table(pd.DataFrame([SIGNED, EFFECT, COST]), True))[2:]
    assert [words(line) for line in lines] == [
        ["partnerships signed", "7.3", "10.8", "+3.4", "+2.5 to +4.3", "more", "× 3.2", "1,234"],
        ["mean effect, % of target", "89", "89", "0", "−5 to +6", "noise", "× 3.2", "1,234"],
        [MILLIONS],
        ["cost of one more success", "–", "–", "–", "–", "undefined", "–", "–"],
    ]


def test_without_a_precision_no_runs_are_missing(printed):
    assert "missing" not in " ".join(printed(alternative_table(pd.DataFrame([SIGNED]), False)))


@pytest.mark.parametrize(
    ("one", "text"),
    [(SIGNED, "+3.4 ± 0.9"), (EFFECT, "noise:\n0 ± 5"), (COST, "undefined"), (STILL, "the same")],
)
def test_a_change_is_summed_up_with_half_of_its_interval_or_its_verdict(one, text):
    assert summary(pd.Series(one)) == text


def test_runs_that_are_alike_are_no_certainty_while_they_are_few(printed):
    alike = row("providers", "providers", MILLIONS, (0.0, 0.076, 0.076, 0.076, 0.076), "more")
    few, many = (pd.DataFrame([{**alike, "runs": runs}]) for runs in (FEW_RUNS - 1, FEW_RUNS))
    assert words(printed(cohort_table(few))[-1])[-2:] == ["–", "too few runs"]
    assert summary(few.iloc[0]) == "too few runs"
    assert words(printed(cohort_table(many))[-1])[-1] == "more"


def test_an_interval_of_a_share_ends_at_all_or_nothing(printed):
    early = row("share_ended_early", "that end early", "share", (0.43, 0.30, -0.13, -1.76, 1.50), NOISE)
    assert "−100 to +100" in printed(cohort_table(pd.DataFrame([early])))[-1]


def test_the_overview_has_a_row_for_each_alternative_and_says_which_year_is_needed(printed):
    late = {**STILL, "verdict": "needs 2039"}
    cash = [row(NET_CASH, "net cash", MILLIONS, (-3.0, -4.1, -1.1, -1.3, -0.9), "less") for _ in range(2)]
    positions = pd.DataFrame(cash).assign(per=PER_RUN, party=[AUTHORITY, EVERYONE])
    cohort = pd.DataFrame([SIGNED, late])
    begun = {"early_meetings=1": Cohort(2026, 2028), "give_up=0": Cohort(2018, 2018)}
    both = [pd.concat([table, table.assign(alternative="give_up=0")]) for table in (cohort, positions)]
    lines = printed(overview_table(SimpleNamespace(cohort=both[0], net_positions=both[1], begun=begun, runs=RUNS), 100))
    assert [words(line) for line in lines[2:]] == [
        ["early_meetings=1", "2026 to 2028", "+3.4 ± 0.9", "needs 2039", "−1.1 ± 0.2", "−1.1 ± 0.2"],
        ["give_up=0", "2018", "+3.4 ± 0.9", "needs 2039", "−1.1 ± 0.2", "−1.1 ± 0.2"],
    ]


@pytest.mark.parametrize("width", [50, 60, 70, 80, 90, 100, 140])
def test_an_overview_cuts_no_name_and_no_number_at_any_width(width):
    unsure = {**SIGNED, **dict(zip(("difference", "low", "high"), (1.4, -2.0, 4.8), strict=True)), "verdict": NOISE}
    lopsided = {**SIGNED, **dict(zip(("difference", "low", "high"), (-110, -2345, 1234), strict=True))}
    names = [f"early_meetings.social={share}%@{year}Q1" for share in (50, 100) for year in (2026, 2028)]
    cohort = pd.DataFrame([unsure, {**unsure, "measure": "successful"}])
    positions = pd.DataFrame([lopsided] * 2).assign(measure=NET_CASH, per=PER_RUN, party=[AUTHORITY, EVERYONE])
    both = [pd.concat([table.assign(alternative=name) for name in names]) for table in (cohort, positions)]
    found = SimpleNamespace(
        cohort=both[0], net_positions=both[1], runs=RUNS, begun={name: Cohort(2026, 2028) for name in names}
    )
    screen = Console(width=width, highlight=False)
    with screen.capture() as capture:
        screen.print(overview_table(found, width))
    text = capture.get()
    assert "…" not in text and max(map(len, text.splitlines())) <= width
    assert text.count("noise:") == 16 and text.count("+1 ± 3") == text.count("(−2,345 to +1,234)") == 8
    assert [text.count(part) for part in ("meetings.", "social=", "50%@", "100%@", "2026Q1", "2028Q1")] == [
        4,
        4,
        2,
        2,
        2,
        2,
    ]


def test_a_net_position_is_printed_once_and_only_where_there_is_any(printed):
    parties = {"authority": (-3.0, -4.0), "citizens": (0.0, 0.0), "all": (-3.0, -4.0)}
    cash = [row(NET_CASH, "net cash", MILLIONS, (*ends, -1.0, -1.2, -0.8), "less") for ends in parties.values()]
    other = [
        row(NET_WITH_OTHER, "with other value", MILLIONS, (*ends, 2.0, 1.8, 2.2), "more")
        for ends in ((-3.0, -4.0), (7.0, 9.0), (4.0, 5.0))
    ]
    table = pd.DataFrame([*cash, *other]).assign(per=PER_RUN, party=[*parties] * 2, party_label=[*parties] * 2)
    lines = [words(line) for line in printed(net_table(table))[1:]]
    assert [line[0] for line in lines] == ["net cash", "authority", "all", "with other value", "citizens", "all"]
    assert lines[1] == ["authority", "−3", "−4", "−1.0", "−1.2 to −0.8", "less"]


def test_a_kind_of_net_position_that_nobody_has_gets_no_heading(printed):
    both = [("net cash", NET_CASH, -3.0), ("loss of cash", LOSS, 0.0)]
    rows = [row(kind, label, MILLIONS, (cash, cash, 0.0, 0.0, 0.0), SAME) for label, kind, cash in both]
    text = " ".join(
        printed(net_table(pd.DataFrame(rows).assign(per=PER_RUN, party=AUTHORITY, party_label="authority")))
    )
    assert "net cash" in text and "loss of cash" not in text


def test_a_unit_stands_with_its_measure_unless_label_or_heading_say_it():
    assert name(SIGNED) == "partnerships signed"
    assert name(EFFECT) == "mean effect, % of target"
    assert name(COST, "million USD") == "    cost of one more success"
