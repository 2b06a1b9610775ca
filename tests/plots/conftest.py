"""Shared by tests of plots: made-up tables."""

import numpy as np
import pandas as pd
import pytest

from sipabm import Scenario, simulate
from sipabm.plots import ResponsePanel
from sipabm.plots.dots_panel import DotsPanel
from sipabm.report import report
from sipabm.report.run_network import run_network
from sipabm.studies.autopsy import autopsy

PARTS = {
    "learning from cases": 9.4,
    "word of mouth": 9.1,
    "leaving": 4.7,
    "initial over-optimism": 4.2,
    "development cost": 1.1,
    "silos": 0.4,
    "no cashable requirement": 0.0,
    "proportionate evaluation": -0.6,
    "exhaustion of outcomes funds": -1.0,
}
MEASURES = {
    "signed": ("partnerships signed", "partnerships", 374.0),
    "share_ended_early": ("ended early of those ended", "share", 0.226),
    "cost": ("transaction cost", "million USD", 255.0),
    "cost_per_additional_success": ("cost of one more success", "million USD", np.nan),
}
ADDED = {
    "early meetings": (50.7, 1.34),
    "flexible contracts": (39.1, 0.63),
    "no cashable requirement": (36.1, 0.82),
    "pooled budgets": (28.0, 2.8),
    "early competence mapping": (17.4, 0.61),
    "outcomes fund": (15.1, 7.9),
    "pragmatic data": (6.7, -6.76),
    "proportionate evaluation": (0.4, -1.24),
    "innovation houses": (-33.0, np.nan),
}
SETTINGS, GROUPS = (0.0, 50.0, 100.0), ("from 2012", "from 2016", "from 2020")
DOTS, AREAS = ("past search and first meetings", "signed", "payment by results alone"), ("social", "employment")


def made_up_attribution(unit="partnerships", factor=1.0, nobody=12.0, half=0.4):
    """Return shares, totals and interactions of a made-up attribution."""
    players, values = list(PARTS), np.array(list(PARTS.values())) * factor
    interval = {"low": values - half, "high": values + half}
    shares = pd.DataFrame({"label": players, "unit": unit, "value": values, **interval})
    ends = np.array([nobody, nobody + values.sum(), values.sum()])
    who = ["nobody", "everybody", "together"]
    totals = pd.DataFrame({"who": who, "unit": unit, "value": ends, "low": ends - half, "high": ends + half})
    pairs = [(one, other) for place, one in enumerate(players) for other in players[place:]]
    sizes = np.random.default_rng(1).normal(size=len(pairs)) * factor
    sizes[-1] = 0.0
    interactions = pd.DataFrame(pairs, columns=["first_label", "second_label"])
    return shares, totals, interactions.assign(unit=unit, value=sizes, low=sizes - half, high=sizes + half)


def made_up_changes(factor=1.0, half=0.8):
    """Return a row for each lever, of which the last has no cost of one more success."""
    added, cost = factor * np.array(list(ADDED.values())).T
    rows = {"label": list(ADDED), "added": added, "added_low": added - half, "added_high": added + half}
    return pd.DataFrame({**rows, "cost": cost, "cost_low": cost - half / 8, "cost_high": cost + half / 4})


def made_up_responses(settings=SETTINGS, groups=GROUPS):
    """Return a table like that of a comparison: differences grow with the setting, the first is noise."""
    rows = []
    for name, (label, unit, base) in MEASURES.items():
        for group, each in enumerate(groups):
            for place, setting in enumerate(settings):
                value = 0.01 * place * (group + 1)
                about = {"measure": name, "label": label, "unit": unit, "base": base, "setting": setting, "group": each}
                rows.append({**about, "difference": value, "low": value - 0.005, "high": value + 0.005})
    return pd.DataFrame(rows)


def made_up_dots(groups=AREAS, **how):
    """Return a panel of values from -1 upwards, each half a unit either way."""
    pairs = [(label, group) for label in DOTS for group in groups]
    values = np.arange(len(pairs)) - 1.0
    rows = pd.DataFrame(pairs, columns=["label", "area"]).assign(value=values, low=values - 0.5, high=values + 0.5)
    return DotsPanel(rows, "a  How far attempts come", "% of the area's attempts that ended", group="area")._replace(
        **how
    )


def made_up_panels():
    """Return two panels with different lines."""
    rows = pd.DataFrame({"x": [1, 2], "value": [3.0, 4.0], "who": ["a", "b"]})
    one = ResponsePanel(rows, "x", "a  One", "x", "y", "who", "value")
    return [one, one._replace(title="b  Two", line=None)]


NUMBERS = [f"number_{place}.social" for place in range(12)]


def made_up_influence(method="morris", luck=0.1):
    """Return indices of twelve numbers on two measures, the largest last, and the measures."""
    sizes = np.arange(1.0, 13.0)
    ends = {
        "morris": {"mu_star": sizes, "low": 0.8 * sizes, "high": 1.2 * sizes, "mu": -sizes, "luck": luck},
        "sobol": {
            f"{name}{end}": times * part * sizes / 100
            for name, part in (("total", 1.0), ("first", 0.5))
            for end, times in (("", 1.0), ("_low", 0.8), ("_high", 1.2))
        },
    }[method]
    indices = pd.concat([pd.DataFrame({"measure": each, "name": NUMBERS, **ends}) for each in ("signed", "fall")])
    about = {"label": ["partnerships signed", "fall from the peak"], "unit": ["partnerships", "share"]}
    return indices, pd.DataFrame({"measure": ["signed", "fall"], **about, "noise_share": [0.03, np.nan]})


