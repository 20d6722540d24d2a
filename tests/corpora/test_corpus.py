import json
from datetime import date
from pathlib import Path

import pytest

from classifier.corpora import Corpus
from classifier.documents import Document
from classifier.errors import CorpusError

TEN = [Document(str(n), f"Titre {n}", "Texte", date=date(2000 + n, 1, 1), tags=("Radio",)) for n in range(10)]


def write(path: Path, *ids: str) -> None:
    path.write_text("".join(json.dumps({"id": id, "text": "x"}) + "\n" for id in ids), encoding="utf-8")


def test_a_corpus_can_be_walked_twice(tmp_path: Path) -> None:
    write(tmp_path / "b.jsonl", "3")
    write(tmp_path / "a.jsonl", "1", "2")
    corpus = Corpus.read(tmp_path)
    assert [document.id for document in corpus] == ["1", "2", "3"] == [document.id for document in corpus]


def test_an_id_may_not_come_back(tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl", "1")
    write(tmp_path / "b.jsonl", "1")
    with pytest.raises(CorpusError, match=r"b.jsonl : l’identifiant « 1 » est déjà dans .*a.jsonl"):
        list(Corpus.read(tmp_path))


@pytest.mark.parametrize(("name", "message"), [("absent", "n’existe pas"), (".", "aucun fichier .jsonl")])
def test_nothing_to_read_is_said_at_once(tmp_path: Path, name: str, message: str) -> None:
    with pytest.raises(CorpusError, match=message):
        Corpus.read(tmp_path / name)


def test_the_test_part_is_the_latest() -> None:
    train, test = Corpus(TEN[::-1]).split(test_size=0.3)
    assert sorted(document.id for document in test) == ["7", "8", "9"]
    assert len(train) == 7


def test_a_part_drawn_by_chance_does_not_depend_on_the_order() -> None:
    parts = [
        {document.id for document in Corpus(documents).split(test_size=0.3, by="chance")[1]}
        for documents in (TEN, TEN[::-1])
    ]
    assert parts[0] == parts[1] != {"7", "8", "9"}
    assert len(parts[0]) == 3


def test_too_few_documents_cannot_be_split() -> None:
    with pytest.raises(CorpusError, match="trop peu d’articles"):
        Corpus(TEN[:1]).split()


def test_the_fingerprint_sees_a_changed_comma_but_not_the_order() -> None:
    changed = [*TEN[:-1], Document("9", "Titre 9", "Texte,", date=date(2009, 1, 1), tags=("Radio",))]
    assert Corpus(TEN).fingerprint() == Corpus(TEN[::-1]).fingerprint() != Corpus(changed).fingerprint()
