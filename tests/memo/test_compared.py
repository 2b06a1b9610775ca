"""The memo of a comparison: the answer in one sentence, tables that agree with the study's, needs and marks."""

import re

import pytest

from sipabm.levers import Lever
from sipabm.memo.alternatives import MOST, WITH_INTERVALS

LEVERS = [lever.name.lower() for lever in Lever if lever is not Lever.OUTCOMES_FUND]


def plain(text):
    return text.replace("\N{NO-BREAK SPACE}", " ")


def answer(words, study, language="en"):
    return plain(words(study, language)["answer"])


def table(told, name):
    (found,) = [each for each in told["tables"] if each["name"] == name]
    return found


def cells(row):
    return [plain(cell["text"]) for cell in row["cells"]]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {"early_meetings": (0.5, 0.25), "pooled_budgets": (0.75, 0.25)},
            "Of 2 alternatives the largest clear gain in the model comes with pooled budgets from 2012: 0.8 (0.5 to "
            "1.0) more successful partnerships than the 3.2 without; all parties together keep 0.50 (0.40 to 0.60) "
            "million USD more in cash.",
        ),
        (
            {"early_meetings": (0.5, 0.25)},
            "With early meetings from 2012 clearly more partnerships succeed in the model: 0.5 (0.2 to 0.8) more than "
            "the 3.2 without; all parties together keep 0.25 (0.15 to 0.35) million USD more in cash.",
        ),
        (
            {"early_meetings": (-0.5, 0.25), "pooled_budgets": (0.1, 0.25)},
            "With early meetings from 2012 clearly fewer partnerships succeed in the model: 0.5 (0.2 to 0.8) fewer "
            "than the 3.2 without; all parties together keep 0.25 (0.15 to 0.35) million USD more in cash.",
        ),
        (
            {"early_meetings": (0.1, 0.25)},
            "With early meetings from 2012 the number of successful partnerships in the model changes by no more than "
            "luck can explain; all parties together keep 0.25 (0.15 to 0.35) million USD more in cash.",
        ),
        (
            {"early_meetings": (0.1, 0.25), "pooled_budgets": (-0.1, 0.25)},
            "None of the 2 alternatives changes the number of successful partnerships in the model by more than luck "
            "can explain; with pooled budgets from 2012 all parties together keep 0.50 (0.40 to 0.60) million USD more "
            "in cash.",
        ),
    ],
)
def test_the_answer_is_one_sentence_written_from_the_tables(words, compared, changes, expected):
    assert answer(words, compared(changes)) == expected


def test_the_answer_in_danish_has_a_decimal_comma(words, compared):
    assert answer(words, compared({"early_meetings": (0.5, 0.25)}), "da") == (
        "Med tidlige møder fra 2012 lykkes der sikkert flere partnerskaber i modellen: 0,5 (0,2 til 0,8) flere end de "
        "3,2 uden; alle parter under ét beholder 0,25 (0,15 til 0,35) mio. USD mere i kassen."
    )


def test_a_short_horizon_gets_the_year_that_is_needed_and_no_verdict(words, compared, page):
    told = words(compared({"early_meetings": (0.5, 0.25), "pooled_budgets": (0.75, 0.25)}, needs="needs 2026"))
    assert plain(told["answer"]) == (
        "The simulation ends in 2029, too early for an answer: what becomes of attempts begun from 2012 to 2014 is "
        "only seen in 2026; so is what it leaves in cash."
    )
    for row in table(told, "adds")["rows"][1:]:
        assert cells(row)[1:] == ["needs 2026"] * 4 and not any(cell["below"] for cell in row["cells"][1:])
    parties = [row for row in table(told, "parties")["rows"] if row["cells"]]
    assert parties and all(cells(row) == ["–", "needs 2026", "needs 2026"] for row in parties)
    # Over all years what was begun before succeeds, which says nothing of the lever.
    assert {text for row in table(told, "sure")["rows"] for text in (cells(row)[1], cells(row)[3])} == {"needs 2026"}
    assert {text for figure in told["figures"] for text in re.findall(r">(needs \d+)<", figure["svg"])} == {
        "needs 2026"
    }


def test_what_each_adds_agrees_with_the_table_of_the_study(words, compared):
    study = compared({"early_meetings": (0.5, 0.25), "pooled_budgets": (-0.05, 0.25)})
    without, first, second = table(words(study), "adds")["rows"]
    assert cells(without) == ["0.50", "0.50", "3.2", "50", "50"]
    assert cells(first) == ["+0.01 noise", "+0.01 noise", "+0.5 more", "+1 noise", "+1 noise"]
    assert [plain(cell["below"]) for cell in first["cells"]][:4] == ["−0.09 to +0.11"] * 2 + [
        "+0.2 to +0.8",
        "−9 to +11",
    ]
    assert [cell["strong"] for cell in first["cells"]] == [False, False, True, False, False]
    assert cells(second)[2] == "−0.1 noise"


