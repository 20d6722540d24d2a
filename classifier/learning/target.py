"""What a classifier is asked to learn: an indicator of tags, or, as scikit-learn also has it, one label a document."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import issparse
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_array

Indicator = NDArray[np.int_]
Probabilities = NDArray[np.float64]
Classes = Any  # an array of labels, or a list of arrays for an indicator


class Target(NamedTuple):
    """An indicator of shape (documents, columns), and what its columns stand for.

    `classes` is a list with [0, 1] for each tag of an indicator. Of single labels it is the array of the labels:
    two of them make one column, that of the second; more make a column each.
    """

    indicator: Indicator
    classes: Classes

    @classmethod
    def of(cls, Y: Any, *, documents: int) -> "Target":
        """Return an indicator, dense or sparse, or a column of labels, as a target; raise `ValueError` for all else.

        >>> Target.of(["radio", "presse", "radio"], documents=3).indicator.tolist()
        [[1], [0], [1]]
        >>> Target.of([[1, 0], [1, 1]], documents=2).classes
        [array([0, 1]), array([0, 1])]
        """
        if Y is None:
            raise ValueError("TagClassifier requires y to be passed, but the target y is None.")
        Y = check_array(Y, dtype=None, input_name="Y", ensure_2d=False, accept_sparse="csr")
        check_classification_targets(Y)
        Y = Y.toarray() if issparse(Y) else np.asarray(Y)
        if len(Y) != documents:
            raise ValueError(f"X has {documents} documents and Y has {len(Y)}.")
        return cls._of_labels(Y) if _are_labels(Y) else cls._of_indicator(Y)

    @classmethod
    def _of_indicator(cls, Y: NDArray[Any]) -> "Target":
        if not np.isin(Y, (0, 1)).all():
            raise ValueError("Y must be an indicator: 1 where a document bears a tag, else 0.")
        return cls(np.asarray(Y, dtype=np.int_), [np.array([0, 1])] * Y.shape[1])

    @classmethod
    def _of_labels(cls, Y: NDArray[Any]) -> "Target":
        classes, column = np.unique(Y.ravel(), return_inverse=True)
        if len(classes) < 2:
            raise ValueError(f"Y holds one class only, {classes[0]!r}: there is nothing to tell apart.")
        indicator = np.eye(len(classes), dtype=np.int_)[column]
        return cls(indicator[:, 1:] if len(classes) == 2 else indicator, classes)


def _are_labels(Y: NDArray[Any]) -> bool:
    """Whether there is one label a document; a single column of 0 and 1 is the indicator of one tag."""
    return Y.ndim == 1 or (Y.shape[1] == 1 and not np.isin(Y, (0, 1)).all())


def likeliest(log_odds: NDArray[np.float64], classes: NDArray[Any]) -> NDArray[Any]:
    """Return the label of each document.

    >>> likeliest(np.array([[-1.0], [2.0]]), np.array(["presse", "radio"])).tolist()
    ['presse', 'radio']
    """
    columns = (log_odds[:, 0] > 0).astype(int) if len(classes) == 2 else log_odds.argmax(axis=1)
    return np.asarray(classes[columns])


def shares(probabilities: Probabilities, classes: NDArray[Any]) -> Probabilities:
    """Return the probabilities of labels that exclude each other, shape (documents, labels): rows add up to 1.

    >>> shares(np.array([[0.25]]), np.array(["presse", "radio"])).tolist()
    [[0.75, 0.25]]
    """
    if len(classes) == 2:
        return np.column_stack([1 - probabilities, probabilities])
    return np.asarray(probabilities / probabilities.sum(axis=1, keepdims=True))
