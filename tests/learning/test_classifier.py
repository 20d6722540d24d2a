import numpy as np
import pytest
from scipy.sparse import csr_array, random_array
from sklearn.svm import LinearSVC

from classifier.errors import TooFewExamplesError
from classifier.learning import TagClassifier, sigmoid
from classifier.learning.calibration import fit_log_odds
from classifier.learning.classifier import TOLERANCE
from classifier.learning.context import GAMMA, SUREST, UNIT
from classifier.learning.margins import Margins

RNG = np.random.default_rng(0)
X = csr_array(random_array((300, 40), density=0.3, rng=RNG, format="csr"))
TRUTH = RNG.normal(size=(40, 5)) * 3
Y = (RNG.random((300, 5)) < sigmoid(X @ TRUTH - 1.0)).astype(int)
Y[:, 4] = 0
Y[:3, 4] = 1  # three examples only: a cold tag


@pytest.fixture(scope="module")
def fitted() -> TagClassifier:
    return TagClassifier().fit(X, Y)


def test_log_odds_are_text_and_context_by_hand(fitted: TagClassifier) -> None:
    table, context = fitted.bears_, fitted.context_
    text = X.toarray() @ table.weights.toarray() + table.biases
    steps = np.clip(np.where(fitted.cold_, 0.0, text), -SUREST, SUREST) / UNIT
    distances = ((steps[:, None, :] - context.landmarks[None, :, :]) ** 2).sum(axis=2)
    by_hand = table.offsets + table.gains * text + (np.exp(-GAMMA * distances) - context.centre) @ table.pulls
    np.testing.assert_allclose(fitted.decision_function(X), by_hand, atol=1e-5)
    np.testing.assert_allclose(fitted.context_of(X), by_hand - table.constants - table.gains * (text - table.biases))


def test_text_weights_are_margins_folded_by_their_calibration() -> None:
    y = Y[:, 0]
    margins = Margins.fit(X, y, LinearSVC(tol=TOLERANCE, random_state=0), folds=3, random_state=0)
    slope = fit_log_odds(margins.out_of_fold[:, None], y, own=1).coefficients[0]
    found = TagClassifier().fit(X, Y).bears_.weights[:, [0]].toarray()[:, 0]
    np.testing.assert_allclose(found, slope * margins.weights, rtol=1e-4, atol=1e-6)


def test_a_feature_may_belong_to_one_tag() -> None:
    owners = np.full(40, -1)
    owners[:3] = 1
    weights = TagClassifier().fit(X, Y, owners=owners).bears_.weights.toarray()
    assert weights[:3, 1].all()
    assert not weights[:3, [0, 2, 3]].any()


def test_the_tag_that_comes_first_is_told_from_the_others_where_the_order_is_known() -> None:
    generator = np.random.default_rng(3)
    both = generator.random((600, 3))
    Y = np.column_stack([both[:, 0] > 0.5, both[:, 1] > 0.5]).astype(int)
    first = Y * np.column_stack([both[:, 2] > 0.5, both[:, 2] <= 0.5])
    told, untold = TagClassifier().fit(both, Y, first=first), TagClassifier().fit(both, Y)
    two = (Y.sum(axis=1) == 2) & (np.abs(both[:, 2] - 0.5) > 0.1)
    right = (told.log_odds(both)[1].argmax(axis=1) == first.argmax(axis=1))[two].mean()
    assert right > 0.9 > 0.7 > (untold.log_odds(both)[1].argmax(axis=1) == first.argmax(axis=1))[two].mean()
    assert untold.leads_ is untold.bears_


def test_the_other_tags_help_where_words_alone_cannot() -> None:
    """The third tag is borne where exactly one of the two others is: no weight per word can tell that."""
    generator = np.random.default_rng(4)
    words = generator.random((1500, 2))
    words = words[(words[:, 0] > 0.5) | (words[:, 1] <= 0.5) | (generator.random(1500) < 0.5)]  # or no word would help
    Y = np.column_stack([words > 0.5, (words[:, 0] > 0.5) != (words[:, 1] > 0.5)]).astype(int)
    classifier = TagClassifier().fit(words[:800], Y[:800])
    assert not classifier.cold_.any()
    right = (classifier.predict(words[800:])[:, 2] == Y[800:, 2]).mean()
    text_alone = classifier.bears_.text(csr_array(words[800:]))[:, 2]
    best_by_text = max(((text_alone >= cut) == Y[800:, 2]).mean() for cut in text_alone)
    assert right > best_by_text + 0.1


