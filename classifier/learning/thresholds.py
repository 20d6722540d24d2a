"""From which probability a tag is proposed: one cut per tag, leaning on the common one."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

LEANING = (
    100  # positives at which a tag’s own cut weighs as much as the common one; chosen out of fold on three corpora
)


def best_cut(probabilities: NDArray[np.float64], y: NDArray[np.int_]) -> float:
    """Return the probability from which proposing gives the best F1.

    It lies half-way between two probabilities that were met, so that it does not hang on either.

    >>> best_cut(np.array([0.9, 0.6, 0.4, 0.1]), np.array([1, 1, 0, 0]))
    0.5
    """
    order = np.argsort(-probabilities, kind="stable")
    ranked, hits = probabilities[order], np.cumsum(y[order])
    f1 = 2 * hits / (np.arange(1, len(y) + 1) + y.sum())
    distinct = np.append(ranked[:-1] > ranked[1:], True)  # equal probabilities cannot be parted
    best = int(np.argmax(np.where(distinct, f1, -1.0)))
    below = ranked[best + 1] if best + 1 < len(ranked) else 0.0
    return float((ranked[best] + below) / 2)


def choose_thresholds(
    probabilities: NDArray[np.float64], Y: NDArray[np.int_], told: Sequence[slice | NDArray[np.bool_]] = ()
) -> NDArray[np.float64]:
    """Return one threshold per tag from out-of-fold probabilities, both of shape (documents, tags).

    `told` gives for each tag the documents of which it is known whether they bear it; by default all.

    A tag's own best cut overfits when its examples are few, so it is averaged with the cut that is best
    over all tags together, in proportion to its positives.
    """
    rows = told or [slice(None)] * Y.shape[1]
    columns = [(probabilities[rows[tag], tag], Y[rows[tag], tag]) for tag in range(Y.shape[1])]
    everything = (np.concatenate(parts) for parts in zip(*columns, strict=True))
    positives = np.array([y.sum() for _, y in columns])
    common = best_cut(*everything) if positives.any() else 0.5
    own = np.array([best_cut(*column) if positives[tag] else common for tag, column in enumerate(columns)])
    share = positives / (positives + LEANING)
    return np.asarray(share * own + (1 - share) * common)
