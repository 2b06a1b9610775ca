"""The memo of a robustness: which lever is first in how many sets, what turns it, and the year where runs end early."""

import pandas as pd
import pytest

from sipabm import Scenario
from sipabm.report.flows import EVERYONE, PARTIES, PUBLIC
from sipabm.studies.cohort_tables import PER_PARTNERSHIP, PER_RUN, WORST
from sipabm.studies.robustness_cohorts import SAME_IN_ALL, TOO_FEW
from sipabm.studies.study_folder import Study

LEVERS = {"early_meetings=1": "early meetings", "pooled_budgets=1": "pooled budgets"}
DECIDING = ["lever", "criterion", "number", "unit", "confirmed", "low", "high", "low_share", "high_share"]
DECIDING += ["where_low", "where_high"]
NEWS = (
    "early meetings",
    "first",
    "news_decay",
    "share",
    0.9,
    0.02,
    0.125,
    0.25,
    0.75,
    "pooled budgets",
    "early meetings",
)


def row(base, change, low, high, unit, more, verdict):
    about = {"unit": unit, "base": base, "other": base + change, "change": change, "low": low, "high": high}
    return {**about, "more_share": more, "again": 0.5, "sets": 80, "verdict": verdict}


def robustness(
    shares,
    worth=(0.4, 0.6),
    loses=(0.1, 0.25),
    cash=(1.5, 2.0),
    levers=LEVERS,
    needs=None,
    deciding=(),
    sets=80,
    **made,
):
    """Return a study in which each lever is first in a share of the sets (or adds anything, if it is alone)."""
    base = Scenario.load("denmark")
    leading = "first" if len(levers) > 1 else "adds"
    answers = [
        {"criterion": criterion, "label": criterion, "lever": lever, "unit": "share", "share": share, "low": 0.1}
        | {"high": 0.9, "again": 0.5}
        for criterion, of_levers in ((leading, shares), ("worth", worth), ("loses", loses), ("other_value", worth))
        for lever, share in zip(levers.values(), of_levers, strict=False)
        if not needs
    ]
    cohort, positions = [], []
    for lever in levers.values():
        whose = {"lever": lever, "begun_first": 2026, "begun_last": 2028}
        for measure, unit in (("started", "attempts"), ("signed", "partnerships"), ("successful", "partnerships")):
            over = "more or fewer" if measure == "started" else needs or "more"
            cohort.append({**whose, "measure": measure, **row(3.0, 0.25, 0.125, 0.5, unit, 0.3125, over)})
        for measure, unit in (("share_ended_early", "share"), ("mean_effect", "share of target")):
            cohort.append({**whose, "measure": measure, **row(0.5, 0.0, 0.0, 0.0, unit, 0.0, needs or SAME_IN_ALL)})
        for kind in ("net_cash", "net_with_other_value", WORST):
            for party in (*PARTIES, PUBLIC, EVERYONE):
                per = PER_PARTNERSHIP if kind == WORST else PER_RUN
                told = {"measure": kind, "party": party, "party_label": party, "per": per}
                over = needs or "more or less"
                positions.append({**whose, **told, **row(10.0, 0.5, -1.0, 2.0, "million USD", 0.5, over)})
    tables = {
        "answers": pd.DataFrame(
            answers, columns=["criterion", "label", "lever", "unit", "share", "low", "high", "again"]
        ),
        "luck": pd.DataFrame({"differs": ["luck", "luck and numbers"], "same_first": [0.75, 0.5]}),
        "deciding": pd.DataFrame(deciding, columns=DECIDING),
        "cohort": pd.DataFrame(cohort),
        "net_positions": pd.DataFrame(positions),
        "sets": pd.DataFrame(
            {"set": number, "lever": lever, "cash_after_costs": added}
            for number in range(sets)
            for lever, added in zip(levers.values(), cash, strict=False)
        ),
        "drawn": pd.DataFrame(0.5, index=range(sets), columns=["set", *map(str, range(250))]),
    }
    told = {
        **{"sipabm": "0.1.0", "source_digest": "0123456789abcdef", "scenario_digest": "fedcba9876543210", "seed": 7},
        **{"study": "robustness", "replicates": 10, "years": [2018, 2040], "started_at": "2026-11-30T04:00:00+00:00"},
        **{"again": "sipabm robust scenario/scenario.toml", "levers": list(levers), "first_quarter": "2026Q1"},
        **{"sets": sets, "measure": "signed", "by": "cohort", **made},
    }
    return Study(told, {f"{name}.csv": table for name, table in tables.items()}, {"scenario": base})


CASH = "with more cash in 60 % of the sets, the same in 15 % and less in 25 %."


