"""Shared by the tests of the walk: calm small worlds in which one thing happens, and one lively run, gate by gate."""

from types import SimpleNamespace

import numpy as np
import planting
import pytest

from sipabm import Scenario
from sipabm.engine.arrays import new_state
from sipabm.engine.one_run import begin
from sipabm.scenario import Country, Fund, Levers
from sipabm.words import Outcome, Stage
from sipabm.world import build_world

KINDS = ("social", "employment", "health")
BANK = {"public_fund": 0.0, "foundation": 0.0, "impact_fund": 0.0, "bank": 1.0, "pension_fund": 0.0, "local": 0.0}

# Nothing disturbs: a project that starts in quarter 0 meets its gates in quarters 1, 2, 3 and 4, is signed in 5, serves
# from 6 to 13 and delivers exactly what was promised. One investor pays for all of it.
CALM = {
    "heterogeneity": 0.0,
    "need_by_size": 0.0,
    "capital_by_size": 0.0,
    "need": {"social": 0.0, "employment": 1.0, "health": 0.0},
    "silo_strength": 0.0,
    "resistance": 0.0,
    "political_support": 1.0,
    "data_access": 1.0,
    "insists_on_cashable": 0.0,
    "horizon": 1.0,
    "rigour_asked": {"monitoring": 1.0, "comparison": 0.0, "experiment": 0.0},
    "development_budget": 2.0,
    "certainty_asked": 2.0,
    "provider_breadth": 1.0,
    "provider_capacity": 1.0,
    "provider_size": 1e5,
    "tender_luck": 0.0,
    "working_capital": 0.0,
    "investor_kinds": BANK,
    "misjudgement": 0.0,
    "misjudgement_spread": 0.0,
    "capital_median": 1.5,
    "capital_spread": 0.0,
    "own_interest": 0.01,
    "word_of_mouth": 0.0,
    "world_news": 0.0,
    "fund_pull": 0.0,
    "support_pull": 1000.0,
    "last_call": 0.0,
    "development_support": 1.0,
    "initial_optimism": 1.0,
    "expected_development_cost": 0.0,
    "conventional_gain": dict.fromkeys(KINDS, -3.0),
    "decision_noise": 0.001,
    "delay": 0.0,
    "worth": dict.fromkeys(KINDS, 50.0),
    "quality_skill": 0.0,
    "quality_spread": 0.0,
    "case_uncertainty": dict.fromkeys(KINDS, 0.01),
    "labour_market_shock": 0.0,
    "election_turnover": 0.0,
    "new_law": dict.fromkeys(KINDS, 0.0),
    "doubling_time": 0.0,
    "upskilling_offered": 0.0,
    "competence_needed": {"finance": 0.0, "contracts": 0.0, "evaluation": 0.0},
    "strategic_ambiguity": 0.0,
    "frontline_noise": 0.0,
    "departments": 0.0,
    "joint_commissioning": dict.fromkeys(KINDS, 0.0),
    "state_joins": 0.0,
    "sole_investor": 1.0,
    "rounds": 1.0,
    "trust_speed": 0.0,
    "breakdown": 0.0,
    "payment_cap": 100.0,
    "return_cap": 100.0,
    "break_unpaid": 0.0,
    "return_learning": 0.0,
    "attribution_noise": {"monitoring": 0.0, "comparison": 0.0, "experiment": 0.0},
    "referral_loss": 0.0,
    "delivery_noise": 0.0,
    "bad_results_stop": 0.0,
    "novelty_risk": 0.0,
    "novelty_cost": 0.0,
    "novelty_robustness": 0.0,
    "immune_response": 0.0,
    "data_horizon": 0.0,
    "data_cashable": 0.0,
    "give_up": 0.0,
    "done": 0.0,
    "bending": 0.0,
    "development_slots": 1.0,
    "realistic_closing": 0.3,
    "realistic_delivery": 0.75,
    "belief_weight": 2.5,
    "peer_learning": 0.5,
    "world_learning": 0.065,
    "cost_learning": 0.4,
    "news_decay": 0.09,
}
GATES = {Stage.MEETING: 1, Stage.BUSINESS_CASE: 2, Stage.MOBILISATION: 3, Stage.NEGOTIATION: 4, Stage.SIGNED: 5}
TRIANGLE = (("a0", "p0", 0.6), ("a0", "i0", 0.5), ("p0", "i0", 0.4))


def date(step):
    """Return a quarter of a run that starts in 2010Q1."""
    return f"{2010 + step // 4}Q{step % 4 + 1}"


def bell(country, quarter):
    """Return a fund that carries next to nothing: it lets the authorities of a country look in one quarter."""
    # One less so much is one to the last bit. Its pull makes a look certain that is else one in a hundred.
    when, nothing = date(quarter), 1e-300
    return Fund(
        name=f"bell {country} {quarter}",
        country=country,
        opens=when,
        closes=when,
        purse=0.0,
        share=0.0,
        development_share=nothing,
    )


