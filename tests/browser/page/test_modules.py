"""The modules of the page that need no browser, in node, each held against Python."""

import numpy as np
import pandas as pd
import pytest

from sipabm import compare
from sipabm.browser.page.phrases import phrases
from sipabm.browser.page.told import OF_FUNDS, RUNS, RUNS_WITH_SETS, SEED, told
from sipabm.language.money import MODEL_MONEY
from sipabm.language.numbers import change
from sipabm.scenario import Scenario
from sipabm.statistics.bands import band
from sipabm.statistics.intervals import half_width, linear_values
from sipabm.sweeps.run_columns import characteristics

RANDOM = np.random.default_rng(7)


@pytest.fixture(scope="module")
def page():
    made = told(Scenario.load("classroom"), ("lesson", "policy"), "en", "classroom", MODEL_MONEY)["page"]
    return {**made, "languages": {"en": 1, "da": 1}}


def test_bands_are_those_of_python(js):
    runs = RANDOM.poisson(3.0, (37, 15))
    found = js("return bandOf(values.runs)", runs=runs.tolist())
    expected = band(pd.DataFrame(runs))
    for name in ("mean", "low", "high"):
        assert found[name] == pytest.approx(expected[name].tolist(), abs=1e-12)


def test_paired_intervals_are_those_of_python(js, page):
    base, other = RANDOM.normal(5, 2, (2, 60))
    found = js(
        "return paired(values.base, values.other, values.student)",
        base=base.tolist(),
        other=other.tolist(),
        student=page["student"],
    )
    by_run = other - base
    half = float(half_width(by_run))
    ends = [by_run.mean(), by_run.mean() - half, by_run.mean() + half]
    assert [found[name] for name in ("difference", "low", "high")] == pytest.approx(ends, rel=1e-7)


def test_ratios_are_linear_values_of_python(js):
    amount, per = RANDOM.poisson(4.0, (2, 50)).astype(float)
    found = js("return linearValues(values.amount, values.per)", amount=amount.tolist(), per=per.tolist())
    assert found == pytest.approx(linear_values(amount[None], per[None])[0].tolist(), rel=1e-12)


@pytest.mark.parametrize("curve", [[0, 3, 9, 5, 2, 1], [0] * 6, [4, 0, 0, 4, 0, 0], [1, 2]])
def test_peak_and_fall_are_those_of_python(js, curve):
    found = js("return characteristics(values.curve, 2010)", curve=curve)
    year, peak, fall = characteristics(np.array(curve, dtype=float), 2010)
    expected = [None if np.isnan(value) else value for value in (year, peak, fall)]
    assert [found["peak_year"], found["peak"], found["fall"]] == pytest.approx(expected)


def test_numbers_are_written_as_everywhere(js):
    middle, half = RANDOM.normal(0, 30, 200), 10 ** RANDOM.uniform(-3, 2, 200)
    rows = [
        {"difference": value, "low": value - reach, "high": value + reach}
        for value, reach in zip(middle, half, strict=True)
    ]
    rows += [
        {"difference": 0.0004, "low": 0.0001, "high": 0.0007},
        {"difference": -1234.6, "low": -2000.0, "high": -469.0},
    ]
    book = {"number.interval": {"en": "{value} ({low} to {high})", "da": "{value} ({low} til {high})"}}
    found = js(
        "read(values.book, { factor: 1, unit: {} }); return values.rows.map((row) => change(row))", rows=rows, book=book
    )
    assert found == [change({**row, "unit": "partnerships"}) for row in rows]


def test_danish_numbers_have_a_decimal_comma(js):
    found = js("speak('da'); return [number(-1234.56, 1), number(0.04, 1, true), percent(0.125, 1), number(NaN)]")
    assert found == ["−1.234,6", "0,0", "12,5 %", "–"]


def test_a_link_holds_the_whole_state(js, page):
    state = {
        "view": "policy",
        "step": "off",
        "language": "da",
        "guess": [1, None, 7],
        "shown": 2,
        "off": ["leaving", "bending"],
        "expected": {"off+leaving+bending": "fewer"},
        "run": 3,
        "quarter": 12,
        "country": 0,
        "area": "health",
        "walked": 30,
        "levers": {
            "early_meetings": {"share": 0.5, "first": 2012, "last": 2014},
            "outcomes_fund": {"share": 1, "first": 2011, "last": None},
        },
        "from": 2013,
        "until": 2020,
        "whose": "early_meetings",
    }
    found = js("return fromLink(asLink(values.state, values.page), values.page)", state=state, page=page)
    guess = state["guess"] + [None] * (len(page["record"]["years"]) - 3)
    assert found == {**state, "guess": guess}


def test_the_start_is_no_link(js, page):
    assert js("return asLink(startState(values.page), values.page)", page=page) == ""


@pytest.mark.parametrize(
    "link",
    [
        "#",
        "#view=x&step=y&language=zz&area=moon",
        "#run=1e9&quarter=-3&walked=99999999",
        "#levers=early_meetings:900:2012:",
        "#levers=early_meetings:50:1066:.:::.x",
        "#expected=<script>:more",
        "#guess=a.b.%.-1",
        "#off=leaving'.__proto__",
        "#%E0%A4%A&=&&===",
    ],
)
def test_a_link_of_nonsense_is_the_start(js, page, link):
    found = js("return [fromLink(values.link, values.page), startState(values.page)]", link=link, page=page)
    assert {value for state in found for value in state.pop("guess")} <= {None}
    assert found[0] == found[1]