def plain(text):
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (
            {"shares": (0.625, 0.25)},
            "Of 2 levers, the one most often first for partnerships signed is early meetings from 2026: in 62 % of 80 "
            "sets of all the numbers that nobody knows exactly; most often worth its cost to all public budgets is "
            "pooled budgets from 2026, " + CASH,
        ),
        (
            {"shares": (0.125, 0.25)},
            "In 62 % of 80 sets of all the numbers that nobody knows exactly none of the 2 levers adds to partnerships "
            "signed; most often first is pooled budgets from 2026, in 25 %; most often worth its cost to all public "
            "budgets is pooled budgets from 2026, " + CASH,
        ),
        (
            {"shares": (0.0, 0.0)},
            "None of the levers adds to partnerships signed in any of 80 sets of all the numbers that nobody knows "
            "exactly; most often worth its cost to all public budgets is pooled budgets from 2026, " + CASH,
        ),
        (
            {"shares": (0.75,), "worth": (0.5,), "levers": {"early_meetings=1": "early meetings"}},
            "With early meetings from 2026 there is more of partnerships signed in 75 % of 80 sets of all the numbers "
            "that nobody knows exactly; it is worth its cost to all public budgets, with more cash, in 50 % of the "
            "sets; there is the same in 40 % and less in 10 %.",
        ),
        (
            {"shares": (0.4, 0.4)},
            "Of 2 levers, equally often first for partnerships signed are early meetings from 2026 and pooled budgets "
            "from 2026: each in 40 % of 80 sets of all the numbers that nobody knows exactly; most often worth its "
            "cost to all public budgets is pooled budgets from 2026, " + CASH,
        ),
    ],
)
def test_the_answer_is_one_sentence_written_from_the_tables(words, asked, expected):
    assert plain(words(robustness(**asked))["answer"]) == expected


WORTH = [
    ({"worth": (0.0, 0.0)}, "none of them is worth its cost to all public budgets in any set."),
    (
        {"worth": (0.38, 0.38), "cash": (1.0, -65.0)},
        "equally often, in 38 % of the sets, worth their cost to all public budgets are early meetings from 2026 and "
        "pooled budgets from 2026, though in the mean over all sets there is less cash with pooled budgets from 2026.",
    ),
    (
        {"worth": (0.5, 0.1), "loses": (0.12, 0.8)},
        "most often worth its cost to all public budgets is early meetings from 2026, with more cash in 50 % of the "
        "sets, the same in 38 % and less in 12 %; in most sets there is less cash with pooled budgets (80 %).",
    ),
    (
        {"worth": (0.2, 0.4), "loses": (0.1, 0.6), "cash": (1.0, -65.0)},
        "most often worth its cost to all public budgets is pooled budgets from 2026, with more cash in 40 % of the "
        "sets, the same in 0 % and less in 60 %, and in the mean over all sets 65 million USD less.",
    ),
]


@pytest.mark.parametrize(("asked", "expected"), WORTH)
def test_worth_its_cost_says_more_same_and_less_and_who_loses(words, asked, expected):
    assert plain(words(robustness((0.6, 0.2), **asked))["answer"]).endswith(f"nobody knows exactly; {expected}")
    danish = plain(words(robustness((0.6, 0.2), **asked), "da")["answer"])
    assert "talsæt" in danish.partition("; ")[2] and "{" not in danish


def test_the_one_number_that_turns_it_is_named_with_both_ends(words):
    points = list(map(plain, words(robustness((0.625, 0.25), deciding=[NEWS]))["points"]))
    assert points[-1] == (
        "One number turns this most, “news decay” (sipabm parameters news_decay), and is worth asking about: early "
        "meetings first in 25 % of the sets where it is at most 0.020, and in 75 % where it is at least 0.12."
    )
    assert points[1].startswith("First again with the same numbers and other luck, early meetings: in 50 %")
    assert (
        points[2]
        == "What is first, a lever or none, is another the second time in 25 % of the sets by luck alone, and in 50 % "
        "between two different sets."
    )


def test_that_no_number_turns_it_or_sets_are_too_few_is_told(words):
    assert plain(words(robustness((0.6, 0.2)))["points"][-1]) == (
        "No single number was found that would turn the answer, among the 250 that each set draws: those of areas and "
        "of practice count one by one."
    )
    assert "too few sets" in words(robustness((0.6, 0.2), sets=10, deciding=[NEWS]))["points"][-1]


@pytest.mark.parametrize("language", ["en", "da"])
def test_a_short_horizon_gets_the_year_that_is_needed_and_no_answer(words, language):
    told = words(robustness((0.6, 0.2), needs="needs 2043", deciding=[NEWS]), language)
    assert "2043" in told["answer"] and "2040" in told["answer"] and "%" not in told["answer"]
    assert len(told["points"]) == 1
    adds, parties, sure = told["tables"]
    needed = {"en": "needs 2043", "da": "kræver 2043"}[language]
    assert {cell["text"] for row in sure["rows"] for cell in row["cells"]} == {needed}
    assert {cell["text"] for row in parties["rows"] for cell in row["cells"]} == {"–", needed}
    assert {cell["text"] for row in adds["rows"][1:] for cell in row["cells"][1:]} == {needed}
    assert all(svg["svg"].count(f">{needed}<") == 2 for svg in told["figures"])


