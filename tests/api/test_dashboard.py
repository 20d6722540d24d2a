from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from classifier.api import create_app
from classifier.corpora import Corpus
from classifier.documents import Document
from classifier.evaluation import evaluate
from classifier.feedback import FeedbackStore, Submission, Verdict
from classifier.settings import Settings
from classifier.store import ModelStore
from classifier.tagging import Tagger

SMALL_TAGS = (
    "Fintech",
    "Infrastructures",
    "Noms de domaine",
    "Qualité de service",
    "Radios communautaires",
    "TIC pour la santé",
)
MONDAY = datetime(2026, 6, 1, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def judged(tagger: Tagger, small_corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> ModelStore:
    """Return a store whose model was judged, and one that was not."""
    store = ModelStore(tmp_path_factory.mktemp("judged"))
    corpus = {"name": "small", "documents": 96, "fingerprint": "f00"}
    store.promote(store.save(tagger, evaluate(tagger, small_corpus), name="judged", corpus=corpus))
    store.save(tagger, name="unjudged")
    return store


@pytest.fixture
def client(judged: ModelStore, tmp_path: Path) -> Iterator[TestClient]:
    given = Settings(models=judged.path, feedback=str(tmp_path / "f"), keys=tmp_path / "keys.json")
    with TestClient(create_app(given)) as client:
        yield client


def keep(store: FeedbackStore, day: int, **decisions: str) -> None:
    verdicts = tuple(Verdict(tag.replace("_", "-"), one) for tag, one in decisions.items())  # type: ignore[arg-type]
    document = Document(str(day), "", f"La radio du jour {day}.")
    store.record(Submission(document, verdicts), now=MONDAY + timedelta(days=day))


def test_the_card_holds_the_facts_and_a_row_for_each_tag(
    client: TestClient, tagger: Tagger, judged: ModelStore
) -> None:
    card = client.get("/api/models/judged").json()
    assert (card["model"], card["name"], card["in_service"]) == ("judged", "judged", True)
    assert (card["corpus"]["fingerprint"], card["test"]["documents"]) == ("f00", 96)
    assert card["figures"] == judged.manifest("judged").figures
    rows = {row["id"]: row for row in card["tags"]}
    assert list(rows) == [tag.id for tag in tagger.vocabulary]
    assert rows["fintech"]["support"] >= 16
    assert {id for id, row in rows.items() if not row["cold"]} == {tagger.vocabulary.find(one).id for one in SMALL_TAGS}
    assert all(0 <= row["f1"] <= 1 and 0 <= row["threshold"] <= 1 for row in rows.values())


def test_a_model_that_was_not_judged_tells_what_it_can(client: TestClient, judged: ModelStore, tmp_path: Path) -> None:
    assert client.get("/api/models/unjudged").json()["tags"] == []
    given = Settings(models=judged.path, model="unjudged", feedback=str(tmp_path / "g"), keys=tmp_path / "k.json")
    with TestClient(create_app(given)) as other:
        card = other.get("/api/models/unjudged").json()
    assert len(card["tags"]) == 78
    assert {row["f1"] for row in card["tags"]} == {None}
    assert all(row["threshold"] > 0 for row in card["tags"])


@pytest.mark.parametrize("name", ["absent", "%2e%2e"])
def test_a_version_that_is_not_there_is_told(client: TestClient, name: str) -> None:
    assert client.get(f"/api/models/{name}").status_code == 404


def test_damaged_figures_are_told(client: TestClient, judged: ModelStore) -> None:
    path = judged.path / "unjudged" / "evaluation.json"
    path.write_text('{"tags": 1}')
    answer = client.get("/api/models/unjudged")
    path.unlink()
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:motscles:problem:damaged-model")
    assert "chiffres illisibles" in answer.json()["detail"]


def test_without_feedback_the_statistics_are_empty(client: TestClient) -> None:
    found = client.get("/api/feedback/stats").json()
    assert (found["model"], found["submissions"], found["weeks"], found["falling"]) == ("judged", 0, [], [])
    assert found["overall"]["agreement"] is None


def test_verdicts_are_counted_by_week_and_tag_and_a_fall_is_named(client: TestClient, tmp_path: Path) -> None:
    store = FeedbackStore(tmp_path / "f")
    for day in range(60):
        keep(store, day, fintech="accepted" if day < 30 or day % 3 == 0 else "rejected", radios="accepted")
    keep(store, 60, unknown_tag="added")
    store.close()
    found = client.get("/api/feedback/stats").json()
    assert (found["submissions"], len(found["weeks"])) == (61, 9)
    assert found["weeks"][0] == {"monday": "2026-06-01", "accepted": 14, "rejected": 0, "added": 0, "agreement": 1.0}
    assert next((one["id"], one["label"], one["accepted"]) for one in found["tags"]) == ("fintech", "Fintech", 40)
    assert "unknown-tag" in [one["label"] for one in found["tags"]]
    (fall,) = found["falling"]
    assert (fall["label"], fall["before"]["agreement"], fall["since"]) == ("Fintech", 1.0, "2026-07-01")
    assert fall["latest"]["accepted"] == 10
    assert fall["chance"] < 0.001
