from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from spacy.tokens import Doc

from classifier.text import DocCache, FrenchAnalyzer


@pytest.mark.parametrize(
    ("text", "lemma"),
    [
        ("L'e-commerce progresse", "e-commerce"),
        ("des sites d'e-commerce", "e-commerce"),
        ("Il envoie des SMS", "sms"),
        ("le haut débit", "débit"),
        ("les start-ups de Dakar", "start-up"),
        ("l'open data", "data"),
        ("la 4G arrive", "4g"),
        ("les N'tic au Sénégal", "tic"),
        ("les télécoms", "télécom"),
        ("un réseau wi-fi", "wifi"),
    ],
)
def test_lemmas_of_our_subjects_are_right(analyzer: FrenchAnalyzer, text: str, lemma: str) -> None:
    (doc,) = analyzer.analyze([text])
    assert lemma in [token.lemma_ for token in doc]


def test_one_doc_for_each_text_in_order(analyzer: FrenchAnalyzer) -> None:
    texts = [f"Texte numéro {number}" for number in range(150)] + [""]
    assert [doc.text for doc in analyzer.analyze(texts)] == texts


def test_the_analyzer_reads_as_it_is_asked(analyzer: FrenchAnalyzer) -> None:
    read = []

    def texts() -> Iterator[str]:
        for number in range(1000):
            read.append(number)
            yield f"Texte {number}"

    next(iter(analyzer.analyze(texts())))
    assert len(read) <= 128


def test_a_cached_doc_equals_a_fresh_one(analyzer: FrenchAnalyzer, tmp_path: Path) -> None:
    texts = ["La Sonatel ouvre une agence à Thiès.", "L'ARTP publie ses chiffres."]
    cached = FrenchAnalyzer(cache=DocCache(tmp_path))
    cached.__dict__["nlp"] = analyzer.nlp

    def content(docs: Iterable[Doc]) -> list[Any]:
        return [[(t.text, t.idx, t.lemma_, t.pos_, t.ent_type_) for t in doc] for doc in docs]

    first = content(cached.analyze(texts))
    assert len(list(tmp_path.glob("*.spacy"))) == 1
    cached.__dict__["_pipe"] = lambda texts: pytest.fail("analysed twice")
    assert content(cached.analyze(texts[::-1])) == first[::-1]
    reopened = FrenchAnalyzer(cache=DocCache(tmp_path))
    reopened.__dict__ |= {"nlp": analyzer.nlp, "_pipe": cached.__dict__["_pipe"]}
    assert content(reopened.analyze(texts)) == first


def test_a_pack_without_its_keys_is_ignored(analyzer: FrenchAnalyzer, tmp_path: Path) -> None:
    cache = DocCache(tmp_path)
    (doc,) = analyzer.analyze(["Un texte."])
    cache.put(["Un texte."], [doc], signature="s")
    next(tmp_path.glob("*.json")).unlink()
    assert DocCache(tmp_path).get(["Un texte."], signature="s", vocab=analyzer.nlp.vocab) == [None]


def test_another_pipeline_does_not_share_the_cache(analyzer: FrenchAnalyzer, tmp_path: Path) -> None:
    cache = DocCache(tmp_path)
    (doc,) = analyzer.analyze(["Un texte."])
    cache.put(["Un texte."], [doc], signature="s")
    assert cache.get(["Un texte."], signature="autre", vocab=analyzer.nlp.vocab) == [None]
