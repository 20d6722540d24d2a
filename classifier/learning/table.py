"""What is learned for one question about every tag, as plain arrays: from features to log-odds."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, vstack

from classifier.learning.context import times

LogOddsArray = NDArray[np.float64]


@dataclass(frozen=True)
class Table:
    """log-odds = offset + gain · (bias + features · weights) + likenesses · pulls, for each tag.

    The bracket is the *text log-odds*: what the words say of a tag by themselves. The last term is the context:
    what the text log-odds of all tags together add to it (see `context`).

    Attributes
    ----------
    weights : csr_array of shape (n_terms, n_tags)
        In text log-odds per unit of a feature.
    biases, gains, offsets : ndarray of shape (n_tags,)
    pulls : ndarray of shape (n_landmarks, n_tags)
    """

    weights: csr_array
    biases: NDArray[np.float64]
    gains: NDArray[np.float64]
    offsets: NDArray[np.float64]
    pulls: NDArray[np.float64]

    def text(self, X: csr_array) -> LogOddsArray:
        """Return the text log-odds, shape (documents, tags)."""
        terms, column = np.unique(X.indices, return_inverse=True)
        # of the weights only what is needed: scipy would take a copy of all of them to the precision of X
        rows = csr_array(self.weights[terms], dtype=np.float64)
        X = csr_array((X.data, column, X.indptr), shape=(X.shape[0], len(terms)))
        return np.asarray((X @ rows).toarray() + self.biases)

    def log_odds(self, text: LogOddsArray, likenesses: NDArray[np.float64]) -> LogOddsArray:
        """Return the log-odds, shape (documents, tags)."""
        return np.asarray(self.offsets + self.gains * text + times(likenesses, self.pulls))

    @property
    def constants(self) -> NDArray[np.float64]:
        """The log-odds of an article without words or context, shape (tags,)."""
        return np.asarray(self.offsets + self.gains * self.biases)


def side_by_side(columns: list[NDArray[np.float32] | None], terms: int) -> csr_array:
    """Return the weights of all tags as one matrix; None is a tag without weights."""
    rows = [csr_array((1, terms), dtype=np.float32) if one is None else csr_array(one[None]) for one in columns]
    weights = csr_array(vstack(rows, format="csr").T.tocsr(), dtype=np.float32)
    weights.sort_indices()
    return weights