def test_net_positions_are_marked_where_an_input_decides_them_and_bracketed_where_they_are_noise(words, compared):
    told = table(words(compared({"early_meetings": (0.5, 0.25), "pooled_budgets": (0.5, 0.25)})), "parties")
    rows = {row["heading"]: row for row in told["rows"][1:13]}
    marked = {heading for heading, row in rows.items() if row["marked"]}
    assert marked == {"The authority", "Its other departments", "Other authorities", "The state", "Outcomes funds"} | {
        heading for heading in ("Citizens", "Local firms") if heading in rows
    }
    assert cells(rows["The authority"]) == ["10", "(+0.2)", "(+0.5)"]
    assert cells(rows["Providers"]) == ["10", "+0.25", "+0.50"]
    assert told["notes"][0].startswith("◆ An input, not a finding") and "fund" in told["notes"][0]


def test_every_kind_of_net_position_has_its_group(words, compared):
    rows = table(words(compared({"early_meetings": (0.5, 0.25)})), "parties")["rows"]
    assert [row["heading"] for row in rows if not row["cells"]] == [
        "Net cash",
        "Net cash with other value",
        "Net cash, against ordinary contracts",
        "With other value, against ordinary contracts",
        "Loss of cash in the worst tenth of partnerships, per partnership",
    ]


@pytest.mark.parametrize("number", [WITH_INTERVALS, WITH_INTERVALS + 1])
def test_intervals_of_net_positions_give_way_where_there_are_many_levers(words, compared, number):
    told = words(compared(dict.fromkeys(LEVERS[:number], (0.5, 0.25))))
    below = [cell["below"] for row in table(told, "parties")["rows"] for cell in row["cells"][1:]]
    assert any(below) == (number == WITH_INTERVALS)


def test_more_alternatives_than_two_pages_hold_are_said_to_be_in_the_files(words, compared):
    base_study = compared({"early_meetings": (0.5, 0.25)})
    base = base_study.scenarios["base"]
    others = {f"give_up={number / 100:g}": base.replace(give_up=number / 100) for number in range(30, 30 + MOST + 2)}
    changes = {label: (0.01 * place, 0.005) for place, label in enumerate(others)}
    told = words(compared(changes, base=base, others=others))
    assert len(table(told, "adds")["rows"]) == 1 + MOST
    assert "2 more alternatives are in the files." in told["setting"]
    # The answer knows them all.
    assert "“give up” at 0.4:" in answer(words, compared(changes, base=base, others=others))


def test_how_to_repeat_it_names_command_version_seed_and_digest(words, compared):
    typed = "sipabm compare classroom --lever early_meetings=1 --from 2012"
    told = words(compared({"early_meetings": (0.5, 0.25)}, manifest={"command": typed}))
    assert dict(told["repeat"]) == {
        "Command": typed,
        "Version": "sipabm 0.1.0, source 0123456789abcdef",
        "Seed and runs": "seed 7, 150 runs of each world",
        "Scenario": "classroom, digest fedcba9876543210",
        "Date": "simulated 2026-11-30",
    }


def test_levers_that_act_together_are_each_explained_on_a_line(words, compared):
    base = compared({"early_meetings": (0.5, 0.25)}).scenarios["base"]
    together = base.with_policy(*(f"{lever}=1@2012Q1" for lever in LEVERS))
    told = words(compared({"together": (0.5, 0.25)}, base=base, others={"together": together}))
    assert len(told["terms"]) == len(LEVERS) == len({meaning for _, meaning in told["terms"]})
    assert told["terms"][0][0] == "Early meetings from 2012"
    assert "8 levers together" in told["title"]


def test_a_lever_that_several_alternatives_use_is_explained_once(words, compared):
    base = compared({"early_meetings": (0.5, 0.25)}).scenarios["base"]
    others = {share: base.with_policy(f"early_meetings={share}@2012Q1") for share in ("0.5", "1")}
    told = words(compared({"0.5": (0.5, 0.25), "1": (0.5, 0.25)}, base=base, others=others))
    assert [term for term, _ in told["terms"]] == ["Early meetings"]


def test_where_cash_needs_a_later_year_than_the_answer_both_years_are_told(words, compared):
    study = compared({"early_meetings": (0.5, 0.25)}, needs="needs 2026")
    study.tables["net_positions.csv"]["verdict"] = "needs 2031"
    assert answer(words, study).endswith("is only seen in 2026; what they keep in cash is only seen in 2031.")


def test_where_no_partnership_comes_about_the_answer_says_so(words, compared):
    study = compared({"early_meetings": (0.0, 0.0)})
    cohort = study.tables["cohort.csv"]
    rows = cohort["measure"].isin(["signed", "successful"])
    cohort.loc[rows, ["base", "other", "difference", "low", "high"]] = 0.0
    cohort.loc[rows, "verdict"] = "the same in every run"
    assert answer(words, study).startswith(
        "No partnership comes about in the model, neither without nor with what was compared; all parties together"
    )
    assert answer(words, study, "da").startswith("Intet partnerskab kommer i stand i modellen")


def test_what_was_changed_in_the_base_stands_under_what_was_compared(words, compared):
    base = compared({"early_meetings": (0.5, 0.25)}).scenarios["base"].replace(give_up=0.3)
    others = {"early_meetings=1@2012Q1": base.with_policy("early_meetings=1@2012Q1")}
    told = words(compared({"early_meetings": (0.5, 0.25)}, base=base, others=others))
    assert told["setting"][1].startswith("Changed here in the scenario that comes with sipabm: “give up” at 0.3")
    assert not any(text.startswith("Changed") for text in words(compared({"early_meetings": (0.5, 0.25)}))["setting"])
