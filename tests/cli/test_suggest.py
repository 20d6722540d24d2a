import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from classifier.corpora import Corpus, to_row
from classifier.documents import Document
from classifier.store import ModelStore

Command = Callable[..., CompletedProcess[str]]
Row = dict[str, Any]

HEALTH = "L’hôpital de Thiès reçoit par visioconférence les avis des médecins de Dakar : la télésanté avance."
RADIO = "La radio communautaire de Kolda fête ses vingt ans d’antenne avec ses bénévoles et ses auditeurs."
ENGLISH = "The regulator published the figures of the mobile market for the first quarter of the year yesterday. "
LONG = "Le régulateur mesure la qualité de service du réseau de l’opérateur à Saint-Louis. " * 61_000


def rows(answer: CompletedProcess[str]) -> list[Row]:
    return [json.loads(line) for line in answer.stdout.splitlines()]


def jsonl(*documents: Document) -> bytes:
    return "".join(json.dumps(to_row(document), ensure_ascii=False) + "\n" for document in documents).encode()


@pytest.mark.slow
def test_in_a_shell_a_broken_line_loses_none_of_the_others(process: Command, store: ModelStore, tmp_path: Path) -> None:
    documents = [Document(f"a{n}", "", RADIO, extra={"tittle": "Radio"}) for n in range(1, 41)]
    lines = jsonl(*documents).splitlines(keepends=True)
    lines[36] = b'{"id": "a37", "text": "Coup\xc3\xa9e\n'
    path = tmp_path / "articles.jsonl"
    path.write_bytes(b"".join(lines))

    answer = process("suggest", "--models", store.path, "--format", "jsonl", path)

    found = rows(answer)
    assert [row["id"] for row in found] == [None if n == 37 else f"a{n}" for n in range(1, 41)]
    assert found[36]["line"] == 37
    assert found[36]["suggestions"] == []
    assert found[36]["error"].startswith(f"{path}, ligne 37 : JSON illisible")
    unknown = f"Attention : {path}, ligne 1 : champ inconnu « tittle », ignoré.\n"
    assert answer.stderr == f"{unknown}Erreur : {found[36]['error']}\n"
    assert answer.returncode == 1


@pytest.mark.slow
def test_in_a_shell_a_text_is_read_from_standard_input(process: Command, store: ModelStore) -> None:
    answer = process("suggest", "--models", store.path, "--explain", stdin=f"Une fête\n\n{RADIO} {RADIO}".encode())
    assert (answer.returncode, answer.stderr) == (0, "")
    title, first, *_ = answer.stdout.splitlines()
    assert title == "Une fête"
    assert first.startswith(" ✓ Radios communautaires ")
    assert "radio communautaire" in first.split("%")[1]


def test_a_row_says_tag_id_probability_proposed_source_and_band(suggest: Command, article: Document) -> None:
    answer = suggest("--format", "jsonl", "-", stdin=jsonl(article))
    (row,) = rows(answer)
    assert answer.returncode == 0
    assert set(row) == {"id", "suggestions"}
    assert row["id"] == "essai"
    assert len(row["suggestions"]) == 10
    first = row["suggestions"][0]
    assert list(first) == ["tag", "id", "probability", "score", "proposed", "source", "band"]
    assert (first["tag"], first["id"], first["source"]) == ("Qualité de service", "qualite-de-service", "model")
    assert [type(first[key]) for key in ("probability", "proposed")] == [float, bool]
    scores = [one["score"] for one in row["suggestions"]]
    assert scores == sorted(scores, reverse=True)


def test_articles_are_answered_in_their_order(suggest: Command, tmp_path: Path) -> None:
    names = [f"a{n}" for n in range(70)]  # more than one batch
    (tmp_path / "1.jsonl").write_bytes(jsonl(*(Document(name, "", RADIO) for name in names)))
    (tmp_path / "2.txt").write_text(f"Un titre\n\n{HEALTH}", encoding="utf-8")
    answer = suggest("--format", "jsonl", tmp_path / "1.jsonl", tmp_path / "2.txt")
    assert [row["id"] for row in rows(answer)] == [*names, "2.txt"]
    assert rows(answer)[-1]["suggestions"][0]["tag"] == "TIC pour la santé"


