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
    """Return hits / total, and 0 where the total is 0.

    >>> ratio(np.array([1.0, 0.0]), np.array([4.0, 0.0])).tolist()
    [0.25, 0.0]
    """
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
    gaps = calibration_gaps(Y, probabilities)
    return float(np.abs(gaps.sum(axis=0)).sum() / max(Y.size, 1))


def calibration_gaps(Y: Indicator, probabilities: Probabilities) -> NDArray[np.float64]:
    """Return what each document adds to the distance of each bin, promised less kept, shape (documents, bins).

    >>> calibration_gaps(np.array([[1, 0]]), np.array([[0.75, 0.01]])).sum(axis=1).tolist()
    [-0.24]
    """
    rows = np.repeat(np.arange(len(Y)), Y.shape[1])
    cells = rows * BINS + bins_of(probabilities).ravel()
    gaps = np.bincount(cells, (probabilities - Y).ravel(), len(Y) * BINS)
    return np.asarray(gaps.reshape(len(Y), BINS), dtype=np.float64)


def bins_of(probabilities: Probabilities) -> NDArray[np.int_]:
    """Return the bin of each probability: `BINS` of equal width, the last one closed."""
    return np.asarray(np.minimum((probabilities * BINS).astype(int), BINS - 1))


def brier_scores(Y: Indicator, probabilities: Probabilities) -> NDArray[np.float64]:
    """Return for each document the mean squared distance of its probabilities to the truth (Brier 1950).

    >>> brier_scores(np.array([[1, 0]]), np.array([[0.5, 0.5]])).tolist()
    [0.25]
    """
    return np.asarray(np.square(probabilities - Y).mean(axis=1))
