"""Which articles would teach most: those that leave a model in doubt, about rare tags first, and unlike each other."""

from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, vstack

SURPRISE = 0.9  # how far a probability must be from what the archive says of a tag to cast doubt on it
EDGE = 1e-9  # probabilities closer to 0 or 1 are as sure as can be

Doubts = NDArray[np.float64]
Origin = TypeVar("Origin")


def doubts(probabilities: NDArray[np.float64], thresholds: NDArray[np.float64]) -> Doubts:
    """Return how much each tag is in doubt, shape (documents, tags): 1 at its threshold, less by e for each log-odd.

    >>> doubts(np.array([[0.3, 0.99]]), np.array([0.3, 0.5])).round(2).tolist()
    [[1.0, 0.01]]
    """
    return np.asarray(np.exp(-np.abs(_log_odds(probabilities) - _log_odds(thresholds))))


def surprises(probabilities: NDArray[np.float64], Y: NDArray[np.int_]) -> Doubts:
    """Return how much a model doubts what the archive says of each tag; 0 where it does not plainly contradict it.

    >>> surprises(np.array([[0.97, 0.6, 0.02]]), np.array([[0, 0, 1]])).round(2).tolist()
    [[0.97, 0.0, 0.98]]
    """
    distance = np.abs(Y - probabilities)
    return np.asarray(np.where(distance >= SURPRISE, distance, 0.0))


def worths(doubt: Doubts, examples: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return what each document would teach: its doubts, each divided by the examples that the tag has already.

    >>> worths(np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([9.0, 0.0])).tolist()
    [0.1, 1.0]
    """
    return np.asarray(doubt @ (1 / (1 + examples)))


def choose(doubt: Doubts, rows: csr_array, examples: NDArray[np.float64], count: int) -> list[int]:
    """Return which documents to tag next, the one that teaches most first; `rows` are their features.

    Greedy: a document that was chosen counts as examples of the tags that it left in doubt, and what is like it is
    worth less by their likeness (the cosine of their features), so that the choice spreads over tags and subjects.

    >>> rows = csr_array(np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]]))
    >>> choose(np.array([[1.0], [0.9], [0.5]]), rows, np.array([3.0]), 2)
    [0, 2]
    """
    met = examples.astype(np.float64)
    rows = _unit(rows)
    likeness = np.zeros(len(doubt))
    left = np.ones(len(doubt), dtype=np.bool_)
    chosen: list[int] = []
    for _ in range(min(count, len(doubt))):
        best = int(np.argmax(np.where(left, worths(doubt, met) * (1 - likeness), -np.inf)))
        chosen.append(best)
        left[best] = False
        met += doubt[best]
        same = (rows @ rows[[best]].T).toarray().ravel()
        likeness = np.maximum(likeness, np.minimum(same, 1.0))
    return chosen


class Pool(Generic[Origin]):
    """The documents worth most among any number, for `choose`: never more than twice `size` are held."""

    def __init__(self, size: int, examples: NDArray[np.float64]) -> None:
        self.size, self.examples = size, examples
        self.origins: list[Origin] = []
        self._doubts: list[Doubts] = []
        self._rows: list[csr_array] = []

    def add(self, origin: Origin, doubt: Doubts, row: csr_array) -> None:
        """Add one document: what is to be remembered of it, its doubts, its features."""
        self.origins.append(origin)
        self._doubts.append(doubt)
        self._rows.append(row)
        if len(self.origins) >= 2 * self.size:
            self._keep_best()

    def choose(self, count: int) -> list[Origin]:
        """Return which documents to tag next; see `choose`."""
        self._keep_best()
        if not self.origins:
            return []
        rows = csr_array(vstack(self._rows, format="csr"))
        return [self.origins[at] for at in choose(np.stack(self._doubts), rows, self.examples, count)]

    def _keep_best(self) -> None:
        if len(self.origins) <= self.size:
            return
        best = np.argsort(-worths(np.stack(self._doubts), self.examples), kind="stable")[: self.size]
        kept = np.sort(best).tolist()  # the order of the source: equal worths do not depend on when we sorted
        self.origins = [self.origins[at] for at in kept]
        self._doubts = [self._doubts[at] for at in kept]
        self._rows = [self._rows[at] for at in kept]


def _log_odds(probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
    sure = np.clip(probabilities, EDGE, 1 - EDGE)
    return np.asarray(np.log(sure) - np.log1p(-sure))


def _unit(rows: csr_array) -> csr_array:
    lengths = np.sqrt(rows.multiply(rows).sum(axis=1))
    return csr_array(rows.multiply((1 / np.maximum(lengths, 1e-12))[:, None]))
