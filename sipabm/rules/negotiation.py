"""Negotiation: reservation prices of each template, and alternating offers.

Prices are "payment at target" as a multiple of capital. An investor or provider who carries a share of the cost asks
for that share; what they ask together is the lowest price, what the authority would pay at most is the highest.
"""

import math

from sipabm.rules.common import LARGEST_FUND_SHARE, clamp
from sipabm.words import Instrument

# Who sits at the table of every partnership: the authority and the provider.
AUTHORITY_AND_PROVIDER = 2
# Investors send one more, the lead, however many they are.
PARTIES_WITH_LEAD = 3
# Where no price, or only a very high one, makes up for the cap on their return, investors ask for three times the price
# without a cap: more than anybody pays. Neutral: infinity.
LARGEST_MARKUP = 3.0
# After three steps the price for usual terms is right to a thousandth. Neutral: 0, at which no cap is reckoned with.
CAP_STEPS = 3
# So many standard deviations away nothing is left to luck.
CERTAIN = 38.0
# The largest surplus that is not worth agreeing on: the next number below 0, a part of no result.
JUST_NOT_WORTH_IT = math.nextafter(0.0, -1.0)
# Far more than what rounding can do to a price, relative to what it is made of. Neutral: any, as results stay the same.
ROUNDING = 1e-9
# Three parties have three relations: authority and provider, authority and lead, provider and lead.
RELATIONS = 3.0


def provider_carries(instrument: int, fee_at_risk: float) -> float:
    """Return how much of the cost the provider pre-finances and carries.

    Takes the number of an instrument and a share in [0, 1]; returns a share in [0, 1].
    """
    if instrument == Instrument.PAYMENT_BY_RESULTS:
        return 1.0
    return fee_at_risk if instrument == Instrument.BOTH else 0.0


def is_admissible(provider_carries: float, working_capital: float, capital: float, filled: bool) -> bool:
    """Return whether provider and investors can finance their shares.

    Takes a share in [0, 1] and million USD.
    """
    # Who carries nothing takes part with working capital below 0 as well, which burdens elsewhere can leave.
    provider_can = provider_carries == 0.0 or working_capital >= provider_carries * capital
    return provider_can and (provider_carries == 1.0 or filled)


def effect_seen(years: float, horizon: float, effect_years: float) -> float:
    """Return how much of the effect shows within the contract and the planning horizon.

    Takes years, above 0; returns a share in [0, 1].
    """
    return 1.0 - math.exp(-min(years, horizon) / effect_years)


def savings_counted(
    own_cashable: float,
    other_departments: float,
    joined_share: float,
    other_authorities: float,
    authorities_share: float,
    state: float,
    state_joined: bool,
) -> float:
    """Return how much of public value saves cash in the budgets that pay: others only as far as they joined.

    Takes shares in [0, 1]; returns a share of public value in [0, 1].
    Source: Andersen (2023), silos.
    """
    of_state = state if state_joined else 0.0
    return own_cashable + joined_share * other_departments + authorities_share * other_authorities + of_state


def outcomes_counted(citizens: float, willingness: float, cashable_only: bool) -> float:
    """Return what an authority would pay for outcomes that save no cash: nothing where only cashable savings count.

    Takes a share of public value in [0, 1] and what is paid for a unit of it; returns a share of public value.
    Source: Andersen (2023), the requirement of direct savings.
    """
    return 0.0 if cashable_only else willingness * citizens


def luck_in_results(noise: float, difficulty: float, flexible: bool, blur: float) -> float:
    """Return the standard deviation of luck in measured success.

    Takes a share of target, a factor and a share of luck, at least 0; returns a share of target, at least 0.
    Source: Andersen (2023), attribution is harder in some welfare areas.
    """
    return noise * difficulty * (1.0 + blur) if flexible else noise * difficulty


def expected_success(
    confidence: float, signal: float, outlook: float, flexible: bool, flexible_gain: float, room: float
) -> float:
    """Return the success a party expects.

    `outlook` is what the party expects technology to leave of the signal while the contract runs.

    Takes shares of target (confidence, signal, gain), a factor (outlook) and a share in [0, 1] (room); returns a share
    of target, at least 0.
    """
    gain = flexible_gain * room if flexible else 0.0
    return confidence * signal * outlook + gain


