"""Bending: how what an authority knows of barriers moves it to use what answers them."""


def met_unanswered(met: bool, used: bool) -> bool:
    """Return whether an attempt speaks for a lever: it met what the lever answers, and had not used it.

    Where a lever was used and the barrier stood all the same, it has disappointed, and the case does not speak for it.

    Takes nothing with a unit.
    """
    return met and not used


def general_share(met: float, known: float, weight: float) -> float:
    """Return the share of all known attempts that met what a lever answers, shrunk towards none.

    Takes numbers of attempts, at least 0, and the number of attempts that having met none counts for, above 0; returns
    a share in [0, 1).
    """
    return met / (weight + known)


def share_in_area(met: float, known: float, general: float, weight: float) -> float:
    """Return the share of known attempts in a welfare area that met what a lever answers, shrunk towards that in all.

    Takes numbers of attempts, at least 0, a share in [0, 1), and the number of attempts that the share in all areas
    counts for, above 0; returns a share in [0, 1).
    """
    return (weight * general + met) / (weight + known)


def propensity(practice: float, share: float, bending: float) -> float:
    """Return the probability that an authority uses a lever by itself: the more, the more its barriers were met.

    Takes a share in [0, 1] that is practice anyway, the share of known attempts that met its barriers, in [0, 1), and
    the power with which that moves it, at least 0; returns a probability in [0, 1].
    Source: Andersen (2023), barriers make actors bend the model; the form is assumed.
    """
    # A stock that grows with every case would measure how many there were: areas with equal barriers would bend
    # unequally where more is needed of one.
    return 1.0 - (1.0 - practice) * (1.0 - share) ** bending
