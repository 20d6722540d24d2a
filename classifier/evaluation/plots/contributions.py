"""Why a tag was given to an article: the parts of its log-odds, and the words in their places."""

from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING, Self

import numpy as np
from numpy.typing import NDArray

from classifier.documents import Document
from classifier.evaluation.plots.drawing import BLUE, GREY, ORANGE, panel
from classifier.tagging import Explanation

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WORDS = 10
SHADES = 8  # steps from hardly to darkly marked


@dataclass(frozen=True)
class Contributions:
    """The parts that add up to the log-odds of a tag: its rarity, the heaviest words, all others, the other tags."""

    tag: str
    parts: list[str]
    weights: NDArray[np.float64]

    @classmethod
    def of(cls, explanation: Explanation, *, limit: int = WORDS) -> Self:
        """Return the parts of an explanation; their sum is its `log_odds`."""
        heaviest = sorted(explanation.evidence, key=lambda one: -abs(one.weight))
        shown, others = heaviest[:limit], heaviest[limit:]
        shown.sort(key=lambda one: -one.weight)
        rows = [("before any word", explanation.bias)]
        rows += [(f"« {one.words} »", one.weight) for one in shown]
        rows += [(f"{len(others)} other words", sum(one.weight for one in others))] if others else []
        rows += [("the other tags", explanation.context)]
        return cls(explanation.tag.label, [name for name, _ in rows], np.array([weight for _, weight in rows]))

    def plot(self, ax: "Axes | None" = None) -> "Axes":
        """Draw the parts as steps, each from where the one before it led, and the sum as a line."""
        ax = panel(ax, f"How « {self.tag} » is arrived at", width=9, height=1.2 + 0.3 * len(self.parts))
        ends = np.cumsum(self.weights)
        places = range(len(self.parts))
        colours = [BLUE if weight > 0 else ORANGE for weight in self.weights]
        ax.barh(places, self.weights, left=ends - self.weights, color=colours)
        ax.axvline(ends[-1], color=GREY, linestyle="--", linewidth=1)
        ax.set_yticks(places, self.parts)
        ax.invert_yaxis()
        probability = 1 / (1 + np.exp(-ends[-1]))
        ax.set_xlabel(f"log-odds; they end at {ends[-1]:.2f}, a probability of {probability:.2f}")
        return ax


@dataclass(frozen=True)
class MarkedArticle:
    """An article in which the words behind a tag are marked, the darker the heavier; notebooks show it as a page."""

    document: Document
    explanation: Explanation

    def weights(self, field: str) -> NDArray[np.float64]:
        """Return what each character of "title" or "text" speaks for the tag; what speaks against it counts nothing."""
        weights = np.zeros(len(getattr(self.document, field)))
        for one in self.explanation.evidence:
            for place in one.places:
                if place.field == field and one.weight > 0:
                    weights[place.start : place.end] += one.weight / len(one.places)
        return weights

    def _repr_html_(self) -> str:
        heaviest = max((self.weights(field).max(initial=0.0) for field in ("title", "text")), default=0.0) or 1.0
        title, text = (_marked(getattr(self.document, one), self.weights(one) / heaviest) for one in ("title", "text"))
        style = "max-width: 45em; line-height: 1.5"
        return f'<div style="{style}"><h4>{title}</h4><p style="white-space: pre-line">{text}</p></div>'


def _marked(text: str, shares: NDArray[np.float64]) -> str:
    """Return a text as HTML, its characters marked by their shares of the heaviest.

    >>> _marked("la radio", np.array([0, 0, 0, 1, 1, 1, 1, 1.0]))
    'la <mark style="background: rgb(31 90 148 / 50%); color: inherit">radio</mark>'
    """
    shades = np.ceil(shares * SHADES).astype(int)
    edges = [0, *(np.flatnonzero(np.diff(shades)) + 1).tolist(), len(text)]
    return "".join(_run(text[start:end], int(shades[start])) for start, end in pairwise(edges) if end > start)


def _run(words: str, shade: int) -> str:
    if not shade:
        return escape(words)
    strength = 50 * shade // SHADES
    return f'<mark style="background: rgb(31 90 148 / {strength}%); color: inherit">{escape(words)}</mark>'
