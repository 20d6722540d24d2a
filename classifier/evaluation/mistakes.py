"""Disagreements between model and archive that look like mistakes of the archive.

Confident learning: C. Northcutt, L. Jiang, I. Chuang, "Confident Learning: Estimating Uncertainty in Dataset
Labels", Journal of Artificial Intelligence Research 70 (2021), sections 3.1 and 3.2, with each tag taken as a task of
its own. It wants probabilities of documents that were not learned from.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from classifier.evaluation.report import Evaluation, Head
from classifier.learning import Indicator, Probabilities

LIMIT = 30


class Confidence(NamedTuple):
    """What the model gives a tag, on average, where the archive has it and where it has not; shape (tags,).

    NaN for a tag that nobody bears, or everybody.
    """

    with_tag: NDArray[np.float64]
    without: NDArray[np.float64]

    @classmethod
    def of(cls, Y: Indicator, probabilities: Probabilities) -> "Confidence":
        """Return the thresholds of self-confidence, over all documents (equation 2 of the article).

        >>> Confidence.of(np.array([[1], [1], [0]]), np.array([[0.5], [1.0], [0.25]])).with_tag.tolist()
        [0.75]
        """
        bearers, others = Y.sum(axis=0), (1 - Y).sum(axis=0)
        with np.errstate(invalid="ignore"):
            return cls((Y * probabilities).sum(axis=0) / bearers, ((1 - Y) * (1 - probabilities)).sum(axis=0) / others)


class Mistake(NamedTuple):
    """A tag that an article perhaps should have (`missing`), or perhaps should not."""

    article: Head
    tag: str
    missing: bool
    probability: float


def mistakes(evaluation: Evaluation, *, missing: bool, limit: int = LIMIT) -> list[Mistake]:
    """Return the tags that look forgotten (`missing`) or given by mistake, the most doubtful first.

    The model must be as sure against the archive as it is on average where it agrees with it, and find the
    contrary likelier. Without the articles' heads nothing can be shown: the list is empty.
    """
    if not evaluation.articles:
        return []
    suspects, likely = _suspects(evaluation.Y, evaluation.probabilities, missing)
    rows, columns = np.nonzero(suspects)
    order = np.argsort(-likely[rows, columns], kind="stable")[:limit]
    return [
        Mistake(
            evaluation.articles[row],
            evaluation.labels[column],
            missing,
            float(evaluation.probabilities[row, column]),
        )
        for row, column in zip(rows[order], columns[order], strict=True)
    ]


def _suspects(
    Y: Indicator, probabilities: Probabilities, missing: bool
) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    """Return which decisions are suspect, and how likely the contrary is, shape (documents, tags)."""
    confidence = Confidence.of(Y, probabilities)
    given, likely = (Y == 0, probabilities) if missing else (Y == 1, 1 - probabilities)
    bound = confidence.with_tag if missing else confidence.without
    return given & (likely >= bound) & (likely > 0.5), likely  # a NaN bound is never reached
