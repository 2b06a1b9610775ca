"""Provider: takes projects, delivers them, and asks for its price."""

from sipabm.mesa_model.actor import Actor, usual
from sipabm.model import bargaining, business_case, search, templates
from sipabm.model.records import PROVIDER
from sipabm.traits import PROVIDER_TRAITS


class Provider(Actor):
    """A provider of services. These are its decisions; a subclass replaces one with a method of the same name."""

    FIELDS, TRAITS = PROVIDER, PROVIDER_TRAITS

    can_take = usual(search.can_take)
    programme_quality = usual(business_case.programme_quality)
    price_asked = usual(templates.price_of_provider)
    burden_asked = usual(templates.price_of_burden)
    accepts = usual(bargaining.provider_accepts)
