"""Signing: agreed terms become a contract."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipabm.mesa_model.exits import News, end_development, institution_barriers, stop_for_one_of
from sipabm.mesa_model.project import Contract
from sipabm.mesa_model.recorder import record_signature
from sipabm.rules.common import total
from sipabm.states import Outcome, Stage

if TYPE_CHECKING:
    from sipabm.mesa_model.model import PartnershipModel
    from sipabm.mesa_model.project import Project


def signing(model: PartnershipModel) -> None:
    """Sign every project whose talks are over, unless a government or a law stops it at the last moment."""
    for project in model.due(Stage.NEGOTIATION, agreed=True):
        barriers = institution_barriers(project, Stage.SIGNED)
        if barriers:
            stop_agreed(model, project, barriers)
        else:
            sign(model, project)
    model.projects = [project for project in model.projects if project.outcome == Outcome.DEVELOPING]


def sign(model: PartnershipModel, project: Project) -> None:
    """Sign a project, open its contract and tell about the signature."""
    project.stage = Stage.SIGNED
    project.outcome = Outcome.SIGNED
    record_signature(model, project)
    parties = (project.authority, project.provider, *project.member[:1])
    for party in parties:
        party.signatures += 1
    end_development(model, project, News.CLOSED)
    model.contracts.append(Contract(project, model.quarter))


def stop_agreed(model: PartnershipModel, project: Project, barriers: int) -> None:
    """Stop a project after agreement: the provider's working capital is free again."""
    project.provider.working_capital += project.capital - total(project.ticket)
    stop_for_one_of(model, project, barriers)
