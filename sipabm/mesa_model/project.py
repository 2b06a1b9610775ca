"""Project and Contract: an attempt on its way, and what it becomes when it is signed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from sipabm.rules import innovation, negotiation, technology
from sipabm.rules.common import total
from sipabm.rules.learning import UNKNOWN_COST
from sipabm.rules.search import stage_quarters
from sipabm.states import Barrier, ContractStatus, Decision, Form, Instrument, Outcome, Pocket, Programme, Stage

if TYPE_CHECKING:
    from sipabm.mesa_model.actor import Tie
    from sipabm.mesa_model.authority import Authority
    from sipabm.mesa_model.investor import Investor
    from sipabm.mesa_model.provider import Provider
    from sipabm.mesa_model.surroundings import Country, Fund

QUARTERS_A_YEAR = 4


class Template(NamedTuple):
    """A way to write the contract: programme, duration, form and rigour of evaluation."""

    programme: Programme
    years: int
    form: Form
    rigour: int

    @property
    def flexible(self) -> bool:
        """Return whether the contract may be adapted and re-planned."""
        return self.form == Form.FLEXIBLE


@dataclass(eq=False)
class Project:
    """An attempt, from the idea to a contract or its end."""

    authority: Authority
    domain: int
    started: int
    capital: float
    stage: Stage = Stage.MEETING
    due: int = 0
    gate: int = 0
    outcome: Outcome = Outcome.DEVELOPING
    ended: int = -1
    barrier: Barrier | None = None
    barriers: int = 0
    early_meeting: bool = False
    pragmatic: bool = False
    mapped: bool = False
    pooled: bool = False
    house: bool = False
    flexible_allowed: bool = False
    cashable_only: bool = False
    # the partners, and what is between them
    provider: Any = None  # a Provider once the search has found one: before that stage nobody asks
    investor: Investor | None = None
    trust_provider: float = 0.0
    trust_investor: float = 0.0
    trust_third: float = 0.0
    tie_provider: Tie | None = None
    tie_investor: Tie | None = None
    tie_third: Tie | None = None
    tailoring: float = 0.0
    # the business case
    novelty: float = 0.0
    case_level: float = 1.0
    quality: float = 0.0
    signal: float = 0.0
    uncertainty: float = 0.0
    cost_share: float = 0.0
    known_cost: float = UNKNOWN_COST
    cost_authority: float = 0.0
    cost_provider: float = 0.0
    cost_investors: float = 0.0
    # who joins
    departments_joined: int = 0
    joined_share: float = 0.0
    filled: bool = False
    member: list[Investor] = field(default_factory=list)
    ticket: list[float] = field(default_factory=list)
    hurdle_rate: float = 0.0
    risk_aversion: float = 0.0
    social_motive: float = 0.0
    misjudgement: float = 0.0
    foresight: float = 0.0
    # the terms
    rigour_allowed: int = 0
    surplus: float = 0.0
    relaxed_surplus: float = 0.0
    programme: Programme = Programme.PLACEMENT
    instrument: Instrument = Instrument.PAYMENT_BY_RESULTS
    form: Form = Form.RIGID
    rigour: int = 0
    years: int = 0
    consortium_ask: float = 0.0
    authority_limit: float = 0.0
    provider_payment_share: float = 0.0
    fund: Fund | None = None
    fund_share: float = 0.0
    fund_committed: float = 0.0
    agreed: bool = False
    rounds: int = 0
    price: float = 0.0
    authority_outlook: float = 1.0  # what it expected technology to leave of results when it signed
    promised: float = 0.0

    @property
    def country(self) -> Country:
        """Return the country of the authority."""
        return self.authority.country

    @property
    def parameters(self) -> Any:
        """Return the scenario's parameters by name."""
        return self.authority.parameters

    @property
    def investors(self) -> int:
        """Return the number of investors in the syndicate."""
        return len(self.member)

    @property
    def parties(self) -> int:
        """Return the number of parties: authority, departments, fund, provider and investors."""
        return negotiation.count_parties(self.departments_joined, self.fund is not None, self.investors)

    @property
    def template(self) -> Template:
        """Return the template agreed on."""
        return Template(self.programme, self.years, self.form, self.rigour)

    def enter(self, stage: Stage, least: float) -> None:
        """Enter a stage now; it takes at least so many quarters."""
        quarter = self.authority.model.quarter
        luck = self.authority.uniform(Decision.STAGE_DURATION, stage, self.started)
        self.stage = stage
        self.gate = quarter
        self.due = quarter + stage_quarters(least, self.parameters.delay, luck)

    def pay(self, cost_share: float) -> None:
        """Let the authority pay a development cost, per unit of capital."""
        self.cost_share += cost_share
        self.cost_authority += cost_share * self.capital

    def pay_partners(self, cost_share: float, with_investors: bool) -> None:
        """Let the provider, and investors if they take part, each pay a development cost, per unit of capital."""
        self.cost_provider += cost_share * self.capital
        if with_investors:
            self.cost_investors += cost_share * self.capital

    @property
    def initial_uncertainty(self) -> float:
        """Return the uncertainty before any data work, the larger the more radical the programme."""
        p = self.parameters
        return innovation.riskier(p.case_uncertainty[self.domain], p.novelty_risk, self.novelty)

    @property
    def share_for_good(self) -> float:
        """Return the share of payments that its outcomes fund carries for good."""
        return negotiation.share_for_good(self.fund_share, self.fund.repayment) if self.fund else 0.0

    def exposure(self, programme: Programme) -> float:
        """Return the share of its results that rests on exposed work, under a programme."""
        p = self.parameters
        return technology.programme_exposure(
            p.exposure[self.domain], programme == Programme.UPSKILLING, p.upskilling_shield, self.novelty,
            p.novelty_robustness,
        )  # fmt: skip

    def worth_of(self, programme: Programme) -> float:
        """Return the worth of a unit of its capital relative to a common placement programme."""
        p = self.parameters
        return technology.programme_worth(
            programme == Programme.UPSKILLING, p.upskilling_cost, self.novelty, p.novelty_cost
        )

    def years_to_effect(self, programme: Programme) -> float:
        """Return the years until about two thirds of the effect has shown, under a programme."""
        p = self.parameters
        return technology.years_to_effect(
            p.effect_years[self.domain], programme == Programme.UPSKILLING, p.upskilling_delay
        )

    def technology_level(self, programme: Programme, machines: float) -> float:
        """Return what machines leave of its results, relative to the start of the run, under a programme."""
        return technology.technology_level(self.exposure(programme), machines, self.parameters.machine_share)

    def technology_factor(self, programme: Programme, machines: float) -> float:
        """Return what machines leave of the results that its business case was made with, under a programme."""
        return technology.technology_factor(self.technology_level(programme, machines), self.case_level)

    def outlook(self, foresight: float, years: int, programme: Programme) -> float:
        """Return what a party with some foresight expects technology to leave of results over a contract."""
        machines = self.authority.model.technology.expected_machines(foresight, years)
        return self.technology_factor(programme, machines)

    def luck_in_results(self, template: Template) -> float:
        """Return the standard deviation of luck in measured success under a template."""
        p = self.parameters
        return negotiation.luck_in_results(
            p.attribution_noise[template.rigour], p.attribution_difficulty[self.domain], template.flexible,
            p.flexible_blur,
        )  # fmt: skip

    def variance(self, success: float, template: Template) -> float:
        """Return the variance of success under a template, in the eyes of a party that expects some success."""
        luck = self.luck_in_results(template)
        return negotiation.variance_of_success(success, self.uncertainty, luck, self.parameters.delivery_uncertainty)

    def expected_success(self, confidence: float, foresight: float, template: Template) -> float:
        """Return the success that a party with some confidence in the case and foresight expects under a template."""
        p = self.parameters
        return negotiation.expected_success(
            confidence, self.signal, self.outlook(foresight, template.years, template.programme),
            template.flexible, p.flexible_gain, p.adaptation_room[template.rigour], p.success_cap,
        )  # fmt: skip


