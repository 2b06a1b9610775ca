"""Attribution on models whose answer is known, and on small runs."""

import numpy as np
import pytest

from sipabm import Scenario, ScenarioError
from sipabm.studies.attribution import EVERYBODY, NOBODY, Attribution, Player, scenarios_of, tables
from sipabm.studies.attribution_folder import read_attribution, repeated, write_attribution
from sipabm.studies.attribution_sentences import sentences
from sipabm.studies.decline_attribution import attribute_decline
from sipabm.studies.lever_attribution import attribute_levers, of_measure
from sipabm.studies.measures import MEASURES, Measure, measure_runs
from sipabm.studies.mechanisms import MECHANISMS

CONSIDERED = Measure("considered", "times an authority looked", "times", ("considered",))
STARTED = Measure("started", "attempts started", "attempts", ("started",))
AUTHORITIES, QUARTERS, REPLICATES = 30, 20, 30


@pytest.fixture(scope="module")
def attributed(alone):
    """Attribute a count to players on isolated authorities."""

    def found(measure, *players, **changes):
        changes = {"development_slots": 50.0, "fatigue_jump": 0.0, **changes}
        scenario = alone(AUTHORITIES, 0.0, QUARTERS, **changes)
        runs = measure_runs(scenarios_of(scenario, players), range(REPLICATES), 1, measures=(measure,))
        return Attribution("levers", scenario, manifest={}, **tables(players, [of_measure(runs, 0)], runs))

    return found


def between(row, expected):
    """Return whether an interval holds a number, with room for one of twenty that would not."""
    middle, half = row["value"], (row["high"] - row["low"]) / 2
    return abs(middle - expected) <= 1.6 * half


# Models with a known answer


def test_sources_of_attention_that_add_up_get_what_each_of_them_draws(attributed):
    """An authority looks with probability own interest + pull of a fund, so the two never interact."""
    fund = {"name": "F", "country": "A", "opens": "2010Q1", "closes": "2014Q4", "purse": 1e5, "share": 0.3}
    funded = {"funds": [fund], "conventional_gain": dict.fromkeys(("social", "employment", "health"), 3.0), "worth": {
        "social": 0.1, "employment": 0.1, "health": 0.1}}  # fmt: skip
    interest = Player("interest", "own interest", {"own_interest": 0.1}, {"own_interest": 0.0})
    pull = Player("pull", "pull of a fund", {"fund_pull": 0.2}, {"fund_pull": 0.0})
    found = attributed(CONSIDERED, interest, pull, heterogeneity=0.0, **funded)
    shares = found.shares.set_index("player")
    assert between(shares.loc["interest"], 0.1 * AUTHORITIES * QUARTERS)
    assert between(shares.loc["pull"], 0.2 * AUTHORITIES * QUARTERS)
    pair = found.interactions.query("first != second").iloc[0]
    assert between(pair, 0.0)
    assert found.total(NOBODY)["value"] == 0


def test_what_only_works_together_is_shared_evenly_and_is_all_interaction(attributed):
    """Nobody starts without looking, and nobody who looks starts without political support."""
    interest = Player("interest", "own interest", {"own_interest": 0.3}, {"own_interest": 0.0})
    support = Player("support", "support", {"political_support": 1.0}, {"political_support": 0.0})
    found = attributed(STARTED, interest, support, heterogeneity=0.0)
    total = found.total()["value"]
    assert between(found.total(), 0.3 * AUTHORITIES * QUARTERS)
    assert found.shares["value"].tolist() == pytest.approx([total / 2, total / 2])
    assert found.shares["alone"].tolist() == [0, 0]
    assert found.shares["last_in"].tolist() == pytest.approx([total, total])
    assert found.interactions.query("first != second")["value"].tolist() == pytest.approx([total])
    assert found.interactions.query("first == second")["value"].tolist() == pytest.approx([0, 0], abs=1e-9)


def test_players_that_do_the_same_get_the_same(attributed):
    """Each alone makes every authority look in every quarter, and nothing makes it look twice."""
    certain = [
        Player("first", "first", {"own_interest": 1.0}, {}),
        Player("second", "second", {"word_of_mouth": 0.0, "own_interest": 1.0}, {}),
    ]
    found = attributed(CONSIDERED, *certain, heterogeneity=0.0)
    total = AUTHORITIES * QUARTERS
    assert found.shares["value"].tolist() == pytest.approx([total / 2, total / 2])
    assert found.interactions.query("first != second")["value"].tolist() == pytest.approx([-total])
    assert (found.shares["high"] == found.shares["low"]).all()


def test_a_player_without_effect_gets_exactly_nothing(attributed):
    interest = Player("interest", "own interest", {"own_interest": 0.3}, {"own_interest": 0.1})
    idle = Player("idle", "peers without ties", {"peer_learning": 1.0}, {"peer_learning": 0.0})
    row = attributed(STARTED, interest, idle).shares.set_index("player").loc["idle"]
    assert row[["value", "low", "high", "alone", "last_in"]].tolist() == [0] * 5


# Levers and mechanisms on small runs

THREE = ("early_meetings", "no_cashable_requirement", "outcomes_fund")


@pytest.fixture(scope="module")
def levers(lively):
    return attribute_levers(lively, "2011Q1", 4, levers=THREE, measures=MEASURES[:4])


@pytest.fixture(scope="module")
def decline():
    scenario = Scenario.load("classroom")
    return attribute_decline(scenario, 4, mechanisms=MECHANISMS[:3])


@pytest.fixture(scope="module", params=["levers", "decline"])
def found(request, levers, decline):
    return {"levers": levers, "decline": decline}[request.param]


