"""Which tags were used when."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np
from numpy.typing import NDArray

from classifier.documents import Document
from classifier.evaluation.plots.drawing import panel
from classifier.evaluation.report import Evaluation

if TYPE_CHECKING:
    from matplotlib.axes import Axes

TAGS = 20


@dataclass(frozen=True)
class TagsOverTime:
    """How many documents of each year bear each of the most frequent tags; shape (tags, years)."""

    tags: list[str]
    years: list[int]
    counts: NDArray[np.int_]
    documents: list[int]

    @classmethod
    def of(cls, evaluation: Evaluation, *, limit: int = TAGS) -> Self:
        """Return the counts of the most frequent tags in an evaluation; documents without a date are left out."""
        rows = zip((head.year for head in evaluation.articles), evaluation.Y, strict=False)
        pairs = ((year, [evaluation.labels[column] for column in np.flatnonzero(row)]) for year, row in rows)
        return cls._counted(pairs, evaluation.labels, limit)

    @classmethod
    def of_corpus(cls, corpus: Iterable[Document], *, limit: int = TAGS) -> Self:
        """Return the counts of the most frequent tags in a corpus; documents without a date are left out.

        >>> from datetime import date
        >>> articles = [Document("a", "", "", date(2001, 1, 1), ("Radio",)), Document("b", "", "", date(2003, 1, 1))]
        >>> shown = TagsOverTime.of_corpus(articles)
        >>> shown.tags, shown.years, shown.counts.tolist(), shown.documents
        (['Radio'], [2001, 2002, 2003], [[1, 0, 0]], [1, 0, 1])
        """
        return cls._counted(((one.date.year if one.date else None, one.tags) for one in corpus), (), limit)

    @classmethod
    def _counted(cls, rows: Iterable[tuple[int | None, Iterable[str]]], order: Iterable[str], limit: int) -> Self:
        """Count rows of a year and labels; of tags that are as frequent, those come first that do so in `order`."""
        per_year: Counter[int] = Counter()
        of_tags = {label: Counter[int]() for label in order}
        for year, labels in rows:
            if year:
                per_year[year] += 1
                for label in labels:
                    of_tags.setdefault(label, Counter())[year] += 1
        if not per_year:
            return cls([], [], np.zeros((0, 0), dtype=int), [])
        years = list(range(min(per_year), max(per_year) + 1))
        kept = sorted((label for label in of_tags if of_tags[label]), key=lambda label: -of_tags[label].total())[:limit]
        counts = np.array([[of_tags[label][year] for year in years] for label in kept], dtype=int)
        return cls(kept, years, counts.reshape(len(kept), len(years)), [per_year[year] for year in years])

    def plot(self, ax: "Axes | None" = None) -> "Axes":
        """Draw the share of each year's documents that bear each tag: one row a tag, one column a year."""
        title = "Which tags in which years (share of the year's articles)"
        ax = panel(ax, title, width=10, height=1.5 + 0.28 * len(self.tags))
        if not self.years:
            return ax
        shares = self.counts / np.maximum(np.array(self.documents), 1)
        image = ax.imshow(shares, aspect="auto", cmap="Blues", vmin=0)
        ax.set_yticks(range(len(self.tags)), self.tags)
        step = max(1, len(self.years) // 14)
        ax.set_xticks(range(0, len(self.years), step), [str(year) for year in self.years[::step]])
        ax.figure.colorbar(image, ax=ax, format=lambda share, _: f"{share:.0%}", pad=0.02)
        return ax
