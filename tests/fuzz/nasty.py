"""Texts and numbers that programs stumble over."""

import random

SIGNS = (
    "\x00\x01\x07\x08\t\n\r\x1b\x7f\x85\x9b\u200b\u202e\u2028\ufeff\ufffe\U0001f4a9\ud800ǅß'\"`$\\/<>&%{}[]=#:;,.-+@|~ "
)
TEXTS = (
    "",
    " ",
    "\x1b[2J\x1b[31m",
    "\x9b2J",
    "\u202edenmark",
    "$\\frac{$",
    "<script>alert(1)</script>",
    "<svg onload=x>",
    "=cmd|' /C calc'!A0",
    "@SUM(1)",
    "-1+1",
    "; touch x",
    "$(touch x)",
    "`touch x`",
    "../../x",
    "/dev/zero",
    "/etc/passwd",
    "CON",
    ".",
    "..",
    "~",
    "a:b",
    "a\nb",
    "ＤＫ",
    "٣",
    "é" * 300,
    "x" * 70_000,
    "null",
    "None",
    "nan",
    "%s%n{0}{__class__}",
)
NUMBERS = (
    "0",
    "-0.0",
    "1",
    "-1",
    "2",
    "0.5",
    "1e-300",
    "5e-324",
    "1e308",
    "1e400",
    "-1e400",
    "nan",
    "inf",
    "-inf",
    "99999999999999999999999",
    "9223372036854775808",
    "2147483648",
    "1" * 5000,
    "0x10",
    "1_000",
    "٣",
    "1,5",
    "1e",
    "true",
    "2010-01-01",
    "2010Q1",
    "2010Q5",
    "0000Q1",
    "9999Q4",
)


def text(luck: random.Random) -> str:
    """Return a text that is hard to print, to store or to draw."""
    if luck.random() < 0.5:
        return luck.choice(TEXTS)
    return "".join(luck.choice(SIGNS) for _ in range(luck.randrange(1, 12)))


def number(luck: random.Random) -> str:
    """Return what somebody may write for a number."""
    return luck.choice(NUMBERS) if luck.random() < 0.7 else repr(luck.choice((-1, 1)) * 10.0 ** luck.uniform(-12, 12))


def mangled(luck: random.Random, content: bytes) -> bytes:
    """Return bytes of which some are lost, doubled, exchanged or put in."""
    for _ in range(luck.randrange(1, 4)):
        start, end = sorted(luck.randrange(len(content) + 1) for _ in range(2))
        end = min(end, start + 40)
        put = luck.choice(
            (b"", content[start:end] * 2, luck.randbytes(3), luck.choice(SIGNS).encode("utf-8", "replace"))
        )
        content = content[:start] + put + content[end:]
    return content
