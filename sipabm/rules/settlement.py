"""Settlement: measured success, payments, tranches and value."""

from sipabm.rules.common import clamp

CENT = 1e-8  # million USD


def share_run(quarters_run, duration):
    """Return the share of its term that a contract has run."""
    return quarters_run / duration


def true_success(results, duration):
    """Return the true success of a contract: the share of its whole target that it reached."""
    return results / duration


def is_successful(success, threshold):
    """Return whether a contract of some true success counts as successful."""
    return success >= threshold


def measured_success(results, deadweight, luck, normal_luck, share_run, cap):
    """Return success as measured: true results, what would have come anyway, and luck, between nothing and the cap."""
    return clamp(results + (deadweight + luck * normal_luck) * share_run, 0.0, cap)


def payment(price, success, capital):
    """Return the outcome payment (million USD)."""
    return price * success * capital


def total_payment(of_authority, of_departments, of_fund):
    """Return the outcome payment of all purses (million USD)."""
    return of_authority + of_departments + of_fund


def investors_part(payment, provider_payment_share):
    """Return the investors' part of an outcome payment (million USD)."""
    return payment * (1.0 - provider_payment_share)


def investors_share_of(returned, capital_investors, capital):
    """Return the investors' part of capital that was never spent (million USD)."""
    return returned * capital_investors / capital


def departments_part(joined_share, other_departments, counted):
    """Return the share of the public payers' part that joined departments carry: by what they gain."""
    return joined_share * other_departments / counted if counted > 0.0 else 0.0


def guarantee_due(guarantee, capital, received):
    """Return what the authority adds: the guaranteed share of investors' losses (million USD)."""
    return guarantee * max(0.0, capital - received)


def tranche_receipts(received, senior, junior, all_senior, all_junior):
    """Return one investor's part of what investors receive: senior capital, then junior capital, then all pro rata."""
    to_senior = min(received, all_senior)
    to_junior = min(received - to_senior, all_junior)
    rest = received - to_senior - to_junior
    part = rest * (senior + junior) / (all_senior + all_junior)
    if all_senior > 0.0:
        part += to_senior * senior / all_senior
    if all_junior > 0.0:
        part += to_junior * junior / all_junior
    return part


def is_repaid(received, invested):
    """Return whether investors' capital came back in full, to the cent."""
    return received >= invested - CENT


def junior_part(ticket, first_loss, social):
    """Return how much of a ticket bears losses first: public funds and foundations take the first loss."""
    return ticket * first_loss if social else 0.0


def public_value(worth, success, capital):
    """Return the public value of a contract (million USD); `worth` is that of a unit of capital at target."""
    return worth * success * capital


def citizens_share(own_cashable, own_other, other_departments, state, local_firms):
    """Return the citizens' share of public value: what no other pocket has."""
    return max(0.0, 1.0 - own_cashable - own_other - other_departments - state - local_firms)


def refund_share(kept, durations):
    """Return the share of saved benefits that the state gets, as it had refunded it, by how long they were drawn."""
    refunded, weights = 0.0, 0.0
    for place in range(len(kept)):
        refunded += durations[place] * (1.0 - kept[place])
        weights += durations[place]
    return refunded / weights if weights > 0.0 else 0.0


def refunded_value(own_cashable, benefit_share, refund_share):
    """Return the share of public value that moves from the own budget's cashable pocket to the state's."""
    return own_cashable * benefit_share * refund_share


def fund_repaid(payment_fund, repayment):
    """Return what the authority gives back to an outcomes fund out of its savings (million USD)."""
    return payment_fund * repayment
