"""How far on a tag's side of the line each document lies: one linear model per tag and question."""

from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from classifier.learning.calibration import Scores

NEGLIGIBLE = 0.01  # of the heaviest weight: dropped from the table, a tenth of its size remains


class Margins(NamedTuple):
    """One linear scorer, shape (terms,), and its scores of the documents while it had not seen them."""

    weights: NDArray[np.float32]
    intercept: float
    out_of_fold: Scores

    @classmethod
    def fit(cls, X: csr_array, y: NDArray[np.int_], scorer: Any, *, folds: int, random_state: int) -> Self:
        """Learn to part the documents where y is 1 from the others, by a linear classifier of scikit-learn.

        The out-of-fold scores come from stratified folds, drawn anew for each tag so that a rare tag has
        examples on both sides of every fold.
        """
        from sklearn.model_selection import StratifiedKFold  # half a second to import: only for those who learn

        scores = np.empty(len(y))
        for seen, held_out in StratifiedKFold(folds, shuffle=True, random_state=random_state).split(X, y):
            scores[held_out] = scorer.fit(X[seen], y[seen]).decision_function(X[held_out])
        scorer.fit(X, y)
        weights = scorer.coef_[0]
        weights[np.abs(weights) < NEGLIGIBLE * np.abs(weights).max()] = 0.0
        return cls(weights.astype(np.float32), float(scorer.intercept_[0]), scores)