@dataclass(eq=False)
class Contract:
    """A signed project: service begins in the quarter after signature; what it paid is known once it has ended."""

    project: Project
    signed: int
    duration: int = field(init=False)
    ended: int = field(init=False)
    last_replan: int = field(init=False)
    in_house: bool = field(init=False)
    quality: float = field(init=False)
    quarters_run: int = 0
    status: ContractStatus = ContractStatus.RUNNING
    results: float = 0.0
    law_factor: float = 1.0
    adaptation: float = 0.0
    replans: int = 0
    cost_after: float = 0.0
    # what settlement finds
    success: float = 0.0
    measured: float = 0.0
    spent: float = 0.0
    returned: float = 0.0
    burden: float = 0.0
    payment_authority: float = 0.0
    payment_departments: float = 0.0
    payment_fund: float = 0.0
    fund_repaid: float = 0.0
    guarantee_paid: float = 0.0
    to_investors: float = 0.0
    to_provider: float = 0.0
    received: list[float] = field(init=False)
    value: list[float] = field(default_factory=lambda: [0.0 for _ in Pocket])

    def __post_init__(self) -> None:
        self.duration = QUARTERS_A_YEAR * self.project.years
        self.ended = self.signed
        self.last_replan = self.signed
        self.in_house = self.project.house
        self.quality = self.project.quality
        self.received = [0.0 for _ in self.project.member]

    @property
    def authority(self) -> Authority:
        """Return the authority."""
        return self.project.authority

    @property
    def provider(self) -> Provider:
        """Return the provider."""
        return self.project.provider

    @property
    def investor(self) -> Investor | None:
        """Return the lead investor, if investors invest."""
        return self.project.investor if self.project.member else None

    @property
    def capital_investors(self) -> float:
        """Return the investors' capital (million USD)."""
        return total(self.project.ticket)

    @property
    def capital_provider(self) -> float:
        """Return the provider's capital (million USD)."""
        return self.project.capital - self.capital_investors

    @property
    def payment(self) -> float:
        """Return the outcome payment of all purses (million USD)."""
        return self.payment_authority + self.payment_departments + self.payment_fund

    @property
    def returned_to_investors(self) -> float:
        """Return the investors' part of capital never spent (million USD)."""
        return self.returned * self.capital_investors / self.project.capital
