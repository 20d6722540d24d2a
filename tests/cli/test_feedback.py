import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from classifier.corpora import Corpus
from classifier.documents import Document
from classifier.feedback import FeedbackStore, Shown, Submission, Verdict
from classifier.vocabulary import Vocabulary

Command = Callable[..., CompletedProcess[str]]


@pytest.fixture
def feedback(tmp_path: Path) -> FeedbackStore:
    store = FeedbackStore(tmp_path / "feedback.sqlite")
    shown = (Shown("fintech", 0.9), Shown("infrastructures", 0.4))
    for number, who in enumerate(("awa", "awa", "binta")):
        document = Document(f"a{number}", f"Titre {number}", "Payer par téléphone.", date(2020, 1, 1))
        verdicts = (Verdict("fintech", "accepted"), Verdict("infrastructures", "rejected"))
        store.record(Submission(document, verdicts, shown, "small", who))
    return store


def test_the_latest_are_listed_with_their_decisions(motscles: Command, feedback: FeedbackStore) -> None:
    answer = motscles("feedback", "list", "--limit", 2, "--feedback", feedback.address)
    first, second = answer.stdout.splitlines()
    assert re.fullmatch(r" +3  \d{4}-\d\d-\d\d \d\d:\d\d  binta +Titre 2  ✓ fintech, ✗ infrastructures", first)
    assert "Titre 1" in second


def test_an_export_is_a_corpus_to_train_on(
    motscles: Command, feedback: FeedbackStore, tmp_path: Path, vocabulary: Vocabulary
) -> None:
    file = tmp_path / "retours.jsonl"
    answer = motscles("feedback", "export", "-o", file, "--feedback", feedback.address)
    assert answer.stderr == f"3 lignes dans {file}.\n"
    assert [vocabulary.find(tag).label for document in Corpus.read(file) for tag in document.tags] == ["Fintech"] * 3


def test_everything_can_be_exported(motscles: Command, feedback: FeedbackStore) -> None:
    rows = list(
        map(
            json.loads,
            motscles("feedback", "export", "--format", "all", "--feedback", feedback.address).stdout.splitlines(),
        )
    )
    assert [row["number"] for row in rows] == [1, 2, 3]
    assert rows[0]["shown"] == [{"tag": "fintech", "probability": 0.9}, {"tag": "infrastructures", "probability": 0.4}]
    assert rows[0]["model"] == "small"
    assert rows[0]["text"] == "Payer par téléphone."


def test_decisions_are_counted(motscles: Command, feedback: FeedbackStore, tmp_path: Path) -> None:
    answer = motscles("feedback", "stats", "--feedback", feedback.address)
    assert answer.stdout.startswith("3 retours, 3 articles, 2 personnes.\n")
    assert re.search(r"fintech +3 +3 +0 +0 +100 %", answer.stdout)
    FeedbackStore(tmp_path / "vide").open()
    assert motscles("feedback", "stats", "--feedback", tmp_path / "vide").stdout == "0 retour, 0 article, 0 personne.\n"


def test_a_purge_says_what_and_asks_first(motscles: Command, feedback: FeedbackStore) -> None:
    address = ("--feedback", feedback.address)
    assert "dites quoi effacer : --before JOUR" in motscles("feedback", "purge", *address).stderr
    asked = motscles("feedback", "purge", "--who", "awa", *address, stdin=b"n\n")
    assert (asked.returncode, len(feedback)) == (1, 3)
    assert motscles("feedback", "purge", "--who", "awa", "--yes", *address).stderr == "2 retours : effacés.\n"
    told = motscles("feedback", "purge", "--before", "2999-01-01", "--texts-only", "--yes", *address)
    assert told.stderr == "1 retour : textes effacés.\n"
    assert "(texte non conservé)" not in motscles("feedback", "list", *address).stdout  # the id still names it
    assert "a2" in motscles("feedback", "list", *address).stdout


def test_a_database_that_does_not_exist_is_not_made(motscles: Command, tmp_path: Path) -> None:
    answer = motscles("feedback", "list", "--feedback", tmp_path / "absent")
    assert (
        answer.stderr
        == f"Erreur : pas de base de retours à {tmp_path / 'absent'}. Donnez son chemin : --feedback BASE.\n"
    )
    assert not (tmp_path / "absent").exists()
