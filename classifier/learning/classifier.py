"""The multi-label classifier: calibrated one-versus-rest, folded into one table of numbers."""

from collections.abc import Callable
from typing import Any, NamedTuple, Self

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray
from scipy.sparse import csr_array, vstack
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.svm import LinearSVC
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_array, check_is_fitted, validate_data

from classifier.errors import TooFewExamplesError
from classifier.learning.calibration import fit_sigmoid, sigmoid
from classifier.learning.thresholds import choose_thresholds

MIN_EXAMPLES = 8  # below this, out-of-fold scores swing more than the threshold could gain
NEGLIGIBLE = 0.01  # of a tag's heaviest weight: dropped from the table, a tenth of its size remains

Indicator = NDArray[np.int_]
Probabilities = NDArray[np.float64]


class Linear(NamedTuple):
    """A linear scorer, and its scores of documents that it had not seen."""

    weights: NDArray[np.float64]
    intercept: float
    out_of_fold: NDArray[np.float64]

    def plus(self, other: Self, share: float) -> Self:
        """Return the scorer that adds a share of another's scores to this one's."""
        return type(self)(
            self.weights + share * other.weights,
            self.intercept + share * other.intercept,
            self.out_of_fold + share * other.out_of_fold,
        )


class TagModel(NamedTuple):
    """What is learned for one tag; `weights` is None for a cold tag."""

    weights: NDArray[np.float32] | None
    bias: float
    out_of_fold: Probabilities