def names_of(layout):
    """Return the names that an edge list has for a0, a1, ..., p0, ... and i0, ..., numbered across countries."""
    names, before = {}, 0
    for place, kind in enumerate(("authority", "provider", "investor")):
        codes = [chr(65 + country) for country, counts in enumerate(layout) for _ in range(counts[place])]
        names |= {f"{kind[0]}{number}": f"{kind}:{code}:{before + number + 1}" for number, code in enumerate(codes)}
        before += len(codes)
    return names


@pytest.fixture(scope="session")
def calm(tmp_path_factory):
    """Return a calm scenario with given ties.

    `layout` has authorities, providers and investors of each country, `starts` the quarters in which the authorities of
    each country look, `elections` the first election and the period of each country.
    """

    def scenario(
        ties=TRIANGLE, layout=((1, 1, 1),), starts=((0,),), quarters=16, funds=(), elections=(), changes=None, **more
    ):
        names = names_of(layout)
        path = tmp_path_factory.mktemp("ties") / "ties.csv"
        lines = [f"{names[first]},{names[second]},{trust!r}" for first, second, trust in ties]
        path.write_text("\n".join(("first,second,trust", *lines)))
        countries, rings = [], any(len(listed) for listed in starts)
        for place, (authorities, providers, investors) in enumerate(layout):
            first, period = elections[place] if place < len(elections) else (0, 0)
            listed = starts[place] if place < len(starts) else ()
            countries.append(
                Country(
                    code=chr(65 + place),
                    authorities=authorities,
                    providers=providers,
                    investors=investors,
                    first_election=date(first),
                    election_period=period,
                    # Before the first bell nobody looks, and in a country without one nobody ever does.
                    since=date(min(listed, default=quarters)) if rings else None,
                )
            )
        bells = [bell(chr(65 + place), quarter) for place, listed in enumerate(starts) for quarter in listed]
        made = Scenario(
            name="calm",
            quarters=quarters,
            countries=tuple(countries),
            ties="edge_list",
            edge_list=str(path),
            funds=(*funds, *bells),
        )
        silent = {} if rings else {"own_interest": 0.0}
        # Who hears one bell alone tries once.
        once = {"give_up": 1.0, "done": 1.0} if all(len(listed) <= 1 for listed in starts) else {}
        return made.replace({**CALM, **silent, **once, **(changes or {}), **more})

    return scenario


@pytest.fixture(scope="session")
def after(quarters):
    """Return the state after a quarter."""

    def walk_to(scenario, quarter, seed=1):
        return next(state for reached, state in quarters(scenario, seed) if reached == quarter)

    return walk_to


@pytest.fixture(autouse=True)
def quiet_numpy():
    """numpy's whole numbers warn of the overflow on which the random numbers rest; Python's and Numba's do not."""
    with np.errstate(over="ignore"):
        yield


@pytest.fixture(scope="session")
def records():
    """Return the records of a run before its first quarter, with which functions of the walk can be called alone."""

    def before(scenario, seed=1, rows=True):
        world = build_world(scenario, seed, 0)
        state = new_state(scenario, world, rows)
        begin(state, world)
        return planting.as_attributes(state)

    return before


@pytest.fixture
def calm_records(calm, records):
    """The records of the calm scenario, new for every test."""
    return records(calm())


@pytest.fixture(scope="session")
def tie():
    """Return the number of the tie of two actors like 'a0' and 'p1' in a scenario."""

    def number(scenario, first, second):
        world = build_world(scenario, 1, 0)
        offset = {"a": 0, "p": len(world.authorities.country)}
        offset["i"] = offset["p"] + len(world.providers.country)
        ends = sorted(offset[name[0]] + int(name[1:]) for name in (first, second))
        return world.ties.pairs.tolist().index(ends)

    return number


@pytest.fixture(scope="session")
def developing():
    """Return the projects in development, in their order."""

    def projects(state):
        return [state.projects[slot] for slot in state.active[: state.run[0].projects]]

    return projects


@pytest.fixture(scope="session")
def agreed(after, developing):
    """Return the only project, whose talks have ended in agreement, and the state."""

    def project_of(scenario, seed=1):
        state = after(scenario, GATES[Stage.NEGOTIATION], seed)
        (project,) = developing(state)
        assert project.agreed == 1
        return project, state

    return project_of


