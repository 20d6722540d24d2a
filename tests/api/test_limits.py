import json
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from classifier.api.limits import MAX_BODY

KIND = {"Content-Type": "application/json"}


def chunks(size: int) -> Iterator[bytes]:
    start, end = b'{"tittle": "', b'"}'
    yield start
    left = size - len(start) - len(end)
    while left:
        step = min(left, 1_000_000)
        yield b"x" * step
        left -= step
    yield end


@pytest.mark.parametrize("streamed", [False, True], ids=["announced", "streamed"])
def test_a_body_over_ten_megabytes_is_refused(client: TestClient, streamed: bool) -> None:
    body = chunks(MAX_BODY + 1)
    answer = client.post("/api/suggest", content=body if streamed else b"".join(body), headers=KIND)
    assert ("Content-Length" in answer.request.headers) is not streamed
    assert answer.status_code == 413
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["type"] == "urn:motscles:problem:too-large"
    assert answer.json()["detail"] == "La requête dépasse 10 Mo. Coupez le texte."


def test_a_body_is_refused_as_soon_as_its_size_is_announced(client: TestClient) -> None:
    answer = client.post("/api/suggest", content=b"{", headers={**KIND, "Content-Length": str(MAX_BODY + 1)})
    assert answer.status_code == 413


@pytest.mark.parametrize("streamed", [False, True], ids=["announced", "streamed"])
def test_a_body_of_ten_megabytes_is_read(client: TestClient, streamed: bool) -> None:
    body = chunks(MAX_BODY)
    answer = client.post("/api/suggest", content=body if streamed else b"".join(body), headers=KIND)
    assert answer.json()["detail"] == "« tittle » : champ inconnu."  # so it was read to its end


def test_an_article_sent_in_pieces_arrives_whole(client: TestClient) -> None:
    body = json.dumps({"text": "La radio communautaire de Kolda émet."}).encode()
    answer = client.post("/api/suggest", content=(body[n : n + 7] for n in range(0, len(body), 7)), headers=KIND)
    assert answer.json()["suggestions"][0]["label"] == "Radios communautaires"
