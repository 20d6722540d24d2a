import numpy as np
import pytest

from classifier.evaluation import Evaluation, Head, mistakes
from classifier.evaluation.mistakes import Confidence

# for tag a: borne by the first three, of which the third looks given by mistake; the sixth looks forgotten
Y = np.array([[1, 0], [1, 0], [1, 0], [0, 0], [0, 0], [0, 0]])
SAID = np.array([[0.9, 0.0], [0.8, 0.0], [0.1, 0.0], [0.2, 0.0], [0.3, 0.0], [0.95, 0.9]])


def evaluation(Y: np.ndarray, said: np.ndarray) -> Evaluation:
    heads = tuple(Head(f"a{n}", f"Titre {n}", None) for n in range(len(Y)))
    return Evaluation(["a", "b"], Y, said, np.full(2, 0.5), np.zeros(len(Y), int), articles=heads)


def test_self_confidence_by_hand() -> None:
    confidence = Confidence.of(Y, SAID)
    assert confidence.with_tag[0] == pytest.approx((0.9 + 0.8 + 0.1) / 3)
    assert confidence.without[0] == pytest.approx((0.8 + 0.7 + 0.05) / 3)
    assert np.isnan(confidence.with_tag[1])


def test_what_was_forgotten_and_what_was_given_by_mistake() -> None:
    (forgotten,) = mistakes(evaluation(Y, SAID), missing=True)
    assert (forgotten.article.id, forgotten.tag, forgotten.missing, forgotten.probability) == ("a5", "a", True, 0.95)
    (given,) = mistakes(evaluation(Y, SAID), missing=False)
    assert (given.article.id, given.tag, given.missing, given.probability) == ("a2", "a", False, 0.1)


def test_a_tag_that_nobody_bears_is_never_missing() -> None:
    """Nothing tells how sure the model is of it; the last document has it at 0.9."""
    assert "b" not in {one.tag for one in mistakes(evaluation(Y, SAID), missing=True)}


def test_planted_mistakes_are_found_before_anything_else() -> None:
    generator = np.random.default_rng(0)
    truth = (generator.random((400, 2)) < 0.3).astype(int)
    said = np.where(truth, 0.85, 0.1)
    archive = truth.copy()
    archive[:5, 0] = 1 - truth[:5, 0]
    assert {0, 1} <= set(truth[:5, 0].tolist())
    found = mistakes(evaluation(archive, said), missing=True) + mistakes(evaluation(archive, said), missing=False)
    assert {one.article.id for one in found} == {f"a{n}" for n in range(5)}


def test_the_most_doubtful_first_and_no_more_than_asked() -> None:
    said = np.array([[0.9], [0.1], [0.7], [0.8]])
    archive = np.array([[1], [0], [0], [0]])
    heads = tuple(Head(str(n), "", None) for n in range(4))
    one = Evaluation(["a"], archive, said - [[0.3], [0], [0], [0]], np.ones(1), np.zeros(4, int), articles=heads)
    assert [found.article.id for found in mistakes(one, missing=True)] == ["3", "2"]
    assert [found.article.id for found in mistakes(one, missing=True, limit=1)] == ["3"]


def test_without_heads_there_is_nothing_to_show() -> None:
    assert mistakes(Evaluation(["a", "b"], Y, SAID, np.ones(2), np.zeros(6, int)), missing=True) == []
