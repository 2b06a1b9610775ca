"""What an attribution says, from tables written by hand."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from sipabm import Scenario
from sipabm.studies.attribution import EVERYBODY, NOBODY, TOGETHER, Attribution
from sipabm.studies.attribution_sentences import ends, interactions_title, pair_sentences, sentences, waterfall_title

PARTS = {"interest": (30.0, 28.0, 32.0), "support": (30.0, 27.0, 33.0), "cost": (-20.0, -23.0, -17.0)}
PARTS |= {"idle": (0.1, -0.2, 0.4)}


def row(label, value, low, high, unit):
    return {
        "quantity": "started",
        "player": label,
        "label": label,
        "unit": unit,
        "value": value,
        "low": low,
        "high": high,
    }


def attribution(question="levers", unit="attempts"):
    """Return an attribution in which nothing starts without interest and support, and 40 do with all."""
    scale = 0.01 if unit == "share" else 1.0
    parts = {name: [scale * number for number in numbers] for name, numbers in PARTS.items()}
    shares = [{**row(name, *numbers, unit), "share": numbers[0] / (40.1 * scale)} for name, numbers in parts.items()]
    totals = {NOBODY: (0.0, 0.0, 0.0), EVERYBODY: (40.1, 38.0, 42.2), TOGETHER: (40.1, 38.0, 42.2)}
    rows = [{**row("attempts started", *np.multiply(scale, ends), unit), "who": who} for who, ends in totals.items()]
    pair = {"first": "interest", "second": "support", "first_label": "interest", "second_label": "support"}
    own = {**pair, "second": "interest", "second_label": "interest"}
    combinations = pd.DataFrame(
        {
            "interest": [False, True, False, True],
            "support": [False, False, True, True],
            "cost": [False, True, True, False],
            "idle": [False, True, True, False],
            "value_started": [0.0, 0.0, 0.0, 40.1 * scale],
        }
    )
    return Attribution(
        question,
        Scenario.load("classroom"),
        ("started",),
        shares=pd.DataFrame(shares),
        interactions=pd.DataFrame(
            [{**row("", 6.0, 5.0, 7.0, "attempts"), **pair}, {**row("", 9.0, 8.0, 10.0, "attempts"), **own}]
        ),
        totals=pd.DataFrame(rows),
        combinations=combinations,
        manifest={},
    )


def test_sentences_say_total_parts_noise_pairs_and_preconditions():
    assert sentences(attribution()) == [
        "Attempts started: 0 attempts with no more levers than in the scenario, 40.1 attempts with all. "
        "The difference is +40 (+38 to +42).",
        "What adds to it: interest +30 (+28 to +32), 75 %; support +30 (+27 to +33), 75 %.",
        "What reduces it: cost −20 (−23 to −17), −50 %.",
        "Noise in these runs: idle.",
        "Together more than apart: interest with support +6.0 (+5.0 to +7.0).",
        "Whatever the others do, it comes to nearly nothing (at most 5 % of that with all) without interest or without "
        "support.",
    ]


def test_shares_are_percent_and_their_differences_points():
    total, adding, *_ = sentences(attribution("decline", "share"))
    assert total.startswith("Attempts started: 0 % with all mechanisms off, 40 % with all on.")
    assert total.endswith("The difference is +40 points (+38 to +42).")
    assert "interest +30 points (+28 to +32), 75 %" in adding


def test_a_single_player_has_no_pairs():
    one = attribution()
    alone = one.interactions[one.interactions["first"] == one.interactions["second"]]
    assert list(pair_sentences(replace(one, interactions=alone))) == []


@pytest.mark.parametrize(
    ("question", "waterfall", "nobody"),
    [
        ("levers", "What each lever adds to attempts started", "none of them"),
        ("decline", "What the attempts started comes from", "all mechanisms off"),
    ],
)
def test_titles_and_ends_are_those_of_the_question(question, waterfall, nobody):
    one = attribution(question)
    assert waterfall_title(one) == waterfall and ends(one)[0] == nobody
    assert interactions_title(one).endswith("add more, or less, together than apart: attempts started")
