import numpy as np
import pytest

from classifier.corpora import Corpus
from classifier.documents import Document
from classifier.errors import CorpusError
from classifier.evaluation import Evaluation, evaluate
from classifier.tagging import Tagger

Y = np.array([[1, 0, 0], [1, 0, 0], [0, 1, 0], [0, 1, 0]])
SURE = np.array([[0.9, 0.1, 0.0], [0.2, 0.8, 0.0], [0.1, 0.9, 0.0], [0.1, 0.7, 0.6]])


@pytest.fixture
def evaluation() -> Evaluation:
    return Evaluation(["a", "b", "c"], Y, SURE, np.full(3, 0.5), np.array([0, 0, 1, 1]))


def test_figures_by_hand(evaluation: Evaluation) -> None:
    # proposed: a for 1; b for 2, 3, 4; c for 4. Right: a for 1; b for 3 and 4
    assert evaluation.micro_f1.value == pytest.approx(2 * 3 / (5 + 4))
    assert evaluation.macro_f1.value == pytest.approx((2 / 3 + 4 / 5 + 0) / 3)
    assert evaluation.recall_at(1).value == 0.75
    assert evaluation.recall_at(2).value == 1.0


def test_a_wrong_suggestion_counts_even_for_a_tag_that_nobody_bears(evaluation: Evaluation) -> None:
    """Precision over "the labels seen" would be higher: the wrong c is in no document."""
    row = evaluation.per_tag().loc["c"]
    assert (row.support, row.proposed, row.precision, row.f1) == (0, 1, 0.0, 0.0)
    assert len(evaluation.per_tag()) == 3


def test_agrees_with_scikit_learn(evaluation: Evaluation) -> None:
    from sklearn.metrics import f1_score

    for average, figure in (("micro", evaluation.micro_f1), ("macro", evaluation.macro_f1)):
        expected = f1_score(Y, evaluation.predictions, average=average, zero_division=0)
        assert figure.value == pytest.approx(expected)


def test_the_interval_holds_the_figure_and_is_the_same_each_time(evaluation: Evaluation) -> None:
    again = Evaluation(["a", "b", "c"], Y, SURE, np.full(3, 0.5), np.array([0, 0, 1, 1]))
    assert evaluation.micro_f1 == again.micro_f1
    assert evaluation.micro_f1.low < evaluation.micro_f1.value < evaluation.micro_f1.high


def test_it_speaks_in_two_lines(evaluation: Evaluation) -> None:
    first, second = str(evaluation).splitlines()
    assert first.startswith("micro F1 0.67 [")
    assert first.endswith("on 4 documents, 3 tags")
    assert second.startswith("recall of the dominant tag @1 0.75, @3 1.00; calibration error 0.")


def test_documents_without_tags_are_not_judged(tagger: Tagger, small_corpus: Corpus) -> None:
    documents = list(small_corpus)[:5]
    with_untagged = [*documents, Document("sans", "Titre", "Texte")]
    assert evaluate(tagger, with_untagged).figures() == evaluate(tagger, documents).figures()
    with pytest.raises(CorpusError, match="rien à évaluer"):
        evaluate(tagger, [Document("sans", "Titre", "Texte")])


def test_what_was_learned_is_known(tagger: Tagger, small_corpus: Corpus) -> None:
    evaluation = evaluate(tagger, small_corpus)
    assert evaluation.recall_at(1).value > 0.9
    assert evaluation.corpus["fingerprint"] == small_corpus.fingerprint()
