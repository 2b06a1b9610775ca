"""Search: the gate of the first stage, at which partners must have been found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipabm.mesa_model.exits import institution_barriers, stop_for_one_of
from sipabm.rules import search as rules
from sipabm.rules.common import towards_one, with_barrier
from sipabm.states import Barrier, Decision, Stage

if TYPE_CHECKING:
    from sipabm.mesa_model.model import PartnershipModel
    from sipabm.mesa_model.project import Project


def search(model: PartnershipModel) -> None:
    """Take every project whose search is over through its gate."""
    for project in model.due(Stage.MEETING):
        search_gate(model, project)


def search_gate(model: PartnershipModel, project: Project) -> None:
    """Find partners; stop the project, or send it on to the business case."""
    authority = project.authority
    project.provider, project.trust_provider = authority.choose_provider(project)
    project.investor, project.trust_investor = authority.choose_investor(project)
    know_each_other(project)
    if project.early_meeting:
        meet(project)
    barriers = institution_barriers(project, Stage.MEETING) | search_barriers(project)
    if barriers:
        stop_for_one_of(model, project, barriers)
        return
    project.provider.engaged += 1
    project.enter(Stage.BUSINESS_CASE, model.parameters.business_case_quarters)


def know_each_other(project: Project) -> None:
    """Note the ties between the three parties, and the trust of provider and investor."""
    project.tie_provider = project.authority.tie_with(project.provider)
    project.tie_investor = project.authority.tie_with(project.investor)
    if project.provider and project.investor:
        project.tie_third = project.provider.tie_with(project.investor)
        stranger_trust = project.parameters.stranger_trust
        project.trust_third = project.tie_third["trust"] if project.tie_third else stranger_trust


def meet(project: Project) -> None:
    """Raise the trust of the three relations."""
    gain = project.parameters.meeting_trust
    project.trust_provider = towards_one(project.trust_provider, gain)
    project.trust_investor = towards_one(project.trust_investor, gain)
    project.trust_third = towards_one(project.trust_third, gain)


def search_barriers(project: Project) -> int:
    """Return the barriers at the gate of search."""
    provider, authority = project.provider, project.authority
    lacks = rules.lacks_partner(
        provider is not None, project.investor is not None, provider.working_capital if provider else 0.0,
        project.capital,
    )  # fmt: skip
    barriers = with_barrier(0, Barrier.NO_PARTNER, lacks)
    if project.early_meeting:
        luck = authority.uniform(Decision.PROCUREMENT, 0, project.started)
        barriers = with_barrier(barriers, Barrier.PROCUREMENT, luck < project.parameters.meeting_procurement_risk)
        barriers |= spotted_early(project, Barrier.FRONTLINE, authority.frontline_stops(project))
        barriers |= spotted_early(project, Barrier.LOCAL_POLITICS, authority.politics_stops(project))
    return barriers


def spotted_early(project: Project, barrier: Barrier, stands: bool) -> int:
    """Return the set of a barrier that would stop the project later, if early meetings bring it to light."""
    if not stands:
        return 0
    luck = project.authority.uniform(Decision.SPOTTED_EARLY, barrier, project.started)
    return with_barrier(0, barrier, luck < project.parameters.meeting_foresight)