def trust_in_signal(uncertainty: float, usual_spread: float) -> float:
    """Return how far Bayes' rule lets a case count against the usual programme, in logarithms.

    Takes standard deviations of log success, at least 0; returns a share in [0, 1].
    """
    spread = usual_spread * usual_spread
    # A case without error is the truth, also where all programmes are alike.
    return spread / (spread + uncertainty * uncertainty) if uncertainty > 0.0 else 1.0


def weighed_signal(signal: float, uncertainty: float, usual: float, usual_spread: float, awareness: float) -> float:
    """Return the quality an investor sees, who shrinks what a case shows towards the usual programme.

    At awareness 1 it is the mean that Bayes' rule gives for log-normal quality, at 0 the case as it stands.

    Takes shares of target (signal, usual), standard deviations of log success, at least 0, and a share in [0, 1];
    returns a share of target, at least 0.
    Source: Gelman and others (2013), Bayesian Data Analysis, a normal mean with known variance.
    """
    if signal <= 0.0 or usual <= 0.0:
        return signal
    counts = trust_in_signal(uncertainty, usual_spread)
    variance = uncertainty * uncertainty
    # A case is right on average, so its median lies half a variance below the truth; what is left varies less.
    median = counts * (math.log(signal) + 0.5 * variance) + (1.0 - counts) * math.log(usual)
    bayes = median + 0.5 * counts * variance
    return math.exp(awareness * bayes + (1.0 - awareness) * math.log(signal))


def weighed_uncertainty(uncertainty: float, usual_spread: float, awareness: float) -> float:
    """Return the uncertainty left to an investor who weighs a case against the usual programme.

    Takes standard deviations of log success, at least 0, and a share in [0, 1]; returns a standard deviation of log
    success.
    """
    bayes = uncertainty * math.sqrt(trust_in_signal(uncertainty, usual_spread))
    return awareness * bayes + (1.0 - awareness) * uncertainty


def investor_view(confidence: float, misjudgement: float) -> float:
    """Return the confidence of an investor that misjudges success.

    Takes a share of target, above 0, and log points of either sign; returns a share of target, above 0.
    Source: Andersen (2023), investors misjudge the profile.
    """
    return confidence * math.exp(misjudgement)


def variance_of_success(success: float, uncertainty: float, luck_spread: float, delivery_uncertainty: float) -> float:
    """Return the variance of success in the eyes of a party.

    Takes shares of target and the standard deviation of log success (uncertainty), at least 0; returns the square of a
    share of target, at least 0.
    """
    # The uncertainty of the case is relative, so it scales with what the party expects; the other two do not.
    of_case = success * uncertainty
    return of_case * of_case + luck_spread * luck_spread + delivery_uncertainty * delivery_uncertainty


def expected_guarantee(guarantee: float, success: float) -> float:
    """Return what investors expect of a guarantee of their losses.

    Takes a share in [0, 1] and a share of target, at least 0; returns a share of capital in [0, 1].
    """
    # Priced as if the payment only just returned the capital at target, so that it does not depend on the price.
    return guarantee * max(0.0, 1.0 - success)


def authority_limit(
    value: float,
    success: float,
    deadweight: float,
    costs: float,
    luck_dislike: float,
    luck_spread: float,
    fund_share: float,
) -> float:
    """Return the highest price an authority pays: expected gain, less costs and the dislike of paying for luck.

    The expected payment is price x (success + deadweight), of which an outcomes fund carries `fund_share`.

    Takes a multiple of capital, shares of target, shares of capital (costs, dislike) and a share in [0, 1]; returns a
    multiple of capital, of either sign.
    Source: Tortorice and others (2020), an authority's pessimism and aversion to failure.
    """
    worthwhile = value * success - costs - luck_dislike * luck_spread
    return worthwhile / ((success + deadweight) * (1.0 - min(fund_share, LARGEST_FUND_SHARE)))


def highest_price(limit: float, payment_cap: float) -> float:
    """Return the highest price that is agreed: what the authority pays at most, within the cap on payments.

    Takes multiples of capital; returns a multiple of capital, of either sign.
    Source: INDIGO (2025), contracts cap payments.
    """
    return min(limit, payment_cap)


def most_received(return_cap: float, most_paid: float) -> float:
    """Return the most that investors may receive for a unit of capital, by the caps on returns and on payments.

    Takes a share of capital, and the most that is paid to them for a unit, a multiple of capital, at least 0; returns a
    multiple of capital, at least 0.
    Source: INDIGO (2025), contracts cap returns and payments.
    """
    return min(1.0 + return_cap, most_paid)


