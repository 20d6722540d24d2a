from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from classifier.api import create_app
from classifier.keys import KeyRing
from classifier.settings import Settings
from classifier.store import ModelStore


def test_a_file_becomes_an_article(client: TestClient) -> None:
    content = "La radio de Kolda\n\nMardi 3 avril 2012\n\nElle émet.".encode("cp1252")
    answer = client.post("/api/read", files={"file": ("é.txt", content)})
    assert answer.json() == {
        "title": "La radio de Kolda",
        "text": "Mardi 3 avril 2012\n\nElle émet.",
        "date": "2012-04-03",
    }


def test_a_file_that_cannot_be_read_is_told(client: TestClient) -> None:
    answer = client.post("/api/read", files={"file": ("a.pdf", b"%PDF")})
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:motscles:problem:unreadable-article")
    assert answer.json()["detail"].startswith("« a.pdf » : ce genre de fichier n’est pas lu.")


def test_addresses_are_read_only_where_the_deployment_says_so(
    client: TestClient, store: ModelStore, tmp_path: Path
) -> None:
    assert client.get("/api/read").json()["hosts"] == []
    answer = client.post("/api/read-address", json={"address": "http://127.0.0.1/"})
    assert (answer.status_code, answer.json()["type"]) == (403, "urn:motscles:problem:no-addresses")

    given = {"CLASSIFIER_FETCH_HOSTS": "www.osiris.sn, localhost", "CLASSIFIER_KEYS": str(tmp_path / "keys.json")}
    settings = Settings.from_environ({"CLASSIFIER_MODELS": str(store.path), **given})
    keys = {role: KeyRing(settings.keys).add(role, role)[1] for role in ("read", "edit")}
    app = TestClient(create_app(settings))
    assert app.get("/api/read", headers={"X-API-Key": keys["read"]}).json()["hosts"] == ["www.osiris.sn", "localhost"]
    body = {"address": "http://localhost/"}
    assert app.post("/api/read-address", json=body, headers={"X-API-Key": keys["read"]}).status_code == 403
    answer = app.post("/api/read-address", json=body, headers={"X-API-Key": keys["edit"]})
    assert answer.status_code == 422
    assert answer.json()["detail"] == "« localhost » : cette adresse mène à un réseau privé, et n’est pas lue."


@pytest.mark.parametrize("body", [{"content": b"x"}, {"files": {"autre": ("a.txt", b"a")}}])
def test_a_form_without_a_file_is_refused(client: TestClient, body: dict[str, object]) -> None:
    answer = client.post("/api/read", **body)  # type: ignore[arg-type]
    assert answer.status_code == 422
    assert "« file »" in answer.json()["detail"]
