import sqlite3
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import Connection, text

from classifier.corpora import Corpus
from classifier.documents import Document
from classifier.errors import ConflictError, FeedbackError
from classifier.feedback import FeedbackStore, Shown, Submission, Verdict, examples, stats
from classifier.feedback.database import writing
from classifier.feedback.migrations import MIGRATIONS

RADIO = Document("a1", "La radio de Kolda", "Les animateurs émettent.", date(2020, 5, 1), url="https://example.org/1")
ACCEPTED, REJECTED, ADDED = Verdict("radio", "accepted"), Verdict("fintech", "rejected"), Verdict("medias", "added")


def submission(document: Document = RADIO, *verdicts: Verdict, **more: str) -> Submission:
    shown = (Shown("radio", 0.93), Shown("fintech", 0.31))
    return Submission(document, verdicts or (ACCEPTED, REJECTED), shown, "small", **{"who": "awa", **more})


@pytest.fixture
def feedback(tmp_path: Path) -> FeedbackStore:
    return FeedbackStore(tmp_path / "data" / "feedback.sqlite")


def test_a_submission_is_read_as_it_was_sent(feedback: FeedbackStore) -> None:
    noon = datetime(2026, 11, 22, 12, 30, tzinfo=UTC)
    assert feedback.record(submission(), now=noon) == (1, True)
    (entry,) = feedback.entries()
    assert (entry.received, entry.whole) == (noon, True)
    sent = submission()
    assert entry.submission == Submission(
        sent.document, sent.verdicts, sent.shown, "small", "awa", "api", key=sent.content()
    )


def test_the_same_submission_twice_counts_once(feedback: FeedbackStore) -> None:
    assert [feedback.record(submission()) for _ in range(3)] == [(1, True), (1, False), (1, False)]
    assert feedback.record(submission(who="binta")) == (2, True)
    assert len(feedback) == 2


def test_a_key_names_one_submission_only(feedback: FeedbackStore) -> None:
    assert feedback.record(submission(key="envoi-1")) == (1, True)
    assert feedback.record(submission(key="envoi-1")) == (1, False)
    with pytest.raises(ConflictError, match="« envoi-1 » a déjà été reçu avec un autre contenu"):
        feedback.record(submission(RADIO, ADDED, key="envoi-1"))
    assert feedback.record(submission(key="envoi-2")) == (2, True)


def test_where_texts_may_not_be_kept_only_a_digest_is(tmp_path: Path) -> None:
    whole, bare = FeedbackStore(tmp_path / "a"), FeedbackStore(tmp_path / "b", keep_texts=False)
    for feedback in (whole, bare):
        feedback.record(submission())
        assert feedback.record(submission()) == (1, False)
        feedback.close()
    entries = [next(feedback.entries()) for feedback in (whole, bare)]
    assert entries[0].digest == entries[1].digest
    assert entries[1].submission.document == Document("a1", "", "", date(2020, 5, 1))
    assert not entries[1].whole
    assert list(examples(bare)) == []
    for file in tmp_path.glob("b*"):
        assert b"animateurs" not in file.read_bytes()


