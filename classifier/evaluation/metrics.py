"""How good suggestions are, over the whole vocabulary: a tag that nobody bears counts too."""

import numpy as np
from numpy.typing import NDArray

from classifier.learning import Indicator, Probabilities

BINS = 15


def f1(hits: NDArray[np.float64], proposed: NDArray[np.float64], actual: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return 2·hits / (proposed + actual), and 0 where nothing was proposed nor borne.

    >>> f1(np.array([2.0, 0.0]), np.array([3.0, 0.0]), np.array([3.0, 0.0])).round(2).tolist()
    [0.67, 0.0]
    """
    total = proposed + actual
    return np.asarray(np.divide(2 * hits, total, out=np.zeros_like(total, dtype=float), where=total > 0))


def ratio(hits: NDArray[np.float64], total: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return hits / total, and 0 where the total is 0."""
    return np.asarray(np.divide(hits, total, out=np.zeros_like(total, dtype=float), where=total > 0))


def ranks_of(columns: NDArray[np.int_], probabilities: Probabilities) -> NDArray[np.int_]:
    """Return how many tags stand before a given one in each document; ties count against it.

    >>> ranks_of(np.array([1]), np.array([[0.9, 0.5, 0.5]])).tolist()
    [2]
    """
    own = np.take_along_axis(probabilities, columns[:, None], axis=1)
    return np.asarray((probabilities >= own).sum(axis=1) - 1)


def calibration_error(Y: Indicator, probabilities: Probabilities) -> float:
    """Return the expected calibration error over all decisions (document × tag).

    The decisions are cut into bins of equal width; the error is the mean distance between what a bin
    promises and what it keeps, weighted by the bin's decisions (Guo et al. 2017).

    >>> calibration_error(np.array([[1], [0]]), np.array([[0.5], [0.5]]))
    0.0
    """
    promised, kept = probabilities.ravel(), Y.ravel()
    bins = np.minimum((promised * BINS).astype(int), BINS - 1)
    sizes = np.bincount(bins, minlength=BINS)
    gaps = np.abs(np.bincount(bins, promised, BINS) - np.bincount(bins, kept, BINS))
    return float(gaps.sum() / max(sizes.sum(), 1))
