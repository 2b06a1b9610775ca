"""The live page inside a memo: levers stand where the study had them, or are left where a page cannot say it."""

from html.parser import HTMLParser

import pytest

from sipabm import Scenario
from sipabm.browser.page import page_inside
from sipabm.memo.live import live
from sipabm.memo.pages import LIVE, html

BASE = Scenario.load("classroom")
MONEY = {"currency": "DKK", "price_year": 2024}


def state(*policies, **made):
    return live(made, BASE, {policy: BASE.with_policy(policy) for policy in policies}).state


def test_every_lever_of_the_alternatives_stands_where_it_was():
    assert (
        state("early_meetings=0.5@2012Q1", "pooled_budgets=1@2012Q1", area="social")
        == "view=policy&area=social&from=2012&levers=early_meetings:50:2012:.pooled_budgets:100:2012:"
    )


def test_a_policy_that_ends_has_its_last_year():
    assert state("early_meetings=1@2012Q1:2015Q4") == (
        "view=policy&from=2012&until=2015&levers=early_meetings:100:2012:2015"
    )


@pytest.mark.parametrize("policy", ["early_meetings=1@2012Q2", "early_meetings=1@2012Q1:2014Q3"])
def test_a_policy_that_is_not_of_whole_years_is_left_out(policy):
    assert state(policy) == "view=policy"
    assert state(policy, "pooled_budgets=1@2013Q1") == "view=policy&from=2013&levers=pooled_budgets:100:2013:"


def test_of_levers_with_several_dates_those_of_the_first_stand():
    assert state("early_meetings=1@2012Q1", "pooled_budgets=1@2013Q1") == (
        "view=policy&from=2012&levers=early_meetings:100:2012:"
    )


def test_another_number_is_no_lever():
    assert live({}, BASE, {"less": BASE.replace(give_up=0)}).state == "view=policy"


def test_the_page_begins_in_that_state_and_counts_in_that_money():
    made = page_inside(live({"money": MONEY}, Scenario.load("denmark"), {}), "da")
    assert '<html lang="da">' in made and "Content-Security-Policy" in made


def test_a_money_that_the_scenario_does_not_know_leaves_no_page():
    assert page_inside(live({"money": {"currency": "XYZ", "price_year": None}}, BASE), "en") == ""


class Frames(HTMLParser):
    """The frames of a page, each as its attributes."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        if tag == "iframe":
            self.found.append(dict(attributes))


def test_a_memo_holds_the_page_as_it_is_and_has_no_frame_without_one(words, compared):
    told = {**words(compared({"early_meetings": (0.5, 0.1)}), "en"), "size": 8}
    page = '<p title="a & b">it\'s</p>'
    assert [frame["srcdoc"] for frame in Frames(html({**told, LIVE: page})).found] == [page]
    assert Frames(html(told)).found == []
