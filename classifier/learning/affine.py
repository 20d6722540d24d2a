"""A linear classifier from elsewhere as one of our tables.

Whatever it is made of, the log-odds of each tag must be affine in our features: then they are one weight for each
feature and one bias. That is measured, not believed: the classifier answers for the empty document, for each feature
alone, and for documents drawn by chance, and the table must give what it gave.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, eye_array, vstack

from classifier.errors import ContractError
from classifier.learning.classifier import TagClassifier
from classifier.learning.coldstart import REVIEW, THRESHOLD
from classifier.learning.context import Context
from classifier.learning.table import Table

STEP = 0.125  # of a feature, when it is asked alone: larger, and heavy weights end at a probability of 1.0
TOGETHER = 4_096  # features that are asked at once
PROBES = 32  # documents drawn by chance
FULL = 100  # features that one of them has
TOLERANCE = 1e-3  # of log-odds between the classifier and its table, which holds 32 bits
NOISE = 1e-9  # weights below are the rounding of a zero
NEVER = -12.0  # log-odds of a tag that the classifier never proposes

LogOdds = NDArray[np.float64]


def folded(
    estimator: Any, *, terms: int, labels: Sequence[str], thresholds: NDArray[np.float64] | None = None
) -> TagClassifier:
    """Return our classifier with the weights of a fitted estimator that was given our features; see the module.

    A tag that it never proposes is cold. Thresholds are 0.5 unless given; no tag is automatic, since nothing shows
    how sure one may be; the likeliest tag comes first. Raises `ContractError` for everything else.
    """
    asked = _Asked(estimator, labels)
    nothing = asked.log_odds(csr_array((1, terms)))[0]
    drawn = _drawn(terms)
    cold = (nothing == -np.inf) & (asked.log_odds(drawn) == -np.inf).all(axis=0)
    nothing = np.where(cold, NEVER, nothing)
    asked.cold, asked.thresholds = cold, _checked(thresholds, labels)
    asked.check_sums(drawn, nothing)
    weights = csr_array(vstack([asked.weights(part, nothing) for part in _parts(terms)], format="csr"))
    tags = len(labels)
    table = Table(weights, nothing, np.ones(tags), np.zeros(tags), np.zeros((0, tags)))
    asked.check(drawn, table.text(drawn))
    return _classifier(table, asked.thresholds, cold)


class _Asked:
    """An estimator that is asked for log-odds; what it answers for a cold tag is not looked at."""

    def __init__(self, estimator: Any, labels: Sequence[str]) -> None:
        self.estimator, self.labels = estimator, labels
        self.cold: NDArray[np.bool_] = np.zeros(len(labels), dtype=bool)
        self.thresholds = np.full(len(labels), THRESHOLD)

    def log_odds(self, X: csr_array) -> LogOdds:
        """Return the log-odds of some documents, shape (documents, tags)."""
        probabilities = self._probabilities(X)
        with np.errstate(divide="ignore"):
            found = np.log(probabilities) - np.log1p(-probabilities)
        found[:, self.cold] = NEVER
        return np.asarray(found)

    def weights(self, X: csr_array, nothing: LogOdds) -> csr_array:
        """Return the weights of features, each asked alone."""
        weights = (self._finite(X) - nothing) / STEP
        weights[np.abs(weights) < NOISE] = 0.0
        return csr_array(weights.astype(np.float32))

    def check_sums(self, X: csr_array, nothing: LogOdds) -> None:
        """Raise `ContractError` unless two documents together say what each says; a forest is not asked further."""
        half = X.shape[0] // 2
        self._check(self._finite(X[:half] + X[half:]), self._finite(X[:half]) + self._finite(X[half:]) - nothing)

    def check(self, X: csr_array, expected: LogOdds) -> None:
        """Raise `ContractError` unless the estimator says what the table says."""
        self._check(self._finite(X), expected)

    def _check(self, said: LogOdds, expected: LogOdds) -> None:
        gaps = np.abs(said - expected).max(axis=0)
        worst = int(gaps.argmax())
        if not gaps[worst] <= TOLERANCE:
            raise ContractError(
                f"l’estimateur {type(self.estimator).__name__} n’est pas linéaire : pour « {self.labels[worst]} », ce "
                f"qu’il dit s’écarte de {gaps[worst]:.2g} (en log-cotes) de la somme de ses poids. Le modèle doit être "
                "un poids par trait et par mot-clé, p. ex. OneVsRestClassifier(LogisticRegression())."
            )

    def _finite(self, X: csr_array) -> LogOdds:
        found = self.log_odds(X)
        if not np.isfinite(found).all():
            tag = int(np.flatnonzero(~np.isfinite(found).all(axis=0))[0])
            raise ContractError(
                f"l’estimateur donne à « {self.labels[tag]} » une probabilité de 0 ou de 1 : ses poids ne peuvent pas "
                "être lus. Régularisez-le davantage, ou retirez ce mot-clé."
            )
        return found

    def _probabilities(self, X: csr_array) -> NDArray[np.float64]:
        name = type(self.estimator).__name__
        if not hasattr(self.estimator, "predict_proba"):
            raise ContractError(
                f"l’estimateur {name} ne donne pas de probabilités. Étalonnez-le, p. ex. : "
                "OneVsRestClassifier(CalibratedClassifierCV(LinearSVC(), ensemble=False))."
            )
        found = self.estimator.predict_proba(X)
        if isinstance(found, list):  # one array of two columns for each tag, as MultiOutputClassifier answers
            found = np.column_stack([one[:, -1] for one in found])
        probabilities = np.asarray(found, dtype=np.float64)
        if probabilities.shape != (X.shape[0], len(self.labels)):
            raise ContractError(
                f"l’estimateur {name} répond par {probabilities.shape[-1]} colonnes, le vocabulaire a "
                f"{len(self.labels)} mots-clés. Entraînez-le sur tagger.indicator(corpus), de ce vocabulaire."
            )
        return probabilities


def _drawn(terms: int) -> csr_array:
    """Return documents drawn by chance, as long as ours."""
    generator, length = np.random.default_rng(0), min(FULL, terms)
    columns = np.concatenate([np.sort(generator.permutation(terms)[:length]) for _ in range(PROBES)])
    values = generator.random(PROBES * length) / np.sqrt(FULL)
    starts = np.arange(PROBES + 1) * length
    return csr_array((values, columns.astype(np.int32), starts.astype(np.int32)), shape=(PROBES, terms))


def _parts(terms: int) -> list[csr_array]:
    """Return a document for each feature, many at a time."""
    alone = csr_array(STEP * eye_array(terms, format="csr"))
    return [alone[start : start + TOGETHER] for start in range(0, terms, TOGETHER)]


def _checked(thresholds: NDArray[np.float64] | None, labels: Sequence[str]) -> NDArray[np.float64]:
    if thresholds is None:
        return np.full(len(labels), THRESHOLD)
    found = np.array(thresholds, dtype=np.float64)
    if found.shape != (len(labels),) or not ((found >= 0) & (found <= 1)).all():
        raise ContractError(f"il faut un seuil entre 0 et 1 pour chacun des {len(labels)} mots-clés.")
    return found


def _classifier(table: Table, thresholds: NDArray[np.float64], cold: NDArray[np.bool_]) -> TagClassifier:
    tags = len(thresholds)
    classifier = TagClassifier(landmarks=0)
    classifier.bears_ = classifier.leads_ = table
    classifier.context_ = Context(np.zeros((0, tags)), np.zeros(0))
    classifier.thresholds_, classifier.cold_ = thresholds, cold
    classifier.automatic_, classifier.review_ = np.full(tags, np.inf), np.minimum(REVIEW, thresholds)
    classifier.n_features_in_ = table.weights.shape[0]
    classifier.classes_ = [np.array([0, 1])] * tags
    return classifier
