import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from classifier.corpora import Corpus, to_row
from classifier.store import ModelStore
from classifier.tagging import Tagger

Command = Callable[..., CompletedProcess[str]]
SECRET = "Phrase que nul rapport ne doit montrer"


@pytest.fixture
def articles(small_corpus: Corpus, tmp_path: Path) -> Path:
    path = tmp_path / "articles.jsonl"
    documents = [replace(document, text=f"{document.text} {SECRET}.") for document in small_corpus]
    path.write_text("".join(json.dumps(to_row(document)) + "\n" for document in documents), encoding="utf-8")
    return path


@pytest.fixture
def evaluate(motscles: Command, tagger: Tagger, store: ModelStore, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Return `motscles evaluate` with the small model already in memory, left as it was found."""
    monkeypatch.setattr(ModelStore, "load", lambda *_, **__: tagger)
    monkeypatch.setattr(tagger.analyzer, "cache", tagger.analyzer.cache)
    return lambda *arguments: motscles("evaluate", "--models", store.path, *arguments)


def test_the_model_in_service_is_judged_and_written_down(evaluate: Command, articles: Path, tmp_path: Path) -> None:
    files = tmp_path / "out" / "figures.json", tmp_path / "out" / "report.html"
    answer = evaluate("--corpus", articles, "--json", files[0], "--report", files[1])
    assert answer.returncode == 0, answer.stderr
    first, *lines = answer.stdout.splitlines()
    assert first == "Modèle small, 96 articles, 78 mots-clés"
    assert any(line.startswith("F1 – toutes décisions confondues (micro)") for line in lines)
    found = json.loads(files[0].read_text(encoding="utf-8"))
    assert found["model"] == "small"
    assert found["corpus"]["documents"] == 96
    assert len(found["tags"]) == 78
    page = files[1].read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert "Attention" not in answer.stderr
    for text in (files[0].read_text(encoding="utf-8"), page, answer.stdout):
        assert SECRET not in text


def test_a_model_judged_by_what_it_learned_from_is_flagged(
    evaluate: Command, articles: Path, store: ModelStore, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    manifest = store.manifest("small")
    same = {"name": "small", "documents": 96, "fingerprint": Corpus.read(articles).fingerprint()}
    monkeypatch.setattr(ModelStore, "manifest", lambda *_: replace(manifest, corpus=same))
    answer = evaluate("--corpus", articles, "--report", tmp_path / "report.md")
    assert answer.returncode == 0
    assert "Attention : le modèle small a appris de ces mêmes articles" in answer.stderr
    assert "ces chiffres le flattent" in (tmp_path / "report.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("split", ["chance", "date"])
def test_the_recipe_is_judged_with_the_labels_of_the_corpus(
    evaluate: Command, small_corpus: Corpus, tmp_path: Path, split: str
) -> None:
    path, figures = tmp_path / "articles.jsonl", tmp_path / "figures.json"
    path.write_text("".join(json.dumps(to_row(document)) + "\n" for document in small_corpus), encoding="utf-8")
    answer = evaluate(path, "--tags", "auto", "--cross-validate", 2, "--split", split, "--json", figures)
    assert answer.returncode == 0, answer.stderr
    found = json.loads(figures.read_text(encoding="utf-8"))
    assert found["protocol"] == {"folds": 2, "split": split, "learned_from_these_articles": False}
    assert found["model"] is None
    assert found["corpus"]["documents"] == (96 if split == "chance" else 64)
    assert len(found["tags"]) == 6
    assert answer.stdout.startswith("Recette jugée en 2 parts, ")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--model", "small", "--cross-validate", "3"], "donnez l’un ou l’autre"),
        (["--cross-validate", "1"], "il faut au moins deux parts"),
        (["--cross-validate", "97"], "impossible de faire 97 parts de 96 articles"),
        (["--cross-validate", "96", "--split", "date"], "impossible de faire 96 parts de 96 articles"),
        (["--report", "rapport.pdf"], "--report rapport.pdf : le nom doit finir par .html ou .md."),
        (["--report", "{folder}/articles.jsonl/rapport.html"], "écriture impossible"),
        (["--json", "{folder}"], "c’est un dossier"),
        (["--model", "absent"], "pas de version « absent »"),
    ],
)
def test_what_cannot_be_done_is_said_before_anything_is_read(
    evaluate: Command, articles: Path, tagger: Tagger, monkeypatch: pytest.MonkeyPatch, options: list[str], message: str
) -> None:
    def never(*_: object) -> None:
        raise AssertionError("nothing may be read")

    monkeypatch.setattr(tagger.analyzer, "analyze", never)
    before = sorted(articles.parent.iterdir())
    answer = evaluate("--corpus", articles, *(option.format(folder=articles.parent) for option in options))
    assert (answer.returncode, answer.stdout) == (1, "")
    assert answer.stderr.splitlines()[-1].startswith("Erreur : ")
    assert message in answer.stderr
    assert sorted(articles.parent.iterdir()) == before


@pytest.mark.parametrize(
    ("tags", "options", "message"),
    [
        ([], [], "aucun article avec mots-clés : rien à évaluer"),
        ([], ["--cross-validate", "2"], "aucun article avec mots-clés : rien à évaluer"),
        (["Inconnu"], [], "aucun mot-clé ne s’appelle « Inconnu »"),
        (["Inconnu"], ["--cross-validate", "2"], "--tags auto"),
    ],
)
def test_articles_that_cannot_be_judged_are_said(
    evaluate: Command, tmp_path: Path, tags: list[str], options: list[str], message: str
) -> None:
    path = tmp_path / "articles.jsonl"
    rows = [{"id": f"a{n}", "title": "Titre", "text": "Du texte.", "tags": tags} for n in range(3)]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    answer = evaluate("--corpus", path, "--report", tmp_path / "r.html", *options)
    assert (answer.returncode, answer.stdout) == (1, "")
    assert message in answer.stderr
    assert not (tmp_path / "r.html").exists()


def test_a_disk_that_refuses_leaves_nothing_behind(
    evaluate: Command, articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("classifier.files.os.fsync", full)
    monkeypatch.setattr("classifier.text.cache.DocCache.put", lambda *_, **__: None)
    answer = evaluate("--corpus", articles, "--json", tmp_path / "figures.json")
    assert answer.returncode == 1
    assert "figures.json : écriture impossible (No space left on device)" in answer.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["articles.jsonl"]


def test_options_that_serve_only_the_recipe_are_said_to_be_ignored(evaluate: Command, articles: Path) -> None:
    answer = evaluate("--corpus", articles, "--split", "date")
    assert answer.returncode == 0
    assert "--tags et --split ne servent qu’avec --cross-validate" in answer.stderr


def test_the_recipe_is_judged_from_year_to_year(motscles: Command, small_corpus: Corpus, tmp_path: Path) -> None:
    years = [2001, 2002, 2001, 2003, 2001, 2004, 2001, 2001]
    documents = [replace(one, date=date(years[number % 8], 1, 1)) for number, one in enumerate(small_corpus)]
    articles = tmp_path / "articles.jsonl"
    articles.write_text("".join(json.dumps(to_row(one)) + "\n" for one in documents), encoding="utf-8")
    files = [tmp_path / name for name in ("figures.json", "report.html")]
    options = ("--corpus", articles, "--over-time", "--years", "2", "--tags", "auto")
    answer = motscles("evaluate", *options, "--json", files[0], "--report", files[1])
    assert answer.returncode == 0, answer.stderr
    lines = answer.stdout.splitlines()
    assert lines[0].startswith("Recette jugée d’année en année, 24 articles, 6 mots-clés")
    head = next(number for number, line in enumerate(lines) if line.startswith("appris jusqu’à"))
    assert lines[head].split()[-2:] == ["2003", "2004"]
    assert [line.split()[:2] for line in lines[head + 1 : head + 3]] == [["2002", "72"], ["2003", "84"]]
    assert lines[-1].startswith("À 2 ans, ")
    told = json.loads(files[0].read_text(encoding="utf-8"))["over_time"]
    assert [(cell["until"], cell["year"]) for cell in told["cells"]] == [(2002, 2003), (2002, 2004), (2003, 2004)]
    page = files[1].read_text(encoding="utf-8")
    assert 'id="vieillissement"' in page
    assert "F1 de modèles de chaque année" in page
    refused = motscles("evaluate", "--over-time", "--cross-validate", "3")
    assert "--over-time juge la recette" in refused.stderr
    assert "--years ne sert qu’avec --over-time" in motscles("evaluate", "--years", "3").stderr
