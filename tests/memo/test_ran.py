"""The memos of runs and of sweeps: an answer from their tables, beside what was observed, and the points shown."""

import pandas as pd
import pytest

from sipabm import Scenario, simulate, sweep
from sipabm.memo.pages import in_words
from sipabm.memo.ran import runs_memo
from sipabm.memo.swept import AT_AN_END, sweep_memo, swept_study
from sipabm.studies.study_folder import Study
from sipabm.tables.folders import POINTS_FILE


def plain(text):
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.fixture(scope="module")
def base():
    return Scenario.load("classroom").replace(quarters=40, own_interest=0.15)


@pytest.fixture(scope="module")
def report(base):
    return simulate(base, 6).report()


def told_of(base, report, **made):
    manifest = {"sipabm": "0.1.0", "source_digest": "a", "scenario_digest": "b", "seed": 1, "replicates": 6}
    manifest |= {"started_at": "2026-11-30T04:00:00+00:00", **made}
    return in_words(runs_memo(Study(manifest, report.tables(), {"scenario": base})), "en")


def test_the_answer_of_runs_is_written_from_their_funnel_and_net_positions(base, report):
    steps = report.funnel.set_index("step")["mean"]
    answer = told_of(base, report)["answer"]
    for step in ("started", "signed", "successful"):
        assert f"{steps[step]:.1f}".removesuffix(".0") in answer or f"{steps[step]:.0f}" in answer
    assert answer.startswith("In the model authorities begin") and "million USD in cash" in answer


def test_the_steps_of_runs_are_those_of_the_funnel(base, report):
    steps, parties, sure = told_of(base, report)["tables"]
    shares = [plain(row["cells"][2]["text"]) for row in steps["rows"]]
    assert shares == [f"{100 * share:.0f} %" for share in report.funnel["share_of_started"].dropna()]
    assert parties["rows"][-1]["heading"] == "All together" and parties["rows"][-1]["strong"]
    assert "beside what was observed" in sure["caption"]


def test_money_that_was_asked_for_is_told(base, report):
    money = base.money("DKK")
    told = told_of(base, report.in_money(money), money=money.asked)
    assert "million DKK in prices of" in told["answer"]
    assert told["assumed"][-1].startswith(
        "Amounts are those of the model, in million USD in prices of 2018, times 6.313: by the exchange rate of 2018, "
        "6.313 DKK for one USD ("
    )
    assert "consumer prices" not in told["assumed"][-1]  # no year was asked for
    assert not [text for text in told_of(base, report)["assumed"] if text.startswith("Amounts")]


@pytest.fixture(scope="module")
def swept(base, tmp_path_factory):
    folder = tmp_path_factory.mktemp("swept") / "out"
    design = pd.DataFrame({"early_meetings": [0.0, 0.5, 1.0], "give_up": [0.0, 0.1, 0.2]})
    sweep(base, design, 3, folder=folder)
    return swept_study(folder)


def test_the_answer_of_a_sweep_names_the_highest_and_the_lowest_point(swept):
    told = in_words(sweep_memo(swept), "en")
    points = swept.tables[POINTS_FILE].sort_values("signed", ascending=False, kind="stable")
    most, least = points.iloc[0], points.iloc[-1]
    assert plain(told["answer"]).startswith("Partnerships signed at 3 points: most with early meetings")
    assert f"early meetings {100 * most['early_meetings']:.0f} % and “give up” {most['give_up']:g}," in plain(
        told["answer"]
    )
    assert f"least with early meetings {100 * least['early_meetings']:.0f} %" in plain(told["answer"])
    assert [row["heading"] for row in told["tables"][0]["rows"]] == [str(point) for point in points["point"]]
    assert told["tables"][0]["columns"][:3] == ["Point", "Early meetings", "“give up”"]


def test_of_many_points_those_at_either_end_are_shown(swept):
    table = swept.tables[POINTS_FILE]
    many = pd.concat([table.assign(signed=table["signed"] + number) for number in range(10)], ignore_index=True)
    many["point"] = range(len(many))
    told = in_words(sweep_memo(swept._replace(tables={POINTS_FILE: many})), "en")
    assert len(told["tables"][0]["rows"]) == 2 * AT_AN_END
    assert told["tables"][0]["notes"][0].startswith(f"{len(many) - 2 * AT_AN_END} points between these")


def test_limits_of_counts_do_not_go_below_zero_and_points_that_overlap_are_said_not_to_be_told_apart(swept):
    points = swept.tables[POINTS_FILE].assign(signed=[30.0, 33.0, 36.0], signed_low=-110.0, signed_high=183.0)
    unclear = swept._replace(tables={POINTS_FILE: points})
    answer = plain(in_words(sweep_memo(unclear), "en")["answer"])
    assert "36 (0 to 183); least with" in answer and answer.endswith(
        "30 (0 to 183); the two cannot be told apart by these intervals, which more runs make narrower."
    )
    clear = points.assign(signed_low=points["signed"] - 1, signed_high=points["signed"] + 1)
    assert "told apart" not in in_words(sweep_memo(swept._replace(tables={POINTS_FILE: clear})), "en")["answer"]


def test_marks_are_explained_only_where_there_are_some_and_runs_are_not_said_to_compare(base, report, swept):
    assert not any("◆" in text for text in in_words(sweep_memo(swept), "en")["assumed"])
    told = told_of(base, report)["assumed"]
    assert any("◆" in text for text in told) and told[0].endswith("no forecast.")
    assert not any("ét punkt" in text for text in in_words(sweep_memo(swept), "da")["assumed"])
