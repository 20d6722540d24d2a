"""From margins to probabilities: 0.7 shall mean seven times in ten."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]

STEPS = 25  # Newton's method ends after four to eight; the bound is for data that never converge
CLOSE = 1e-3  # of a coefficient: Newton's next step would be its square
SUREST = 0.95  # leverage above which a document's own weight can no longer be taken out
OWN_PENALTY = 0.1  # on a tag's own margins: next to nothing, but two parted classes need some


class LogOdds(NamedTuple):
    """log-odds = bias + features · coefficients; and, for the documents learned from, each without itself."""

    bias: float
    coefficients: NDArray[np.float64]
    out_of_sample: Scores


def sigmoid(log_odds: Scores) -> Scores:
    """Return the probabilities of some log-odds.

    >>> sigmoid(np.array([-1000.0, 0.0, 1000.0])).tolist()
    [0.0, 0.5, 1.0]
    """
    return np.asarray(0.5 * (1.0 + np.tanh(0.5 * np.asarray(log_odds, dtype=np.float64))))


def fit_log_odds(features: NDArray[np.float64], y: NDArray[np.int_], *, own: int, calibrated: bool = False) -> LogOdds:
    """Return the logistic regression of y on features, shape (documents, features), by Newton's method.

    The first `own` features are a tag's own margins and hardly penalised, the others carry a unit penalty. Where
    the first is `calibrated`, log-odds itself, the search starts there and ends in half the steps. The targets are
    Platt's (1999): (n₊+1)/(n₊+2) and 1/(n₋+2) instead of 1 and 0, so that a few well-parted examples do not give
    certainty. What each document's log-odds would be had it not been learned from comes from the last step by
    approximate leave-one-out (Rad & Maleki 2020), at the price of no further fit.
    """
    X = np.column_stack([np.ones(len(y)), features])
    penalty = np.ones(X.shape[1])
    penalty[: 1 + own] = OWN_PENALTY
    penalty[0] = 0.0
    target = _targets(y)
    coefficients = np.zeros(X.shape[1])
    if calibrated:
        coefficients[1] = 1.0
    else:
        coefficients[0] = np.log(target.mean() / (1 - target.mean()))
    for _ in range(STEPS):
        probability, slope, curvature = _derivatives(X, coefficients, target, penalty)
        step = np.linalg.solve(curvature, slope)
        coefficients += step * min(1.0, 5.0 / (np.abs(X @ step).max() + 1e-12))  # a far step is cut short
        if np.abs(step).max() < CLOSE:
            break
    probability, _, curvature = _derivatives(X, coefficients, target, penalty)
    spread = probability * (1 - probability) + 1e-9
    leverage = np.minimum(spread * np.einsum("ij,ij->i", X @ np.linalg.inv(curvature), X), SUREST)
    without_itself = X @ coefficients - leverage / (1 - leverage) * (target - probability) / spread
    return LogOdds(float(coefficients[0]), coefficients[1:], without_itself)


def _targets(y: NDArray[np.int_]) -> Scores:
    positives = int(y.sum())
    return np.where(y == 1, (positives + 1) / (positives + 2), 1 / (len(y) - positives + 2))


def _derivatives(
    X: NDArray[np.float64], coefficients: NDArray[np.float64], target: Scores, penalty: NDArray[np.float64]
) -> tuple[Scores, NDArray[np.float64], NDArray[np.float64]]:
    """Return the probabilities, the gradient of the penalised likelihood, and its negative Hessian."""
    probability = sigmoid(X @ coefficients)
    gradient = X.T @ (target - probability) - penalty * coefficients
    hessian = (X * (probability * (1 - probability))[:, None]).T @ X
    hessian[np.diag_indices_from(hessian)] += penalty + 1e-9
    return probability, gradient, hessian
