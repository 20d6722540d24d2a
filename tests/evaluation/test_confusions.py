import numpy as np
import pytest

from classifier.evaluation import Evaluation, Head, confusions

Y = np.array([[1, 0, 0], [1, 0, 0], [0, 1, 0], [1, 1, 0]])
SAID = np.array([[0.1, 0.7, 0.0], [0.2, 0.9, 0.8], [0.1, 0.9, 0.0], [0.9, 0.1, 0.1]])
HEADS = tuple(Head(f"a{n}", f"Titre {n}", 2001) for n in range(4))


@pytest.fixture
def evaluation() -> Evaluation:
    return Evaluation(["a", "b", "c"], Y, SAID, np.full(3, 0.5), np.array([0, 0, 1, 0]), articles=HEADS)


def test_the_most_frequent_come_first_with_the_surest_examples(evaluation: Evaluation) -> None:
    first, second = confusions(evaluation)
    assert (first.missed, first.proposed, first.documents) == ("a", "b", 2)
    assert [head.id for head in first.examples] == ["a1", "a0"]
    assert (second.missed, second.proposed, second.documents) == ("a", "c", 1)


def test_a_tag_that_is_only_missed_or_only_added_is_no_confusion(evaluation: Evaluation) -> None:
    """The fourth document lacks b, and was given nothing instead."""
    assert "a3" not in {head.id for one in confusions(evaluation) for head in one.examples}
    perfect = Evaluation(["a", "b", "c"], Y, Y + 0.0, np.full(3, 0.5), np.array([0, 0, 1, 0]))
    assert confusions(perfect) == []


def test_as_many_as_asked_and_no_heads_no_examples(evaluation: Evaluation) -> None:
    (one,) = confusions(evaluation, limit=1, examples=1)
    assert [head.title for head in one.examples] == ["Titre 1"]
    bare = Evaluation(["a", "b", "c"], Y, SAID, np.full(3, 0.5), np.array([0, 0, 1, 0]))
    assert confusions(bare)[0].examples == ()
