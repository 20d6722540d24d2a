import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

Command = Callable[..., CompletedProcess[str]]
DATA = Path(__file__).parents[1] / "data"


def rows(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_pages_become_one_file_of_articles_and_a_report(motscles: Command, tmp_path: Path) -> None:
    out = tmp_path / "archive.jsonl"
    answer = motscles("import", "pages", DATA / "pages", "--out", out)
    assert (answer.returncode, answer.stdout) == (0, "")
    assert [row["id"] for row in rows(out)] == [
        "payer-son-taxi", "edito", "Un-village-tire-sa-propre-fibre", "article12"
    ]  # fmt: skip
    assert answer.stderr.splitlines() == [
        f"4 articles dans {out}.",
        "Sans article : 1 fois, page d’un autre genre qu’un article (rubrique) "
        f"({DATA / 'pages' / 'sous-dossier' / 'rubrique.html'}).",
        f"Ensuite : motscles corpus check {out} --tags auto",
    ]


def test_two_imports_of_the_same_pages_are_the_same_bytes(motscles: Command, tmp_path: Path) -> None:
    for name in ("a.jsonl", "b.jsonl"):
        motscles("import", "pages", DATA / "pages", "--out", tmp_path / name)
    assert (tmp_path / "a.jsonl").read_bytes() == (tmp_path / "b.jsonl").read_bytes()


def test_with_a_vocabulary_labels_are_its_own_and_others_are_told(motscles: Command, tmp_path: Path) -> None:
    out, tags = tmp_path / "archive.jsonl", tmp_path / "tags.yaml"
    tags.write_text("- {id: r, label: Radio, synonyms: [radios communautaires]}\n", encoding="utf-8")
    answer = motscles("import", "pages", DATA / "pages" / "sous-dossier", "--out", out, "--tags", tags)
    assert rows(out)[0]["tags"] == ["Radio"]
    assert "Libellés inconnus du vocabulaire, laissés de côté : « Internet » (1)." in answer.stderr
    assert f"Ensuite : motscles corpus check {out} --tags {tags}" in answer.stderr


def test_pages_without_any_article_write_nothing(motscles: Command, tmp_path: Path) -> None:
    out = tmp_path / "archive.jsonl"
    answer = motscles("import", "pages", DATA / "pages" / "sous-dossier" / "rubrique.html", "--out", out)
    assert (answer.returncode, answer.stdout, answer.stderr.count("\n")) == (1, "", 1)
    assert "Erreur : aucun article trouvé ; rien n’est écrit. 1 fois : page d’un autre genre" in answer.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_feed_becomes_a_file_of_articles(motscles: Command, tmp_path: Path) -> None:
    out = tmp_path / "flux.jsonl"
    answer = motscles("import", "feed", DATA / "feeds" / "backend.xml", "--out", out)
    assert (answer.returncode, answer.stderr.splitlines()[0]) == (0, f"2 articles dans {out}.")
    assert rows(out)[1]["tags"] == ["Infrastructures", "Qualité de service"]


def test_a_target_that_cannot_be_written_is_one_sentence(motscles: Command, tmp_path: Path) -> None:
    answer = motscles("import", "feed", DATA / "feeds" / "atom.xml", "--out", tmp_path)
    assert (answer.returncode, answer.stdout, answer.stderr.count("\n")) == (1, "", 1)
    assert "Erreur : " in answer.stderr
