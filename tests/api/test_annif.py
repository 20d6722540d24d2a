from typing import Any

import pytest
from fastapi.testclient import TestClient

TEXT = "La radio communautaire de Kolda émet, animateurs et auditeurs."
SUGGEST = "/v1/projects/motscles/suggest"


def test_the_root_tells_name_and_version(client: TestClient) -> None:
    assert list(client.get("/v1/").json()) == ["title", "version"]
    assert client.get("/v1").status_code == 200


def test_the_project_is_described_as_annif_does(client: TestClient) -> None:
    (project,) = client.get("/v1/projects").json()["projects"]
    assert project == client.get("/v1/projects/motscles").json()
    assert project["modification_time"].startswith("20")
    del project["modification_time"]
    assert project == {
        "project_id": "motscles",
        "name": "motscles (small)",
        "language": "fr",
        "backend": {"backend_id": "motscles"},
        "vocab": {"vocab_id": "tags", "languages": ["fr"], "size": 78, "loaded": True},
        "vocab_language": "fr",
        "is_trained": True,
    }
    assert client.get("/v1/vocabs").json() == {"vocabs": [project["vocab"]]}


def test_a_form_is_answered_by_probability(client: TestClient) -> None:
    form = {"text": TEXT, "limit": "5", "metadata_title": "Kolda", "language": "fr"}
    results = client.post(SUGGEST, data=form).json()["results"]
    assert len(results) == 5
    assert list(results[0]) == ["uri", "label", "notation", "score"]
    assert results[0]["uri"] == "urn:motscles:tag:radios-communautaires"
    scores = [one["score"] for one in results]
    assert scores == sorted(scores, reverse=True)
    cut = (scores[1] + scores[0]) / 2
    assert len(client.post(SUGGEST, data={"text": TEXT, "threshold": str(cut)}).json()["results"]) == 1
    assert client.post(SUGGEST, data={"text": TEXT, "limit": "0"}).json() == {"results": []}
    assert client.post(SUGGEST, data={"text": " "}).json() == {"results": []}


def test_a_batch_is_answered_in_order(client: TestClient) -> None:
    documents = [{"text": TEXT, "document_id": "a", "metadata": {"x": 1}}, {"text": TEXT}]
    answer = client.post(f"{SUGGEST}-batch", json={"documents": documents}, params={"limit": 2}).json()
    assert [one["document_id"] for one in answer] == ["a", None]
    assert answer[0]["results"] == client.post(SUGGEST, data={"text": TEXT, "limit": "2"}).json()["results"]


@pytest.mark.parametrize(
    ("path", "request_", "status", "type"),
    [
        (SUGGEST, {"data": {"text": TEXT, "limit": "-1"}}, 400, "invalid-request"),
        (SUGGEST, {"data": {"limit": "1"}}, 400, "invalid-request"),
        (SUGGEST, {"data": {"text": TEXT, "language": "de"}}, 400, "unknown-language"),
        (SUGGEST, {"json": {"text": TEXT}}, 415, "wrong-kind"),
        ("/v1/projects/nope/suggest", {"data": {"text": TEXT}}, 404, "unknown-project"),
        (f"{SUGGEST}-batch", {"json": {"documents": [{"text": "x"}] * 33}}, 400, "invalid-request"),
        (f"{SUGGEST}-batch", {"content": b"{"}, 400, "invalid-request"),
        ("/v1/projects/nope/learn", {"json": []}, 404, "unknown-project"),
        ("/v1/detect-language", {"json": {"text": TEXT, "languages": []}}, 400, "invalid-request"),
        ("/v1/detect-language", {"json": {"text": TEXT, "languages": ["xx"]}}, 400, "unknown-language"),
        ("/v1/nowhere", {}, 404, "not-found"),
    ],
)
def test_what_is_wrong_is_a_problem_with_a_detail(
    client: TestClient, path: str, request_: dict[str, Any], status: int, type: str
) -> None:
    if "content" in request_:
        request_ = request_ | {"headers": {"Content-Type": "application/json"}}
    answer = client.post(path, **request_)
    assert (answer.status_code, answer.json()["type"]) == (status, f"urn:motscles:problem:{type}")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"]


def test_languages_are_detected_among_those_named(client: TestClient) -> None:
    answer = client.post("/v1/detect-language", json={"text": TEXT, "languages": ["en", "fr"]}).json()["results"]
    assert answer[0]["language"] == "fr"
    assert {one["language"] for one in answer} == {"fr", "en", None}
    assert sum(one["score"] for one in answer) == pytest.approx(1)


def test_what_is_learned_is_kept_as_feedback(client: TestClient) -> None:
    before = len(client.get("/api/feedback", params={"limit": 1000}).json()["feedback"])
    subjects = [
        {"uri": "urn:motscles:tag:fintech"},
        {"uri": "<http://example.org/1>", "label": "Radios communautaires"},
        {"uri": "http://example.org/2"},
    ]
    document = {"text": f"{TEXT} Encore.", "metadata": {"title": "Kolda"}, "subjects": subjects}
    for _ in range(2):
        answer = client.post("/v1/projects/motscles/learn", json=[document])
        assert (answer.status_code, answer.content) == (204, b"")
    kept = client.get("/api/feedback", params={"limit": 1000}).json()["feedback"]
    assert len(kept) == before + 1
    assert kept[-1]["article"]["title"] == "Kolda"
    assert [one["tag"] for one in kept[-1]["verdicts"]] == ["fintech", "radios-communautaires", "http://example.org/2"]


def test_without_a_model_projects_are_untrained_and_suggest_is_503(empty_client: TestClient) -> None:
    assert empty_client.get("/v1/projects/motscles").json()["is_trained"] is False
    assert empty_client.post(SUGGEST, data={"text": TEXT}).status_code == 503


def test_the_description_is_where_annif_has_it(client: TestClient) -> None:
    described = client.get("/v1/openapi.json").json()
    assert described["servers"] == [{"url": "/v1"}]
    assert "/projects/{project_id}/suggest" in described["paths"]
    assert client.get("/v1/ui/").status_code == 200