def test_thresholds_decide(fitted: TagClassifier) -> None:
    assert (fitted.predict(X) == (fitted.predict_proba(X) >= fitted.thresholds_)).all()
    assert len(set(fitted.thresholds_.round(3))) > 1


def test_it_learns(fitted: TagClassifier) -> None:
    hits = (fitted.predict(X)[:, :4] == Y[:, :4]).mean()
    assert hits > 0.8 > max(Y[:, :4].mean(), 1 - Y[:, :4].mean())


def test_a_tag_with_few_examples_is_cold_and_knows_its_rate(fitted: TagClassifier) -> None:
    assert fitted.cold_.tolist() == [False] * 4 + [True]
    assert fitted.bears_.weights[:, [4]].nnz == 0
    np.testing.assert_allclose(fitted.predict_proba(X)[:, 4], 3.5 / 301)


def test_a_tag_that_nothing_tells_apart_stays_cold() -> None:
    noise = TagClassifier().fit(np.ones((60, 2)), np.repeat([[1, 0], [0, 1]], 30, axis=0))
    assert noise.cold_.all()


@pytest.mark.slow
def test_the_same_seed_gives_the_same_bits_however_many_processes(fitted: TagClassifier) -> None:
    again = TagClassifier(n_jobs=2).fit(X, Y)
    assert (again.bears_.weights != fitted.bears_.weights).nnz == 0
    assert (again.bears_.pulls == fitted.bears_.pulls).all()
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


def test_what_is_all_known_is_learned_as_if_nothing_were_said(fitted: TagClassifier) -> None:
    told = TagClassifier().fit(X, Y, known=np.ones(Y.shape, dtype=bool))
    assert (told.bears_.weights != fitted.bears_.weights).nnz == 0
    assert (told.bears_.pulls == fitted.bears_.pulls).all()
    assert (told.thresholds_ == fitted.thresholds_).all()
    assert (told.automatic_ == fitted.automatic_).all()


def test_a_tag_learns_nothing_from_documents_of_which_nobody_spoke(fitted: TagClassifier) -> None:
    """Whatever Y holds where it is not known makes no difference, and what is known of one tag alone does."""
    known = np.ones(Y.shape, dtype=bool)
    known[200:, 0] = False
    wrong = Y.copy()
    wrong[200:, 0] = 1 - wrong[200:, 0]
    one, other = (TagClassifier().fit(X, truth, known=known) for truth in (Y, wrong))
    for table, same in ((one.bears_, other.bears_), (one.leads_, other.leads_)):
        assert (table.weights != same.weights).nnz == 0
        assert (table.pulls == same.pulls).all()
    assert (one.thresholds_ == other.thresholds_).all()
    assert (one.out_of_fold_ == other.out_of_fold_).all()
    alone = TagClassifier().fit(X[:200], Y[:200])
    weights, bare = one.bears_.weights[:, [0]].toarray(), alone.bears_.weights[:, [0]].toarray()
    np.testing.assert_allclose(weights, bare, rtol=1e-5)  # as if the others were not there
    assert (one.bears_.weights[:, [1]] != fitted.bears_.weights[:, [1]]).nnz == 0
    assert (one.bears_.weights[:, [0]] != fitted.bears_.weights[:, [0]]).nnz > 0


def test_a_tag_with_too_few_known_examples_is_cold() -> None:
    known = np.ones(Y.shape, dtype=bool)
    known[np.flatnonzero(Y[:, 0])[5:], 0] = False
    assert TagClassifier().fit(X, Y, known=known).cold_.tolist() == [True, False, False, False, True]
