import json
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from classifier.api import create_app
from classifier.api.feedback_schemas import EXAMPLE
from classifier.feedback import FeedbackStore
from classifier.settings import Settings
from classifier.store import ModelStore

Json = dict[str, Any]


@pytest.fixture
def feedback(tmp_path: Path, store: ModelStore) -> Any:
    settings = Settings(models=store.path, feedback=str(tmp_path / "f.sqlite"), keys=tmp_path / "keys.json")
    with TestClient(create_app(settings)) as client:
        yield client


def test_decisions_are_kept_once_with_what_was_shown(feedback: TestClient, tmp_path: Path) -> None:
    first, again = (feedback.post("/api/feedback", json=EXAMPLE) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == {"model": "small", "number": 1, "new": True, "unknown_tags": []}
    assert again.json() == {"model": "small", "number": 1, "new": False, "unknown_tags": []}
    (entry,) = FeedbackStore(tmp_path / "f.sqlite").entries()
    assert entry.submission.model == "2026-11-22-a"
    assert [(one.tag, one.decision) for one in entry.submission.verdicts] == [
        ("qualite-de-service", "accepted"),
        ("fintech", "rejected"),
        ("regulation-des-telecoms", "added"),
    ]
    (listed,) = feedback.get("/api/feedback").json()["feedback"]
    assert (listed["who"], listed["article"]["id"], listed["suggestions"]) == (
        "Awa",
        "article-4711",
        EXAMPLE["suggestions"],
    )
    assert feedback.get("/api/feedback", params={"after": 1}).json()["feedback"] == []


def test_suggestions_can_be_sent_back_as_they_came(feedback: TestClient) -> None:
    article = {"title": "Kolda", "text": "La radio communautaire de Kolda émet."}
    shown = feedback.post("/api/suggest", json=article).json()
    verdicts = [{"tag": shown["suggestions"][0]["id"], "decision": "accepted"}]
    body = {"article": article, "model": shown["model"], "suggestions": shown["suggestions"], "verdicts": verdicts}
    assert feedback.post("/api/feedback", json=body).status_code == 201


def test_a_tag_that_nobody_knows_is_kept_and_told(feedback: TestClient) -> None:
    body = EXAMPLE | {"verdicts": [{"tag": "Drones", "decision": "added"}]}
    assert feedback.post("/api/feedback", json=body).json()["unknown_tags"] == ["Drones"]
    assert feedback.get("/api/feedback").json()["feedback"][0]["verdicts"] == [{"tag": "Drones", "decision": "added"}]


def test_a_name_given_twice_to_different_things_is_a_conflict(feedback: TestClient) -> None:
    assert feedback.post("/api/feedback", json=EXAMPLE | {"id": "envoi-1"}).status_code == 201
    answer = feedback.post("/api/feedback", json=EXAMPLE | {"id": "envoi-1", "who": "Binta"})
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:motscles:problem:conflict")


@pytest.mark.parametrize(
    ("change", "detail"),
    [
        ({"verdicts": []}, "« verdicts » : liste vide."),
        ({"verdicts": [{"tag": "x", "decision": "oui"}]}, "« verdicts.0.decision » : valeur inconnue."),
        ({"id": "é"}, "« id » : lettres, chiffres, points, tirets et deux-points seulement."),
        ({"note": "x"}, "« note » : champ inconnu."),
    ],
)
def test_a_wrong_submission_is_told(feedback: TestClient, change: Json, detail: str) -> None:
    answer = feedback.post("/api/feedback", json=EXAMPLE | change)
    assert (answer.status_code, answer.json()["detail"]) == (422, detail)


def test_decisions_are_kept_even_without_a_model(tmp_path: Path) -> None:
    settings = Settings(models=tmp_path, feedback=str(tmp_path / "f.sqlite"), keys=tmp_path / "keys.json")
    with TestClient(create_app(settings)) as client:
        answer = client.post("/api/feedback", json=EXAMPLE)
    assert (answer.status_code, answer.json()["model"]) == (201, None)


def test_a_database_that_fails_is_answered_with_retry_after(tmp_path: Path, store: ModelStore) -> None:
    (tmp_path / "f").write_text("ceci n’est pas une base" * 100)
    settings = Settings(models=store.path, feedback=str(tmp_path / "f"), keys=tmp_path / "keys.json")
    with TestClient(create_app(settings)) as client:
        answer = client.post("/api/feedback", json=EXAMPLE)
    assert (answer.status_code, answer.json()["type"]) == (503, "urn:motscles:problem:feedback-unavailable")
    assert answer.headers["Retry-After"] == "5"


def test_odd_characters_are_kept_readable(feedback: TestClient) -> None:
    body = EXAMPLE | {"article": {"title": "a\u0000b", "text": "La radio 📡."}, "who": "Awa"}
    raw = json.dumps(body).replace("\\ud83d\\udce1", "\\ud83d")
    headers = {"Content-Type": "application/json"}
    assert feedback.post("/api/feedback", content=raw, headers=headers).status_code == 201
    article = feedback.get("/api/feedback").json()["feedback"][0]["article"]
    assert (article["title"], article["text"]) == ("a\ufffdb", "La radio ?.")
