import numpy as np

from classifier.features import MentionColumns
from classifier.learning import TagClassifier, sigmoid, warm_up

GENERATOR = np.random.default_rng(0)
X = np.column_stack([GENERATOR.random((60, 2)), np.zeros((60, 2))])
Y = np.column_stack([X[:, 0] > 0.5, np.zeros(60)]).astype(int)


def test_a_cold_tag_is_weighed_by_its_names_and_a_warm_one_is_left_alone() -> None:
    classifier = TagClassifier().fit(X, Y)
    before = classifier.bears_
    assert classifier.cold_.tolist() == [False, True]
    warm_up(classifier, MentionColumns(np.array([-1, 2]), np.array([-1, 3]), 0.5))
    after = classifier.bears_
    assert (after.weights[:, [0]] != before.weights[:, [0]]).nnz == 0
    assert after.biases[0] == before.biases[0]
    one_name = np.array([[0.0, 0.0, 0.5, 0.0]])
    assert classifier.predict_proba(one_name)[0, 1] == classifier.thresholds_[1] == 0.5
    assert sigmoid(classifier.log_odds(one_name)[1])[0, 1] < 0.5
    assert classifier.automatic_[1] == np.inf
    one_typical_word = np.array([[0.0, 0.0, 0.0, 0.5]])
    assert classifier.review_[1] < classifier.predict_proba(one_typical_word)[0, 1] < 0.5
