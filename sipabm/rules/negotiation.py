"""Negotiation: reservation prices of each template, and alternating offers.

Prices are "payment at target" per unit of capital. An investor or provider who carries a share of the cost asks for
that share; what they ask together is the lowest price, what the authority would pay at most is the highest.
"""

import math

from sipabm.rules.common import clamp
from sipabm.words import Instrument


def provider_carries(instrument, fee_at_risk):
    """Return the share of the cost that the provider pre-finances and carries."""
    if instrument == Instrument.PAYMENT_BY_RESULTS:
        return 1.0
    return fee_at_risk if instrument == Instrument.BOTH else 0.0


def is_admissible(provider_carries, working_capital, capital, filled):
    """Return whether provider and investors can finance their shares."""
    provider_can = provider_carries == 0.0 or working_capital >= provider_carries * capital
    return provider_can and (provider_carries == 1.0 or filled)


def effect_seen(years, horizon, effect_years):
    """Return the share of the effect that shows within the contract and the planning horizon."""
    return 1.0 - math.exp(-min(years, horizon) / effect_years)


def counted_share(own_cashable, own_other, other_departments, joined_share, cashable_only):
    """Return the share of public value that the paying budgets count: departments only as far as they joined."""
    own = own_cashable if cashable_only else own_cashable + own_other
    return own + joined_share * other_departments


def luck_in_results(noise, difficulty, flexible, blur):
    """Return the standard deviation of luck in measured success."""
    return noise * difficulty * (1.0 + blur) if flexible else noise * difficulty


def expected_success(confidence, signal, outlook, flexible, flexible_gain, room, cap):
    """Return the success a party expects, as a share of target, at most what is paid for.

    `outlook` is what the party expects technology to leave of it while the contract runs.
    """
    gain = flexible_gain * room if flexible else 0.0
    return min(cap, confidence * signal * outlook + gain)


def investor_view(confidence, misjudgement):
    """Return the confidence of an investor that misjudges success by some log points."""
    return confidence * math.exp(misjudgement)


def variance_of_success(success, uncertainty, luck, delivery_uncertainty):
    """Return the variance of success in the eyes of a party: uncertainty is relative to the success it expects."""
    of_case = success * uncertainty
    return of_case * of_case + luck * luck + delivery_uncertainty * delivery_uncertainty


def expected_guarantee(guarantee, provider_carries, success):
    """Return what a guarantee of investors' losses is expected to cost the authority, per unit of capital."""
    return guarantee * (1.0 - provider_carries) * max(0.0, 1.0 - success)


def authority_limit(value, success, deadweight, costs, luck_dislike, luck, fund_share):
    """Return the highest price an authority pays: expected gain, less costs and the dislike of paying for luck.

    The expected payment is price x (success + deadweight), of which an outcomes fund carries `fund_share`.
    """
    worthwhile = value * success - costs - luck_dislike * luck
    return worthwhile / ((success + deadweight) * (1.0 - min(fund_share, 0.99)))


def limit_with_fund(limit, fund_share, price_cap):
    """Return the highest price the authority pays with a fund beside it, which accepts no price above its cap."""
    return min(limit, price_cap) if fund_share > 0.0 else limit


def joint_surplus(limit, highest, ask):
    """Return the joint surplus of a template: what it is worth to the authority less what the others ask.

    A fund's cap, which makes the highest price lower than the limit, shares out the surplus and is no part of it; but
    if nobody can be paid what they ask under the cap, the surplus is what the cap lacks.
    """
    return limit - ask if highest >= ask else highest - ask


def investor_ask(success, deadweight, years_tied, hurdle, motive, aversion, variance, guarantee):
    """Return the price at which investors who carry the whole cost are content (mean-variance).

    `hurdle` and `motive` are per year; a guarantee takes its share of the risk away.
    """
    at_risk = 1.0 - guarantee
    required = 1.0 + (hurdle - motive) * years_tied + 0.5 * aversion * variance * at_risk * at_risk
    promised = expected_guarantee(guarantee, 0.0, success)
    return max(0.0, required - promised) / (success + deadweight)


def provider_ask(success, deadweight, years_tied, finance_cost, aversion, variance):
    """Return the price at which a provider that carries the whole cost is content."""
    return (1.0 + finance_cost * years_tied + 0.5 * aversion * variance) / (success + deadweight)


def burden_ask(burden, success, deadweight):
    """Return the price that covers the provider's burden of evaluation."""
    return burden / (success + deadweight)


