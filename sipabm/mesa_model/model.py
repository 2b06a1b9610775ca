"""PartnershipModel: the readable twin of the engine; its step is the timetable of a quarter."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import mesa
import networkx
import numpy as np
from numpy.typing import NDArray

from sipabm.arguments import checked_scenario, checked_seed, whole_number
from sipabm.errors import ScenarioError
from sipabm.mesa_model import recorder
from sipabm.mesa_model.actor import Actor
from sipabm.mesa_model.authority import Authority
from sipabm.mesa_model.business_case import business_case
from sipabm.mesa_model.consideration import consideration
from sipabm.mesa_model.delivery import delivery
from sipabm.mesa_model.environment import environment
from sipabm.mesa_model.exits import Event
from sipabm.mesa_model.investor import Investor
from sipabm.mesa_model.learning import learning
from sipabm.mesa_model.mobilisation import mobilisation
from sipabm.mesa_model.negotiation import negotiation
from sipabm.mesa_model.project import Contract, Project
from sipabm.mesa_model.provider import Provider
from sipabm.mesa_model.search import search
from sipabm.mesa_model.settlement import settlement
from sipabm.mesa_model.signing import signing
from sipabm.mesa_model.surroundings import Country, Fund, Technology, set_pockets
from sipabm.recording.columns import STATE, YEARLY
from sipabm.rules.population import spread_share
from sipabm.scenario import Scenario
from sipabm.states import Domain, Outcome, Stage
from sipabm.world import World, build_world
from sipabm.world.calendar import first_quarter_of, fund_terms, lever_terms, years_of
from sipabm.world.population import Actors

LAST_QUARTER_OF_A_YEAR = 3


class PartnershipModel(mesa.Model):
    """Authorities, providers and investors, who come to partnerships or not, quarter by quarter.

    Subclasses of the agents can be given instead of the usual ones; `network` has the agents as nodes and their
    trust on its edges.
    """

    def __init__(
        self,
        scenario: Scenario,
        seed: int = 1,
        replicate: int = 0,
        world: World | None = None,
        authority_class: type[Authority] = Authority,
        provider_class: type[Provider] = Provider,
        investor_class: type[Investor] = Investor,
    ) -> None:
        checked_scenario(scenario)
        seed, replicate = checked_seed(seed), whole_number("replicate", replicate, 0)
        super().__init__(rng=seed)
        world = world or build_world(scenario, seed, replicate)
        self.seed, self.replicate = world.seed, world.replicate
        self.quarters = scenario.quarters
        self.quarter = 0
        self.first_quarter = first_quarter_of(scenario)
        self.parameters = SimpleNamespace(**scenario.flat())
        set_pockets(self.parameters)
        self.levers = lever_terms(scenario)
        self.countries = [
            Country(number, scenario.step_of(country.first_election), country.election_period)
            for number, country in enumerate(scenario.countries)
        ]
        self.technology = Technology.after(0.0, self.parameters)
        funds = enumerate(fund_terms(scenario))
        self.funds = [Fund.from_terms(number, terms, self.countries) for number, terms in funds]
        self.authority_class = authority_class
        actors: list[Actor] = [
            *self.populate(authority_class, world.authorities),
            *self.populate(provider_class, world.providers),
            *self.populate(investor_class, world.investors),
        ]
        self.network = self.tie(actors, world)
        self.projects: list[Project] = []  # in development, in the order in which they started
        self.contracts: list[Contract] = []  # running, in the order in which they were signed
        self.attempts: list[Project] = []  # signed or stopped
        self.settled: list[Contract] = []
        self.events: list[Event] = []
        self.world_news = 0.0
        self.world_closed = 0.0
        self.world_failed = 0.0
        self.world_delivered = 0.0
        self.world_undelivered = 0.0
        self.yearly = np.zeros((years_of(scenario), len(Domain), len(YEARLY)))
        self.states = np.zeros((years_of(scenario), len(STATE)))
        self.datacollector = recorder.new_collector()

    def populate(self, kind: Any, actors: Actors) -> list[Any]:
        """Return the actors of a kind, each made from its trait draws."""
        drawn = zip(actors.country.tolist(), actors.identity.tolist(), actors.traits.tolist(), strict=True)
        return [
            kind(self, number, identity, self.countries[country], luck)
            for number, (country, identity, luck) in enumerate(drawn)
        ]

    def tie(self, actors: list[Actor], world: World) -> networkx.Graph:
        """Return the network of who knows whom, with the trust that is given or drawn on each tie."""
        network, p, ties = networkx.Graph(), self.parameters, world.ties
        network.add_nodes_from(actors)
        draws = zip(ties.pairs.tolist(), ties.given_trust.tolist(), ties.trust_draw.tolist(), strict=True)
        for (first, second), given, luck in draws:
            trust = given if given >= 0.0 else spread_share(p.trust, p.heterogeneity, luck)
            network.add_edge(actors[first], actors[second], trust=trust)
        return network

    def step(self) -> None:
        """Simulate a quarter."""
        if self.quarter == self.quarters:
            raise ScenarioError(f"the run is over after {self.quarters} quarters; give the scenario more quarters")
        environment(self)
        consideration(self)
        search(self)
        business_case(self)
        mobilisation(self)
        negotiation(self)
        signing(self)
        delivery(self)
        settlement(self)
        learning(self)
        self.end_quarter()

    def run(self) -> PartnershipModel:
        """Return the model after all quarters that are left."""
        while self.running:
            self.step()
        return self

    def end_quarter(self) -> None:
        """Collect the quarter, record the year if it is over, and move the clock."""
        self.datacollector.collect(self)
        last = self.quarter == self.quarters - 1
        if last or (self.first_quarter + self.quarter) % 4 == LAST_QUARTER_OF_A_YEAR:
            recorder.record_states(self)
        self.quarter += 1
        self.running = not last

    @property
    def year(self) -> int:
        """Return the calendar year, counted from the first."""
        return (self.first_quarter + self.quarter) // 4

    @property
    def authorities(self) -> Any:
        """Return the authorities, an AgentSet."""
        return self.agents_by_type[self.authority_class]

    def due(self, stage: Stage, agreed: bool = False) -> list[Project]:
        """Return the projects whose gate comes this quarter, in the order in which they started."""
        return [
            project
            for project in self.projects
            if project.stage == stage and project.due == self.quarter
            and project.agreed == agreed and project.outcome == Outcome.DEVELOPING
        ]  # fmt: skip

    def attempt_rows(self) -> NDArray[Any]:
        """Return one row for each attempt that has ended, in that order."""
        return recorder.attempt_rows(self.attempts)

    def contract_rows(self) -> NDArray[Any]:
        """Return one row for each contract: those that have ended, in that order, then those that run."""
        return recorder.contract_rows(self.settled + self.contracts)
