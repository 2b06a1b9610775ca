"""Where a mechanism is off, whatever else belongs to it changes nothing at all, bit for bit."""

import numpy as np
import pytest

from sipabm.parameters import GROUP_OF, GROUPS, Technology, declaration, numbers
from sipabm.tables.history import STATE_COLUMNS
from sipabm.words import Domain

NO_AREA = {area.name.lower(): 0.0 for area in Domain}
ALL_KEPT = {"weeks_1_to_4": 1.0, "weeks_5_to_26": 1.0, "weeks_27_to_52": 1.0, "beyond_52_weeks": 1.0}
OF_TECHNOLOGY = (*Technology.model_fields, "novelty_robustness")
OF_HOUSES = (
    "house_decoupling",
    "house_integration",
    "house_novelty",
    "house_quarters",
    "hand_over_failure",
    "sponsor_withdrawal",
    "house_cost",
)
OF_REFUNDS = ("benefit_share", "benefits_kept", "benefit_durations")

# What switches a mechanism off, and the parameters that belong to it.
OFF = [
    ({"doubling_time": 0.0}, OF_TECHNOLOGY),
    ({"machine_share": 0.0}, OF_TECHNOLOGY),
    ({"exposure": NO_AREA}, OF_TECHNOLOGY),
    ({"levers.innovation_houses.practice": 0.0, "levers.innovation_houses.intensity": 0.0}, OF_HOUSES),
    ({"benefits_kept": ALL_KEPT}, OF_REFUNDS),
    ({"benefit_share": NO_AREA}, OF_REFUNDS),
    ({"conventional_setup": 0.0}, ("setup_by_capital",)),
]
STATES = [place for place, column in enumerate(STATE_COLUMNS) if column.name != "machine_share"]


def anywhere(luck, names):
    """Return numbers anywhere within the bounds of parameters, and sometimes at the bounds themselves."""
    changes = {}
    for name in names:
        group = GROUPS[GROUP_OF[name]]
        low, high = declaration(group, name)["bounds"]
        for case, _ in numbers(group.model_fields[name].default):
            drawn = luck.choice((low, high, luck.uniform(low, high)), p=(0.2, 0.2, 0.6))
            changes[f"{name}.{case}" if case else name] = float(drawn)
    return changes


@pytest.fixture(scope="module")
def told(run, attempts, contracts):
    """Return all that a run tells, but for the share of machines itself."""

    def tell(scenario, seed=1):
        state = run(scenario, seed)
        return attempts(state), contracts(state), state.yearly, state.states[:, STATES]

    return tell


def same(one, other):
    """Return whether two histories are alike to the last bit."""
    return all(a.shape == b.shape and (a == b).all() for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize(("off", "belonging"), OFF)
def test_what_belongs_to_a_mechanism_that_is_off_changes_nothing(changing, any_scenario, told, off, belonging):
    luck = np.random.default_rng(7)
    unused = [name for name in belonging if name not in off]
    for number in range(-5, 15):
        scenario = (changing if number < 0 else any_scenario(number)).replace(off)
        changed = scenario.replace(anywhere(luck, unused))
        assert same(told(scenario, number + 10), told(changed, number + 10))


@pytest.mark.parametrize("name", sorted({*OF_TECHNOLOGY, *OF_HOUSES, *OF_REFUNDS}))
def test_where_its_mechanism_is_on_every_one_of_these_parameters_changes_something(changing, told, name):
    low, high = declaration(GROUPS[GROUP_OF[name]], name)["bounds"]
    first = next(case for case, _ in numbers(GROUPS[GROUP_OF[name]].model_fields[name].default))
    changed = [changing.replace({f"{name}.{first}" if first else name: bound}) for bound in (low, high)]
    assert any(not same(told(changing, seed), told(each, seed)) for each in changed for seed in range(1, 10))
