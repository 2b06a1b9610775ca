"""PartnershipModel: the walk run through Mesa agents; its step is the timetable of a quarter."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any, ClassVar

import mesa
import networkx
import numpy as np

from sipabm.arguments import ScenarioOrName, checked_replicate, checked_scenario, checked_seed, whole_number
from sipabm.errors import ScenarioError, shown
from sipabm.mesa_model import collector
from sipabm.mesa_model.actor import Actor
from sipabm.mesa_model.authority import Authority
from sipabm.mesa_model.investor import Investor
from sipabm.mesa_model.objects import Contract, Places, Project, Record, TrustOnTies
from sipabm.mesa_model.provider import Provider
from sipabm.model import population, timetable
from sipabm.model.counts import STATES, YEARLY
from sipabm.model.records import COUNTRY, DOMAINS, EVENT, FUND, PARTS, RUN, TABLE, State
from sipabm.rules.population import spread_share
from sipabm.scenario import Scenario
from sipabm.scenario.drawn import drawn
from sipabm.tables.history import History
from sipabm.world import World, build_world
from sipabm.world.actors import Actors, Kinds
from sipabm.world.calendar import first_quarter_of, fund_terms, lever_terms, since_of, years_of
from sipabm.world.ties import Ties

# The keys of the random numbers are words of 32 bits.
LARGEST_SEED = 1 << 32
PLACES = ("projects", "contracts", "active", "due", "running", "freed", "events", "attempts", "settled", "imagined")
AGENT_CLASSES = ("authority_class", "provider_class", "investor_class")


class PartnershipModel(mesa.Model):
    """Authorities, providers and investors, who come to partnerships or not, quarter by quarter.

    A subclass names the classes of its agents; they can be given as arguments as well. `network` has the agents as
    nodes and their trust on its edges; `state` holds all records that the walk reads and writes. Without a seed a model
    draws its own, as Mesa's models do; `seed` tells which.
    """

    authority_class: ClassVar[type[Authority]] = Authority
    provider_class: ClassVar[type[Provider]] = Provider
    investor_class: ClassVar[type[Investor]] = Investor

    def __init__(
        self,
        scenario: ScenarioOrName,
        seed: int | None = None,
        replicate: int = 0,
        world: World | None = None,
        authority_class: type[Authority] | None = None,
        provider_class: type[Provider] | None = None,
        investor_class: type[Investor] | None = None,
    ) -> None:
        scenario = checked_scenario(scenario)
        seed = secrets.randbelow(LARGEST_SEED) if seed is None else checked_seed(seed)
        scenario = drawn(scenario, seed, checked_replicate(replicate))
        world = world or build_world(scenario, seed, replicate)
        # Mesa's own generator, for whatever a subclass draws from it, differs by seed and replicate as well.
        super().__init__(rng=int(np.random.SeedSequence([world.seed, world.replicate]).generate_state(1)[0]))
        self.seed, self.replicate, self.quarters = world.seed, world.replicate, scenario.quarters
        self.parameters = parameters_of(scenario)
        # In the order in which ties number the actors.
        kinds = (
            self.populate(authority_class or self.authority_class, world.authorities),
            self.populate(provider_class or self.provider_class, world.providers),
            self.populate(investor_class or self.investor_class, world.investors),
        )
        self.network, edges = self.tie([actor for kind in kinds for actor in kind], world.ties)
        self.state = records_of(scenario, world, self.parameters, kinds, TrustOnTies(edges))
        self.tell_kinds(world.kinds)
        population.start(self.state)
        self.datacollector = collector.new_collector()

    def populate(self, kind: type[Actor], actors: Actors) -> list[Any]:
        """Return the actors of a kind, each made from its luck."""
        drawn = zip(actors.country.tolist(), actors.identity.tolist(), actors.traits.tolist(), strict=True)
        return [kind(self, number, identity, country, luck) for number, (country, identity, luck) in enumerate(drawn)]

    def tell_kinds(self, kinds: Kinds) -> None:
        """Tell every authority what its kind is in charge of and how large it usually is."""
        for name, values in kinds._asdict().items():
            for authority, value in zip(self.state.authorities, values.tolist(), strict=True):
                setattr(authority, name, value)

    def tie(self, actors: Sequence[Actor], ties: Ties) -> tuple[networkx.Graph, list[dict[str, float]]]:
        """Return the network of who knows whom, and its edges by tie, with the trust that is given or drawn on each."""
        network, p = networkx.Graph(), self.parameters
        network.add_nodes_from(actors)
        draws = zip(ties.pairs.tolist(), ties.given_trust.tolist(), ties.trust_draw.tolist(), strict=True)
        edges = []
        for (first, second), given, luck in draws:
            trust = given if given >= 0.0 else spread_share(p.trust, p.heterogeneity, luck)
            network.add_edge(actors[first], actors[second], trust=trust)
            edges.append(network[actors[first]][actors[second]])
        return network, edges

    def step(self) -> None:
        """Simulate a quarter, by the timetable of the walk."""
        if self.quarter == self.quarters:
            raise ScenarioError(f"the run is over after {self.quarters} quarters; give the scenario more quarters")
        timetable.advance(self.state, 1)
        self.datacollector.collect(self)
        if self.quarter == self.quarters:
            # Mesa's own loops step a model until this is false.
            self.running = False
            let_go(self)

    def advance(self, quarters: int) -> PartnershipModel:
        """Return the model after some more quarters, at most all that are left."""
        for _ in range(min(whole_number("quarters", quarters, 0), self.quarters - self.quarter)):
            self.step()
        return self

    def run(self) -> PartnershipModel:
        """Return the model after all quarters that are left."""
        return self.advance(self.quarters)

    @property
    def quarter(self) -> int:
        """Return the current quarter, counted from the first of the run."""
        return self.state.run[0].quarter

    @property
    def authorities(self) -> Any:
        """Return the authorities, an AgentSet."""
        return self.agents_by_type[type(self.state.authorities[0])]

    @property
    def providers(self) -> Any:
        """Return the providers, an AgentSet."""
        return self.agents_by_type[type(self.state.providers[0])]

    @property
    def investors(self) -> Any:
        """Return the investors, an AgentSet."""
        return self.agents_by_type[type(self.state.investors[0])]

    @property
    def projects(self) -> list[Project]:
        """Return the projects in development, in the order in which they started."""
        return [self.state.projects[slot] for slot in self.state.active.first(self.state.run[0].projects)]

    @property
    def contracts(self) -> list[Contract]:
        """Return the contracts that run, in the order in which they were signed."""
        return [self.state.contracts[slot] for slot in self.state.running.first(self.state.run[0].contracts)]

    @property
    def attempts(self) -> list[Project]:
        """Return the attempts that were signed or stopped, in that order."""
        return self.state.attempts.first(self.state.run[0].attempts)

    def history(self) -> History:
        """Return the history so far."""
        return collector.history_of(self.state)


def parameters_of(scenario: Scenario) -> SimpleNamespace:
    """Return the parameters and levers of a scenario by name; those with a number for each case are lists."""
    values = {name: list(value) if isinstance(value, tuple) else value for name, value in scenario.flat().items()}
    levers = lever_terms(scenario)
    for name in levers[0]._fields:
        values[f"lever_{name}"] = [getattr(terms, name) for terms in levers]
    return SimpleNamespace(**values, **{name: [0.0] * DOMAINS for name in PARTS})


def records_of(
    scenario: Scenario,
    world: World,
    parameters: SimpleNamespace,
    kinds: tuple[list[Any], list[Any], list[Any]],
    trust: TrustOnTies,
) -> State:
    """Return all records of a run before its first quarter."""
    authorities, providers, investors = kinds
    ties, years = world.ties, years_of(scenario)
    return State(
        run=[run_of(scenario, world)],
        parameters=[parameters],
        countries=countries_of(scenario),
        funds=[Record(FUND, **terms._asdict(), remaining=terms.purse) for terms in fund_terms(scenario)],
        authorities=authorities,
        identities=[authority.identity for authority in authorities],
        looks=[0.0] * len(authorities),
        needs=[0.0] * len(authorities),
        providers=providers,
        investors=investors,
        tie_start=ties.start.tolist(),
        tie_neighbour=ties.neighbour.tolist(),
        tie_number=ties.tie.tolist(),
        first_provider=ties.first_provider.tolist(),
        first_investor=ties.first_investor.tolist(),
        trust=trust,
        **{name: Places() for name in PLACES},
        table=[Record(TABLE)],
        yearly=[Record(YEARLY) for _ in range(years * DOMAINS)],
        states=[Record(STATES) for _ in range(years)],
        blank_project=[Project()],
        blank_contract=[Contract()],
        blank_event=[Record(EVENT)],
    )


def run_of(scenario: Scenario, world: World) -> Record:
    """Return the record of a run before its first quarter."""
    first = first_quarter_of(scenario)
    return Record(RUN, seed=world.seed, replicate=world.replicate, quarters=scenario.quarters, first_quarter=first)


def countries_of(scenario: Scenario) -> list[Record]:
    """Return the record of every country before the first quarter."""
    return [
        Record(
            COUNTRY,
            first_election=scenario.step_of(each.first_election),
            election_period=each.election_period,
            since=since_of(scenario, each),
        )
        for each in scenario.countries
    ]


def let_go(model: PartnershipModel) -> None:
    """Let Mesa forget a model whose run is over: its table of agents' numbers (up to 3.3) keeps every model alive."""
    getattr(mesa.Agent, "_ids", {}).pop(model, None)


def replaced(model: type[PartnershipModel]) -> list[str]:
    """Return what a subclass of the model, or the class of one of its agents, does in its own way."""
    classes = (
        (model, PartnershipModel),
        (model.authority_class, Authority),
        (model.provider_class, Provider),
        (model.investor_class, Investor),
    )
    return [name for own, usual in classes for name in own_names(own, usual) if name not in AGENT_CLASSES]


def own_names(own: type, usual: type) -> list[str]:
    """Return the names that a class gives a meaning of its own, beyond a class it is derived from."""
    if not (isinstance(own, type) and issubclass(own, usual)):
        raise ScenarioError(f"{shown(own)} stands where a subclass of {usual.__name__} should")
    derived = own.__mro__[: own.__mro__.index(usual)]
    given = vars(type(usual.__name__, (usual,), {}))  # what Mesa (since 3.5) writes into every subclass
    return [
        name
        for each in derived
        for name in vars(each)
        if name == "__init__" or not (name.startswith("_") or name in given)
    ]