def test_shapley_values_add_up_to_the_total(found):
    for quantity in found.quantities:
        one = found.of(quantity)
        assert one.shares["value"].sum() == pytest.approx(one.total()["value"], abs=1e-9)
        assert one.shares["share"].sum() == pytest.approx(1) or one.total()["value"] == 0


def test_what_is_left_to_each_and_all_pairs_add_up_to_the_same(found):
    for quantity in found.quantities:
        one = found.of(quantity)
        assert one.interactions["value"].sum() == pytest.approx(one.total()["value"], abs=1e-9)


def test_the_total_is_everybody_less_nobody(found):
    for quantity in found.quantities:
        one = found.of(quantity)
        expected = one.total(EVERYBODY)["value"] - one.total(NOBODY)["value"]
        assert one.total()["value"] == pytest.approx(expected, abs=1e-9)


def test_combinations_say_who_takes_part_and_what_comes_of_it(found):
    players = found.shares["player"].unique()
    assert len(found.combinations) == 2 ** len(players)
    assert not found.combinations.loc[0, players].any() and found.combinations[players].iloc[-1].all()
    values = found.combinations[f"value_{found.quantities[0]}"]
    assert values.iloc[0] == pytest.approx(found.total(NOBODY)["value"])
    assert values.iloc[-1] == pytest.approx(found.total(EVERYBODY)["value"])


def test_everybody_of_the_decline_and_nobody_of_the_levers_is_the_scenario_itself(levers, decline, lively):
    plain = measure_runs([lively, Scenario.load("classroom").replace(quarters=lively.quarters)], range(4), 1)
    years = [f"signed_{year}" for year in plain.years]
    assert levers.combinations.loc[0, years].tolist() == pytest.approx(plain.signed[0].mean(axis=0))
    shown = [name for name in years if name in decline.combinations]
    assert decline.combinations.iloc[-1][shown].tolist() == pytest.approx(plain.signed[1].mean(axis=0)[: len(shown)])


def test_all_levers_pulled_are_policies_of_the_scenario(levers, lively):
    policies = [f"{lever}=1@2011Q1" for lever in THREE]
    runs = measure_runs([lively.with_policy(*policies)], range(4), 1)
    assert levers.total(EVERYBODY)["value"] == pytest.approx(runs.means()[0, runs.place("signed")])


def test_one_quantity_can_be_picked(levers):
    assert levers.of("successful").quantities == ("successful",)
    assert set(levers.of("successful").shares["quantity"]) == {"successful"}
    with pytest.raises(ScenarioError, match="no quantity 'succesful'; did you mean 'successful'"):
        levers.of("succesful")


def test_a_ratio_is_attributed_as_the_ratio_of_means(levers, lively):
    runs = measure_runs([lively], range(4), 1)
    expected = runs.means()[0, runs.place("mean_months_to_signature")]
    assert levers.of("mean_months_to_signature").total(NOBODY)["value"] == pytest.approx(expected)


def test_the_numbers_do_not_depend_on_threads(levers, lively):
    again = attribute_levers(lively, "2011Q1", 4, levers=THREE, measures=MEASURES[:4], threads=1)
    assert again.shares.equals(levers.shares) and again.interactions.equals(levers.interactions)


def test_one_run_has_values_and_no_intervals(lively):
    found = attribute_levers(lively, "2011Q1", 1, levers=THREE[:2], measures=MEASURES[:1])
    assert found.shares["value"].notna().all()
    assert found.shares[["low", "high"]].isna().all(axis=None)
    assert sentences(found)


def test_a_lever_without_effect_gets_nothing(lively):
    everyone = lively.replace(insists_on_cashable=0.0)
    found = attribute_levers(everyone, "2011Q1", 2, levers=THREE[:2], measures=MEASURES[:1])
    assert found.shares.set_index("player").loc["no_cashable_requirement", "value"] == 0


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
def test_wrong_input_is_refused_in_one_line(lively, arguments, message):
    with pytest.raises(ScenarioError, match=message) as error:
        attribute_levers(lively, **{"first": "2011Q1", "replicates": 1, **arguments})
    assert "\n" not in str(error.value)


# Folders


def test_an_attribution_comes_back_from_its_folder(found, tmp_path):
    write_attribution(found, tmp_path / "kept")
    kept = read_attribution(tmp_path / "kept")
    assert (kept.question, kept.quantities) == (found.question, found.quantities)
    assert kept.scenario == found.scenario
    for name, table in found.long().items():
        numbers = table.select_dtypes("number")
        assert np.allclose(kept.long()[name][numbers.columns], numbers, rtol=1e-9, equal_nan=True), name
    assert sentences(kept) == sentences(found)


def test_an_attribution_can_be_made_again_from_its_folder(found, tmp_path):
    write_attribution(found, tmp_path / "kept")
    again = repeated(read_attribution(tmp_path / "kept"))
    for name, table in found.long().items():
        assert again.long()[name].equals(table), name


def test_a_folder_with_other_things_is_refused(found, tmp_path):
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(ScenarioError, match="not empty"):
        write_attribution(found, tmp_path, overwrite=True)
    with pytest.raises(ScenarioError, match="holds no results"):
        read_attribution(tmp_path)


def test_an_attribution_is_replaced_only_if_that_is_asked_for(levers, tmp_path):
    write_attribution(levers, tmp_path / "kept")
    with pytest.raises(ScenarioError, match="--overwrite"):
        write_attribution(levers, tmp_path / "kept")
    write_attribution(levers, tmp_path / "kept", overwrite=True)
