"""Consideration: which authorities look, and which start an attempt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipabm.mesa_model.recorder import count
from sipabm.rules import consideration as rules
from sipabm.rules.common import pick
from sipabm.rules.search import meeting_cost_each
from sipabm.states import Decision, Stage

if TYPE_CHECKING:
    from sipabm.mesa_model.authority import Authority
    from sipabm.mesa_model.model import PartnershipModel
    from sipabm.mesa_model.project import Project


def consideration(model: PartnershipModel) -> None:
    """Let every authority with a free development slot consider an attempt."""
    model.world_news = rules.news_left(model.world_news, model.parameters.news_decay)
    for authority in model.authorities:
        authority.recover()
        if authority.is_free():
            consider(model, authority)


def consider(model: PartnershipModel, authority: Authority) -> None:
    """Let an authority look at partnerships, or not, and start an attempt, or not."""
    looks, need = authority.uniform_pair(Decision.ATTENTION, 0, model.quarter)
    domain = pick(need, authority.need)
    if looks >= authority.attention(domain):
        return
    count(model, domain, "considered")
    chance = authority.start_chance(domain, authority.country.fund_share[domain])
    if chance > 0.0 and authority.uniform(Decision.START, domain, model.quarter) < chance:
        count(model, domain, "started")
        model.projects.append(begin(authority.start_project(domain)))


def begin(project: Project) -> Project:
    """Return a new project in its first stage; early informal meetings take time and money, a house money."""
    p = project.parameters
    least = p.search_quarters
    if project.early_meeting:
        least += p.meeting_quarters
        each = meeting_cost_each(p.meeting_cost)
        project.pay(each)
        project.pay_partners(each, with_investors=True)
        project.tailoring = p.meeting_tailoring
    if project.house:
        project.pay(p.house_cost)
    project.enter(Stage.MEETING, least)
    return project