def test_levers_and_mechanisms_are_told_to_the_engine_as_to_python(js, page):
    levers = {
        "early_meetings": {"share": 0.5, "first": 2012, "last": 2014},
        "pooled_budgets": {"share": 0, "first": 2012, "last": None},
    }
    assert js("return changesOfLevers(values.levers)", levers=levers) == {
        "levers.early_meetings": {"intensity": 0.5, "first": "2012Q1", "last": "2014Q4"}
    }
    off = js("return changesOff(['leaving', 'silos_and_savings'], values.page)", page=page)
    both = Scenario.load("classroom").without("leaving", "silos_and_savings")
    assert Scenario.load("classroom").replace(off) == both


@pytest.mark.parametrize(("value", "top"), [(0, 1), (1, 1), (11, 12), (120, 120), (121, 150), (0.3, 0.3), (99, 100)])
def test_a_chart_ends_at_a_round_number(js, value, top):
    assert js("return roundTop(values.value)", value=value) == pytest.approx(top)


def test_thirty_doublings_go_around_the_earth(js):
    assert js("return [walked(0), walked(1), walked(30)]") == [
        {"linear": 0, "doubling": 0},
        {"linear": 1, "doubling": 1},
        {"linear": 30, "doubling": 2**30 - 1},
    ]


@pytest.mark.parametrize(
    ("levers", "years", "cohort"),
    [
        ([{"first": 2026, "last": None}], range(2018, 2041), [2026, 2028]),
        ([{"first": 2026, "last": 2026}], range(2018, 2041), [2026, 2026]),
        ([{"first": 2035, "last": None}], range(2018, 2041), [2035, 2035]),
        ([{"first": 2012, "last": 2013}, {"first": 2014, "last": 2015}], range(2010, 2030), [2012, 2015]),
    ],
)
def test_the_cohort_is_that_of_compare(js, levers, years, cohort):
    assert js("return cohortOf(values.levers, values.years)", levers=levers, years=list(years)) == cohort


def test_a_guess_is_right_wrong_open_or_about_nothing(js):
    words = ["more", "same", "fewer"]
    found = js(
        "return values.found.map((each) => values.words.map((word) => rightness(word, each)))",
        words=words,
        found=["more", "fewer", "noise", "same", "undefined"],
    )
    assert found == [
        ["yes", "no", "no"],
        ["no", "no", "yes"],
        ["open", "yes", "open"],
        ["idle", "yes", "idle"],
        ["open", "open", "open"],
    ]


def test_the_model_beside_the_record_is_told_in_its_years_alone(js, page):
    told = js(
        "read(values.book, { factor: 1, unit: {} }); return modelSentences(values.page, values.curves)[0]",
        page={
            "name": "denmark",
            "years": [2018, 2019, 2020, 2021, 2022],
            "whole": [0, 5],
            "record": {"isBeside": True, "years": [2018, 2019, 2020], "counts": [1, 3, 2]},
        },
        curves=[[1, 4, 2, 9, 0], [1, 2, 2, 9, 0]],
        book=phrases(),
    )
    assert told == "Denmark, mean of 2 histories: most in 2019, with 3; 2 in 2020."


def test_levers_of_a_policy_team_have_a_command_alone_and_one_together(js):
    state = {
        "levers": {"early_meetings": {"share": 0.5}, "pooled_budgets": {"share": 1}},
        "from": 2026,
        "until": None,
        "area": "social",
    }
    commands = js(
        "read(values.book, { factor: 1, unit: {} });"
        "return compareCommands(values.page, [1, 2, 3]).map((each) => each.command)",
        page={"levers": ["early_meetings", "pooled_budgets"], "state": state, "file": "denmark", "runs": 60},
        book=phrases(),
    )
    alone = (
        "sipabm compare denmark --lever early_meetings=0.5 --lever pooled_budgets=1 --from 2026Q1 --area social"
        " --replicates 60"
    )
    assert commands == [alone, f"{alone} --together"]


def test_a_long_title_is_broken_between_words(js):
    assert js("return wrapped('who pays and who gains', 9)") == ["who pays", "and who", "gains"]
    assert js("return wrapped('transaction costs', 4)") == ["transaction", "costs"]


def test_switches_of_funds_are_there_only_where_a_fund_is():
    classroom, world = (
        told(Scenario.load(name), ("lesson",), "en", name, MODEL_MONEY)["page"] for name in ("classroom", "world")
    )
    assert set(world["mechanisms"]) - set(classroom["mechanisms"]) == {"development_support", "fund_exhaustion"}
    assert (classroom["hasFunds"], world["hasFunds"]) == (False, True)


def test_switches_that_are_left_out_would_change_nothing():
    base = Scenario.load("classroom").replace(quarters=32)
    found = compare(base, {name: base.without(name) for name in OF_FUNDS}, 3, measures=["signed", "cost"]).table
    assert (found["difference"] == 0).all()


@pytest.mark.parametrize(
    ("name", "runs"),
    [
        ("classroom", RUNS),
        *(pytest.param(name, RUNS_WITH_SETS, marks=pytest.mark.slow) for name in ("world", "denmark")),
    ],
)
def test_the_lesson_plan_expects_what_the_page_shows(name, runs):
    assert phrases()["plan.4.expect"]["en"] == (
        "These are two questions. Without leaving there are more partnerships, and the fall is smaller. Without silos "
        "and the demand for savings there are more as well, but the fall is not clearly smaller."
    )
    base = Scenario.load(name)
    others = {each: base.without(each) for each in ("leaving", "silos_and_savings")}
    found = compare(base, others, runs, measures=["signed", "fall"], seed=SEED).table
    found = found.set_index(["alternative", "measure"])
    assert (found.xs("signed", level="measure")["low"] > 0).all()
    assert found.loc[("leaving", "fall"), "high"] < 0
    assert found.loc[("silos_and_savings", "fall"), "high"] > 0
