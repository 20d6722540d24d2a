"""The floors: words and pairs of words, one linear model a tag, one threshold for all.

What anyone writes in ten lines of scikit-learn; a tagger that stands below has no reason to be. The features and the
settings are those usual for text: lower case, words of two characters or more, at least two documents a term, the
logarithm of counts; a support vector machine with C = 1, or a logistic regression with C = 10.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.base import BaseEstimator, clone
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold
from sklearn.svm import LinearSVC

from classifier.learning import Indicator
from classifier.tagging import Tagger
from corpora import SEED, Split, plain_text
from scoring import MISSING, Answer, seconds

FOLDS = 3
MODELS: dict[str, BaseEstimator] = {
    "svm": LinearSVC(C=1, random_state=SEED),
    # there are more terms than documents: the dual finds the same weights in a fourth to an eighth of the time
    "logistic": LogisticRegression(C=10, solver="liblinear", dual=True, max_iter=1_000, random_state=SEED),
}


def floor(split: Split, model: str) -> Answer:
    """Return what a floor says of the test part, its threshold chosen out of fold on the training part."""
    start = seconds()
    texts = list(map(plain_text, split.train))
    Y = Tagger(split.vocabulary).indicator(split.train)
    held_out = np.zeros(Y.shape)
    for learned, judged in KFold(FOLDS, shuffle=True, random_state=SEED).split(texts):
        vectorizer = words_and_pairs()
        X = vectorizer.fit_transform([texts[row] for row in learned])
        models = fit(MODELS[model], X, Y[learned])
        held_out[judged] = decisions(models, vectorizer.transform([texts[row] for row in judged]))
    threshold = best_threshold(held_out, Y)
    vectorizer = words_and_pairs()
    models = fit(MODELS[model], vectorizer.fit_transform(texts), Y)
    learning, start = seconds() - start, seconds()
    scores = decisions(models, vectorizer.transform(map(plain_text, split.test)))
    return Answer(scores, scores >= threshold, learning, seconds() - start)


def words_and_pairs() -> TfidfVectorizer:
    """Return the features of the floors."""
    return TfidfVectorizer(
        lowercase=True, token_pattern=r"(?u)\b\w\w+\b", ngram_range=(1, 2), min_df=2, sublinear_tf=True
    )


def fit(model: BaseEstimator, X: csr_matrix, Y: Indicator) -> list[BaseEstimator | float]:
    """Return a model for each tag, one against the rest; for a tag that all documents bear, or none, its score."""
    return [MISSING if not y.any() else -MISSING if y.all() else clone(model).fit(X, y) for y in Y.T]


def decisions(models: list[BaseEstimator | float], X: csr_matrix) -> NDArray[np.float64]:
    """Return the scores of all tags, shape (documents, tags)."""
    columns = [
        np.full(X.shape[0], model) if isinstance(model, float) else model.decision_function(X) for model in models
    ]
    return np.column_stack(columns)


def best_threshold(scores: NDArray[np.float64], Y: Indicator) -> float:
    """Return the one threshold for all tags that gives the best micro F1.

    >>> best_threshold(np.array([[0.9, 0.2], [0.1, 0.7]]), np.array([[1, 0], [0, 1]]))
    0.7
    """
    order = np.argsort(-scores, axis=None)
    ranked, hits = scores.ravel()[order], np.cumsum(Y.ravel()[order])
    values = 2 * hits / (np.arange(1, len(ranked) + 1) + hits[-1])
    values[:-1][ranked[1:] == ranked[:-1]] = 0  # a cut between equal scores is none
    return float(ranked[values.argmax()])
