"""A uniform number for every address: Philox4x32-10 (Salmon, Moraes, Dror and Shaw 2011), keyed by seed and replicate.

The counter is the address itself (decision, actor, partner or project, quarter), so no stream is consumed:
whoever asks for an address, in whatever order, gets the same number. The functions are plain Python on
integers; `sipabm.compilation` registers them for compiled code.
"""

from __future__ import annotations

import math

MASK = 0xFFFFFFFF
ROUNDS = 10
TWO_PI = 2.0 * math.pi
TO_UNIT = 1.0 / 9007199254740992.0  # 2**-53


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
    return ((high >> 5) * 67108864.0 + (low >> 6)) * TO_UNIT


def uniform_pair(
    seed: int, replicate: int, decision: int, actor: int, partner: int, quarter: int
) -> tuple[float, float]:
    """Return two independent uniform numbers in [0, 1) of an address; the first is that of `uniform`."""
    a, b, c, d = philox(quarter, partner, actor, decision, seed, replicate)
    return ((a >> 5) * 67108864.0 + (b >> 6)) * TO_UNIT, ((c >> 5) * 67108864.0 + (d >> 6)) * TO_UNIT


def normal(seed: int, replicate: int, decision: int, actor: int, partner: int, quarter: int) -> float:
    """Return the standard normal number of an address (Box and Muller 1958)."""
    first, second = uniform_pair(seed, replicate, decision, actor, partner, quarter)
    return math.sqrt(-2.0 * math.log(1.0 - first)) * math.cos(TWO_PI * second)
