"""Shared by tests of memos: made-up studies, and what a page says."""

from html.parser import HTMLParser

import pandas as pd
import pytest

from sipabm import Scenario
from sipabm.memo import memo_of
from sipabm.memo.pages import html, in_words, pdf
from sipabm.report.flows import EVERYONE, PARTIES, PUBLIC
from sipabm.studies.cohort_tables import PER_PARTNERSHIP, PER_RUN, WORST
from sipabm.studies.cohorts import AGAINST
from sipabm.studies.contrasts import NOISE
from sipabm.studies.study_folder import Study

START = "2012Q1"
KINDS = ("net_cash", "net_with_other_value", f"net_cash{AGAINST}", f"net_with_other_value{AGAINST}", WORST)
UNITS = {"started": "attempts", "signed": "partnerships", "successful": "partnerships", "cost": "million USD"}
UNITS |= {"share_ended_early": "share", "mean_effect": "share of target", "cost_per_additional_success": "million USD"}


def verdict_of(low, high, more="more", less="less"):
    return more if low > 0 else less if high < 0 else NOISE


def numbers(base, change, half):
    low, high = change - half, change + half
    return {"base": base, "other": base + change, "difference": change, "low": low, "high": high}


def row(base, change, half, unit, needs=None):
    made = numbers(base, change, half)
    return {"unit": unit, **made, "verdict": needs or verdict_of(made["low"], made["high"])}


def comparison(changes, needs=None, base=None, others=None, manifest=None):
    """Return a study in which each lever changes successes as given (change, half of the interval).

    All else changes by the lever's place among them, and by no more than noise.
    """
    base = base or Scenario.load("classroom")
    others = others or {f"{lever}=1@{START}": base.with_policy(f"{lever}=1@{START}") for lever in changes}
    cohort, positions, table = [], [], []
    for place, (label, (change, half)) in enumerate(zip(others, changes.values(), strict=True), 1):
        whose = {"alternative": label, "begun_first": 2012, "begun_last": 2014}
        for measure in ("started", "signed", "successful", "share_ended_early", "mean_effect"):
            amounts = (3.25, change, half) if measure == "successful" else (0.5, 0.01 * place, 0.1)
            over = None if measure == "started" else needs
            cohort.append({**whose, "measure": measure, "label": measure, **row(*amounts, UNITS[measure], over)})
        for kind in KINDS:
            for party in (*PARTIES, PUBLIC, EVERYONE):
                per = PER_PARTNERSHIP if kind == WORST else PER_RUN
                told = {"measure": kind, "label": kind, "party": party, "party_label": party, "per": per}
                money = row(10.0, 0.25 * place, 0.5 if party == "authority" else 0.1, "million USD", needs)
                positions.append({**whose, **told, **money})
        for measure in ("signed", "successful", "cost", "cost_per_additional_success"):
            table.append({"alternative": label, "measure": measure, **row(20.0, 0.5 * place, 0.75, UNITS[measure])})
    made = {
        **{"sipabm": "0.1.0", "source_digest": "0123456789abcdef", "scenario_digest": "fedcba9876543210", "seed": 7},
        **{"study": "comparison", "replicates": 150, "years": [2010, 2029], "started_at": "2026-11-30T04:00:00+00:00"},
        **{"again": "sipabm compare base/scenario.toml", "alternatives": dict.fromkeys(others, "0" * 16)},
        **(manifest or {}),
    }
    tables = {"comparison.csv": table, "cohort.csv": cohort, "net_positions.csv": positions}
    scenarios = {"base": base, **{f"alternative_{number}": other for number, other in enumerate(others.values(), 1)}}
    return Study(made, {name: pd.DataFrame(rows) for name, rows in tables.items()}, scenarios)


class Page(HTMLParser):
    """What a page says: its texts by the tag that they stand in, and all of its tags with their attributes."""

    def __init__(self, text):
        super().__init__()
        self.open, self.texts, self.tags = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        if tag not in ("meta", "link", "br", "path", "use"):
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data):
        if data.strip():
            self.texts.append((tuple(self.open), " ".join(data.split())))

    def of(self, tag):
        """Return the texts within a tag."""
        return [text for tags, text in self.texts if tag in tags]


@pytest.fixture(scope="session")
def compared():
    return comparison


@pytest.fixture(scope="session")
def words():
    """Return what a memo of a study says in a language."""
    return lambda study, language="en": in_words(memo_of(study), language)


@pytest.fixture(scope="session")
def page():
    """Return the page of words."""
    return lambda told: Page(html(told))


@pytest.fixture(scope="session")
def pdf_of():
    return pdf
