"""One bar a tag: how many articles it has, and what it is worth."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np
from numpy.typing import NDArray

from classifier.documents import Document
from classifier.evaluation.plots.drawing import BLUE, GREEN, ORANGE, panel
from classifier.evaluation.report import Evaluation
from classifier.learning import MIN_EXAMPLES
from classifier.vocabulary import Vocabulary

if TYPE_CHECKING:
    from matplotlib.axes import Axes

RAREST = 25
SHOWN = 30


@dataclass(frozen=True)
class TagCounts:
    """How many documents bear each tag of a vocabulary, the rarest first; below `needed` a tag cannot be learned."""

    tags: list[str]
    counts: NDArray[np.int_]
    needed: int = MIN_EXAMPLES

    @classmethod
    def of(cls, corpus: Iterable[Document], vocabulary: Vocabulary, *, needed: int = MIN_EXAMPLES) -> Self:
        """Return the counts; a former label or a synonym counts for its tag.

        Raises `UnknownTagError` for a label outside the vocabulary.
        """
        counts: Counter[str] = Counter(dict.fromkeys(vocabulary.labels, 0))
        for document in corpus:
            counts.update({vocabulary.find(label).label for label in document.tags})
        rows = sorted(counts.items(), key=lambda row: row[1])
        return cls([tag for tag, _ in rows], np.array([count for _, count in rows], dtype=int), needed)

    @property
    def rare(self) -> list[str]:
        """The tags that have too few documents to be learned."""
        return [tag for tag, count in zip(self.tags, self.counts, strict=True) if count < self.needed]

    def plot(self, ax: "Axes | None" = None, *, limit: int = RAREST) -> "Axes":
        """Draw the rarest tags, those that cannot be learned in another colour."""
        tags, counts = self.tags[:limit], self.counts[:limit]
        ax = panel(ax, f"The {len(tags)} rarest tags", width=9, height=1 + 0.27 * len(tags))
        ax.barh(tags, counts, color=[ORANGE if count < self.needed else BLUE for count in counts])
        ax.axvline(self.needed, color=ORANGE, linestyle="--", linewidth=1)
        ax.invert_yaxis()
        ax.set_xlabel(f"articles (a tag is learned from {self.needed} on)")
        return ax


@dataclass(frozen=True)
class TagScores:
    """Precision, recall and F1 of the tags that are borne by most of the judged documents, the best first."""

    tags: list[str]
    precision: NDArray[np.float64]
    recall: NDArray[np.float64]
    f1: NDArray[np.float64]

    @classmethod
    def of(cls, evaluation: Evaluation, *, limit: int = SHOWN) -> Self:
        """Return the scores of the tags with most documents."""
        frame = evaluation.per_tag()
        frame = frame.nlargest(limit, "support").sort_values("f1", ascending=False, kind="stable")
        return cls(frame.index.tolist(), *(frame[name].to_numpy() for name in ("precision", "recall", "f1")))

    def plot(self, ax: "Axes | None" = None) -> "Axes":
        """Draw a bar of F1 for each tag, with its precision and recall as points."""
        ax = panel(ax, "What each tag is worth", width=11, height=1 + 0.27 * len(self.tags))
        ax.barh(self.tags, self.f1, color=BLUE, alpha=0.35, label="F1")
        ax.scatter(self.precision, self.tags, color=GREEN, s=22, label="precision: proposed, and right", zorder=3)
        ax.scatter(self.recall, self.tags, color=ORANGE, s=22, marker="D", label="recall: borne, and found", zorder=3)
        ax.invert_yaxis()
        ax.set_xlim(0, 1.02)
        ax.legend(frameon=False, loc="center left", bbox_to_anchor=(1, 0.5))
        return ax