def expected_receipts(price: float, result: float, spread: float, most: float) -> float:
    """Return what investors who may receive so much at most expect of a price for a normally distributed result.

    Takes multiples of capital (price, most), and shares of target, at least 0; returns a multiple of capital.
    """
    below = share_below_cap(price, result, spread, most)
    # What a cap takes away above is not given back below: luck costs investors part of their expectation.
    return price * result * below + most * (1.0 - below) - price * spread * density_at_cap(price, result, spread, most)


def to_cap(price: float, result: float, spread: float, most: float) -> float:
    """Return how far the cap on receipts lies from what is expected without it, in standard deviations.

    Takes multiples of capital, above 0, and shares of target, at least 0; returns a number of standard deviations.
    """
    away = most - price * result
    # Without luck the cap is reached, or it is not.
    return away / (price * spread) if price * spread > 0.0 else math.copysign(CERTAIN, away)


def share_below_cap(price: float, result: float, spread: float, most: float) -> float:
    """Return the probability that investors receive less than the cap allows.

    Takes multiples of capital, above 0, and shares of target, at least 0; returns a probability.
    """
    return 0.5 * math.erfc(-to_cap(price, result, spread, most) / math.sqrt(2.0))


def density_at_cap(price: float, result: float, spread: float, most: float) -> float:
    """Return the standard normal density at the cap on receipts.

    Takes multiples of capital, above 0, and shares of target, at least 0; returns a density per standard deviation.
    """
    away = to_cap(price, result, spread, most)
    return math.exp(-0.5 * away * away) / math.sqrt(2.0 * math.pi)


def price_under_cap(needed: float, result: float, spread: float, most: float, enough: float) -> float:
    """Return the price at which investors who may receive so much at most expect what they need.

    A price above `enough` is as good as any other above it, and may be too low: nobody pays it.

    Takes multiples of capital (needed, most, enough), and shares of target; returns a multiple of capital, at most
    `LARGEST_MARKUP` times the price without a cap.
    """
    plain = needed / result
    price = plain
    # Newton's method from below: expectations rise with the price ever more slowly, so no step goes too far.
    for _ in range(CAP_STEPS):
        # No step leads down, so what is too dear already need not be known to the last digit.
        if price > enough:
            break
        below = share_below_cap(price, result, spread, most)
        slope = result * below - spread * density_at_cap(price, result, spread, most)
        # `expected_receipts`, from what is known already: normal probabilities cost more than all else here.
        missing = needed - price * slope - most * (1.0 - below)
        if slope * LARGEST_MARKUP * plain <= missing:
            return LARGEST_MARKUP * plain
        price += missing / slope
    return min(price, LARGEST_MARKUP * plain)


def joint_surplus(limit: float, highest: float, ask: float) -> float:
    """Return the joint surplus of a template: what it is worth to the authority less what the others ask.

    A cap, which makes the highest price lower than the limit, shares out the surplus and is no part of it; but if the
    others cannot be paid what they ask under the cap, the surplus is what the cap lacks.

    Takes multiples of capital; returns a multiple of capital, of either sign.
    """
    return limit - ask if highest >= ask else highest - ask


def investor_ask(
    success: float,
    deadweight: float,
    years_tied: float,
    hurdle: float,
    motive: float,
    aversion: float,
    variance: float,
    guarantee: float,
    most: float,
    enough: float,
) -> float:
    """Return the price at which investors who carry the whole cost are content; a guarantee takes part of the risk.

    A price above `enough` is as good as any other above it, and may be too low: nobody pays it.

    Takes shares of target, years, rates per year (hurdle, motive), capital per variance, a variance, a share in [0, 1],
    the most they may receive and the highest price that matters as multiples of capital; returns a multiple of capital,
    at least 0.
    Source: Markowitz (1952), mean and variance.
    """
    # Risk falls with the square of what is at risk, as variance does.
    at_risk = 1.0 - guarantee
    required = 1.0 + (hurdle - motive) * years_tied + 0.5 * aversion * variance * at_risk * at_risk
    promised = expected_guarantee(guarantee, success)
    # Not below 0: a strong motive makes investors give their capital away, but not pay to take part.
    return price_under_cap(max(0.0, required - promised), success + deadweight, math.sqrt(variance), most, enough)