def consortium_ask(provider_carries, investor_price, provider_price, burden_price):
    """Return the lowest price that provider and investors accept together."""
    return (1.0 - provider_carries) * investor_price + provider_carries * provider_price + burden_price


def provider_payment_share(provider_carries, provider_price, burden_price, ask):
    """Return the share of every payment that goes to the provider."""
    return (provider_carries * provider_price + burden_price) / ask if ask > 0.0 else provider_carries


def mutual_trust(trust_provider, trust_investor, trust_third, has_investor):
    """Return the trust at the table: the mean of the three relations, or the one without investors."""
    return (trust_provider + trust_investor + trust_third) / 3.0 if has_investor else trust_provider


def trust_and_competence(trust, authority_contracts, provider_contracts):
    """Return what makes talks fast: trust at the table and both sides' competence in contracts, in equal parts."""
    return 0.5 * (trust + 0.5 * (authority_contracts + provider_contracts))


def round_cost_each(round_cost, rounds, with_investors):
    """Return each party's part of the cost of the talks, per unit of capital."""
    return round_cost * rounds / (3.0 if with_investors else 2.0)


def costs_to_authority(evaluation, flexible, flexible_cost):
    """Return what evaluation and re-negotiation are expected to cost the authority, per unit of capital."""
    return evaluation + flexible_cost if flexible else evaluation


def coordination(pooling_rounds, departments_joined):
    """Return by which share departments that join make talks longer."""
    return pooling_rounds * departments_joined


def is_worth_it(surplus):
    """Return whether a template of some joint surplus is worth agreeing on."""
    return surplus >= 0.0


def pays(price, limit):
    """Return whether an authority pays a price, at most its limit."""
    return price <= limit


def works_for(price, ask):
    """Return whether provider and investors work for a price, at least what they ask."""
    return price >= ask


def share_for_good(fund_share, repayment):
    """Return the share of payments that an outcomes fund carries for good, after the authority has paid back."""
    return fund_share * (1.0 - repayment)


def promised_payment(price, success, deadweight, capital):
    """Return the outcome payment that parties expect who expect some success (million USD)."""
    return price * (success + deadweight) * capital


def fund_commitment(fund_share, price, cap, capital):
    """Return the most an outcomes fund may have to pay (million USD)."""
    return fund_share * price * cap * capital


def count_parties(departments_joined, has_fund, investors):
    """Return the number of parties: authority and provider, departments, fund and investors."""
    return 2 + departments_joined + (1 if has_fund else 0) + investors


def rounds_to_concede(rounds, ambiguity, coordination, trust_speed, trust_and_competence):
    """Return the rounds until all is conceded: more with ambiguity and parties, fewer with trust and competence."""
    return max(1.0, rounds * (1.0 + ambiguity) * (1.0 + coordination) * (1.0 - trust_speed * trust_and_competence))


def concession(round_number, rounds, patience):
    """Return the share of the zone a party has conceded in a round (Faratin, Sierra and Jennings 1998)."""
    return min(1.0, round_number / rounds) ** patience


def alternating_offers(lowest, highest, rounds, authority_patience, investor_patience, breakdown, luck):
    """Return (agreed, rounds used, price) of alternating offers between the reservation prices.

    The authority offers from the lowest price upwards, the others from the highest downwards; the price is where their
    offers cross, between two rounds if need be. Talks survive each further round with probability 1 - breakdown.
    """
    if highest < lowest:
        return False, 0, 0.0
    round_number = 1
    surviving = 1.0
    earlier_authority, earlier_others = 0.0, 0.0
    while True:
        authority = concession(round_number, rounds, authority_patience)
        others = concession(round_number, rounds, investor_patience)
        if authority + others >= 1.0:
            share = crossing(earlier_authority, earlier_others, authority, others)
            return True, round_number, clamp(lowest + share * (highest - lowest), lowest, highest)
        surviving *= 1.0 - breakdown
        if luck >= surviving:
            return False, round_number, 0.0
        earlier_authority, earlier_others = authority, others
        round_number += 1


def crossing(earlier_authority, earlier_others, authority, others):
    """Return the authority's concession where both concessions add up to the whole zone, linear within a round."""
    before, after = earlier_authority + earlier_others, authority + others
    within = (1.0 - before) / (after - before)
    return earlier_authority + within * (authority - earlier_authority)


def quarters_of_talks(rounds_used, rounds_per_quarter):
    """Return the whole quarters that rounds of offers take."""
    return math.ceil(rounds_used / rounds_per_quarter)
