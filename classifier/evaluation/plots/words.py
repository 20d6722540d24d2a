"""Which words speak for a tag, and which against it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np
from numpy.typing import NDArray

from classifier.evaluation.plots.drawing import BLUE, ORANGE, panel
from classifier.tagging import Tagger

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WORDS = 12
KINDS = {"lemma": "{}", "name": "its names", "mention": "words that evoke it"}


@dataclass(frozen=True)
class HeaviestWords:
    """The features that weigh most for a tag and against it, in log-odds, from the best friend to the worst enemy."""

    tag: str
    terms: list[str]
    weights: NDArray[np.float64]

    @classmethod
    def of(cls, tagger: Tagger, tag: str, *, limit: int = WORDS) -> Self:
        """Return the heaviest `limit` features on either side."""
        column = tagger.vocabulary.column(tag)
        table = tagger.classifier.bears_
        weights = table.weights[:, [column]].toarray()[:, 0].astype(float) * table.gains[column]
        names = tagger.vectorizer.get_feature_names_out()
        order = np.argsort(-weights, kind="stable")
        kept = np.concatenate([order[:limit], order[max(limit, len(order) - limit) :]])
        kept = kept[weights[kept] != 0.0]
        return cls(tagger.vocabulary[column].label, names[kept].tolist(), weights[kept])

    def plot(self, ax: "Axes | None" = None) -> "Axes":
        """Draw one bar a feature, to the right for the tag and to the left against it."""
        ax = panel(ax, f"Words for and against « {self.tag} »", width=8, height=1 + 0.25 * len(self.terms))
        places = range(len(self.terms))
        ax.barh(places, self.weights, color=[BLUE if weight > 0 else ORANGE for weight in self.weights])
        ax.set_yticks(places, [said(term) for term in self.terms])
        ax.axvline(0, color="black", linewidth=0.8)
        ax.invert_yaxis()
        ax.set_xlabel("log-odds that it adds to the text")
        return ax


def said(term: str) -> str:
    """Return the name of a feature as people read it.

    >>> said("lemma:mot passe"), said("title:usine"), said("name:radio")
    ('mot passe', 'usine (title)', 'its names')
    """
    kind, _, words = term.partition(":")
    return KINDS.get(kind, f"{{}} ({kind})").format(words)
