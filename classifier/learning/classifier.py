"""The multi-label classifier: linear models, one per tag and question, calibrated in the context of the others."""

from collections.abc import Callable
from typing import Any, Self

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray
from scipy.sparse import csr_array
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.validation import check_is_fitted, validate_data
from threadpoolctl import threadpool_limits

from classifier.errors import TooFewExamplesError
from classifier.learning.bands import choose_bands
from classifier.learning.calibration import sigmoid
from classifier.learning.context import LANDMARKS, Context, times
from classifier.learning.margins import Margins
from classifier.learning.target import Indicator, Probabilities, Target, likeliest, shares
from classifier.learning.texts import ALL, Rows, TagText, fold, following, in_context, prior, spread
from classifier.learning.thresholds import choose_thresholds

WORTH_PROCESSES = 3_000  # documents: below, all tags are learned before the processes have started
TOLERANCE = 0.1  # liblinear's own default: scikit-learn's 1e-4 takes twice the time for the same ranking
MIN_EXAMPLES = 8  # below this, out-of-fold scores swing more than the threshold could gain


def processes_for(documents: int, jobs: int) -> int:
    """Return how many of `jobs` processes are worth starting to learn from so many documents.

    >>> processes_for(500, 4), processes_for(40_000, 4)
    (1, 4)
    """
    return jobs if documents >= WORTH_PROCESSES else 1