def test_where_cash_needs_a_later_year_than_the_answer_both_years_are_told(words):
    study = robustness((0.6, 0.2), needs="needs 2045")
    study.tables["net_positions.csv"]["verdict"] = "needs 2052"
    answer = plain(words(study)["answer"])
    assert answer.endswith("is only seen in 2045; what they keep in cash is only seen in 2052.")


def test_changes_have_the_share_of_sets_with_more_and_where_nine_in_ten_lie(words):
    adds, parties, sure = words(robustness((0.6, 0.2)))["tables"]
    cells = adds["rows"][1]["cells"]
    assert [plain(cell["text"]) for cell in cells] == ["+0.25 (31 %)"] * 3 + ["unchanged"] * 2
    assert [cell["below"] for cell in cells][:1] == ["+0.12 to +0.50"] and cells[3]["below"] == ""
    assert all(
        cell["text"] == "(0)" or cell["text"].startswith("(+") for row in parties["rows"] for cell in row["cells"][1:]
    )
    assert [plain(cell["text"]) for cell in sure["rows"][0]["cells"]] == ["60 %", "40 %", "50 %", "10 %", "40 %"]
    assert [plain(cell["below"]) for cell in sure["rows"][0]["cells"]] == [
        *["(50 % again)"] * 2,
        "",
        *["(50 % again)"] * 2,
    ]


def test_what_is_the_same_in_every_set_is_unchanged_and_in_no_brackets(words):
    study = robustness((0.6, 0.2))
    net = study.tables["net_positions.csv"]
    net.loc[net["party"] == "providers", ["change", "low", "high", "verdict"]] = [0.0, 0.0, 0.0, SAME_IN_ALL]
    rows = [row for row in words(study)["tables"][1]["rows"] if row["heading"] == "Providers"]
    assert rows and {(cell["text"], cell["below"]) for row in rows for cell in row["cells"][1:]} == {("unchanged", "")}


def test_the_worst_tenth_is_said_to_have_intervals_and_no_band(words):
    headings = [row["heading"] for row in words(robustness((0.6, 0.2)))["tables"][1]["rows"] if not row["cells"]]
    assert headings[-1].endswith("per partnership, with 95 % intervals")


def test_too_few_sets_give_no_interval_and_no_verdict(words):
    study = robustness((0.6, 0.2), sets=4)
    for name in ("cohort.csv", "net_positions.csv"):
        table = study.tables[name]
        table.loc[table["verdict"] != SAME_IN_ALL, ["low", "high", "verdict"]] = [float("nan"), float("nan"), TOO_FEW]
        study.tables[name] = table.astype({"low": float, "high": float})
    assert words(study)["figure_note"].endswith("means over sets, which are too few to say more.")
    adds, parties, _ = words(study)["tables"]
    cells = [cell for table in (adds, parties) for row in table["rows"] for cell in row["cells"][1:]]
    assert not any(cell["below"] or cell["strong"] or cell["text"].startswith("(") for cell in cells)
    assert all(
        "There are fewer than 20 sets: too few for an interval and a verdict." in t["notes"] for t in (adds, parties)
    )


def test_of_how_many_sets_the_mean_effect_is_is_told_if_it_is_not_all(words):
    study = robustness((0.6, 0.2))
    cohort = study.tables["cohort.csv"]
    cohort.loc[cohort["measure"] == "mean_effect", "sets"] = [48, 51]
    assert "mean effect are of 48 to 80 of 80 sets: of those" in words(study)["tables"][0]["notes"][-1]
    assert "effekt gælder 48 til 80 af 80 talsæt" in words(study, "da")["tables"][0]["notes"][-1]
    assert not any("mean effect are of" in note for note in words(robustness((0.6, 0.2)))["tables"][0]["notes"])


def test_what_no_set_has_is_said_to_be_not_defined(words):
    study = robustness((0.6, 0.2))
    cohort = study.tables["cohort.csv"]
    nothing = [float("nan")] * 4 + ["not defined: nothing to take a mean of"]
    cohort.loc[cohort["measure"] == "mean_effect", ["change", "low", "high", "more_share", "verdict"]] = nothing
    assert words(study)["tables"][0]["rows"][1]["cells"][-1] == {"text": "not defined", "below": "", "strong": False}


def test_calendar_years_are_answered_whatever_the_horizon(words):
    study = robustness((0.6, 0.2), by="years", measure="cost")
    told = words(study)
    assert plain(told["answer"]).startswith(
        "Of 2 levers, the one most often first for transaction cost is early meetings"
    )
    assert f"most often worth its cost in cash is pooled budgets from 2026, {CASH}" in plain(told["answer"])
