"""Business case: the gate at which data, case, competence, government and laws are tested."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipabm.mesa_model.exits import institution_barriers, stop_for_one_of
from sipabm.rules import business_case as rules
from sipabm.rules import competence, innovation
from sipabm.rules.common import with_barrier
from sipabm.states import Barrier, Decision, Lever, Programme, Stage

if TYPE_CHECKING:
    from sipabm.mesa_model.model import PartnershipModel
    from sipabm.mesa_model.project import Project


def business_case(model: PartnershipModel) -> None:
    """Take every project whose business case is due through its gate."""
    for project in model.due(Stage.BUSINESS_CASE):
        business_case_gate(model, project)


def business_case_gate(model: PartnershipModel, project: Project) -> None:
    """Make the case and buy competence; stop the project, or send it on to mobilisation."""
    p, authority = model.parameters, project.authority
    project.pragmatic = authority.uses_lever(Lever.PRAGMATIC_DATA, project.started)
    project.mapped = authority.uses_lever(Lever.EARLY_COMPETENCE_MAPPING, project.started)
    size = rules.size_factor(project.capital, p.capital_median, p.data_cost_fixed)
    make_case(project)
    weak = authority.finds_case_weak(project)
    data_cost = authority.data_cost(project, size, weak)
    missing = authority.competence_missing(project)
    bought = cost_of_competence(project, missing, size)
    project.known_cost = project.cost_share + data_cost + bought
    no_data = rules.over_budget(project.cost_share, data_cost, authority.development_budget)
    no_competence = rules.over_budget(project.cost_share + data_cost, bought, authority.development_budget)
    barriers = institution_barriers(project, Stage.BUSINESS_CASE)
    barriers = with_barrier(barriers, Barrier.DATA_COST, no_data)
    barriers = with_barrier(barriers, Barrier.WEAK_CASE, weak)
    barriers = with_barrier(barriers, Barrier.COMPETENCE, no_competence and not no_data)
    if not no_data:
        project.pay(data_cost)
    if barriers:
        stop_for_one_of(model, project, barriers)
        return
    project.pay(bought)
    late = competence.late_quarters(missing, project.mapped, p.late_quarters)
    project.enter(Stage.MOBILISATION, p.mobilisation_quarters + late)


def make_case(project: Project) -> None:
    """Set novelty and true quality of the programme, as technology stands, and what the business case shows of it."""
    p, authority, provider = project.parameters, project.authority, project.provider
    project.novelty = innovation.project_novelty(provider.novelty, project.house, p.house_novelty, p.house_decoupling)
    project.case_level = project.technology_level(Programme.PLACEMENT, authority.model.technology.machines)
    project.quality = project.case_level * provider.programme_quality(project)
    project.uncertainty = authority.uncertainty_asked(project)
    if project.pragmatic:
        project.uncertainty = rules.pragmatic_uncertainty(project.uncertainty, p.pragmatic_uncertainty)
    luck = authority.normal(Decision.CASE_SIGNAL, 0, project.started)
    project.signal = rules.case_signal(project.quality, project.uncertainty, luck)


def cost_of_competence(project: Project, missing: float, size: float) -> float:
    """Return the cost of the competence bought and of its mapping, per unit of capital."""
    p = project.parameters
    cost = competence.competence_cost(missing, p.competence_price, project.mapped, p.late_surcharge, size)
    return cost + p.mapping_cost if project.mapped else cost
