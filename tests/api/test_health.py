import re

import pytest
from fastapi.testclient import TestClient

from classifier.api.app import SCREENS
from classifier.api.dependencies import Service
from classifier.errors import NotTrainedError, UnknownVersionError
from classifier.settings import Settings
from classifier.store import ModelStore


def test_a_service_with_a_model_is_ready(client: TestClient) -> None:
    assert client.get("/health").json() == {"status": "ok", "model": "small", "problem": None}
    assert client.get("/ready").json() == {"status": "ready", "model": "small", "problem": None}
    assert client.get("/api/ready").json() == client.get("/ready").json()


def test_a_service_without_a_model_answers_but_is_not_ready(empty_client: TestClient) -> None:
    assert empty_client.get("/health").status_code == 200
    answers = [
        empty_client.get("/ready"),
        empty_client.get("/api/tags"),
        empty_client.post("/api/suggest", json={"text": "La radio."}),
    ]
    for answer in answers:
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.json()["type"] == "urn:motscles:problem:no-model"
        assert "aucun modèle en service" in answer.json()["detail"].lower()
        assert "motscles train --models" in answer.json()["detail"]


def test_a_service_that_is_loading_says_to_wait(store: ModelStore) -> None:
    with pytest.raises(NotTrainedError, match="le modèle se charge encore ; réessayez dans quelques secondes"):
        _ = Service(Settings.from_environ({"CLASSIFIER_MODELS": str(store.path)})).tagger


def test_a_failure_told_a_thousand_times_takes_no_more_room(store: ModelStore) -> None:
    service = Service(Settings.from_environ({"CLASSIFIER_MODELS": str(store.path), "CLASSIFIER_MODEL": "absent"}))
    service.load()
    depths = []
    for _ in range(3):
        with pytest.raises(UnknownVersionError, match="pas de version « absent »") as raised:
            _ = service.tagger
        depths.append(len(raised.traceback))
    assert depths[0] == depths[2]


def test_the_documentation_lists_every_route_with_an_example(client: TestClient) -> None:
    described = client.get("/openapi.json").json()
    assert {(path, method) for path, methods in described["paths"].items() for method in methods} == {
        ("/api/suggest", "post"),
        ("/api/suggest-batch", "post"),
        ("/api/explain", "post"),
        ("/api/feedback", "post"),
        ("/api/feedback", "get"),
        ("/api/models", "get"),
        ("/api/models/{name}/promote", "post"),
        ("/api/tags", "get"),
        ("/api/models/{name}", "get"),
        ("/api/feedback/stats", "get"),
        ("/api/plans", "get"),
        ("/api/plans/{name}", "get"),
        ("/api/plans/{name}/changes", "get"),
        ("/api/plans/{name}/decisions", "post"),
        ("/api/read", "get"),
        ("/api/read", "post"),
        ("/api/read-address", "post"),
        ("/health", "get"),
        ("/ready", "get"),
        ("/metrics", "get"),
    }
    schemas = described["components"]["schemas"]
    for path, name, status in (
        ("/api/suggest", "SuggestRequest", 200),
        ("/api/explain", "ExplainRequest", 200),
        ("/api/feedback", "FeedbackRequest", 201),
        ("/api/models/small/promote", "PromoteRequest", 200),
    ):
        (example,) = schemas[name]["examples"]
        assert client.post(path, json=example).status_code == status
    assert client.get("/docs").status_code == 200


def test_each_screen_is_served_with_all_its_parts(client: TestClient) -> None:
    for address in SCREENS:
        page = client.get(address)
        assert page.headers["Content-Type"] == "text/html; charset=utf-8"
        parts = re.findall(r'(?:src|href)="(/page/[^"]+)"', page.text)
        assert "/page/base.css" in parts
        assert [part for part in parts if client.get(part).status_code != 200] == []
