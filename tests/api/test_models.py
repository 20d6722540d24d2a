import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from classifier.api import create_app
from classifier.evaluation import Comparison, Difference
from classifier.settings import Settings
from classifier.store import Contest, ModelStore
from classifier.store.promotion import write_contest
from classifier.tagging import Tagger


@pytest.fixture
def own(store: ModelStore, tmp_path: Path) -> ModelStore:
    """Return a store with two versions, of which "small" is in service."""
    shutil.copytree(store.path, tmp_path / "models")
    own = ModelStore(tmp_path / "models")
    for name in own.versions():
        if name != "small":
            shutil.rmtree(own.path / name)
    shutil.copytree(own.path / "small", own.path / "other")
    own.promote("small")
    return own


@pytest.fixture
def client(own: ModelStore, tmp_path: Path) -> Iterator[TestClient]:
    with TestClient(
        create_app(Settings(models=own.path, feedback=str(tmp_path / "f"), keys=tmp_path / "keys.json"))
    ) as client:
        yield client


def wait_for(client: TestClient, **wanted: object) -> dict[str, object]:
    """Ask until the service is as wanted; every answer on the way must be good."""
    limit = time.monotonic() + 15
    while time.monotonic() < limit:
        response = client.post("/api/suggest", json={"text": "La radio de Kolda."})
        assert response.status_code == 200
        said: dict[str, object] = client.get("/ready").json()
        if all(said[name] == value for name, value in wanted.items()):
            return said
    raise AssertionError(f"still {said}")


def test_versions_are_listed_with_the_one_in_service(client: TestClient, own: ModelStore) -> None:
    (own.path / "broken").mkdir()
    (own.path / "broken" / "manifest.json").write_text("{")
    answer = client.get("/api/models").json()
    assert (answer["model"], answer["problem"]) == ("small", None)
    assert [(one["name"], one["in_service"]) for one in answer["models"]] == [
        ("broken", False),
        ("other", False),
        ("small", True),
    ]
    assert "manifeste absent ou illisible" in answer["models"][0]["problem"]
    assert answer["models"][2]["documents"] == 96


def test_a_promoted_model_is_taken_up_without_restart(client: TestClient, own: ModelStore) -> None:
    assert wait_for(client, model="small")
    own.promote("other")
    assert wait_for(client, model="other", problem=None)
    assert client.post("/api/suggest", json={"text": "La radio."}).json()["model"] == "other"


def test_a_damaged_model_leaves_the_old_one_in_service_and_says_so(client: TestClient, own: ModelStore) -> None:
    (own.path / "other" / "idf.npy").write_bytes(b"\x93NUMPY")
    (own.path / "current").write_text("other\n")
    limit = time.monotonic() + 15
    while client.get("/ready").json()["problem"] is None and time.monotonic() < limit:
        time.sleep(0.05)
    said = wait_for(client, model="small")
    assert "other/idf.npy : le contenu ne correspond plus au manifeste" in str(said["problem"])
    assert 'motscles_model_loads_total{result="failed"} 1.0' in client.get("/metrics").text
    shutil.copy(own.path / "small" / "idf.npy", own.path / "other" / "idf.npy")
    (own.path / "other" / "manifest.json").touch()
    assert wait_for(client, model="other", problem=None)


def test_promoting_over_http_answers_with_the_new_model(client: TestClient) -> None:
    answer = client.post("/api/models/other/promote", json={})
    assert (answer.status_code, answer.json()["model"]) == (200, "other")


@pytest.mark.parametrize("name", ["absent", "..", "%2e%2e%2fother"])
def test_a_version_that_is_not_there_is_told(client: TestClient, name: str) -> None:
    assert client.post(f"/api/models/{name}/promote", json={}).status_code in (404, 405)


def test_a_damaged_version_is_not_promoted(client: TestClient, own: ModelStore) -> None:
    (own.path / "other" / "idf.npy").write_bytes(b"")
    answer = client.post("/api/models/other/promote", json={})
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:motscles:problem:damaged-model")
    assert own.current() == "small"


def test_a_version_worse_beyond_chance_is_not_promoted_unless_told(client: TestClient, own: ModelStore) -> None:
    figures = {"micro_f1": Difference(0.7, 0.67, -0.05, -0.01)}
    write_contest(Contest("small", Comparison(200, figures)), own.path / "other")
    answer = client.post("/api/models/other/promote", json={})
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:motscles:problem:regression")
    assert "au-delà du hasard, sur 200 articles" in answer.json()["detail"]
    told = client.post("/api/models/other/promote", json={"allow_regression": True})
    assert (told.status_code, told.json()["model"]) == (200, "other")


def test_a_tag_that_editors_add_is_known_without_restart(tagger: Tagger, tmp_path: Path) -> None:
    tags = tmp_path / "tags.yaml"
    tagger.vocabulary.write(tags)
    own = ModelStore(tmp_path / "models")
    from classifier.store import checksum

    corpus = {"name": "small", "documents": 96, "tags": {"source": str(tags), "checksum": checksum(tags)}}
    own.promote(own.save(tagger, name="small", corpus=corpus))
    settings = Settings(models=own.path, tags=tags, feedback=str(tmp_path / "f"), keys=tmp_path / "keys.json")
    with TestClient(create_app(settings)) as client:
        assert len(client.get("/api/tags").json()["tags"]) == 78
        tags.write_text(tags.read_text() + "- id: drones\n  label: Drones\n  scope_note: Engins volants.\n")
        limit = time.monotonic() + 15
        while len(client.get("/api/tags").json()["tags"]) == 78 and time.monotonic() < limit:
            time.sleep(0.05)
        found = client.post("/api/suggest", json={"text": "Des drones livrent à Thiès.", "limit": 100}).json()
        assert "drones" in [one["id"] for one in found["suggestions"]]
