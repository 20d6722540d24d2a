from datetime import date
from pathlib import Path

import pytest

from classifier.corpora import parse_row, plain_document, read_file, read_rows, to_row
from classifier.errors import CorpusError

ROW = '{"id": "a1", "title": "Titre", "text": "Texte", "date": "2019-03-14", "url": "https://x.sn", "tags": ["Radio"]}'


def test_a_row_becomes_a_document_and_a_row_again() -> None:
    document = parse_row(ROW, "a.jsonl", 1)
    assert (document.id, document.date, document.tags) == ("a1", date(2019, 3, 14), ("Radio",))
    assert parse_row(str(to_row(document)).replace("'", '"'), "a.jsonl", 1) == document


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"id": "a", "text"', "ligne 37 : JSON illisible"),
        ("[1]", "ligne 37 : on attend un objet JSON"),
        ('{"id": ["a"]}', "champ « id » : on attend un texte ou un nombre"),
        ('{"id": "a", "text": 5}', "champ « text » : on attend un texte, pas 5"),
        ('{"id": "a", "date": "14/03/2019"}', "champ « date » : '14/03/2019' n’est pas une date"),
        ('{"id": "a", "date": 2019}', "champ « date » : 2019 n’est pas une date"),
        ('{"id": "a", "tags": "Radio"}', "champ « tags » : on attend une liste"),
        ('{"id": "a", "tags": [1]}', "champ « tags » : on attend une liste"),
        ("[" * 100_000, "ligne 37 : JSON illisible"),
        ('{"id": ' + "1" * 5_000 + "}", "ligne 37 : JSON illisible"),
    ],
)
def test_a_bad_row_names_file_line_and_field(line: str, message: str) -> None:
    with pytest.raises(CorpusError, match=f"articles.jsonl, ligne 37.*{message.removeprefix('ligne 37 : ')}"):
        parse_row(line, "articles.jsonl", 37)


def test_a_bad_line_is_answered_and_the_others_are_read() -> None:
    lines = [ROW.encode(), b"{broken", b"", b'{"id": "a\xe9"}', ROW.replace("a1", "a2").encode()]
    found = list(read_rows(lines, "a.jsonl"))
    assert [one.line if isinstance(one, CorpusError) else one.id for one in found] == ["a1", 2, 4, "a2"]


def test_an_unknown_field_is_kept_and_told_once(caplog: pytest.LogCaptureFixture) -> None:
    lines = [b'{"id": "a", "tittle": "x"}', b'{"id": "b", "tittle": "y", "country": "Mali"}']
    documents = list(read_rows(lines, "a.jsonl"))
    assert [getattr(document, "extra", None) for document in documents] == [
        {"tittle": "x"},
        {"tittle": "y", "country": "Mali"},
    ]
    assert [record.getMessage() for record in caplog.records] == [
        "a.jsonl, ligne 1 : champ inconnu « tittle », ignoré."
    ]


def test_half_an_emoji_does_not_break_the_road() -> None:
    assert parse_row('{"id": "a", "text": "x\\ud83d"}', "a.jsonl", 1).text == "x?"


def test_a_missing_id_is_the_place_of_the_row() -> None:
    assert parse_row('{"text": "x"}', Path("dir/a.jsonl"), 4).id == "a.jsonl:4"


def test_a_plain_file_may_begin_with_its_title(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Le titre\r\n\r\nLe texte.\r\n", encoding="utf-8")
    (document,) = read_file(tmp_path / "a.txt")
    assert (document.id, document.title, document.text) == ("a.txt", "Le titre", "Le texte.")
    assert plain_document("Une ligne\nune autre\n\nfin", id="b").title == ""


def test_an_absent_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"absent\.jsonl : ce fichier n’existe pas"):
        list(read_file(tmp_path / "absent.jsonl"))