class TagClassifier(ClassifierMixin, BaseEstimator):
    """Which tags a document bears, and which one it bears first.

    For each tag and question a squared-hinge linear model gives margins; a logistic regression over out-of-fold
    margins turns them into text log-odds, folded into one weight per term. A second one, over out-of-fold text
    log-odds and the document's likeness to some known ones (`context`), gives the log-odds.

    Parameters
    ----------
    C : float, default=1.0
        Inverse strength of the regularisation.
    folds : int, default=3
        Folds for the out-of-fold margins.
    min_examples : int, default=8
        A tag with fewer examples is *cold*: it gets no weights, only the bias of its frequency.
    landmarks : int, default=100
        Documents that the context likens others to; with 0 a tag is judged by its words alone.
    n_jobs : int or None, default=None
        Processes that learn tags at the same time (joblib); the result does not depend on it.
    random_state : int, default=0
        Draws the folds and the landmarks.

    Attributes
    ----------
    bears_, leads_ : Table
        From features to the log-odds of bearing a tag, and of bearing it first.
    context_ : Context
        The landmarks.
    thresholds_ : ndarray of shape (n_tags,)
        The probability from which a tag is proposed.
    automatic_, review_ : ndarray of shape (n_tags,)
        The probability from which a tag may be set unseen (inf: never), and from which it is worth a look.
    classes_ : list of ndarray, or ndarray
        [0, 1] for each tag of an indicator; or the labels.
    cold_ : ndarray of bool, shape (n_tags,)
        The tags without weights.
    out_of_fold_, leads_out_of_fold_ : ndarray of shape (n_documents, n_tags)
        The probabilities of the documents learned from, each as if it had not been.

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
        min_examples: int = MIN_EXAMPLES,
        landmarks: int = LANDMARKS,
        n_jobs: int | None = None,
        random_state: int = 0,
    ) -> None:
        self.C = C
        self.folds = folds
        self.min_examples = min_examples
        self.landmarks = landmarks
        self.n_jobs = n_jobs
        self.random_state = random_state

    def fit(
        self,
        X: Any,
        Y: Any,
        *,
        first: Indicator | None = None,
        owners: NDArray[np.int_] | None = None,
        known: NDArray[np.bool_] | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> Self:
        """Learn from a matrix of features and an indicator of shape (documents, tags).

        One label a document is taken too, as scikit-learn has it: then the likeliest label is predicted, whatever
        the thresholds, and probabilities add up to 1.
        `first` tells, in the same shape, which tag comes first in each document; without it the likeliest tag is
        taken to lead. `owners` gives for each feature the one tag that may learn from it, or -1 for all: a mention
        of a tag is a good sign of that tag and a chance sign of the others. `known` tells, in the shape of Y, what Y
        knows: a tag learns nothing from a document of which nobody said whether it bears it; by default all is known.
        `progress` is called with (tags done, tags in all). Raises `TooFewExamplesError` when no tag has
        `min_examples` documents.
        """
        X = validate_data(self, X, accept_sparse="csr", dtype=np.float64)
        Y, self.classes_ = Target.of(Y, documents=X.shape[0])
        X = csr_array(X)
        X.sort_indices()
        told = [ALL] * Y.shape[1] if known is None else list(known.T)  # slices: the usual case costs no copy
        warm = [tag for tag in range(Y.shape[1]) if self._is_enough(Y[told[tag], tag])]
        if not warm:
            raise TooFewExamplesError(
                f"aucun mot-clé n’a assez d’articles pour apprendre (il en faut {self.min_examples} avec et autant "
                f"sans ; le plus fourni en a {int(Y.sum(axis=0).max(initial=0))} sur {len(Y)}). Ajoutez des articles."
            )
        owners = np.full(X.shape[1], -1) if owners is None else owners
        first = Y if first is None else first
        tasks = (
            delayed(self._fit_text)(X, Y[:, tag], first[:, tag], (owners == -1) | (owners == tag), told[tag])
            for tag in warm
        )
        # processes, never threads: liblinear draws from one generator per process, so that threads would make
        # the model depend on their timing
        learned = Parallel(n_jobs=self.n_jobs, prefer="processes", return_as="generator")(tasks)
        texts = [TagText(prior(Y[:, tag], rows), prior(first[:, tag], rows)) for tag, rows in enumerate(told)]
        for done, (tag, text) in enumerate(zip(warm, learned, strict=True), start=1):
            texts[tag] = text
            if progress:
                progress(done, len(warm))
        with threadpool_limits(limits=1, user_api="blas"):  # small matrices: threads slow them, and change the bits
            self._fit_context(texts, Y, first, told, terms=X.shape[1])
        return self

    def decision_function(self, X: Any) -> NDArray[np.float64]:
        """Return the log-odds of bearing each tag, shape (documents, tags); of two labels, those of the second."""
        log_odds = self._log_odds(X)
        return log_odds[:, 0] if self._has_labels and len(self.classes_) == 2 else log_odds

    def log_odds(self, X: Any) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the log-odds of bearing each tag, and of bearing it first, both of shape (documents, tags)."""
        X = self._checked(X)
        text, likenesses = self._read(X)
        return self.bears_.log_odds(text, likenesses), self.leads_.log_odds(self.leads_.text(X), likenesses)

    def predict_proba(self, X: Any) -> Probabilities:
        """Return the probabilities of bearing each tag, shape (documents, tags)."""
        probabilities = sigmoid(self._log_odds(X))
        return shares(probabilities, self.classes_) if self._has_labels else probabilities

    def predict(self, X: Any) -> NDArray[Any]:
        """Return the indicator of the tags whose probability reaches their threshold."""
        log_odds = self._log_odds(X)
        if self._has_labels:
            return likeliest(log_odds, self.classes_)
        return (sigmoid(log_odds) >= self.thresholds_).astype(np.int_)

    def context_of(self, X: Any) -> NDArray[np.float64]:
        """Return what the other tags add to the log-odds of each column of `bears_`, shape (documents, columns)."""
        return times(self._read(self._checked(X))[1], self.bears_.pulls)

    @property
    def _has_labels(self) -> bool:
        """Whether it learned one label a document."""
        return isinstance(self.classes_, np.ndarray)

    def _log_odds(self, X: Any) -> NDArray[np.float64]:
        text, likenesses = self._read(self._checked(X))
        return self.bears_.log_odds(text, likenesses)

    def speakers(self, X: Any) -> NDArray[np.int_]:
        """Return the column of `bears_` that speaks for each tag, shape (documents, tags): its own."""
        return np.tile(np.arange(len(self.thresholds_)), (X.shape[0], 1))

    def _checked(self, X: Any) -> csr_array:
        check_is_fitted(self)
        ours = type(X) is csr_array and X.dtype == np.float64 and X.shape[1] == self.n_features_in_
        if ours and np.isfinite(X.data).all():
            return X  # as our vectorizers make it: scikit-learn would ask a dozen libraries whether it is theirs
        return csr_array(validate_data(self, X, accept_sparse="csr", dtype=np.float64, reset=False))

    def _read(self, X: csr_array) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the text log-odds of bearing each tag, and the likenesses to the landmarks."""
        text = self.bears_.text(X)
        return text, self._likenesses(text)

    def _is_enough(self, y: NDArray[np.int_]) -> bool:
        return bool(min(y.sum(), len(y) - y.sum()) >= self.min_examples)

    def _fit_text(
        self, X: csr_array, y: NDArray[np.int_], first: NDArray[np.int_], seen: NDArray[np.bool_], rows: Rows
    ) -> TagText:
        """Learn one tag from the features it may see; it stays cold when its margins are no better than chance."""
        if not isinstance(rows, slice):
            text = self._fit_text(csr_array(X[rows]), y[rows], first[rows], seen, ALL)
            return TagText(*(spread(one, X, rows) for one in text))
        X = csr_array(X[:, seen])
        margins = [self._margins(X, y)]
        if self._is_enough(first) and (first != y).any():
            margins.append(self._margins(X, first))
        bears = fold(margins, y, seen)
        if bears.weights is None:
            return TagText(bears, prior(first))
        return TagText(bears, fold(margins, first, seen) if len(margins) > 1 else following(bears, y, first))

    def _margins(self, X: csr_array, y: NDArray[np.int_]) -> Margins:
        return Margins.fit(X, y, self._scorer(), folds=self.folds, random_state=self.random_state)

    def _scorer(self) -> Any:
        from sklearn.svm import LinearSVC  # half a second to import: only for those who learn

        return LinearSVC(C=self.C, tol=TOLERANCE, random_state=self.random_state)

    def _fit_context(
        self, texts: list[TagText], Y: Indicator, first: Indicator, told: list[Rows], *, terms: int
    ) -> None:
        self.cold_ = np.array([text.bears.weights is None for text in texts])
        bears = np.column_stack([text.bears.out_of_fold for text in texts])
        self.context_ = Context.of(self._profile(bears), landmarks=self.landmarks, random_state=self.random_state)
        likenesses, whitening = self._likenesses(bears), self.context_.whitening()
        even = likenesses @ whitening
        bears_texts = [text.bears for text in texts]
        self.bears_, held_out = in_context(bears_texts, Y, told, even, whitening, terms=terms)
        self.out_of_fold_ = sigmoid(held_out)
        if (first == Y).all():
            self.leads_, held_out = self.bears_, held_out
        else:
            leads_texts = [text.leads for text in texts]
            self.leads_, held_out = in_context(leads_texts, first, told, even, whitening, terms=terms)
        self.leads_out_of_fold_ = sigmoid(held_out)
        self.thresholds_ = choose_thresholds(self.out_of_fold_, Y, told)
        self.automatic_, self.review_ = choose_bands(self.out_of_fold_, Y, self.thresholds_, told)

    def _profile(self, text: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.where(self.cold_, 0.0, text)  # a cold tag has learned nothing that it could tell the others

    def _likenesses(self, text: NDArray[np.float64]) -> NDArray[np.float64]:
        return self.context_.likenesses(self._profile(text))

    def __sklearn_tags__(self) -> Any:
        """Tell scikit-learn that the target may be an indicator and that the input may be sparse."""
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        tags.target_tags.multi_output = True
        tags.classifier_tags.multi_label = True
        return tags
