"""What every number means: parameters in one group for each phase, with unit, bounds, neutral value and source."""

from sipabm.parameters.base import (
    DEVELOPMENT_COST,
    STRUCTURAL,
    ByBenefitDuration,
    ByCompetence,
    ByDomain,
    ByInvestorKind,
    ByRigour,
    Frozen,
    Group,
    Value,
    Values,
    declaration,
    numbers,
    parameter,
)
from sipabm.parameters.business_case import BusinessCase, Competences
from sipabm.parameters.consideration import Consideration
from sipabm.parameters.delivery import Delivery, Settlement
from sipabm.parameters.environment import Environment
from sipabm.parameters.innovation import Innovation
from sipabm.parameters.learning import Learning
from sipabm.parameters.mobilisation import Mobilisation
from sipabm.parameters.negotiation import Negotiation
from sipabm.parameters.network import Network
from sipabm.parameters.population import Population
from sipabm.parameters.search import Search
from sipabm.parameters.technology import Technology

# In the order of the phases, which is that of scenario files and of the reference.
GROUPS: dict[str, type[Group]] = {
    "population": Population,
    "network": Network,
    "environment": Environment,
    "technology": Technology,
    "consideration": Consideration,
    "search": Search,
    "business_case": BusinessCase,
    "competence": Competences,
    "mobilisation": Mobilisation,
    "negotiation": Negotiation,
    "delivery": Delivery,
    "settlement": Settlement,
    "innovation": Innovation,
    "learning": Learning,
}
# Names are unique over all groups, so that a user need not know the group to change a parameter.
GROUP_OF = {name: group for group, members in GROUPS.items() for name in members.model_fields}


def with_role(role: str) -> tuple[str, ...]:
    """Return the names of all parameters of a role."""
    return tuple(name for name, group in GROUP_OF.items() if declaration(GROUPS[group], name)["role"] == role)


__all__ = [
    "DEVELOPMENT_COST",
    "GROUPS",
    "GROUP_OF",
    "STRUCTURAL",
    "ByBenefitDuration",
    "ByCompetence",
    "ByDomain",
    "ByInvestorKind",
    "ByRigour",
    "Frozen",
    "Group",
    "Value",
    "Values",
    "declaration",
    "numbers",
    "parameter",
    "with_role",
]
