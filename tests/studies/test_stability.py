"""Stability of an order: what is drawn, on which replicates, and that small runs agree with the comparison."""

import pytest

from sipabm import ScenarioError
from sipabm.studies import compare
from sipabm.studies.assumptions import drawn_points, drawn_scenario, varied
from sipabm.studies.stability import means_of_blocks, rank_stability
from sipabm.sweeps import running
from sipabm.sweeps.measuring import measure_runs
from sipabm.sweeps.running import Point

DRAWN, RUNS = 4, 2


@pytest.fixture(scope="module")
def compared(lively):
    worlds = [lively.with_policy(f"{lever}=1@2011Q1") for lever in ("early_meetings", "pooled_budgets")]
    return compare(lively, [*worlds, lively.replace(give_up=0.2)], DRAWN * RUNS)


@pytest.fixture(scope="module")
def stable(compared):
    return rank_stability(compared, DRAWN, "signed")


def from_block(number, worlds):
    """Return worlds whose runs begin with the replicates of a block."""
    return {str(place): Point(world, number * RUNS) for place, world in enumerate(worlds)}


def test_a_block_has_its_own_replicates(compared):
    third = measure_runs(from_block(2, [compared.base, *compared.others.values()]), RUNS)
    for measure in ("signed", "mean_months_to_signature"):
        assert means_of_blocks(compared.runs, measure, DRAWN, RUNS)[2] == pytest.approx(third.mean(measure).to_numpy())


def test_a_draw_is_the_worlds_at_its_point_but_for_what_they_differ_in(compared, stable):
    number = int(stable.draws["draw"].iloc[0])
    point, kept = drawn_points(DRAWN, 1)[number], {"give_up"}
    worlds = [drawn_scenario(world, point, kept) for world in (compared.base, *compared.others.values())]
    runs = measure_runs(from_block(number, worlds), RUNS)
    signed = dict(zip(compared.others, runs.mean("signed").iloc[1:], strict=True))
    rows = stable.draws[stable.draws["draw"] == number].set_index("alternative")
    assert (rows["base"] + rows["added"]).to_dict() == pytest.approx(signed)


def test_what_an_alternative_changes_or_a_reader_keeps_is_not_drawn(compared, stable):
    assert list(stable.varied) == varied({"give_up"})
    kept = rank_stability(compared, DRAWN, "signed", kept=("worth.social", "worth.health"))
    assert list(kept.varied) == varied({"give_up", "worth.social", "worth.health"})
    assert not kept.draws.equals(stable.draws)


def test_the_order_is_that_of_the_comparison(compared, stable):
    rows = compared.table[compared.table["measure"] == "signed"].sort_values("difference", ascending=False)
    assert stable.ranks["alternative"].tolist() == rows["alternative"].tolist()


def test_draws_and_those_left_out_add_up(stable):
    assert stable.counted + stable.left_out == DRAWN and stable.replicates == RUNS
    assert stable.draws["draw"].nunique() == stable.counted
    assert repr(stable) == f"Stability of the order by partnerships signed: 3 alternatives, {stable.counted} draws"


def test_the_numbers_do_not_depend_on_threads(compared, stable):
    assert rank_stability(compared, DRAWN, "signed", threads=1).draws.equals(stable.draws)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"draws": 0}, "draws = 0"),
        ({"draws": DRAWN * RUNS + 1}, "draws = 9 is not allowed; it should be a whole number from 1 to 8"),
        ({"measure": "succesful"}, "no measure 'succesful'; did you mean 'successful'"),
    ],
)
def test_wrong_input_is_refused_in_one_line(compared, arguments, message):
    with pytest.raises(ScenarioError, match=message):
        rank_stability(compared, **arguments)


def test_draws_of_a_folder_are_made_once(compared, stable, tmp_path, monkeypatch):
    rank_stability(compared, DRAWN, "signed", folder=tmp_path / "draws")
    monkeypatch.setattr(running, "done", lambda *_: pytest.fail("made again"))
    again = rank_stability(compared, DRAWN, "signed", folder=tmp_path / "draws")
    assert again.draws.equals(stable.draws) and again.ranks.equals(stable.ranks)
