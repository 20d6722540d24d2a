import numpy as np
import pytest

from classifier.corpora import Corpus
from classifier.documents import Document
from classifier.errors import CorpusError, UnknownTagError
from classifier.evaluation import Evaluation
from classifier.text import DocCache
from classifier.training import cross_validate, vocabulary_of
from classifier.vocabulary import Vocabulary


@pytest.fixture(scope="module")
def evaluation(small_corpus: Corpus, cache: DocCache) -> Evaluation:
    return cross_validate(small_corpus, vocabulary_of(small_corpus), 3, cache=cache)


def test_every_document_is_judged_once(evaluation: Evaluation, small_corpus: Corpus) -> None:
    assert sorted(head.id for head in evaluation.articles) == sorted(document.id for document in small_corpus)
    assert evaluation.corpus == {"name": "small", "documents": 96, "fingerprint": small_corpus.fingerprint()}


def test_the_truth_stays_beside_its_document(evaluation: Evaluation, small_corpus: Corpus) -> None:
    tags = {document.id: document.tags for document in small_corpus}
    for head, row, dominant in zip(evaluation.articles, evaluation.Y, evaluation.dominant, strict=True):
        assert {evaluation.labels[column] for column in np.flatnonzero(row)} == set(tags[head.id])
        assert evaluation.labels[dominant] == tags[head.id][0]


def test_each_document_is_judged_with_the_thresholds_of_its_fold(evaluation: Evaluation) -> None:
    assert evaluation.thresholds.shape == evaluation.Y.shape
    assert len(np.unique(evaluation.thresholds, axis=0)) == 3
    assert evaluation.per_tag()["threshold"].between(0, 1).all()
    assert evaluation.recall_at(1).value > 0.7  # six subjects that are easily told apart


def test_by_date_the_oldest_block_is_not_judged(small_corpus: Corpus, cache: DocCache) -> None:
    stages: list[str] = []
    evaluation = cross_validate(
        small_corpus,
        vocabulary_of(small_corpus),
        2,
        split="date",
        cache=cache,
        progress=lambda stage, done, total: stages.append(f"{stage} {done}/{total}"),
    )
    ids = [document.id for document in sorted(small_corpus, key=lambda one: (one.date, one.id))]
    assert sorted(head.id for head in evaluation.articles) == sorted(ids[32:])
    assert stages == ["folds 1/2", "folds 2/2"]


def test_what_cannot_be_validated_is_said_before_anything_is_read(vocabulary: Vocabulary, cache: DocCache) -> None:
    def progress(*_: object) -> None:
        raise AssertionError("nothing may be read")

    untagged = Corpus([Document("a", "Titre", "Texte")], name="articles.jsonl")
    with pytest.raises(CorpusError, match=r"articles\.jsonl : aucun article avec mots-clés"):
        cross_validate(untagged, vocabulary, 2, cache=cache, progress=progress)
    tagged = Corpus([Document("a", "Titre", "Texte", tags=("Fintech",))])
    with pytest.raises(CorpusError, match="impossible de faire 2 parts de 1 articles"):
        cross_validate(tagged, vocabulary, 2, cache=cache, progress=progress)
    unknown = Corpus([Document(str(n), "Titre", "Texte", tags=("Inconnu",)) for n in range(4)])
    with pytest.raises(UnknownTagError, match="Inconnu"):
        cross_validate(unknown, vocabulary, 2, cache=cache, progress=progress)
