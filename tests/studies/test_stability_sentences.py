"""How stable an order is in words, from tables written by hand."""

import pandas as pd
import pytest

from sipabm.studies.stability import Stability
from sipabm.studies.stability_sentences import sentences
from sipabm.studies.stability_tables import FEW, LUCK, NEAR, PARAMETERS
from sipabm.sweeps.measures import MEASURES


@pytest.fixture
def stable():
    """Return four draws of worlds with 0 to 30 partnerships, of which another than b is first in one."""
    ranks = pd.DataFrame({"alternative": ["b", "c", "a"], "parameters_first": [0.75, 0.25, 0.0]})
    ranks = ranks.assign(near_first=[1.0, 0.0, 0.0], few_first=[0.5, 0.5, 0.0], parameters_top=[1.0, 0.4, 0.0])
    orders = {LUCK: (4, 0.0, 1.0), PARAMETERS: (4, 0.25, 0.667), NEAR: (2, 0.0, 1.0), FEW: (2, 0.5, 1 / 3)}
    draws = pd.DataFrame({"draw": range(4), "base": [0.0, 10.0, 20.0, 30.0]})
    pairs = pd.DataFrame({"above": ["b"], "below": ["c"], "parameters_swapped": [0.25], "luck_swapped": [0.0]})
    return Stability(
        MEASURES[1],
        ranks,
        pairs,
        pd.DataFrame(
            [(name, *row) for name, row in orders.items()], columns=["source", "orders", "first_differs", "mean_tau"]
        ),
        draws,
        varied=("give_up", "done"),
        counted=4,
        left_out=1,
        replicates=10,
    )


def test_sentences_say_what_was_drawn_who_is_first_and_which_neighbours_change_places(stable):
    assert sentences(stable) == [
        "Stability of this order: 2 numbers that nobody knows exactly were drawn anew, all at once, each evenly from "
        "its plausible range; 4 draws (1 more leave nothing to measure), 10 runs of each world. Without any of the "
        "alternatives nine of ten draws have 2 to 28 successful partnerships.",
        "Something other than b is first in 25 % of the draws, and in 0 % if nothing but luck differs; Kendall's tau "
        "with the order is 0.67 and 1.00 (1: the same order, 0: unrelated). First most often: b in 75 %, c in 25 % and "
        "a in 0 %.",
        "In the 2 draws that leave 0.5 to 2 times as many successful partnerships as in the scenario, another is first "
        "in 0 %, and tau is 1.00. First most often: b in 100 %, c in 0 % and a in 0 %.",
        "In the 2 draws that leave fewer than 0.5 times as many, another is first in 50 %, and tau is 0.33. First most "
        "often: b in 50 %, c in 50 % and a in 0 %.",
        "Among the first three in half of the draws or more: b; never: a.",
        "How often neighbours in the order change places in the draws (by luck alone): b and c 25 % (0 %).",
    ]


def test_draws_near_the_scenario_are_only_spoken_of_if_there_are_any(stable):
    known = stable.orders[stable.orders["source"].isin([LUCK, PARAMETERS])]
    said = sentences(Stability(**{**stable.__dict__, "orders": known, "left_out": 0}))
    assert len(said) == 4 and "nothing to measure" not in said[0]
