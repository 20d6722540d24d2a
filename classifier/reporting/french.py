"""Numbers and small words as French readers expect them."""

import re
from math import isfinite

from classifier.evaluation import Figure

NARROW = "\u202f"  # narrow no-break space: between thousands, before ";" and "%"
MARKDOWN = re.compile(r"([\\`*_\[\]<>|#~])")


def integer(value: float) -> str:
    """Return a whole number with its thousands apart.

    >>> integer(3599).replace(NARROW, " ")
    '3 599'
    """
    return f"{round(value):,}".replace(",", NARROW)


def decimal(value: float, digits: int = 2) -> str:
    """Return a number with a decimal comma, and a dash for what is no number.

    >>> decimal(0.6554), decimal(float("inf"))
    ('0,66', '–')
    """
    return f"{value:.{digits}f}".replace(".", ",") if isfinite(value) else "–"


def percent(value: float, digits: int = 0) -> str:
    """Return a share in per cent.

    >>> percent(0.6554, 1).replace(NARROW, " ")
    '65,5 %'
    """
    return f"{decimal(100 * value, digits)}{NARROW}%" if isfinite(value) else "–"


def shown(figure: Figure, *, share: bool = True) -> str:
    """Return a figure: a share in per cent, or else a small number.

    >>> shown(Figure(0.0047, 0.003, 0.006), share=False)
    '0,0047'
    """
    return percent(figure.value, 1) if share else decimal(figure.value, 4)


def interval(figure: Figure, *, share: bool = True) -> str:
    """Return the interval of a figure.

    >>> interval(Figure(0.655, 0.64, 0.67))
    '64,0 – 67,0'
    """
    low, high = (decimal(100 * end, 1) if share else decimal(end, 4) for end in (figure.low, figure.high))
    return f"{low} – {high}"


def several(count: int, noun: str) -> str:
    """Return a count and its noun.

    >>> several(1, "article"), several(3, "article")
    ('1 article', '3 articles')
    """
    return f"{integer(count)} {noun}{'s' if count > 1 else ''}"


def plain(text: str) -> str:
    """Return a text of which nothing is taken for Markdown or HTML, on one line.

    >>> plain("Débat | <b>5G</b>")
    'Débat \\\\| \\\\<b\\\\>5G\\\\</b\\\\>'
    """
    return MARKDOWN.sub(r"\\\1", " ".join(text.split()))
