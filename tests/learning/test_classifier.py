import numpy as np
import pytest
from scipy.sparse import csr_array, random_array

from classifier.errors import TooFewExamplesError
from classifier.learning import TagClassifier, sigmoid
from classifier.learning.classifier import NEGLIGIBLE

RNG = np.random.default_rng(0)
X = csr_array(random_array((300, 40), density=0.3, rng=RNG, format="csr"))
TRUTH = RNG.normal(size=(40, 5)) * 3
Y = (RNG.random((300, 5)) < sigmoid(X @ TRUTH - 1.0)).astype(int)
Y[:, 4] = 0
Y[:3, 4] = 1  # three examples only: a cold tag


@pytest.fixture(scope="module")
def fitted() -> TagClassifier:
    return TagClassifier().fit(X, Y)


def test_probabilities_are_the_folded_table(fitted: TagClassifier) -> None:
    by_hand = sigmoid(X.toarray() @ fitted.weights_.toarray() + fitted.biases_)
    np.testing.assert_allclose(fitted.predict_proba(X), by_hand, atol=1e-7)


def test_folding_equals_scoring_then_calibrating() -> None:
    """The table is the linear scorer followed by its sigmoid, but for the weights dropped as negligible."""
    from sklearn.model_selection import StratifiedKFold, cross_val_predict
    from sklearn.svm import LinearSVC

    from classifier.learning.calibration import fit_sigmoid

    y = Y[:, 0]
    scorer = LinearSVC(C=1.0, random_state=0)
    folds = StratifiedKFold(3, shuffle=True, random_state=0)
    platt = fit_sigmoid(cross_val_predict(scorer, X, y, cv=folds, method="decision_function"), y)
    expected = platt(scorer.fit(X, y).decision_function(X))
    found = TagClassifier().fit(X, Y).predict_proba(X)[:, 0]
    dropped = NEGLIGIBLE * np.abs(platt.slope * scorer.coef_).max() * X.sum(axis=1).max()
    assert np.abs(found - expected).max() <= dropped


def test_a_feature_may_belong_to_one_tag() -> None:
    owners = np.full(40, -1)
    owners[:3] = 1
    weights = TagClassifier().fit(X, Y, owners=owners).weights_.toarray()
    assert weights[:3, 1].all()
    assert not weights[:3, [0, 2, 3]].any()


def test_a_tag_that_comes_first_scores_higher_where_the_order_is_known() -> None:
    generator = np.random.default_rng(3)
    both = generator.random((400, 3))
    Y = np.column_stack([both[:, 0] > 0.5, both[:, 1] > 0.5]).astype(int)
    first = Y * np.column_stack([both[:, 2] > 0.5, both[:, 2] <= 0.5])
    told, untold = TagClassifier().fit(both, Y, first=first), TagClassifier().fit(both, Y)
    assert told.weights_[[2], [0]] > 2 * abs(untold.weights_[[2], [0]])
    assert (TagClassifier(lead=0.0).fit(both, Y, first=first).biases_ == untold.biases_).all()


def test_thresholds_decide(fitted: TagClassifier) -> None:
    assert (fitted.predict(X) == (fitted.predict_proba(X) >= fitted.thresholds_)).all()
    assert len(set(fitted.thresholds_.round(3))) > 1


def test_it_learns(fitted: TagClassifier) -> None:
    hits = (fitted.predict(X)[:, :4] == Y[:, :4]).mean()
    assert hits > 0.8 > max(Y[:, :4].mean(), 1 - Y[:, :4].mean())


def test_a_tag_with_few_examples_is_cold_and_knows_its_rate(fitted: TagClassifier) -> None:
    assert fitted.cold_.tolist() == [False] * 4 + [True]
    assert fitted.weights_[:, [4]].nnz == 0
    np.testing.assert_allclose(fitted.predict_proba(X)[:, 4], 3.5 / 301)


def test_a_tag_that_nothing_tells_apart_stays_cold() -> None:
    noise = TagClassifier().fit(np.ones((60, 2)), np.repeat([[1, 0], [0, 1]], 30, axis=0))
    assert noise.cold_.all()


@pytest.mark.slow
def test_the_same_seed_gives_the_same_bits_however_many_processes(fitted: TagClassifier) -> None:
    again = TagClassifier(n_jobs=2).fit(X, Y)
    assert (again.weights_ != fitted.weights_).nnz == 0
    assert (again.biases_ == fitted.biases_).all()
    assert (again.thresholds_ == fitted.thresholds_).all()


def test_too_few_examples_are_refused_with_the_numbers() -> None:
    few = np.zeros((20, 2), dtype=int)
    few[:3, 0] = 1
    with pytest.raises(TooFewExamplesError, match=r"il en faut 8 .* le plus fourni en a 3 sur 20"):
        TagClassifier().fit(np.eye(20), few)


@pytest.mark.parametrize("wrong", [np.full((300, 2), 2), np.zeros((299, 2), dtype=int)])
def test_what_is_no_indicator_is_refused(wrong: np.ndarray) -> None:
    with pytest.raises(ValueError, match=r"must be an indicator|documents and Y has"):
        TagClassifier().fit(X, wrong)


def test_progress_counts_the_tags() -> None:
    seen: list[tuple[int, int]] = []
    TagClassifier().fit(X, Y, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 4), (2, 4), (3, 4), (4, 4)]