def provider_ask(
    success: float, deadweight: float, years_tied: float, finance_cost: float, aversion: float, variance: float
) -> float:
    """Return the price at which a provider that carries the whole cost is content.

    Takes shares of target, years, a rate per year, capital per variance and a variance; returns a multiple of capital,
    above 0.
    Source: Markowitz (1952), mean and variance.
    """
    return (1.0 + finance_cost * years_tied + 0.5 * aversion * variance) / (success + deadweight)


def burden_ask(burden: float, success: float, deadweight: float) -> float:
    """Return the price that covers the provider's burden of evaluation.

    Takes a share of capital and shares of target; returns a multiple of capital, at least 0.
    """
    return burden / (success + deadweight)


def consortium_ask(provider_carries: float, investor_price: float, provider_price: float, burden_price: float) -> float:
    """Return the lowest price that provider and investors accept together.

    Takes a share in [0, 1] and multiples of capital; returns a multiple of capital, at least 0.
    """
    return (1.0 - provider_carries) * investor_price + provider_carries * provider_price + burden_price


def highest_investor_price(
    provider_carries: float,
    limit: float,
    highest: float,
    surplus: float,
    provider_price: float,
    burden_price: float,
) -> float:
    """Return the highest price of investors at which a template may leave more than some joint surplus.

    Takes a share in [0, 1) and multiples of capital; returns a multiple of capital, of either sign.
    """
    # `consortium_ask` and `joint_surplus` turned round, and a little more for what rounding does to them.
    others = provider_carries * provider_price + burden_price
    ask = min(limit - surplus, highest - min(surplus, 0.0))
    slack = ROUNDING * (abs(limit) + abs(surplus) + abs(others))
    return (ask - others + slack) / (1.0 - provider_carries)


def provider_payment_share(provider_carries: float, provider_price: float, burden_price: float, ask: float) -> float:
    """Return how much of every payment goes to the provider.

    Takes a share in [0, 1] and multiples of capital; returns a share in [0, 1].
    """
    return (provider_carries * provider_price + burden_price) / ask if ask > 0.0 else provider_carries


def mutual_trust(trust_provider: float, trust_investor: float, trust_third: float, has_investor: bool) -> float:
    """Return the trust at the table: the mean of the three relations, or the one without investors.

    Takes shares in [0, 1]; returns a share in [0, 1].
    """
    return (trust_provider + trust_investor + trust_third) / RELATIONS if has_investor else trust_provider


def trust_and_competence(trust: float, authority_contracts: float, provider_contracts: float) -> float:
    """Return what makes talks fast: trust at the table and both sides' competence in contracts, in equal parts.

    Takes shares in [0, 1]; returns a share in [0, 1].
    """
    return 0.5 * (trust + 0.5 * (authority_contracts + provider_contracts))


def round_cost_each(round_cost: float, rounds: int, with_investors: bool) -> float:
    """Return each party's part of the cost of the talks.

    Takes a share of capital for a round, and rounds, at least 0; returns a share of capital.
    """
    return round_cost * rounds / (PARTIES_WITH_LEAD if with_investors else AUTHORITY_AND_PROVIDER)


def costs_to_authority(evaluation: float, flexible: bool, flexible_cost: float) -> float:
    """Return what evaluation and re-negotiation are expected to cost the authority.

    Takes shares of capital, at least 0; returns a share of capital.
    """
    return evaluation + flexible_cost if flexible else evaluation


def coordination(pooling_rounds: float, joined: int) -> float:
    """Return how much longer talks take with departments and other authorities that join.

    Takes a share for each and their number, at least 0; returns a share of rounds, at least 0.
    Source: MHEP evaluation (2024), structures with several payers are complex.
    """
    return pooling_rounds * joined


def is_worth_it(surplus: float) -> bool:
    """Return whether a template of some joint surplus is worth agreeing on.

    Takes a multiple of capital, of either sign.
    """
    return surplus >= 0.0


def pays(price: float, limit: float) -> bool:
    """Return whether an authority pays a price, at most its limit.

    Takes multiples of capital.
    """
    return price <= limit


def works_for(price: float, ask: float) -> bool:
    """Return whether provider and investors work for a price, at least what they ask.

    Takes multiples of capital.
    """
    return price >= ask


