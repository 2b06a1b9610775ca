"""Investor: takes tickets, leads syndicates, and asks for a price."""

from sipabm.mesa_model.actor import Actor, usual
from sipabm.model import bargaining, mobilisation, search, settlement, templates
from sipabm.model.records import INVESTOR
from sipabm.traits import INVESTOR_TRAITS


class Investor(Actor):
    """An investor. These are its decisions; a subclass replaces one with a method of the same name."""

    FIELDS, TRAITS = INVESTOR, INVESTOR_TRAITS

    can_lead = usual(search.can_lead)
    lead_ticket = usual(mobilisation.lead_ticket)
    lead_extension = usual(mobilisation.lead_extension)
    ticket = usual(mobilisation.ticket_of)
    price_asked = usual(templates.price_of_investors)
    accepts = usual(bargaining.investor_accepts)
    takes_first_loss = usual(settlement.takes_first_loss)
    learn_from_return = usual(settlement.learn_from_return)
