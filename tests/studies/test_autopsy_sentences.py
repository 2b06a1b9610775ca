"""What an autopsy says, from tables written by hand."""

import pandas as pd

from sipabm.studies.autopsy import ALONE, ANY_ONE, Autopsy
from sipabm.studies.autopsy_sentences import WHY, check_sentences, sentences

BARRIERS = pd.DataFrame([("silos", 3.0, 2.5), ("data cost", 1.0, 0.0)], columns=["label", "ended", "opened_at_table"])
SETS = pd.DataFrame([(ALONE, 0.75), (ANY_ONE, 0.25)], columns=["reading", "share"])
RELAXED = {
    "label": "silos",
    "opened_at_gate": 0.5,
    "opened_at_table": 2.5,
    "signed_more": 2.0,
    "low": 1.2,
    "high": 2.8,
    "opened_signed": 1.8,
    "opened_stopped": 0.9,
    "opened_absent": 0.3,
    "others_signed": 0.4,
    "new_signed": 1.1,
    "now_stopped": 0.7,
    "now_absent": 0.6,
}


def autopsy(barriers=BARRIERS, sets=SETS):
    return Autopsy("classroom", 10, 5.0, sets, barriers, pd.DataFrame())


def test_sentences_say_what_stopped_attempts_how_it_is_read_and_what_would_have_opened_them():
    total, reading, opening = sentences(autopsy())
    assert (
        total == "Of 5 attempts per run that ended, 80 % were stopped. Most were ended by silos 75 %, data cost 25 %."
    )
    assert reading.startswith("One barrier stood alone in 75 % of them; in 0 % several stood at one gate")
    assert reading.endswith("any one of several in 25 %, and not enough to remove any single one in 0 %.")
    assert (
        opening == "Relaxed alone at the negotiating table, these would have opened most: silos 2.5 attempts per run."
    )


def test_what_did_not_happen_is_not_spoken_of():
    nothing = BARRIERS.assign(ended=0.0, opened_at_table=0.0)
    assert sentences(autopsy(nothing, SETS.iloc[:0])) == ["No attempt was stopped."]


def test_the_check_sets_what_is_signed_beside_what_would_have_opened():
    said, why = check_sentences(pd.DataFrame([{**RELAXED, "label": "leaving", "signed_more": 1.0}, RELAXED]))
    assert said == (
        "Without silos 2.0 more (1.2 to 2.8) partnerships are signed per run, where the autopsy would have opened 3 "
        "attempts. Of these 1.8 are signed now, 0.90 stop at another or a later gate, and 0.30 are never started or do "
        "not end. 0.40 that another barrier had stopped are signed, and 1.1 that were never started; 0.70 that had "
        "been signed are stopped now, and 0.60 do not occur."
    )
    assert why == WHY


def test_the_check_says_what_is_noise():
    said, _ = check_sentences(pd.DataFrame([{**RELAXED, "low": -0.8, "high": 4.8}]))
    assert said.startswith("Without silos neither more nor fewer (+2; −1 to +5, noise) partn")


def test_without_a_barrier_that_can_be_switched_off_nothing_is_checked():
    assert list(check_sentences(pd.DataFrame())) == []
