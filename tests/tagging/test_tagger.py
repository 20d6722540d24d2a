from collections.abc import Iterator
from datetime import date

import numpy as np
import pytest

from classifier.corpora import Corpus
from classifier.documents import Document
from classifier.errors import NotTrainedError, TextError, TooFewExamplesError, UnknownTagError
from classifier.tagging import Tagger
from classifier.text import FrenchAnalyzer
from classifier.vocabulary import Tag, Vocabulary


def test_the_likeliest_tag_comes_first(tagger: Tagger, article: Document) -> None:
    suggestions = tagger.suggest(article)
    scores = [one.score for one in suggestions]
    assert suggestions[0].tag.label == "Qualité de service"
    assert suggestions[0].is_proposed
    assert scores == sorted(scores, reverse=True)
    assert len(suggestions) == 10


def test_without_a_limit_every_tag_is_there(tagger: Tagger, article: Document) -> None:
    assert {one.tag for one in tagger.suggest(article, limit=None)} == set(tagger.vocabulary)


def test_a_suggestion_shows_the_words_that_made_it(tagger: Tagger, article: Document) -> None:
    first = tagger.suggest(article)[0]
    assert len(first.evidence) == 5
    assert all(evidence.words in f"{article.title} {article.text}" for evidence in first.evidence)
    words = ", ".join(evidence.words for evidence in first.evidence)
    assert str(first) == f"Qualité de service  {first.probability:.2f}  ({words})"
    assert tagger.suggest(article, explained=False)[0].evidence == ()


def test_a_cold_tag_is_suggested_by_its_name_and_says_so(tagger: Tagger) -> None:
    text = "La société soudanaise Sudatel, alias Expresso, nomme un directeur."
    one = next(one for one in tagger.suggest(text) if one.tag.label == "Sudatel/Expresso")
    assert one.source == "vocabulary"
    assert one.is_proposed
    assert "Sudatel" in [evidence.words for evidence in one.evidence]
    assert next(one for one in tagger.suggest(text, limit=None) if one.tag.label == "Fintech").source == "model"


@pytest.mark.parametrize(("day", "possible"), [(date(2012, 5, 1), False), (date(2025, 5, 1), True), (None, True)])
def test_a_tag_outside_its_period_is_not_proposed(tagger: Tagger, day: date | None, possible: bool) -> None:
    document = Document("a", "Yas", "L’opérateur Yas étend son réseau.", date=day)
    one = next(one for one in tagger.suggest(document, limit=None) if one.tag.label == "Yas")
    assert one.is_proposed is possible
    assert (one.probability > 0) is possible


def test_a_batch_gives_what_single_documents_give(tagger: Tagger, small_corpus: Corpus) -> None:
    documents = list(small_corpus)[:70]
    batch = list(tagger.suggest_batch(documents, explained=True))
    assert [document for document, _ in batch] == documents
    for position in (0, 1, 63, 64, 69):
        assert batch[position][1] == tagger.suggest(documents[position])


def test_a_batch_is_read_as_it_is_asked_for(tagger: Tagger, article: Document) -> None:
    read: list[int] = []

    def documents() -> Iterator[Document]:
        for number in range(1_000):
            read.append(number)
            yield article

    next(iter(tagger.suggest_batch(documents())))
    assert len(read) <= 64


@pytest.mark.parametrize("text", ["", " \n ", "\u200b", "<br>&nbsp;"])
def test_nothing_to_read_is_an_error(tagger: Tagger, text: str) -> None:
    with pytest.raises(TextError, match="rien à lire"):
        tagger.suggest(Document("a", "", text))


def test_an_unknown_label_is_found_in_its_article(tagger: Tagger) -> None:
    with pytest.raises(UnknownTagError, match=r"article « a7 » : aucun mot-clé ne s’appelle « Fintek ».*« Fintech »"):
        tagger.indicator([Document("a7", "", "x", tags=("Fintek",))])


def test_the_indicator_knows_former_labels(tagger: Tagger) -> None:
    Y = tagger.indicator([Document("a", "", "x", tags=("Radio", "télémédecine"))])
    assert {tagger.vocabulary[column].label for column in np.flatnonzero(Y[0]).tolist()} == {
        "Radio",
        "TIC pour la santé",
    }


def test_an_untrained_tagger_says_so(vocabulary: Vocabulary, article: Document) -> None:
    with pytest.raises(NotTrainedError, match="entraînez-le"):
        Tagger(vocabulary).suggest(article)


def test_a_corpus_that_teaches_nothing_is_refused(analyzer: FrenchAnalyzer) -> None:
    vocabulary = Vocabulary([Tag("radio", "Radio")])
    documents = [Document(str(n), "", f"Texte {n}", tags=("Radio",) if n < 2 else ()) for n in range(5)]
    with pytest.raises(TooFewExamplesError, match="il en faut 8"):
        Tagger(vocabulary, analyzer=analyzer).fit(documents)


def test_the_same_corpus_gives_the_same_model_bit_for_bit(
    tagger: Tagger, small_corpus: Corpus, analyzer: FrenchAnalyzer
) -> None:
    again = Tagger(tagger.vocabulary, analyzer=analyzer).fit(small_corpus)
    assert (again.classifier.bears_.weights != tagger.classifier.bears_.weights).nnz == 0
    assert (again.classifier.bears_.pulls == tagger.classifier.bears_.pulls).all()
    assert (again.classifier.thresholds_ == tagger.classifier.thresholds_).all()


def test_of_a_refused_article_only_the_refusal_is_learned(
    small_corpus: Corpus, vocabulary: Vocabulary, analyzer: FrenchAnalyzer, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = Vocabulary([tag for tag in vocabulary if tag.label in set(small_corpus.tag_counts())])
    documents = list(small_corpus)
    first = documents[0].tags[0]
    documents[0] = documents[0].with_tags()
    fitted = Tagger(own, analyzer=analyzer)
    seen: list[np.ndarray] = []
    fit = fitted.classifier.fit

    def noted(*arguments: object, known: np.ndarray, **options: object) -> object:
        seen.append(known)
        return fit(*arguments, known=known, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(fitted.classifier, "fit", noted)
    fitted.fit(documents, refusals={documents[0].id: (first,)})
    (known,) = seen
    assert known[0].sum() == 1
    assert known[0, own.column(first)]
    assert known[1:].all()
