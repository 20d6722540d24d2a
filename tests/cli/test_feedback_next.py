import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from classifier.corpora import Corpus, to_line
from classifier.feedback import FeedbackStore, Submission, Verdict
from classifier.store import ModelStore
from classifier.tagging import Tagger

Command = Callable[..., CompletedProcess[str]]


@pytest.fixture
def run(
    motscles: Command,
    starter: Corpus,
    tagger: Tagger,
    store: ModelStore,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Command:
    """Return the command over twelve untagged articles, with the small model already in memory."""
    archive = tmp_path / "archive.jsonl"
    documents = [replace(one, id=f"u{n}", tags=()) for n, one in enumerate(list(starter)[::300][:12])]
    archive.write_bytes(b"".join(map(to_line, documents)))
    monkeypatch.setattr(ModelStore, "load", lambda *_, **__: tagger)
    monkeypatch.setenv("CLASSIFIER_FEEDBACK", str(tmp_path / "feedback.sqlite"))
    return lambda *words: motscles("feedback", "next", "--corpus", archive, "--models", store.path, *words)


def test_a_table_says_why_and_what_lacks_examples(run: Command) -> None:
    answer = run("-n", "3")
    assert answer.returncode == 0, answer.stderr
    lines = answer.stdout.splitlines()
    assert len(lines) == 6
    assert re.fullmatch(r" +1  u\d+  \d{4}-\d\d-\d\d  .+", lines[0])
    assert re.match(r" +hésite (sur|entre) .+ \(\d+\u202f%", lines[1])
    assert re.search(r"\d+ mots-clés manquent d’exemples : .+ \(0\)", answer.stderr)


def test_lines_for_programs_and_bare_ids_name_the_same_articles(run: Command, tmp_path: Path) -> None:
    rows = [json.loads(line) for line in run("-n", "3", "--format", "jsonl").stdout.splitlines()]
    assert run("-n", "3", "--format", "ids").stdout.split() == [row["id"] for row in rows]
    assert set(rows[0]) >= {"id", "title", "date", "tags", "reason", "causes"}
    assert rows[0]["causes"][0].keys() == {"tag", "probability", "threshold", "examples", "in_archive"}
    out = tmp_path / "next.txt"
    assert f"3 lignes dans {out}.\n" in run("-n", "3", "--format", "ids", "-o", out).stderr
    assert out.read_text().split() == [row["id"] for row in rows]


def test_what_editors_judged_is_not_asked_again(run: Command, starter: Corpus, tmp_path: Path) -> None:
    feedback = FeedbackStore(tmp_path / "feedback.sqlite")
    first = run("-n", "1", "--format", "ids").stdout.strip()
    document = replace(list(starter)[::300][int(first[1:])], id=first)
    feedback.record(Submission(document, (Verdict("fintech", "rejected"),)))
    assert first not in run("-n", "12", "--format", "ids").stdout.split()


def test_a_database_that_was_named_must_be_there(run: Command, tmp_path: Path) -> None:
    answer = run("--feedback", tmp_path / "absente")
    assert answer.returncode == 1
    assert "absente : cette base de retours n’existe pas. Vérifiez le chemin." in answer.stderr
