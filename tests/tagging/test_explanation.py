from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from classifier.corpora import Corpus
from classifier.documents import Document
from classifier.tagging import Explanation, Tagger
from classifier.text import ArticleMap, Place, article_text, is_readable

WORDS = st.sampled_from(
    [
        *(
            "l’ARTP",
            "réseau",
            "mobile",
            "Sonatel",
            "paiement",
            "😀",
            "&eacute;tude",
            "<b>fibre</b>",
            "co\u00adopération",
        ),
        *(
            "\n",
            "e\u0301cole",
            "radio",
            "communautaire",
            "qualité de service",
            "nom de domaine",
            ".sn",
            "PANNE DE RESEAU",
        ),
    ]
)
ARTICLES = st.builds(
    lambda title, text: Document("a", " ".join(title), " ".join(text)),
    st.lists(WORDS, max_size=5),
    st.lists(WORDS, min_size=1, max_size=40),
)


def evidence_places(explanation: Explanation) -> Iterator[tuple[str, Place]]:
    for one in explanation.evidence:
        for place in one.places:
            yield one.words, place


def test_no_phrase_begins_in_the_title_and_ends_in_the_text(tagger: Tagger) -> None:
    document = Document("a", "La mesure de la qualité de", "service : une panne du réseau mobile de la Sonatel.")
    together = replace(document, title="", text=f"{document.title} {document.text}")
    docs = tagger.analyzer.analyze([article_text(document), article_text(together)])
    apart, whole = ({name for name, _, _ in tagger.vectorizer.spans(doc)} for doc in docs)
    assert "name:qualite-de-service" in whole - apart
    assert tagger.suggest(document)


@pytest.mark.parametrize("label", ["Fintech", "Qualité de service", "Yas", "Radio"])
def test_an_explanation_adds_up_to_the_log_odds(tagger: Tagger, small_corpus: Corpus, label: str) -> None:
    for document in [replace(one, date=None) for one in small_corpus][::20]:
        explanation = tagger.explain(document, label)
        probability = tagger.predict_proba([document])[0, tagger.vocabulary.column(label)]
        log_odds = np.log(probability / (1 - probability))
        assert explanation.log_odds == pytest.approx(log_odds, abs=1e-6)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(document=ARTICLES)
def test_evidence_always_quotes_the_document(tagger: Tagger, document: Document) -> None:
    if not is_readable(document):
        return
    article = ArticleMap(document)
    for words, place in evidence_places(tagger.explain(document, "Qualité de service")):
        source = document.title if place.field == "title" else document.text
        assert 0 <= place.start < place.end <= len(source)
        assert article.quote(place).lower() == words.lower()
        assert not words[0].isspace()
        assert not words[-1].isspace()


def test_the_heaviest_words_come_first_and_reasons_speak_for_the_tag(tagger: Tagger, article: Document) -> None:
    explanation = tagger.explain(article, "Qualité de service")
    weights = [one.weight for one in explanation.evidence]
    assert weights == sorted(weights, reverse=True)
    assert min(weights) < 0 < min(one.weight for one in explanation.reasons(3))
    assert len(explanation.reasons(3)) == 3


def test_a_word_that_comes_back_is_one_evidence_with_all_its_places(tagger: Tagger) -> None:
    document = Document("a", "Panne", "La panne dure. Une panne encore.")
    one = next(one for one in tagger.explain(document, "Qualité de service").evidence if one.words.lower() == "panne")
    assert [place.field for place in one.places] == ["title", "text", "text"]
