"""Authority: considers, starts and judges attempts, pays for results, and learns."""

from sipabm.mesa_model.actor import Actor, usual
from sipabm.model import (
    bargaining,
    beliefs,
    bending,
    business_case,
    consideration,
    delivery,
    environment,
    learning,
    mobilisation,
    search,
    stakeholders,
    templates,
)
from sipabm.model.records import AUTHORITY
from sipabm.traits import AUTHORITY_TRAITS


class Authority(Actor):
    """A public authority. These are its decisions; a subclass replaces one with a method of the same name.

    Decisions speak of providers and investors by their place among their kind, from 0 on (-1 for nobody), as
    `model.state.providers` and `model.state.investors` hold them; tables and names have the number of the actor.
    """

    FIELDS, TRAITS = AUTHORITY, AUTHORITY_TRAITS

    # environment and consideration
    vote = usual(environment.vote)
    attention = usual(consideration.attention)
    start_chance = usual(consideration.start_chance)
    uses_lever = usual(bending.uses_lever)
    # search
    choose_provider = usual(search.choose_provider)
    choose_investor = usual(search.choose_investor)
    partner_score = usual(search.partner_score)
    # business case and mobilisation
    finds_case_weak = usual(business_case.finds_case_weak)
    exceeds_budget = usual(business_case.exceeds_budget)
    frontline_stops = usual(stakeholders.frontline_stops)
    politics_stops = usual(stakeholders.politics_stops)
    operations_stop = usual(mobilisation.operations_stop)
    department_joins = usual(mobilisation.department_joins)
    authority_joins = usual(mobilisation.authority_joins)
    # negotiation and delivery
    price_limit = usual(templates.price_limit)
    accepts = usual(bargaining.authority_accepts)
    government_ends = usual(delivery.government_ends)
    ends_for_results = usual(delivery.ends_for_results)
    # learning
    learn_from_closing = usual(learning.learn_from_closing)
    learn_from_failure = usual(learning.learn_from_failure)
    gives_up = usual(learning.gives_up)
    is_done = usual(learning.is_done)
    learn_from_delivery = usual(learning.learn_from_delivery)
    hear_of_closing = usual(learning.hear_of_closing)
    hear_of_failure = usual(learning.hear_of_failure)
    hear_of_delivery = usual(learning.hear_of_delivery)

    @property
    def closing_belief(self) -> float:
        """Return the mean belief that an attempt closes, with what everyone has learnt."""
        return beliefs.closing_belief(self.model.state, self)

    @property
    def delivery_belief(self) -> float:
        """Return the mean belief in delivery, with what everyone has learnt."""
        return beliefs.delivery_belief(self.model.state, self)
