"""What worlds are called in a memo: scenarios, levers with shares and dates, numbers, mechanisms, labels of users."""

import pytest

from sipabm import Scenario
from sipabm.memo.called import about, changes_of, names_of, where
from sipabm.memo.said import in_language


@pytest.fixture(scope="module")
def base():
    return Scenario.load("denmark")


def names(base, other, label="a label"):
    pairs = [(name, language) for name in names_of(base, {label: other})[label] for language in ("en", "da")]
    return [in_language(*pair).replace("\N{NO-BREAK SPACE}", " ") for pair in pairs]


@pytest.mark.parametrize(
    ("policies", "expected"),
    [
        (
            ["early_meetings=1@2026Q1"],
            ["early meetings", "tidlige møder", "early meetings from 2026", "tidlige møder fra 2026"],
        ),
        (
            ["flexible_contracts=0.5@2026Q2:2027Q4"],
            [
                *("flexible contracts (50 %)", "fleksible kontrakter (50 %)"),
                "flexible contracts (50 % of projects) from 2026Q2 to 2027",
                "fleksible kontrakter (50 % af projekterne) fra 2026Q2 til 2027",
            ],
        ),
        (
            ["outcomes_fund=0.9@2026Q1", "pooled_budgets=1@2026Q1"],
            [
                *("pooled budgets and an outcomes fund (90 %)", "fælles budgetter og en effektfond (90 %)"),
                "pooled budgets from 2026 and an outcomes fund (90 % of payments) from 2026",
                "fælles budgetter fra 2026 og en effektfond (90 % af betalingerne) fra 2026",
            ],
        ),
    ],
)
def test_levers_are_called_by_their_names_shares_and_dates(base, policies, expected):
    assert names(base, base.with_policy(*policies)) == expected


def test_a_number_is_called_by_its_name_and_value(base):
    assert names(base, base.replace(give_up=0.25))[:2] == ["“give up” at 0.25", "“give up” på 0,25"]


def test_a_world_without_a_mechanism_is_called_so(base):
    assert names(base, base.without("leaving"))[:2] == ["no leaving", "ingen myndigheder, der opgiver"]


def test_what_no_words_tell_is_called_by_its_label(base):
    other = base.with_policy("early_meetings=1@2026Q1").replace(give_up=0.25, done=0.1, bending=0.0)
    assert names(base, other, "mine") == ["mine"] * 4
    assert names(base, base.replace(name="ours"), "ours") == ["ours"] * 4
    assert names(base, base, "denmark again") == ["denmark again"] * 4


def test_a_long_label_loses_its_middle(base):
    (label, *_) = names(base, base, "x" * 500)
    assert len(label) == 60 and "..." in label


def test_a_scenario_that_comes_with_sipabm_has_a_name_in_each_language_another_its_own(base):
    assert [in_language(where(base), language) for language in ("en", "da")] == ["Denmark", "Danmark"]
    assert in_language(about(base), "da").startswith("Danmarks kommuner og regioner")
    ours = base.replace(description="Ours.")
    assert (in_language(where(ours), "da"), in_language(about(ours), "da")) == ("“denmark”", "Ours.")


def test_names_that_would_be_the_same_are_told_apart(base):
    others = {year: base.with_policy(f"early_meetings=1@{year}") for year in ("2026", "2028")}
    others |= {"first": base, "second": base}
    found = {label: tuple(in_language(name, "en") for name in both) for label, both in names_of(base, others).items()}
    assert found["2026"] == ("early meetings from 2026",) * 2 and found["2028"] == ("early meetings from 2028",) * 2
    assert found["first"] == ("first",) * 2 and found["second"] == ("second",) * 2


def test_an_area_in_which_a_policy_acts_is_named_in_sentences(base):
    other = base.with_policy("early_meetings.social=1@2026Q1")
    assert names(base, other) == [
        *("early meetings", "tidlige møder", "early meetings, in social welfare from 2026"),
        "tidlige møder, på socialområdet fra 2026",
    ]
    # Not where all is told of that area.
    assert in_language(names_of(base, {"a label": other}, "social")["a label"].full, "en") == "early meetings from 2026"


def all_names(base, others):
    return {label: [in_language(name, "en") for name in both] for label, both in names_of(base, others).items()}


def test_more_levers_than_there_is_room_for_are_called_by_how_many_they_are(base):
    levers = list(type(base.levers).model_fields)
    every = base.with_policy(*(f"{lever}=1@2026Q1" for lever in levers))
    four = base.with_policy(*(f"{lever}=1@2026Q1" for lever in levers[:3]), f"{levers[3]}=1@2028Q1")
    assert names(base, every) == [
        *("all 9 levers together", "alle 9 virkemidler sammen"),
        *("all 9 levers together from 2026", "alle 9 virkemidler sammen fra 2026"),
    ]
    assert names(base, four)[2] == "4 levers together"  # which begin when the terms say


def test_in_a_table_areas_tell_alternatives_apart_without_their_dates(base):
    others = {area: base.with_policy(f"early_meetings.{area}=1@2026Q1") for area in ("social", "health")}
    assert [short for short, _ in all_names(base, others).values()] == [
        "early meetings, in social welfare",
        "early meetings, in health",
    ]


def test_of_a_lever_at_two_shares_both_are_told(base):
    others = {share: base.with_policy(f"early_meetings={share}@2026Q1") for share in ("0.5", "1")}
    found = all_names(base, others)
    assert [short.replace("\N{NO-BREAK SPACE}", " ") for short, _ in found.values()] == [
        "early meetings (50 %)",
        "early meetings (100 %)",
    ]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"pool": 0.05, "quarters": 40, "over": "defaults"}, ["“pool” at 0.05 instead of 1.4"]),
        ({"ties": "block"}, ["another “ties”"]),
        ({}, []),
    ],
)
def test_what_was_changed_in_a_scenario_that_comes_with_sipabm_is_told(base, change, expected):
    assert [in_language(each, "en") for each in changes_of(base.replace(**change))] == expected


def test_policies_and_mechanisms_of_the_base_are_told_but_nothing_of_a_scenario_of_ones_own(base):
    with_policy = base.with_policy("early_meetings.social=1@2026Q1")
    assert [in_language(each, "en") for each in changes_of(with_policy)] == [
        "early meetings, in social welfare from 2026"
    ]
    assert [in_language(each, "da") for each in changes_of(base.without("leaving"))] == [
        "ingen myndigheder, der opgiver"
    ]
    assert changes_of(base.replace(name="ours", pool=0.05)) == []
