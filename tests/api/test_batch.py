import json
from typing import Any

from fastapi.testclient import TestClient

NDJSON = {"Content-Type": "application/x-ndjson"}
RADIO = {"id": "r", "title": "Kolda", "text": "La radio communautaire de Kolda émet.", "tags": ["Radio"]}


def ask(client: TestClient, body: bytes, **query: object) -> list[dict[str, Any]]:
    parameters = {name: str(value) for name, value in query.items()}
    response = client.post("/api/suggest-batch", content=body, headers=NDJSON, params=parameters)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/x-ndjson")
    return [json.loads(line) for line in response.text.splitlines()]


def test_each_line_is_answered_in_order_by_what_suggest_says(client: TestClient) -> None:
    rows = [RADIO | {"id": str(number)} for number in range(30)]
    answers = ask(client, "\n".join(map(json.dumps, rows)).encode(), limit=3, explain=True)
    assert [(answer["id"], answer["line"]) for answer in answers] == [(str(n), n + 1) for n in range(30)]
    article = {name: RADIO[name] for name in ("title", "text")}
    alone = client.post("/api/suggest", json=article | {"limit": 3}).json()
    assert answers[0]["suggestions"] == alone["suggestions"]
    assert {answer["model"] for answer in answers} == {"small"}


def test_a_bad_line_is_told_and_the_others_go_on(client: TestClient) -> None:
    rows = [json.dumps(RADIO), "{", "", '{"id": "vide", "text": " "}', '{"text": 5}', "[]", json.dumps(RADIO)]
    answers = ask(client, "\n".join(rows).encode())
    assert [answer["line"] for answer in answers] == [1, 2, 4, 5, 6, 7]
    assert [answer["error"] for answer in answers] == [
        None,
        "JSON illisible.",
        "Rien à lire : ni titre ni texte.",
        "« text » : on attend un texte.",
        "On attend un objet JSON.",
        None,
    ]
    assert answers[2]["id"] == "vide"


def test_nothing_is_answered_to_nothing(client: TestClient) -> None:
    assert ask(client, b"") == []


def test_another_format_is_refused(client: TestClient) -> None:
    response = client.post("/api/suggest-batch", json=[RADIO])
    assert (response.status_code, response.json()["type"]) == (415, "urn:motscles:problem:wrong-kind")


def test_without_a_model_a_batch_is_refused_at_once(empty_client: TestClient) -> None:
    response = empty_client.post("/api/suggest-batch", content=b"{}", headers=NDJSON)
    assert (response.status_code, response.json()["type"]) == (503, "urn:motscles:problem:no-model")
