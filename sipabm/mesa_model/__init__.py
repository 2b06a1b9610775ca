"""The Mesa model: agents that walk through the same rules as the engine, readable and open to subclassing."""

from sipabm.mesa_model.authority import Authority
from sipabm.mesa_model.investor import Investor
from sipabm.mesa_model.model import PartnershipModel
from sipabm.mesa_model.project import Contract, Project
from sipabm.mesa_model.provider import Provider

__all__ = ["Authority", "Contract", "Investor", "PartnershipModel", "Project", "Provider"]