def net_fund_share(fund_share: float, repayment: float) -> float:
    """Return how much of payments an outcomes fund carries net of what the authority pays back.

    Takes shares in [0, 1]; returns a share in [0, 1].
    """
    return fund_share * (1.0 - repayment)


def fund_commitment(fund_share: float, payment_cap: float, capital: float) -> float:
    """Return the most an outcomes fund may have to pay.

    Takes a share in [0, 1], a multiple of capital and million USD; returns million USD.
    """
    return fund_share * payment_cap * capital


def count_payers(authorities_joined: int, state_joined: bool, has_fund: bool) -> int:
    """Return the number of organisations that pay: the authority, other authorities, the state, an outcomes fund.

    Takes a number of authorities, at least 0; returns a number, at least 1.
    """
    return 1 + authorities_joined + (1 if state_joined else 0) + (1 if has_fund else 0)


def count_parties(payers: int, providers: int, investors: int) -> int:
    """Return the number of organisations that are parties: departments of the authority are none of their own.

    Takes numbers of organisations; returns their number.
    Source: INDIGO (2025), the record counts organisations.
    """
    return payers + providers + investors


def rounds_to_concede(
    rounds: float, ambiguity: float, coordination: float, trust_speed: float, trust_and_competence: float
) -> float:
    """Return the rounds until all is conceded: more with ambiguity and parties, fewer with trust and competence.

    Takes rounds, at least 1, and shares, at least 0; returns rounds, at least 1.
    Source: Andersen (2023), strategic ambiguity prevents fixed procedures.
    """
    return max(1.0, rounds * (1.0 + ambiguity) * (1.0 + coordination) * (1.0 - trust_speed * trust_and_competence))


def concession(round_number: int, rounds: float, patience: float) -> float:
    """Return how much of the zone a party has conceded in a round.

    Takes rounds, at least 1, and an exponent, above 0: late concessions above 1, early ones below; returns a share in
    [0, 1].
    Source: Faratin, Sierra and Jennings (1998), time-dependent tactics.
    """
    return min(1.0, round_number / rounds) ** patience


def alternating_offers(
    lowest: float,
    highest: float,
    rounds: float,
    authority_patience: float,
    investor_patience: float,
    breakdown: float,
    luck: float,
) -> tuple[bool, int, float]:
    """Return (agreed, rounds used, price) of alternating offers between the reservation prices.

    The authority offers from the lowest price upwards, the others from the highest downwards; the price is where their
    offers cross, between two rounds if need be. Talks survive each further round with probability 1 - breakdown. With
    equal patience the price is the midpoint, the Nash bargaining solution.

    Takes multiples of capital, rounds, two exponents and a probability in [0, 1]; returns rounds, at least 0, and a
    multiple of capital, 0 without agreement.
    """
    if highest < lowest:
        return False, 0, 0.0
    round_number = 1
    surviving = 1.0
    earlier_authority, earlier_others = 0.0, 0.0
    # It ends: once `rounds` are over, both have conceded all.
    while True:
        authority = concession(round_number, rounds, authority_patience)
        others = concession(round_number, rounds, investor_patience)
        if authority + others >= 1.0:
            share = crossing(earlier_authority, earlier_others, authority, others)
            # The share is rounded, and a price outside the zone would be refused.
            return True, round_number, clamp(lowest + share * (highest - lowest), lowest, highest)
        # One uniform number decides for all rounds, so that longer talks need no further draw.
        surviving *= 1.0 - breakdown
        if luck >= surviving:
            return False, round_number, 0.0
        earlier_authority, earlier_others = authority, others
        round_number += 1


def crossing(earlier_authority: float, earlier_others: float, authority: float, others: float) -> float:
    """Return the authority's concession where both concessions add up to the whole zone, linear within a round.

    Takes shares in [0, 1], the earlier two below 1 together and the later two not; returns a share in [0, 1].
    """
    # Taken between rounds, or the price would jump where a little more patience costs a whole round.
    before, after = earlier_authority + earlier_others, authority + others
    within = (1.0 - before) / (after - before)
    return earlier_authority + within * (authority - earlier_authority)


def quarters_of_talks(rounds_used: int, rounds_per_quarter: float) -> int:
    """Return the whole quarters that rounds of offers take.

    Takes rounds, at least 0, and rounds per quarter, above 0; returns quarters.
    """
    return math.ceil(rounds_used / rounds_per_quarter)