@pytest.mark.parametrize(("options", "count"), [([], 10), (["--limit", "3"], 3), (["--all"], 78)])
def test_as_many_tags_as_asked(suggest: Command, options: list[str], count: int) -> None:
    (row,) = rows(suggest("--format", "jsonl", *options, stdin=HEALTH.encode()))
    assert len({one["id"] for one in row["suggestions"]}) == count


def test_reasons_quote_the_article(suggest: Command, article: Document) -> None:
    (row,) = rows(suggest("--format", "jsonl", "--explain", "-", stdin=jsonl(article)))
    evidence = [one for suggestion in row["suggestions"] for one in suggestion["evidence"]]
    assert any(place["field"] == "title" for one in evidence for place in one["places"])
    assert row["suggestions"][0]["evidence"][0]["weight"] > 0
    for one in evidence:
        quoted = [getattr(article, place["field"])[place["start"] : place["end"]] for place in one["places"]]
        assert quoted[0] == one["words"]
        assert {words.lower() for words in quoted} == {one["words"].lower()}


@pytest.mark.parametrize("start", ["", "\n \n", "\ufeff"], ids=["none", "blank", "bom"])
def test_standard_input_may_hold_json_lines(suggest: Command, start: str) -> None:
    stdin = start.encode() + jsonl(Document("a", "", RADIO)) + b"{broken\n"
    good, bad = rows(suggest("--format", "jsonl", stdin=stdin))
    assert good["id"] == "a"
    assert bad["line"] == 2 + start.count("\n")
    assert bad["error"].startswith(f"entrée standard, ligne {bad['line']} : JSON illisible")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'{"id": "a7", "title": " ", "text": ""}', "article « a7 » : ni titre ni texte"),
        (b'{"id": "a7", "text": "<p>&nbsp;</p>"}', "article « a7 » : ni titre ni texte"),
        (b'{"id": "a7", "text": 5}', r"mauvais\.jsonl, ligne 1, champ « text » : on attend un texte, pas 5"),
        (b'{"id": "a7", "date": "14/03/2019"}', "ligne 1, champ « date » : '14/03/2019' n’est pas une date"),
        (b'["a7"]', "ligne 1 : on attend un objet JSON"),
        (b'{"text": "d\xe9j\xe0"}', "ligne 1 : octet 0xe9 invalide en UTF-8. Convertissez le fichier"),
        (b"\x00\x01\x02", "ligne 1 : données binaires"),
    ],
)
def test_a_bad_line_is_one_french_sentence(suggest: Command, tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "mauvais.jsonl"
    path.write_bytes(content)
    answer = suggest("--format", "jsonl", path)
    (row,) = rows(answer)
    assert (answer.returncode, row["id"], row["suggestions"]) == (1, None, [])
    assert answer.stderr == f"Erreur : {row['error']}\n"
    assert re.search(message, row["error"])


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("image.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "données binaires ; on attend un fichier de texte"),
        ("latin.txt", "Un titre\n\nLa télésanté".encode("latin-1"), "ligne 3 : octet 0xe9 invalide en UTF-8"),
        ("utf16.txt", "La télésanté".encode("utf-16"), "données binaires"),
        ("vide.txt", b"", "article « vide.txt » : ni titre ni texte"),
        ("absent.txt", None, "n’existe pas"),
    ],
)
def test_an_unreadable_file_does_not_silence_the_next(
    suggest: Command, tmp_path: Path, name: str, content: bytes | None, message: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    (tmp_path / "bon.txt").write_text(RADIO, encoding="utf-8")
    answer = suggest("--format", "jsonl", tmp_path / name, tmp_path / "bon.txt")
    bad, good = rows(answer)
    assert message in bad["error"]
    assert name in bad["error"]
    assert answer.stderr == f"Erreur : {bad['error']}\n"
    assert (answer.returncode, good["id"]) == (1, "bon.txt")


def test_standard_input_can_be_read_only_once(suggest: Command) -> None:
    answer = suggest("--format", "jsonl", "-", "-", stdin=RADIO.encode())
    assert [row["id"] for row in rows(answer)] == ["-", None]
    assert answer.stderr == "Erreur : entrée standard : fermée, ou déjà lue. Donnez « - » une seule fois.\n"


def test_an_unreadable_file_is_said_in_a_table_too(suggest: Command, tmp_path: Path) -> None:
    answer = suggest(tmp_path / "absent.txt")
    assert (answer.returncode, answer.stdout) == (1, "")
    assert answer.stderr.startswith(f"Erreur : {tmp_path / 'absent.txt'} : ce fichier n’existe pas")
    assert answer.stderr.count("\n") == 1


def test_a_file_name_that_is_no_text_is_answered(suggest: Command, tmp_path: Path) -> None:
    path = os.fsdecode(os.fsencode(tmp_path) + b"/\xe9t\xe9.txt")
    Path(path).write_text(RADIO, encoding="utf-8")
    (row,) = rows(suggest("--format", "jsonl", path))
    assert row["id"] == "\udce9t\udce9.txt"


@pytest.mark.parametrize(
    ("text", "code", "sentence"),
    [
        (ENGLISH * 3, "not-french", "ce texte ne semble pas être en français"),
        (HEALTH.upper() * 2, "capitals", "texte en capitales"),
        ("La télésanté avance.", "short", "texte très court"),
    ],
)
def test_an_unusual_text_is_answered_with_a_warning(suggest: Command, text: str, code: str, sentence: str) -> None:
    answer = suggest("--format", "jsonl", stdin=text.encode())
    (row,) = rows(answer)
    assert (answer.returncode, code in row["warnings"], len(row["suggestions"])) == (0, True, 10)
    table = suggest(stdin=text.encode())
    assert f"Attention, - : {sentence}" in table.stderr
    assert sentence not in table.stdout


def test_five_megabytes_are_answered_with_a_warning(suggest: Command) -> None:
    assert len(LONG.encode()) > 5_000_000
    answer = suggest(stdin=LONG.encode())
    assert answer.returncode == 0
    assert "Qualité de service" in answer.stdout
    assert answer.stderr == "Attention, - : texte très long : seuls ses 100\u202f000 premiers caractères ont été lus.\n"


def test_html_is_read_as_its_text(suggest: Command) -> None:
    page = f"<p>{HEALTH.replace('é', '&eacute;')}</p><script>var radio = 'radio communautaire';</script>"
    plain, marked = (rows(suggest("--format", "jsonl", stdin=text.encode()))[0] for text in (HEALTH, page))
    assert plain["suggestions"] == marked["suggestions"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--model", "absent"], r"pas de version « absent » dans .*\. Versions : small\."),
        (["--models", "vide"], "aucun modèle en service dans vide. Entraînez-en un : motscles train --models vide"),
    ],
)
def test_without_a_model_one_line_says_what_to_do(
    motscles: Command, store: ModelStore, arguments: list[str], message: str
) -> None:
    answer = motscles("suggest", "--models", store.path, *arguments, stdin=RADIO.encode())
    assert (answer.returncode, answer.stdout, answer.stderr.count("\n")) == (1, "", 1)
    assert re.fullmatch(f"Erreur : {message}\n", answer.stderr)


def test_the_answers_of_several_processes_are_those_of_one(
    suggest: Command, small_corpus: Corpus, tmp_path: Path
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes((jsonl(*small_corpus) + b'{"id": "x"\n{"id": "y", "text": ""}\n') * 2)
    alone, shared = (suggest("--format", "jsonl", "--jobs", jobs, path) for jobs in (1, 2))
    assert (alone.stdout, alone.stderr, alone.returncode) == (shared.stdout, shared.stderr, shared.returncode)
    assert len(rows(alone)) == 2 * (len(small_corpus) + 2)
