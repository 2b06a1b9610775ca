"""Settlement: measured success, payments, tranches and value."""

from collections.abc import Sequence

from sipabm.rules.common import clamp

# A cent in million USD. Receipts are sums of products and carry rounding errors: whoever lacks less than a cent was
# repaid. Neutral: 0.
CENT = 1e-8


def share_run(quarters_run: int, duration: int) -> float:
    """Return how much of its term a contract has run.

    Takes quarters, at least 1; returns a share in [0, 1].
    """
    return quarters_run / duration


def achieved(results: float, duration: int) -> float:
    """Return how much of its whole target a contract reached.

    Takes results in quarters at target, at least 0, and quarters; returns a share of target, at least 0.
    """
    # By the agreed duration and not the quarters run: what an early end prevents was not achieved.
    return results / duration


def is_successful(effect: float, threshold: float) -> bool:
    """Return whether a contract of some effect counts as successful.

    Takes shares of target, at least 0.
    """
    return effect >= threshold


def measured_result(
    results: float, deadweight: float, luck_spread: float, normal_luck: float, share_run: float
) -> float:
    """Return the result that is measured: what was achieved, what would have come anyway, and luck, at least nothing.

    Takes shares of target, at least 0, and a share in [0, 1] (the share run); returns a share of target.
    Source: Carter and others (2023), deadweight is paid for.
    """
    return max(0.0, results + (deadweight + luck_spread * normal_luck) * share_run)


def promised_result(success: float, deadweight: float) -> float:
    """Return the result that is expected to be measured by those who expect some success.

    Takes shares of target; returns a share of target, at least 0.
    """
    return success + deadweight


def payment(price: float, result: float, payment_cap: float, unpaid: float, capital: float) -> float:
    """Return the outcome payment for a result, up to the cap, less what an early end leaves unpaid.

    Takes multiples of capital (price, cap), shares of target and of payment, and million USD; returns million USD.
    Source: INDIGO (2025), contracts cap payments.
    """
    return min(price * result, payment_cap) * (1.0 - unpaid) * capital


def largest_receipts(invested: float, return_cap: float) -> float:
    """Return the most that investors may receive back for a contract.

    Takes million USD and a share of capital; returns million USD, at least 0.
    Source: INDIGO (2025), contracts cap returns.
    """
    return invested * (1.0 + return_cap)


def within_cap(payment: float, returned: float, largest: float) -> float:
    """Return investors' outcome payment as the cap on all that they receive allows it.

    Takes million USD; returns million USD, at least 0.
    """
    return clamp(payment, 0.0, max(0.0, largest - returned))


def misplaced_payment(paid: float, for_effect: float) -> float:
    """Return the part of an outcome payment that the effect alone would not have brought.

    Takes million USD, at least 0; returns million USD, at least 0.
    """
    return max(0.0, paid - for_effect)


def total_payment(
    of_authority: float, of_departments: float, of_authorities: float, of_state: float, of_fund: float
) -> float:
    """Return the outcome payment of all purses.

    Takes million USD; returns million USD, at least 0.
    """
    return of_authority + of_departments + of_authorities + of_state + of_fund


def investors_part(payment: float, provider_payment_share: float) -> float:
    """Return the investors' part of an outcome payment.

    Takes million USD and a share in [0, 1]; returns million USD, at least 0.
    """
    return payment * (1.0 - provider_payment_share)


def investors_share_of(returned: float, capital_investors: float, capital: float) -> float:
    """Return the investors' part of capital that was never spent.

    Takes million USD; returns million USD, at least 0.
    """
    return returned * capital_investors / capital


def part_of_payer(gain: float, counted: float) -> float:
    """Return how much of the public payers' part one that joined carries: by what it gains.

    Takes shares of public value, at least 0; returns a share in [0, 1].
    """
    return gain / counted if counted > 0.0 else 0.0


