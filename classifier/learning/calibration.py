"""From raw scores to probabilities: 0.7 shall mean seven times in ten."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

Scores = NDArray[np.float64]


class Sigmoid(NamedTuple):
    """probability = 1 / (1 + exp(-(slope · score + shift)))."""

    slope: float
    shift: float

    def __call__(self, scores: Scores) -> Scores:
        """Return the probabilities of some scores."""
        return sigmoid(self.slope * scores + self.shift)


def sigmoid(log_odds: Scores) -> Scores:
    """Return the probabilities of some log-odds.

    >>> sigmoid(np.array([-1000.0, 0.0, 1000.0])).tolist()
    [0.0, 0.5, 1.0]
    """
    return np.asarray(0.5 * (1.0 + np.tanh(0.5 * np.asarray(log_odds, dtype=np.float64))))


def fit_sigmoid(scores: Scores, y: NDArray[np.int_]) -> Sigmoid:
    """Return the sigmoid that best explains labels by out-of-fold scores (Platt 1999).

    The targets are his: (n₊+1)/(n₊+2) and 1/(n₋+2) instead of 1 and 0, so that a few well-parted
    examples do not give certainty. Each document is entered twice, as a yes and as a no, with those weights.
    """
    positives = int(y.sum())
    high, low = (positives + 1) / (positives + 2), 1 / (len(y) - positives + 2)
    target = np.where(y == 1, high, low)
    platt = LogisticRegression(C=1e6, max_iter=1000)
    platt.fit(
        np.concatenate([scores, scores])[:, None],
        np.repeat([1, 0], len(scores)),
        sample_weight=np.concatenate([target, 1.0 - target]),
    )
    return Sigmoid(float(platt.coef_[0, 0]), float(platt.intercept_[0]))
