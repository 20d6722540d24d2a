import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics

from classifier.evaluation.ranking import average_precisions, found_at, gain_at, ranked, ranking_precision

GENERATOR = np.random.default_rng(0)
Y = (GENERATOR.random((60, 7)) < 0.3).astype(int)
Y[:, 6] = 0  # a tag that nobody bears
PROBABILITIES = GENERATOR.random((60, 7))
TIED = PROBABILITIES.round(1)
BORNE = Y.sum(axis=1) > 0


@pytest.mark.parametrize("probabilities", [PROBABILITIES, TIED], ids=["distinct", "tied"])
def test_the_ranking_precision_is_that_of_scikit_learn_ties_included(probabilities: np.ndarray) -> None:
    expected = metrics.label_ranking_average_precision_score(Y, probabilities)
    assert ranking_precision(Y, probabilities).mean() == pytest.approx(expected)


def test_the_gain_is_that_of_scikit_learn() -> None:
    expected = metrics.ndcg_score(Y[BORNE], PROBABILITIES[BORNE], k=5)
    assert gain_at(5, Y[BORNE], PROBABILITIES[BORNE]).mean() == pytest.approx(expected)


@pytest.mark.parametrize("probabilities", [PROBABILITIES, TIED], ids=["distinct", "tied"])
def test_a_tags_average_precision_is_that_of_scikit_learn(probabilities: np.ndarray) -> None:
    expected = metrics.average_precision_score(Y[:, :6], probabilities[:, :6], average=None)
    assert average_precisions(Y, probabilities)[:6] == pytest.approx(expected)


def test_a_tag_that_nobody_bears_has_no_average_precision_but_counts() -> None:
    assert average_precisions(Y, PROBABILITIES)[6] == 0.0


def test_by_hand() -> None:
    truth, said = np.array([[1, 0, 0, 1], [0, 0, 1, 0]]), np.array([[0.9, 0.8, 0.1, 0.7], [0.9, 0.5, 0.5, 0.1]])
    assert ranked(truth, said).tolist() == [[1, 0, 1, 0], [0, 0, 1, 0]]  # the tie keeps the vocabulary's order
    assert found_at(2, truth, said).tolist() == [1, 0]
    assert ranking_precision(truth, said).tolist() == pytest.approx([(1 + 2 / 3) / 2, 1 / 3])
    best = 1 + 1 / np.log2(3)
    assert gain_at(5, truth, said).tolist() == pytest.approx([(1 + 1 / 2) / best, 1 / 2])


@given(st.integers(1, 12))
def test_a_perfect_order_is_worth_one(k: int) -> None:
    assert gain_at(k, Y[BORNE], Y[BORNE] + 0.0) == pytest.approx(1.0)
    assert ranking_precision(Y, Y + 0.0) == pytest.approx(1.0)