@pytest.fixture(scope="session")
def busy(lively):
    """The lively scenario with more laws, elections and failures of every kind, which teach little."""
    countries = (
        Country(code="A", authorities=14, providers=14, investors=5, first_election="2010Q3", election_period=5),
        Country(code="B", authorities=10, providers=10, investors=4, first_election="2011Q1", election_period=7),
    )
    return lively.replace(
        {
            "quarters": 44,
            "countries": countries,
            "new_law": dict.fromkeys(KINDS, 0.08),
            "law_stop": 0.4,
            "election_turnover": 0.6,
            "political_support": 0.75,
            "own_interest": 0.6,
            "development_slots": 3.0,
            "give_up": 0.0,
            "done": 0.0,
            "bending": 0.0,
            "provider_capacity": 4.0,
            "sponsor_withdrawal": 0.06,
            "search_quarters": 2.0,
            "local_politics": 0.5,
            "resistance": 0.3,
            "meeting_foresight": 0.6,
            "meeting_procurement_risk": 0.2,
            "working_capital": 1.5,
            "own_learning": 0.3,
            "peer_learning": 0.1,
            "world_learning": 0.0,
        }
    )


PROJECT = (
    "authority",
    "country",
    "domain",
    "started",
    "stage",
    "capital",
    "provider",
    "investor",
    "early_meeting",
    "house",
    "pragmatic",
    "mapped",
    "pooled",
    "flexible_allowed",
    "cashable_only",
    "novelty",
    "quality",
    "signal",
    "uncertainty",
    "cost_share",
    "departments_joined",
    "investors",
    "surplus",
    "rounds",
    "cost_authority",
    "cost_provider",
    "cost_investors",
    "known_cost",
    "due",
    "gate",
    "agreed",
    "trust_provider",
    "trust_investor",
    "trust_third",
    "tailoring",
    "joined_share",
    "filled",
    "price",
    "instrument",
    "fund",
    "fund_committed",
    "rigour_allowed",
    "providers",
    "authorities_joined",
    "state_joined",
)
INVESTOR = (
    "kind",
    "largest_ticket",
    "hurdle_rate",
    "risk_aversion",
    "social_motive",
    "misjudgement",
    "foresight",
    "competence",
)
AUTHORITY = ("support", "resistance", "government_since", "developing", "has_left", "expected_cost")


def copied(record, names):
    """Return some attributes of an actor or project as they are now."""
    return SimpleNamespace(**{name: getattr(record, name) for name in names})


def with_partners(project):
    """Return a copy of a project with the providers beside its lead, which a later project in its slot overwrites."""
    copy = copied(project, PROJECT)
    copy.partner = [int(number) for number in project.partner]
    return copy


def walked(quarters, history, scenario, seed):
    """Return a run with every quarter's projects and authorities, and every gate that a project came to."""
    shots = []
    for _, state in quarters(scenario, seed):
        active = [state.projects[slot] for slot in state.active[: state.run[0].projects]]
        projects = {(int(each.authority), int(each.started)): with_partners(each) for each in active}
        authorities = [copied(each, AUTHORITY) for each in state.authorities]
        laws = [[int(since) for since in country.law_since] for country in state.countries]
        shots.append(
            SimpleNamespace(
                projects=projects,
                authorities=authorities,
                laws=laws,
                trust=[float(each) for each in state.trust],
                engaged=[int(each.engaged) for each in state.providers],
                working_capital=[float(each.working_capital) for each in state.providers],
                available=[float(each.available) for each in state.investors],
            )
        )
    providers = [copied(each, ("skill", "capacity", "contracts", "evaluation", "novelty")) for each in state.providers]
    investors = [copied(each, INVESTOR) for each in state.investors]
    traits = [{"silo_strength": float(each.silo_strength)} for each in state.authorities]
    told = history(scenario, seed)
    world = build_world(scenario, seed, 0)
    run = SimpleNamespace(
        scenario=scenario,
        seed=seed,
        shots=shots,
        history=told,
        world=world,
        providers=providers,
        investors=investors,
        traits=traits,
        rows={(int(row["authority"]), int(row["started"])): row for row in told.attempts},
        identity=[int(identity) for identity in world.authorities.identity],
    )
    run.gates = list(gates_of(run))
    return run


def gates_of(run):
    """Yield every gate: the project before and after it, or its row, whether it passed, and what stood in its way."""
    last = {}  # the quarter of the last gate, kept here and not read from the project
    for now in range(1, len(run.shots)):
        for key, before in run.shots[now - 1].projects.items():
            later, row = run.shots[now].projects.get(key), run.rows.get(key)
            if later is not None and (later.stage, later.agreed) == (before.stage, before.agreed):
                continue
            since, last[key] = last.get(key, key[1]), now
            signed = later is None and row["outcome"] == Outcome.SIGNED
            passed = later is not None or signed
            yield SimpleNamespace(
                key=key,
                before=before,
                later=later,
                row=row,
                now=now,
                since=since,
                gate=Stage.SIGNED if before.agreed else Stage(before.stage),
                passed=passed,
                barriers=0 if passed else int(row["barriers"]),
                authority=run.shots[now].authorities[key[0]],
                law=run.shots[now].laws[before.country][before.domain],
                identity=run.identity[key[0]],
            )


@pytest.fixture(scope="session")
def busy_run(quarters, history, busy):
    return walked(quarters, history, busy, 3)


@pytest.fixture(scope="session")
def lever_names():
    return tuple(Levers.model_fields)