class TagClassifier(ClassifierMixin, BaseEstimator):
    """One linear model per tag, its calibration folded into weights and bias.

    For each tag a squared-hinge linear model scores the documents; a sigmoid, fitted on out-of-fold
    scores, turns scores into probabilities. Since sigmoid(slope · (X·w + b) + shift) is the sigmoid of
    another linear function, what remains is one weight matrix and one bias vector.

    Parameters
    ----------
    C : float, default=1.0
        Inverse strength of the regularisation.
    folds : int, default=3
        Folds for the out-of-fold scores.
    lead : float, default=0.5
        How much bearing a tag first counts beside bearing it at all, where the order of tags is given.
    min_examples : int, default=8
        A tag with fewer examples is *cold*: it gets no weights, only the bias of its frequency.
    n_jobs : int or None, default=None
        Processes that learn tags at the same time (joblib); the result does not depend on it.
    random_state : int, default=0
        Draws the folds.

    Attributes
    ----------
    weights_ : csr_array of shape (n_terms, n_tags)
        In log-odds per unit of a feature.
    biases_ : ndarray of shape (n_tags,)
        In log-odds.
    thresholds_ : ndarray of shape (n_tags,)
        The probability from which a tag is proposed.
    cold_ : ndarray of bool, shape (n_tags,)
        The tags without weights.

    Examples
    --------
    >>> X = np.repeat(np.eye(2), 10, axis=0)
    >>> Y = np.repeat([[1, 0], [0, 1]], 10, axis=0)
    >>> TagClassifier().fit(X, Y).predict(np.eye(2)).tolist()
    [[1, 0], [0, 1]]
    """

    def __init__(
        self,
        *,
        C: float = 1.0,
        folds: int = 3,
        lead: float = 0.5,
        min_examples: int = MIN_EXAMPLES,
        n_jobs: int | None = None,
        random_state: int = 0,
    ) -> None:
        self.C = C
        self.folds = folds
        self.lead = lead
        self.min_examples = min_examples
        self.n_jobs = n_jobs
        self.random_state = random_state

    def fit(
        self,
        X: Any,
        Y: Any,
        *,
        first: Indicator | None = None,
        owners: NDArray[np.int_] | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> Self:
        """Learn from a matrix of features and an indicator of shape (documents, tags).

        `first` tells, in the same shape, which tag comes first in each document: scores then lean towards
        the tags that lead. `owners` gives for each feature the one tag that may learn from it, or -1 for all:
        a mention of a tag is a good sign of that tag and a chance sign of the others. `progress` is called
        with (tags done, tags in all). Raises `TooFewExamplesError` when no tag has `min_examples` documents.
        """
        X = validate_data(self, X, accept_sparse="csr", dtype=np.float64)
        Y = self._indicator(Y, len_X=X.shape[0])
        X = csr_array(X)
        X.sort_indices()
        warm = [tag for tag in range(Y.shape[1]) if self._is_enough(Y[:, tag])]
        if not warm:
            raise TooFewExamplesError(
                f"aucun mot-clé n’a assez d’articles pour apprendre (il en faut {self.min_examples} avec et autant "
                f"sans ; le plus fourni en a {int(Y.sum(axis=0).max(initial=0))} sur {len(Y)}). Ajoutez des articles."
            )
        models = {tag: _prior(Y[:, tag]) for tag in range(Y.shape[1])}
        owners = np.full(X.shape[1], -1) if owners is None else owners
        first = np.zeros_like(Y) if first is None else first
        tasks = (delayed(self._fit_tag)(X, Y[:, tag], first[:, tag], (owners == -1) | (owners == tag)) for tag in warm)
        # processes, never threads: liblinear draws from one generator per process, so that threads would make
        # the model depend on their timing
        learned = Parallel(n_jobs=self.n_jobs, prefer="processes", return_as="generator")(tasks)
        for done, (tag, model) in enumerate(zip(warm, learned, strict=True), start=1):
            models[tag] = model
            if progress:
                progress(done, len(warm))
        self._fold([models[tag] for tag in range(Y.shape[1])], Y, terms=X.shape[1])
        return self

    def decision_function(self, X: Any) -> NDArray[np.float64]:
        """Return the log-odds, shape (documents, tags)."""
        check_is_fitted(self)
        X = validate_data(self, X, accept_sparse="csr", dtype=np.float64, reset=False)
        return np.asarray((csr_array(X) @ self.weights_).toarray() + self.biases_)

    def predict_proba(self, X: Any) -> Probabilities:
        """Return the probabilities, shape (documents, tags)."""
        return sigmoid(self.decision_function(X))

    def predict(self, X: Any) -> Indicator:
        """Return the indicator of the tags whose probability reaches their threshold."""
        return (self.predict_proba(X) >= self.thresholds_).astype(np.int_)

    def _indicator(self, Y: Any, *, len_X: int) -> Indicator:
        check_classification_targets(Y)
        Y = check_array(Y, dtype=None, input_name="Y", ensure_2d=True)
        if len(Y) != len_X:
            raise ValueError(f"X has {len_X} documents and Y has {len(Y)}.")
        if not np.isin(Y, (0, 1)).all():
            raise ValueError("Y must be an indicator: 1 where a document bears a tag, else 0.")
        self.classes_ = [np.array([0, 1])] * Y.shape[1]
        return np.asarray(Y, dtype=np.int_)

    def _is_enough(self, y: NDArray[np.int_]) -> bool:
        return bool(min(y.sum(), len(y) - y.sum()) >= self.min_examples)

    def _fit_tag(self, X: csr_array, y: NDArray[np.int_], first: NDArray[np.int_], seen: NDArray[np.bool_]) -> TagModel:
        """Learn one tag from the features it may see; it stays cold when its scores are no better than chance."""
        X = csr_array(X[:, seen])
        linear = self._fit_linear(X, y)
        if self.lead and self._is_enough(first):
            linear = linear.plus(self._fit_linear(X, first), self.lead)
        platt = fit_sigmoid(linear.out_of_fold, y)
        if platt.slope <= 0:
            return _prior(y)
        weights = np.zeros(len(seen))
        weights[seen] = platt.slope * linear.weights
        weights[np.abs(weights) < NEGLIGIBLE * np.abs(weights).max()] = 0.0
        bias = platt.slope * linear.intercept + platt.shift
        return TagModel(weights.astype(np.float32), bias, platt(linear.out_of_fold))

    def _fit_linear(self, X: csr_array, y: NDArray[np.int_]) -> Linear:
        scorer = LinearSVC(C=self.C, random_state=self.random_state)
        splits = StratifiedKFold(self.folds, shuffle=True, random_state=self.random_state)
        scores = cross_val_predict(scorer, X, y, cv=splits, method="decision_function")
        scorer.fit(X, y)
        return Linear(scorer.coef_[0], float(scorer.intercept_[0]), scores)

    def _fold(self, models: list[TagModel], Y: Indicator, *, terms: int) -> None:
        columns = [
            csr_array((1, terms)) if model.weights is None else csr_array(model.weights[None]) for model in models
        ]
        self.weights_ = _side_by_side(columns)
        self.biases_ = np.array([model.bias for model in models])
        self.cold_ = np.array([model.weights is None for model in models])
        self.out_of_fold_ = np.column_stack([model.out_of_fold for model in models])
        self.thresholds_ = choose_thresholds(self.out_of_fold_, Y)

    def __sklearn_tags__(self) -> Any:
        """Tell scikit-learn that the target is an indicator and that the input may be sparse."""
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        tags.target_tags.multi_output = True
        tags.target_tags.single_output = False
        tags.classifier_tags.multi_label = True
        tags.classifier_tags.multi_class = False
        return tags


def _prior(y: NDArray[np.int_]) -> TagModel:
    """Return a model that knows only how frequent the tag is."""
    rate = (y.sum() + 0.5) / (len(y) + 1.0)
    return TagModel(None, float(np.log(rate / (1 - rate))), np.full(len(y), rate))


def _side_by_side(columns: list[csr_array]) -> csr_array:
    weights = csr_array(vstack(columns, format="csr").T.tocsr(), dtype=np.float32)
    weights.sort_indices()
    return weights