def test_many_writers_lose_nothing_and_double_nothing(feedback: FeedbackStore) -> None:
    def write(number: int) -> None:
        other = FeedbackStore(feedback.address)
        for turn in range(20):
            other.record(submission(RADIO, ADDED, key=f"{number}-{turn}"))
            other.record(submission(RADIO, ADDED, key=f"commun-{turn}"))

    threads = [Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    keys = [entry.submission.key for entry in feedback.entries()]
    assert len(keys) == len(set(keys)) == 4 * 20 + 20


KILLED = """
import os, signal, sys
from classifier.documents import Document
from classifier.feedback import FeedbackStore, Submission, Verdict
feedback = FeedbackStore(sys.argv[1])
for number in range(1000):
    feedback.record(Submission(Document(str(number), "", "La radio."), (Verdict("radio", "added"),)))
    print(number, flush=True)
    if number == 30:
        os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_was_recorded_survives_a_kill(feedback: FeedbackStore) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED, feedback.address], capture_output=True, text=True)
    answered = done.stdout.split()
    assert answered[-1] == "30"
    assert [entry.submission.document.id for entry in feedback.entries()] == answered


def test_the_database_is_in_wal_mode_and_synced(feedback: FeedbackStore) -> None:
    feedback.open()
    with sqlite3.connect(feedback.address) as file:
        assert file.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    with feedback._engine.connect() as connection:
        assert connection.execute(text("PRAGMA synchronous")).scalar_one() == 2


def test_entries_come_in_pages_and_the_latest_first_on_demand(
    feedback: FeedbackStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("classifier.feedback.store.PAGE", 3)
    for number in range(8):
        feedback.record(submission(key=f"k{number}"))
    assert [entry.number for entry in feedback.entries()] == list(range(1, 9))
    assert [entry.number for entry in feedback.entries(after=2, limit=4)] == [3, 4, 5, 6]
    assert [entry.number for entry in feedback.latest(2)] == [8, 7]


def test_a_purge_takes_what_it_was_told_and_leaves_no_trace(feedback: FeedbackStore) -> None:
    for year, who in ((2024, "awa"), (2025, "awa"), (2026, "binta")):
        feedback.record(submission(who=who, key=f"{year}"), now=datetime(year, 3, 1, tzinfo=UTC))
    assert feedback.purge(before=date(2025, 1, 1)) == 1
    assert feedback.purge(before=date(2026, 1, 1), who="binta") == 0
    assert feedback.purge(who="awa", texts_only=True) == 1
    first, second = feedback.entries()
    assert (first.whole, first.submission.who, first.submission.verdicts) == (False, "", (ACCEPTED, REJECTED))
    assert (second.whole, second.submission.who) == (True, "binta")
    assert feedback.purge(who="binta") == 1
    feedback.close()
    for file in Path(feedback.address).parent.iterdir():
        assert b"animateurs" not in file.read_bytes()
    assert feedback.record(submission()) == (4, True)  # a number is never given again


def test_the_latest_decision_on_an_article_is_what_is_learned(feedback: FeedbackStore, tmp_path: Path) -> None:
    other = Document("", "Un autre", "Un paiement par téléphone.")
    feedback.record(submission())
    feedback.record(submission(other, Verdict("fintech", "accepted"), Verdict("medias", "added")))
    feedback.record(submission(Document("a2", "Rien", "Rien de tout cela."), REJECTED))
    feedback.record(submission(RADIO, ADDED, ACCEPTED))
    assert [(one.id, one.tags) for one in examples(feedback)] == [
        ("retour-2", ("fintech", "medias")),
        ("a1", ("medias", "radio")),
    ]
    assert len(Corpus(examples(feedback))) == 2


def test_agreement_is_counted_for_each_tag_and_model(feedback: FeedbackStore) -> None:
    feedback.record(submission())
    feedback.record(submission(who="binta"))
    feedback.record(submission(Document("b", "", "Autre."), ADDED, Verdict("radio", "rejected")))
    found = stats(feedback.entries())
    assert (found.submissions, found.articles, found.people) == (3, 2, 2)
    assert (found.tags["radio"].shown, found.tags["radio"].agreement) == (3, 2 / 3)
    assert found.tags["medias"].agreement is None
    assert (found.models["small"].accepted, found.overall.rejected, found.overall.added) == (2, 3, 1)


def test_a_new_step_of_the_schema_keeps_the_rows(feedback: FeedbackStore, monkeypatch: pytest.MonkeyPatch) -> None:
    feedback.record(submission())
    feedback.close()

    def with_a_place(connection: Connection) -> None:
        connection.execute(text("ALTER TABLE feedback ADD COLUMN place VARCHAR(20)"))

    monkeypatch.setattr("classifier.feedback.migrations.MIGRATIONS", [*MIGRATIONS, with_a_place])
    newer = FeedbackStore(feedback.address)
    for _ in range(2):  # the second time there is nothing left to do
        newer = FeedbackStore(feedback.address)
        assert [entry.number for entry in newer.entries()] == [1]
    assert "place" in newer._table.c
    assert newer.record(submission(who="binta")) == (2, True)
    monkeypatch.undo()
    with pytest.raises(FeedbackError, match=r"schéma 2, celui-ci connaît le schéma 1\. Mettez motscles à jour"):
        FeedbackStore(feedback.address).open()


def test_a_step_that_fails_leaves_the_schema_as_it_was(
    feedback: FeedbackStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    feedback.record(submission())

    def half(connection: Connection) -> None:
        connection.execute(text("ALTER TABLE feedback ADD COLUMN place VARCHAR(20)"))
        connection.execute(text("ALTER TABLE absent ADD COLUMN place VARCHAR(20)"))

    monkeypatch.setattr("classifier.feedback.migrations.MIGRATIONS", [*MIGRATIONS, half])
    with pytest.raises(FeedbackError, match="ne répond pas"):
        FeedbackStore(feedback.address).open()
    monkeypatch.undo()
    again = FeedbackStore(feedback.address)
    assert "place" not in again._table.c
    assert len(again) == 1


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("/proc/nulle/part.sqlite", r"ne répond pas .* Vérifiez le chemin"),
        ("nulle://u:secret@hote/base", r"refusée \(nulle://u:\*\*\*@hote/base\)"),
    ],
)
def test_a_database_that_cannot_be_opened_is_told_without_its_password(address: str, message: str) -> None:
    with pytest.raises(FeedbackError, match=message) as raised:
        FeedbackStore(address).open()
    assert "secret" not in str(raised.value)


def test_what_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "faux").write_text("ceci n’est pas une base" * 100)
    with pytest.raises(FeedbackError, match="faux"):
        FeedbackStore(tmp_path / "faux").open()


def test_a_locked_database_is_told_and_the_article_is_not(
    feedback: FeedbackStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("classifier.feedback.database.WAIT", 0.05)
    feedback.open()
    with writing(feedback._engine), pytest.raises(FeedbackError, match="ne répond pas") as raised:
        FeedbackStore(feedback.address).record(submission())
    assert "animateurs" not in str(raised.value)
