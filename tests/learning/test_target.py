"""What a classifier may be asked to learn."""

import numpy as np
import pytest
from scipy.sparse import csr_array
from sklearn.model_selection import cross_validate

from classifier.learning import TagClassifier

RNG = np.random.default_rng(0)
X = RNG.normal(size=(120, 4))
SUBJECTS = np.array(["presse", "radio", "télé"])[X[:, :3].argmax(axis=1)]


def test_one_label_a_document_is_learned_and_the_likeliest_wins() -> None:
    classifier = TagClassifier().fit(X, SUBJECTS)
    assert classifier.classes_.tolist() == ["presse", "radio", "télé"]
    probabilities = classifier.predict_proba(X)
    np.testing.assert_allclose(probabilities.sum(axis=1), 1.0)
    assert (classifier.predict(X) == classifier.classes_[probabilities.argmax(axis=1)]).all()
    assert cross_validate(classifier, X, SUBJECTS, cv=3, scoring="accuracy")["test_score"].mean() > 0.8


def test_two_labels_are_one_question() -> None:
    classifier = TagClassifier().fit(X, np.where(X[:, 0] > 0, "oui", "non"))
    assert classifier.decision_function(X).shape == (120,)
    assert classifier.predict_proba(X).shape == (120, 2)
    assert ((classifier.decision_function(X) > 0) == (classifier.predict(X) == "oui")).all()


def test_a_sparse_indicator_is_learned_to_the_same_bits_as_a_dense_one() -> None:
    Y = (X[:, :3] > 0.3).astype(int)
    dense, sparse = TagClassifier().fit(X, Y), TagClassifier().fit(X, csr_array(Y))
    assert (dense.predict_proba(X) == sparse.predict_proba(X)).all()
    assert (dense.thresholds_ == sparse.thresholds_).all()


def test_one_column_of_zeros_and_ones_is_the_indicator_of_one_tag() -> None:
    y = (X[:, 0] > 0).astype(int)
    assert TagClassifier().fit(X, y[:, None]).predict(X).shape == (120, 1)
    assert TagClassifier().fit(X, y).predict(X).shape == (120,)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (None, "requires y"),
        (np.full(120, np.nan), "NaN"),
        (np.full((120, 2), np.nan), "NaN"),
        (X[:, 0], "Unknown label type"),
        (np.zeros(120), "one class only"),
        (SUBJECTS[:10], "X has 120 documents and Y has 10"),
    ],
)
def test_what_cannot_be_learned_is_refused(wrong: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        TagClassifier().fit(X, wrong)
