"""What the plots of a report show: computed and held here, drawn wherever someone can draw."""

from collections import Counter
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from classifier.evaluation.metrics import BINS, bins_of
from classifier.evaluation.report import Evaluation

TAGS = 20


@dataclass(frozen=True)
class Reliability:
    """For each bin of probabilities: what it promises, what it keeps, and how many decisions it holds.

    Empty bins are left out. A model keeps its word when `kept` equals `promised`.
    """

    promised: NDArray[np.float64]
    kept: NDArray[np.float64]
    decisions: NDArray[np.int_]

    @classmethod
    def of(cls, evaluation: Evaluation) -> Self:
        """Return the reliability over all decisions (document × tag).

        >>> said, Y = np.array([[0.9], [0.9], [0.1], [0.1]]), np.array([[1], [0], [0], [0]])
        >>> shown = Reliability.of(Evaluation(["a"], Y, said, np.ones(1), np.zeros(4, int)))
        >>> shown.promised.round(2).tolist(), shown.kept.tolist(), shown.decisions.tolist()
        ([0.1, 0.9], [0.0, 0.5], [2, 2])
        """
        bins = bins_of(evaluation.probabilities).ravel()
        sizes = np.bincount(bins, minlength=BINS)
        full = sizes > 0
        promised = np.bincount(bins, evaluation.probabilities.ravel(), BINS)[full] / sizes[full]
        kept = np.bincount(bins, evaluation.Y.ravel(), BINS)[full] / sizes[full]
        return cls(promised, kept, sizes[full])


@dataclass(frozen=True)
class TagsOverTime:
    """How many of the judged documents of each year bear each of the most frequent tags; shape (tags, years)."""

    tags: list[str]
    years: list[int]
    counts: NDArray[np.int_]
    documents: list[int]

    @classmethod
    def of(cls, evaluation: Evaluation, *, limit: int = TAGS) -> Self:
        """Return the counts of the most frequent tags; documents without a date are left out."""
        per_year = Counter(head.year for head in evaluation.articles if head.year)
        if not per_year:
            return cls([], [], np.zeros((0, 0), dtype=int), [])
        years = list(range(min(per_year), max(per_year) + 1))
        of_year = np.array([head.year or 0 for head in evaluation.articles])
        counts = np.array([evaluation.Y[of_year == year].sum(axis=0) for year in years]).T
        order = np.argsort(-counts.sum(axis=1), kind="stable")[:limit]
        kept = [column for column in order if counts[column].any()]
        return cls([evaluation.labels[column] for column in kept], years, counts[kept], [per_year[y] for y in years])
