"""The Mesa model: agents through which the walk of `sipabm.model` runs as it stands, each decision a method."""

from sipabm.mesa_model.authority import Authority
from sipabm.mesa_model.investor import Investor
from sipabm.mesa_model.model import PartnershipModel
from sipabm.mesa_model.objects import Contract, Project
from sipabm.mesa_model.provider import Provider

__all__ = ["Authority", "Contract", "Investor", "PartnershipModel", "Project", "Provider"]
