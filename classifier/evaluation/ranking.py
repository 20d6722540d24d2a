"""How well tags are ordered, whatever the thresholds: most figures here have one value per document."""

import numpy as np
from numpy.typing import NDArray

from classifier.learning import Indicator, Probabilities


def ranked(Y: Indicator, probabilities: Probabilities) -> NDArray[np.float64]:
    """Return the truth of each document in the order in which its tags are suggested.

    Ties keep the order of the vocabulary, as the list of suggestions does.

    >>> ranked(np.array([[1, 0, 0]]), np.array([[0.2, 0.9, 0.2]])).tolist()
    [[0.0, 1.0, 0.0]]
    """
    order = np.argsort(-probabilities, axis=1, kind="stable")
    return np.take_along_axis(Y, order, axis=1).astype(float)


def found_at(k: int, Y: Indicator, probabilities: Probabilities) -> NDArray[np.float64]:
    """Return how many of the first k suggestions of each document are right.

    >>> found_at(2, np.array([[1, 0, 1]]), np.array([[0.9, 0.5, 0.1]])).tolist()
    [1.0]
    """
    return np.asarray(ranked(Y, probabilities)[:, :k].sum(axis=1))


def gain_at(k: int, Y: Indicator, probabilities: Probabilities) -> NDArray[np.float64]:
    """Return the normalised discounted cumulative gain of each document (Järvelin and Kekäläinen 2002).

    >>> gain_at(5, np.array([[0, 1]]), np.array([[0.9, 0.1]])).round(4).tolist()
    [0.6309]
    """
    truth = ranked(Y, probabilities)[:, :k]
    discounts = 1 / np.log2(np.arange(truth.shape[1]) + 2)
    best = np.concatenate([[0.0], np.cumsum(discounts)])[np.minimum(Y.sum(axis=1), truth.shape[1])]
    gained = truth @ discounts
    return np.asarray(np.divide(gained, best, out=np.zeros(len(Y)), where=best > 0))


def ranking_precision(Y: Indicator, probabilities: Probabilities) -> NDArray[np.float64]:
    """Return the label-ranking average precision of each document; ties count against a tag.

    For each tag that a document bears: of the tags suggested not after it, the share that is right. A document
    without tags, or with all of them, has nothing to be ordered: 1.

    >>> ranking_precision(np.array([[1, 0, 1]]), np.array([[0.9, 0.5, 0.1]])).round(4).tolist()
    [0.8333]
    """
    precisions = np.ones(len(Y))
    for row, (truth, own) in enumerate(zip(Y.astype(bool), probabilities, strict=True)):
        if truth.any() and not truth.all():
            right = np.sort(own[truth])
            before = len(own) - np.searchsorted(np.sort(own), right)
            right_before = len(right) - np.searchsorted(right, right)
            precisions[row] = (right_before / before).mean()
    return precisions


def average_precisions(Y: Indicator, probabilities: Probabilities) -> NDArray[np.float64]:
    """Return the average precision of each tag over the documents, and 0 for a tag that nobody bears.

    It is the area under the steps of precision and recall, equal probabilities taken together.

    >>> average_precisions(np.array([[1], [0], [1]]), np.array([[0.9], [0.5], [0.1]])).round(4).tolist()
    [0.8333]
    """
    return np.array([_average_precision(*column) for column in zip(Y.T, probabilities.T, strict=True)])


def _average_precision(y: NDArray[np.int_], own: NDArray[np.float64]) -> float:
    if not y.any():
        return 0.0
    order = np.argsort(-own, kind="stable")
    hits, ends = np.cumsum(y[order]), np.flatnonzero(np.diff(own[order], append=-1.0))
    return float((hits[ends] / (ends + 1)) @ np.diff(hits[ends], prepend=0) / y.sum())
