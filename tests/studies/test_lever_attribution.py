"""Levers: all of them in use are policies of the scenario, none of them is the scenario itself."""

import numpy as np
import pytest

from sipabm.studies.attribution import EVERYBODY, NOBODY
from sipabm.studies.lever_attribution import LEVERS, attribute_levers, lever_player, of_measure
from sipabm.sweeps import running
from sipabm.sweeps.measured import Measured
from sipabm.sweeps.measures import MEASURES
from sipabm.sweeps.measuring import measure_runs

THREE = ("early_meetings", "no_cashable_requirement", "outcomes_fund")


def test_a_lever_that_takes_part_is_used_by_all_from_the_quarter_on_and_keeps_its_practice(lively):
    player = lever_player("pooled_budgets", "2012Q1")
    setting = {"intensity": 1.0, "first": "2012Q1", "last": None, "domains": ()}
    assert player == ("pooled_budgets", "pooled budgets", {"levers.pooled_budgets": setting}, {})
    assert lively.replace(player.present).levers.pooled_budgets.practice == 0.5


def test_a_ratio_in_every_combination_is_that_of_means_with_values_that_spread_as_it_does():
    """Sums 2 and 6 over 1 and 3: ratio 2 in each run and in the mean."""
    values = np.array([[[2.0, 1.0], [6.0, 3.0]]])
    solved = of_measure(Measured(("nobody",), MEASURES[2:3], ("months", "signed"), values), MEASURES[2])
    assert solved.quantity is MEASURES[2]
    assert solved.values.tolist() == [2.0] and solved.by_run.tolist() == [[2.0, 2.0]]


def test_nobody_is_the_scenario_itself(levers, lively):
    plain = measure_runs({"lively": lively}, 4, measures=["signed", "signed_by_year"]).means().loc["lively"]
    assert levers.combinations.loc[0, plain.index[1:]].tolist() == pytest.approx(plain.iloc[1:].tolist())
    assert levers.total(NOBODY)["value"] == pytest.approx(plain["signed"])


def test_everybody_is_the_scenario_with_all_levers_as_policies(levers, lively):
    runs = measure_runs({"all": lively.with_policy(*(f"{lever}=1@2011Q1" for lever in THREE))}, 4)
    assert levers.total(EVERYBODY)["value"] == pytest.approx(runs.mean("signed")["all"])


def test_a_ratio_is_attributed_as_the_ratio_of_means(levers, lively):
    expected = measure_runs({"lively": lively}, 4).mean("mean_months_to_signature")["lively"]
    assert levers.of("mean_months_to_signature").total(NOBODY)["value"] == pytest.approx(expected)


def test_the_numbers_do_not_depend_on_threads(levers, lively):
    again = attribute_levers(lively, "2011Q1", 4, levers=THREE, measures=MEASURES[:4], threads=1)
    assert again.shares.equals(levers.shares) and again.interactions.equals(levers.interactions)


def test_one_run_has_values_and_no_intervals(lively):
    found = attribute_levers(lively, "2011Q1", 1, levers=THREE[:2], measures=MEASURES[:1])
    assert found.shares["value"].notna().all()
    assert found.shares[["low", "high"]].isna().all(axis=None)


def test_a_lever_without_effect_gets_nothing(lively):
    everyone = lively.replace(insists_on_cashable=0.0)
    found = attribute_levers(everyone, "2011Q1", 2, levers=THREE[:2], measures=MEASURES[:1])
    assert found.shares.set_index("player").loc["no_cashable_requirement", "value"] == 0


def test_a_manifest_says_which_levers_and_measures_from_when(levers):
    names = [measure.name for measure in MEASURES[:4]]
    assert levers.manifest["arguments"] == {"first": "2011Q1", "levers": list(THREE), "measures": names}
    assert (levers.manifest["question"], levers.manifest["replicates"]) == ("levers", 4)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"levers": ("early_meeting",)}, "no lever 'early_meeting'; did you mean 'early_meetings'"),
        ({"first": "2031Q1"}, "quarter 2031Q1 is outside the run"),
        ({"first": "soon"}, "soon"),
        ({"replicates": 0}, "replicates = 0"),
        ({"levers": ()}, "0 players are not allowed"),
    ],
)
def test_wrong_input_is_refused_in_one_line(lively, arguments, message, line_of):
    assert set(THREE) < set(LEVERS)
    assert message in line_of(lambda: attribute_levers(lively, **{"first": "2011Q1", "replicates": 1, **arguments}))


def test_runs_of_a_folder_are_made_once(levers, lively, tmp_path, monkeypatch):
    asked = {"levers": THREE, "measures": MEASURES[:4], "folder": tmp_path / "runs"}
    first = attribute_levers(lively, "2011Q1", 4, **asked)
    monkeypatch.setattr(running, "done", lambda *_: pytest.fail("made again"))
    again = attribute_levers(lively, "2011Q1", 4, **asked)
    assert first.shares.equals(again.shares) and first.shares.equals(levers.shares)