def made_up_box():
    """Return path, box and ranges of a discovery with three restricted numbers."""
    mass = 0.95 ** np.arange(40)
    path = pd.DataFrame({"coverage": mass**0.3, "density": np.minimum(0.95, 0.12 * mass**-0.7)})
    box = {"density": [0.83], "coverage": [0.77], "checked_density": [0.78], "checked_coverage": [0.74]}
    names = ["worth.social", "belief_weight", "levers.no_cashable_requirement.practice"]
    ends = {
        "low": [2.0, 0.5, 0.3],
        "high": [5.0, 2.2, 0.7],
        "range_low": [1.0, 0.5, 0.1],
        "range_high": [8.0, 4.0, 0.7],
    }
    return path, pd.DataFrame(box), pd.DataFrame({"name": names, **ends, "confirmed": [1.0, 0.975, 0.6]})


def quiet_scenario():
    """Return a scenario in which nothing happens."""
    names = ("own_interest", "word_of_mouth", "world_news", "fund_pull")
    return Scenario.load("classroom").replace(dict.fromkeys(names, 0.0))


@pytest.fixture(scope="session")
def attribution():
    return made_up_attribution


@pytest.fixture(scope="session")
def changes():
    return made_up_changes


@pytest.fixture(scope="session")
def responses():
    return made_up_responses


@pytest.fixture(scope="session")
def dots():
    return made_up_dots


@pytest.fixture(scope="session")
def two_panels():
    return made_up_panels()


@pytest.fixture(scope="session")
def thirty():
    return pd.DataFrame({"steps": [1, 2, 3], "doublings": [0.2, 0.4, 0.8]})


@pytest.fixture(scope="session")
def influence():
    return made_up_influence


@pytest.fixture(scope="session")
def survived():
    """Return the answers of a made-up robustness of four levers."""
    levers = ["early meetings", "no cashable requirement", "flexible contracts", "pooled budgets"]
    share, again = np.array([0.48, 0.3, 0.1, 0.0]), np.array([0.71, 0.5, 0.2, np.nan])
    ends = {"low": np.maximum(0, share - 0.05), "high": share + 0.05}
    labels = ["first", "among the first three", "worth its cost in cash", "adds other value"]
    rows = [pd.DataFrame({"label": each, "lever": levers, "share": share, **ends, "again": again}) for each in labels]
    return pd.concat(rows, ignore_index=True)


@pytest.fixture(scope="session")
def fans():
    """Return what was foretold from two origins, and what was observed."""
    ends = {
        f"{end}_{level}": at
        for level, low, high in ((50, 4.0, 9.0), (90, 1.0, 20.0))
        for end, at in (("low", low), ("high", high))
    }
    years = {"origin": [2014, 2014, 2015, 2015], "year": [2015, 2016, 2016, 2017]}
    rows = pd.DataFrame({**years, "median": [5.0, 6.0, 7.0, 8.0], "other": [3.0, 2.0, 1.0, 0.0]}).assign(**ends)
    return rows, pd.Series([1.0, 4.0, 30.0, 2.0], index=[2014, 2015, 2016, 2017])


def made_up_curves(alternatives=("early_meetings=1@2012Q1", "give_up=0.2"), height=20.0):
    """Return yearly curves of a base and of alternatives, each one higher than the last."""
    years = np.arange(2010, 2020)
    parts = []
    for place, label in enumerate(["base", *alternatives]):
        mean = (height + place) * np.exp(-((years - 2014.0) ** 2) / 8)
        ends = {"signed_mean": mean, "signed_low": 0.5 * mean, "signed_high": 1.5 * mean}
        parts.append(pd.DataFrame({"alternative": label, "year": years, **ends}))
    return pd.concat(parts, ignore_index=True)


def made_up_positions(alternatives=("early_meetings=1@2012Q1", "give_up=0.2"), needs=(), half=0.5):
    """Return changes of net positions by party and alternative, of which some need a later year."""
    parties = {"Net cash": ["the authority", "the state", "all together"], "With other value": ["citizens"]}
    rows = []
    for panel, labels in parties.items():
        for place, label in enumerate(labels):
            for alternative in alternatives:
                value = np.nan if alternative in needs else place - 1.0
                about = {"panel": panel, "label": label, "alternative": alternative, "reason": "needs 2039"}
                rows.append({**about, "value": value, "low": value - half, "high": value + half})
    return pd.DataFrame(rows)


@pytest.fixture(scope="session")
def curves():
    return made_up_curves


@pytest.fixture(scope="session")
def positions():
    return made_up_positions


@pytest.fixture(scope="session")
def discovered():
    return made_up_box


@pytest.fixture(scope="session")
def quiet():
    return quiet_scenario()


@pytest.fixture(scope="session")
def results():
    return simulate(Scenario.load("classroom"), replicates=2)


@pytest.fixture(scope="session")
def said(results):
    return report(results)


@pytest.fixture(scope="session")
def found(results):
    return autopsy(results)


@pytest.fixture(scope="session")
def network():
    return run_network(Scenario.load("classroom"))


@pytest.fixture
def fitted_numbers():
    """Return what a calibration says of three numbers, of which two were fitted."""
    return pd.DataFrame(
        {
            "name": ["pool", "worth.social", "give_up"],
            "fitted": [True, True, False],
            "low": [1.0, 2.0, 0.2],
            "high": [5.0, 10.0, 0.8],
            "posterior_low": [2.0, 4.0, 0.2],
            "median": [3.0, 5.0, 0.5],
            "posterior_high": [4.0, 8.0, 0.8],
            "spread_left": [0.8, 0.4, 1.0],
        }
    )
