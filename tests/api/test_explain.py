import pytest
from fastapi.testclient import TestClient

ARTICLE = {"title": "Kolda", "text": "La radio communautaire de Kolda émet, animateurs et auditeurs."}


def test_an_explanation_adds_up_and_names_the_model(client: TestClient) -> None:
    answer = client.post("/api/explain", json=ARTICLE | {"tag": "radios communautaires"}).json()
    assert (answer["model"], answer["suggestion"]["label"]) == ("small", "Radios communautaires")
    words = sum(one["weight"] for one in answer["evidence"])
    assert answer["bias"] + answer["context"] + words == pytest.approx(answer["log_odds"])
    first = answer["evidence"][0]
    place = first["places"][0]
    assert ARTICLE[place["field"]][place["start"] : place["end"]] == first["words"]


def test_an_unknown_tag_is_told_with_its_neighbours(client: TestClient) -> None:
    answer = client.post("/api/explain", json=ARTICLE | {"tag": "Radios comunautaires"})
    assert (answer.status_code, answer.json()["type"]) == (404, "urn:motscles:problem:unknown-tag")
    assert "Les plus proches : « Radios communautaires »" in answer.json()["detail"]