def guarantee_due(guarantee: float, capital: float, received: float) -> float:
    """Return what a guarantor adds: the guaranteed share of investors' losses.

    Takes a share in [0, 1] and million USD; returns million USD, at least 0.
    """
    return guarantee * max(0.0, capital - received)


def tranche_receipts(received: float, senior: float, junior: float, all_senior: float, all_junior: float) -> float:
    """Return one investor's part of what investors receive: senior capital, then junior capital, then all pro rata.

    Takes million USD, at least 0; returns million USD, at least 0.
    """
    to_senior = min(received, all_senior)
    to_junior = min(received - to_senior, all_junior)
    rest = received - to_senior - to_junior
    part = rest * (senior + junior) / (all_senior + all_junior)
    # Tested, as a syndicate may have only one kind of capital, and the other kind's total is then 0.
    if all_senior > 0.0:
        part += to_senior * senior / all_senior
    if all_junior > 0.0:
        part += to_junior * junior / all_junior
    return part


def is_repaid(received: float, invested: float) -> bool:
    """Return whether investors' capital came back in full, to the cent.

    Takes million USD.
    """
    return received >= invested - CENT


def junior_part(ticket: float, first_loss: float, social: bool) -> float:
    """Return how much of a ticket bears losses first: public funds and foundations take the first loss.

    Takes million USD and a share in [0, 1]; returns million USD, at least 0.
    """
    return ticket * first_loss if social else 0.0


def break_fee(fee: float, unspent: float) -> float:
    """Return what the authority pays for capital not spent when a government or a law ends a contract.

    Takes a share of that capital in [0, 1] and million USD; returns million USD, at least 0.
    """
    return fee * unspent


def public_value(worth: float, success: float, capital: float) -> float:
    """Return the public value of a contract by its effect or its result.

    Takes a multiple of capital (worth at target), a share of target and million USD; returns million USD, at least 0.
    """
    return worth * success * capital


def displaced_value(conventional_gain: float, counted: float, money: float) -> float:
    """Return the public value that the ordinary service displaced would have brought for the same public money.

    Its gain is what it is worth to the authority; `counted` is the share of public value that this is.

    Takes a share of capital, of either sign, a share of public value and million USD; returns million USD, at least 0.
    """
    return max(0.0, 1.0 + conventional_gain) / counted * money if counted > 0.0 else 0.0


def conventional_cost(setup: float, capital: float, median_capital: float, by_capital: float) -> float:
    """Return what it costs all its parties to set up a conventional contract for a programme of some capital.

    Takes million USD (for the median project; capitals above 0) and an exponent, 0 for a fixed cost; returns million
    USD, at least 0.
    Source: Urban Transport Group (2020), bids for twenty times the money cost two to five times as much.
    """
    return setup * (capital / median_capital) ** by_capital


def part_of_whole(weight: float, whole: float) -> float:
    """Return the part of public value that falls into a pocket.

    Takes weights, the whole above 0; returns a share in [0, 1].
    """
    return weight / whole


def refund_share(kept: Sequence[float], durations: Sequence[float]) -> float:
    """Return how much of saved benefits the state gets, as it had refunded it, by how long they were drawn.

    Takes shares in [0, 1] and weights, at least 0; returns a share in [0, 1].
    Source: Danish refund reform (2015), the refund falls with time on benefits.
    """
    refunded, weights = 0.0, 0.0
    for place in range(len(kept)):
        refunded += durations[place] * (1.0 - kept[place])
        weights += durations[place]
    return refunded / weights if weights > 0.0 else 0.0


def refunded_value(own_cashable: float, benefit_share: float, refund_share: float) -> float:
    """Return how much of public value moves from the own budget's cashable pocket to the state's.

    Takes shares in [0, 1]; returns a share of public value in [0, 1].
    """
    return own_cashable * benefit_share * refund_share


def fund_repaid(payment_fund: float, repayment: float) -> float:
    """Return what the authority gives back to an outcomes fund out of its savings.

    Takes million USD and a share in [0, 1]; returns million USD, at least 0.
    """
    return payment_fund * repayment
