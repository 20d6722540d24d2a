import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from spacy.tokens import Doc

from classifier.documents import Document
from classifier.text import DocCache, FrenchAnalyzer


@pytest.fixture(scope="module")
def full() -> FrenchAnalyzer:
    return FrenchAnalyzer(analysis="full")


@pytest.mark.parametrize("analysis", ["fast", "full"])
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
def test_lemmas_of_our_subjects_are_right(
    analyzer: FrenchAnalyzer, full: FrenchAnalyzer, analysis: str, text: str, lemma: str
) -> None:
    (doc,) = (full if analysis == "full" else analyzer).analyze([text])
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


def test_the_fast_analysis_loads_no_network_and_says_what_it_is(analyzer: FrenchAnalyzer) -> None:
    assert analyzer.analysis == "fast"
    assert analyzer.nlp.pipe_names == ["motscles_lexicon"]
    assert re.fullmatch(r"fr_tokenizer-3[.\d]+\+lexicon-[.\d]+\+\w{8}", analyzer.signature)


def test_names_need_the_full_analysis() -> None:
    assert FrenchAnalyzer(names=True).analysis == "full"


def test_both_analyses_part_words_alike(analyzer: FrenchAnalyzer, full: FrenchAnalyzer, article: Document) -> None:
    (one,), (other,) = analyzer.analyze([article.text]), full.analyze([article.text])
    assert [token.text for token in one] == [token.text for token in other]
    same = [token.lemma_.lower() == again.lemma_.lower() for token, again in zip(one, other, strict=True)]
    assert sum(same) > 0.75 * len(same)


def test_the_fast_analysis_leaves_the_cache_alone(tmp_path: Path) -> None:
    assert len(list(FrenchAnalyzer(cache=DocCache(tmp_path)).analyze(["Un texte."]))) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_cached_doc_equals_a_fresh_one(full: FrenchAnalyzer, tmp_path: Path) -> None:
    analyzer = full
    texts = ["La Sonatel ouvre une agence à Thiès.", "L'ARTP publie ses chiffres."]
    cached = FrenchAnalyzer(analysis="full", cache=DocCache(tmp_path))
    cached.__dict__["nlp"] = analyzer.nlp

    def content(docs: Iterable[Doc]) -> list[Any]:
        return [[(t.text, t.idx, t.lemma_, t.pos_, t.ent_type_) for t in doc] for doc in docs]

    first = content(cached.analyze(texts))
    assert len(list(tmp_path.glob("*.spacy"))) == 1
    cached.__dict__["_pipe"] = lambda texts: pytest.fail("analysed twice")
    assert content(cached.analyze(texts[::-1])) == first[::-1]
    reopened = FrenchAnalyzer(analysis="full", cache=DocCache(tmp_path))
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
