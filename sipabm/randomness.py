"""A uniform number for every address: Philox4x32-10 (Salmon, Moraes, Dror and Shaw 2011), keyed by seed and replicate.

The counter is the address itself (decision, actor, partner or project, quarter), so no stream is consumed:
whoever asks for an address, in whatever order, gets the same number. The functions are plain Python on
integers; `sipabm.compilation` registers them for compiled code.
"""

from __future__ import annotations

import math

MASK = 0xFFFFFFFF
ROUNDS = 10
TO_UNIT = 1.0 / 9007199254740992.0  # 2**-53
HALF_A_UNIT = 0.5 * TO_UNIT  # keeps probabilities away from 0, where the normal quantile is infinite
CENTRE_ABOVE = (
    3.3871328727963666080e0,
    1.3314166789178437745e2,
    1.9715909503065514427e3,
    1.3731693765509461125e4,
    4.5921953931549871457e4,
    6.7265770927008700853e4,
    3.3430575583588128105e4,
    2.5090809287301226727e3,
)
CENTRE_BELOW = (
    1.0,
    4.2313330701600911252e1,
    6.8718700749205790830e2,
    5.3941960214247511077e3,
    2.1213794301586595867e4,
    3.9307895800092710610e4,
    2.8729085735721942674e4,
    5.2264952788528545610e3,
)
SIDE_ABOVE = (
    1.42343711074968357734e0,
    4.63033784615654529590e0,
    5.76949722146069140550e0,
    3.64784832476320460504e0,
    1.27045825245236838258e0,
    2.41780725177450611770e-1,
    2.27238449892691845833e-2,
    7.74545014278341407640e-4,
)
SIDE_BELOW = (
    1.0,
    2.05319162663775882187e0,
    1.67638483018380384940e0,
    6.89767334985100004550e-1,
    1.48103976427480074590e-1,
    1.51986665636164571966e-2,
    5.47593808499534494600e-4,
    1.05075007164441684324e-9,
)
TAIL_ABOVE = (
    6.65790464350110377720e0,
    5.46378491116411436990e0,
    1.78482653991729133580e0,
    2.96560571828504891230e-1,
    2.65321895265761230930e-2,
    1.24266094738807843860e-3,
    2.71155556874348757815e-5,
    2.01033439929228813265e-7,
)
TAIL_BELOW = (
    1.0,
    5.99832206555887937690e-1,
    1.36929880922735805310e-1,
    1.48753612908506148525e-2,
    7.86869131145613259100e-4,
    1.84631831751005468180e-5,
    1.42151175831644588870e-7,
    2.04426310338993978564e-15,
)


def philox_round(c0: int, c1: int, c2: int, c3: int, k0: int, k1: int) -> tuple[int, int, int, int]:
    """Return the four counter words after one Philox4x32 round."""
    product0 = 0xD2511F53 * c0
    product1 = 0xCD9E8D57 * c2
    return ((product1 >> 32) & MASK) ^ c1 ^ k0, product1 & MASK, ((product0 >> 32) & MASK) ^ c3 ^ k1, product0 & MASK


def philox(c0: int, c1: int, c2: int, c3: int, k0: int, k1: int) -> tuple[int, int, int, int]:
    """Return the four 32-bit words of Philox4x32-10 for counter (c0..c3) and key (k0, k1)."""
    for _ in range(ROUNDS):
        c0, c1, c2, c3 = philox_round(c0, c1, c2, c3, k0, k1)
        k0 = (k0 + 0x9E3779B9) & MASK
        k1 = (k1 + 0xBB67AE85) & MASK
    return c0, c1, c2, c3


def uniform(seed: int, replicate: int, decision: int, actor: int, partner: int, quarter: int) -> float:
    """Return the uniform number in [0, 1) of an address, with 53 random bits."""
    high, low, _, _ = philox(quarter, partner, actor, decision, seed, replicate)
    # 27 and 26 bits of two words: together as many as a float holds exactly.
    return ((high >> 5) * 67108864.0 + (low >> 6)) * TO_UNIT


def uniform_pair(
    seed: int, replicate: int, decision: int, actor: int, partner: int, quarter: int
) -> tuple[float, float]:
    """Return two independent uniform numbers in [0, 1) of an address; the first is that of `uniform`."""
    a, b, c, d = philox(quarter, partner, actor, decision, seed, replicate)
    return ((a >> 5) * 67108864.0 + (b >> 6)) * TO_UNIT, ((c >> 5) * 67108864.0 + (d >> 6)) * TO_UNIT


def normal(seed: int, replicate: int, decision: int, actor: int, partner: int, quarter: int) -> float:
    """Return the standard normal number of an address."""
    return normal_quantile(max(uniform(seed, replicate, decision, actor, partner, quarter), HALF_A_UNIT))


def normal_quantile(probability: float) -> float:
    """Return the standard normal quantile of a probability in (0, 1), to about 1e-15 (Wichura 1988, AS 241)."""
    centred = probability - 0.5
    if abs(centred) <= 0.425:
        near = 0.180625 - centred * centred
        return centred * ratio(near, CENTRE_ABOVE, CENTRE_BELOW)
    tail = math.sqrt(-math.log(min(probability, 1.0 - probability)))
    far = ratio(tail - 1.6, SIDE_ABOVE, SIDE_BELOW) if tail <= 5.0 else ratio(tail - 5.0, TAIL_ABOVE, TAIL_BELOW)
    return far if centred > 0.0 else -far


def ratio(value: float, above: tuple[float, ...], below: tuple[float, ...]) -> float:
    """Return the ratio of two polynomials of degree seven, coefficients from the constant up."""
    return polynomial(value, above) / polynomial(value, below)


def polynomial(x: float, c: tuple[float, ...]) -> float:
    """Return a polynomial of degree seven."""
    return ((((((c[7] * x + c[6]) * x + c[5]) * x + c[4]) * x + c[3]) * x + c[2]) * x + c[1]) * x + c[0]
