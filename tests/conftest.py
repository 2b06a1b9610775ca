"""Shared by all tests: a deterministic Hypothesis, scenarios in which much happens, and the engine as plain Python."""

from itertools import pairwise

import numpy as np
import planting  # before anything imports the walk
import pytest
from hypothesis import HealthCheck, settings

from sipabm import Scenario, ScenarioError
from sipabm.engine.arrays import new_state
from sipabm.engine.one_run import EngineRun, begin, history_of, yearly_of
from sipabm.model import timetable
from sipabm.parameters import GROUP_OF, GROUPS, Values, declaration, numbers
from sipabm.scenario import Country, Fund, Levers
from sipabm.tables.history import numbers as as_numbers
from sipabm.verification import random_scenario
from sipabm.world import build_world

settings.register_profile(
    "same_every_time", deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("same_every_time")


@pytest.fixture(scope="session")
def line_of():
    """Return a function that gives the one line in which an action is refused."""

    def line(action):
        with pytest.raises(ScenarioError) as caught:
            action()
        text = str(caught.value)
        assert text and "\n" not in text and "Traceback" not in text
        return text

    return line


def lively_scenario():
    """Return two countries with a fund and the other levers half in use: everything happens within 60 quarters."""
    return Scenario(
        name="lively",
        quarters=60,
        countries=(
            Country(code="A", authorities=25, providers=25, investors=9, first_election="2011Q2", election_period=16),
            Country(code="B", authorities=15, providers=15, investors=6, first_election="2010Q1", election_period=10),
        ),
        funds=(
            Fund(name="F", country="A", opens="2012Q1", closes="2020Q4", purse=8.0, share=0.3, development_share=0.4),
        ),
    ).replace(
        {
            **{f"levers.{each}.practice": 0.5 for each in Levers.model_fields if each != "outcomes_fund"},
            "own_interest": 0.25,
            "development_slots": 2.0,
            # Not the defaults, which a search sets anew: what happens in tests must stay.
            "word_of_mouth": 0.4,
            "world_news": 0.035,
            "news_decay": 0.09,
            "fund_pull": 2.0,
            "support_pull": 2.0,
            "last_call": 8.0,
            "development_support": 0.7,
            "realistic_closing": 0.3,
            "realistic_delivery": 0.75,
            "initial_optimism": 0.9,
            "belief_weight": 2.5,
            "expected_development_cost": 0.06,
            "decision_noise": 0.35,
            "peer_learning": 0.5,
            "world_learning": 0.065,
            "cost_learning": 0.4,
            "conventional_gain": {"social": 0.5, "employment": 0.5, "health": 0.5},
            "give_up": 0.05,
            "done": 0.05,
            "bending": 2.0,
            "political_support": 0.85,
            "development_budget": 0.5,
            "provider_breadth": 0.8,
            "new_law.social": 0.03,
        }
    )


def changing_scenario():
    """Return the lively one with fast technology, refunds, radical programmes and funds that get something back."""
    funds = (
        Fund(
            name="F",
            country="A",
            opens="2010Q1",
            closes="2022Q4",
            purse=20.0,
            share=0.5,
            repayment=0.8,
            domains=("employment", "health"),
        ),
        Fund(
            name="G",
            country="all",
            opens="2012Q1",
            closes="2020Q4",
            purse=15.0,
            share=0.3,
            domains=("social",),
            development_share=0.6,
        ),
    )
    return lively_scenario().replace(
        {
            "name": "changing",
            "funds": funds,
            "exposure": {"social": 0.3, "employment": 0.8, "health": 0.0},
            "doubling_time": 2.5,
            "authority_foresight": 0.5,
            "investor_foresight": 0.5,
            "upskilling_offered": 0.6,
            "upskilling_cost": 0.02,
            "upskilling_delay": 0.1,
            "immune_response": 0.3,
            "sponsor_withdrawal": 0.1,
            "hand_over_failure": 0.9,
            "benefit_share": {"social": 0.5, "employment": 1.0, "health": 0.2},
            "benefits_kept": {"weeks_1_to_4": 0.2, "weeks_5_to_26": 0.6, "weeks_27_to_52": 0.7, "beyond_52_weeks": 0.8},
        }
    )


if planting.PLANTED:
    planting.interpret()


class Finished:
    """A finished run: its arrays as attributes, yearly counts by year and area, and yearly states by column."""

    def __init__(self, state):
        self.state = state
        self.yearly, self.states = yearly_of(state), as_numbers(state.states)

    def __getattr__(self, name):
        return getattr(self.state, name)

    def history(self):
        return history_of(self.state)


def finished_run(scenario, seed=1, replicate=0, rows=True):
    """Return a finished run of the compiled engine."""
    run = EngineRun(scenario, build_world(scenario, seed, replicate), rows).advance(scenario.quarters)
    return Finished(run.state)


def plain_quarters(scenario, seed=1, replicate=0, room=8):
    """Yield quarter and state after every quarter of a run in which the walk is plain Python on arrays."""
    world = build_world(scenario, seed, replicate)
    state = new_state(scenario, world, True, room)
    begin(state, world)
    plain = planting.as_attributes(state)
    for quarter in range(scenario.quarters):
        with np.errstate(over="ignore"):
            timetable.advance(plain, 1)
        assert plain.run[0].overflow == 0, "give the test more room"
        yield quarter, plain


def attempts_of(run):
    """Return the attempts a run recorded."""
    return (run.history() if isinstance(run, Finished) else history_of(run)).attempts


def contracts_of(run):
    """Return the contracts a run recorded."""
    return (run.history() if isinstance(run, Finished) else history_of(run)).contracts


def neutral_value(name):
    """Return the value that switches a parameter's mechanism off, in the form in which a scenario takes it."""
    group = GROUPS[GROUP_OF[name]]
    neutral, default = declaration(group, name)["neutral"], group.model_fields[name].default
    if isinstance(neutral, Values):
        return neutral.model_dump()
    return {case: neutral for case, _ in numbers(default)} if isinstance(default, Values) else neutral


@pytest.fixture(scope="session")
def lively():
    return lively_scenario()


@pytest.fixture(scope="session")
def changing():
    return changing_scenario()


@pytest.fixture(scope="session")
def run():
    return finished_run


@pytest.fixture(scope="session")
def history():
    """Return the history of a run of a scenario, seed and replicate."""
    return lambda scenario, seed=1, replicate=0: finished_run(scenario, seed, replicate).history()


@pytest.fixture(scope="session")
def plain():
    return plain_quarters


@pytest.fixture(scope="session")
def quarters():
    return plain_quarters


@pytest.fixture(scope="session")
def attempts():
    return attempts_of


@pytest.fixture(scope="session")
def contracts():
    return contracts_of


@pytest.fixture(scope="session")
def any_scenario():
    return random_scenario


@pytest.fixture(scope="session")
def neutral():
    return neutral_value


@pytest.fixture(scope="session")
def many_states(lively, changing):
    """Runs of both scenarios, of one in which providers carry risk, and of random ones: (scenario, state)."""
    risky = lively.replace(
        working_capital=5.0,
        fee_at_risk=0.4,
        guarantee=0.5,
        provider_risk_aversion=0.2,
        provider_finance_cost=0.02,
        bad_results_stop=0.6,
        quality_spread=0.8,
    )
    scenarios = [lively] * 4 + [risky] * 4 + [random_scenario(number) for number in range(120)] + [changing] * 4
    return [(scenario, finished_run(scenario, seed=number)) for number, scenario in enumerate(scenarios)]


@pytest.fixture(scope="session")
def alone():
    """A scenario of isolated authorities that start whenever they look, with nothing else to move them."""

    def isolated(authorities, own_interest, quarters, **changes):
        country = Country(code="A", authorities=authorities, providers=1, investors=1)
        scenario = Scenario(name="alone", quarters=quarters, countries=(country,))
        neutral = {
            "peers": 0.0,
            "foreign_peers": 0.0,
            "known_providers": 0.0,
            "known_investors": 0.0,
            "heterogeneity": 0.0,
            "own_interest": own_interest,
            "need_by_size": 0.0,
            "word_of_mouth": 0.0,
            "world_news": 0.0,
            "fund_pull": 0.0,
            "give_up": 0.0,
            "done": 0.0,
            "bending": 0.0,
            "political_support": 1.0,
            "election_turnover": 0.0,
            "initial_optimism": 1.0,
            "decision_noise": 0.001,
            "new_law": {"social": 0.0, "employment": 0.0, "health": 0.0},
            "expected_development_cost": 0.0,
            "conventional_gain": {"social": -3.0, "employment": -3.0, "health": -3.0},
            "worth": {"social": 50.0, "employment": 50.0, "health": 50.0},
        }
        return scenario.replace({**neutral, **changes})

    return isolated


def texts_of(figure):
    """Return every text of a figure that is not empty, with the place it takes."""
    found = [*figure.texts, *(text for legend in figure.legends for text in legend.get_texts())]
    for axes in figure.axes:
        found += [*axes.texts, axes.xaxis.label, axes.yaxis.label, axes.title, axes._left_title]
        found += [*tick_labels(axes.xaxis), *tick_labels(axes.yaxis)] if axes.axison else []
        found += axes.get_legend().get_texts() if axes.get_legend() else []
    return [(text.get_text(), text.get_window_extent()) for text in found if text.get_text().strip()]


def tick_labels(axis):
    """Return the labels of an axis that are drawn: matplotlib has more, beyond its ends."""
    low, high = sorted(axis.get_view_interval())
    ticks = [tick for tick in axis.get_major_ticks() if low <= tick.get_loc() <= high]
    return [tick.label1 for tick in ticks if tick.label1.get_visible()]


def check_readable(drawn):
    """Check that no text leaves the figure, names of rows lie apart, and neither titles nor legends hide a panel."""
    from sipabm.plots import figure_of  # only here, as matplotlib is slow to import
    from sipabm.plots.style import style

    figure = figure_of(drawn)
    with style():
        figure.canvas.draw()
    for text, box in texts_of(figure):
        inside = box.x0 >= 0 and box.y0 >= 0 and box.x1 <= figure.bbox.x1 and box.y1 <= figure.bbox.y1
        assert inside, text
    for axes in figure.axes:
        names = tick_labels(axes.yaxis) if axes.axison else []
        boxes = [label.get_window_extent() for label in names if label.get_text().strip()]
        for below, above in pairwise(sorted(boxes, key=lambda box: box.y0)):
            assert below.y1 <= above.y0 + 1.5  # pixels
    legends = [*figure.legends, *(axes.get_legend() for axes in figure.axes if axes.get_legend())]
    over = [each.get_window_extent().padded(-1) for each in (*legends, *figure.texts)]
    panels = [axes.get_window_extent() for axes in figure.axes]
    assert not any(each.overlaps(panel) for each in over for panel in panels)


@pytest.fixture(scope="session")
def readable():
    return check_readable


@pytest.fixture(scope="session")
def texts():
    return texts_of
