import sys
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.errors import VocabularyError
from classifier.vocabulary import (
    KINDS,
    Merge,
    Period,
    Rename,
    Tag,
    TagGroup,
    Vocabulary,
    label_key,
    read_skos,
    replay,
    write_skos,
)

DAY = date(2026, 11, 28)
HISTORY = [
    Rename(date=DAY, tag="fintech", label="Finance numérique", who="Awa", why="usage"),
    Merge(date=DAY, tag="telecentres-cybercentres", into="internet"),
]


@pytest.mark.parametrize("suffix", [".ttl", ".rdf"])
def test_the_shipped_vocabulary_and_its_history_come_back_as_they_went(
    vocabulary: Vocabulary, tmp_path: Path, suffix: str
) -> None:
    changed = replay(vocabulary, HISTORY)
    path = tmp_path / f"tags{suffix}"
    write_skos(changed, path, changes=HISTORY)
    found, changes = read_skos(path)
    assert found.known == changed.known
    assert changes == HISTORY


names = (
    st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), min_size=1, max_size=12)
    .map(str.strip)
    .filter(label_key)
)
lists = st.lists(names, max_size=3).map(tuple)
days = st.none() | st.dates()
groups = st.none() | st.sampled_from(
    [TagGroup("Thèmes", 1, single=True, tables=("articles", "rubriques")), TagGroup("À part <&>", mandatory=True)]
)
tags = st.builds(
    Tag,
    id=names,
    label=names,
    scope_note=names | st.just(""),
    not_for=names | st.just(""),
    kind=st.sampled_from(KINDS),
    count=st.integers(0, 10**6),
    period=st.builds(Period, days, days),
    period_note=names | st.just(""),
    synonyms=lists,
    former=lists,
    later=lists,
    mentions=lists,
    spip=st.none() | st.integers(0, 999),
    rank=st.none() | st.integers(0, 99),
    group=groups,
    retired=days,
)
vocabularies = st.lists(tags, min_size=1, max_size=4, unique_by=(lambda tag: tag.id, lambda tag: tag.label))


@settings(max_examples=40, deadline=None)
@given(vocabularies, st.sampled_from([".ttl", ".rdf"]))
def test_any_vocabulary_comes_back_as_it_went(some: list[Tag], suffix: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"tags{suffix}"
        write_skos(Vocabulary(some), path)
        assert read_skos(path)[0].known == tuple(some)


FOREIGN = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
<http://example.org/t/radio> a skos:Concept ;
    skos:prefLabel "Radio"@fr, "Broadcasting"@en ;
    skos:altLabel "TSF"@fr, "Wireless"@en ; skos:hiddenLabel "antenne"@fr ; skos:scopeNote "Ce qui s’écoute."@fr .
<http://example.org/t#TV> a skos:Concept ; skos:prefLabel "Télé" ; owl:deprecated true ;
    dcterms:isReplacedBy <http://example.org/t/radio> .
"""


def test_a_thesaurus_of_another_program_is_read_in_french(tmp_path: Path) -> None:
    path = tmp_path / "foreign.ttl"
    path.write_text(FOREIGN, encoding="utf-8")
    found, changes = read_skos(path)
    radio = Tag("radio", "Radio", "Ce qui s’écoute.", synonyms=("TSF",), mentions=("antenne",))
    assert found.tags == (radio,)
    assert found.find("tv") == radio
    assert changes == []


def test_what_another_program_changed_wins_over_our_notes(tmp_path: Path) -> None:
    path = tmp_path / "tags.ttl"
    write_skos(Vocabulary([Tag("radio", "Radio", synonyms=("TSF", "ondes"), former=("Poste",))]), path)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"TSF"@fr', '"transistor"@fr'), encoding="utf-8")
    assert read_skos(path)[0].tags == (Tag("radio", "Radio", synonyms=("ondes", "transistor"), former=("Poste",)),)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<a> <b", "ce n’est pas du SKOS lisible"),
        ("<urn:a> <urn:b> <urn:c> .", "aucun concept"),
        ("<urn:a> a <http://www.w3.org/2004/02/skos/core#Concept> .", "n’a pas de libellé"),
    ],
)
def test_what_is_no_thesaurus_is_refused(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "tags.ttl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(VocabularyError, match=said):
        read_skos(path)


def test_without_rdflib_one_is_told_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rdflib", None)
    with pytest.raises(VocabularyError, match=r"pip install 'motscles\[skos\]'"):
        write_skos(Vocabulary([Tag("a", "A")]), tmp_path / "tags.ttl")
