import logging
import re

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from classifier.errors import ClassifierError, DamagedModelError, NotTrainedError, TextError, UnknownTagError
from classifier.tagging import Tagger

SECRET = "Le ministre démissionnera jeudi."


def send(client: TestClient, body: bytes) -> Response:
    return client.post("/api/suggest", content=body, headers={"Content-Type": "application/json"})


def assert_problem(response: Response, status: int, type: str, detail: str) -> None:
    assert response.headers["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert list(problem) == ["type", "title", "status", "detail"]
    assert (problem["type"], problem["status"]) == (f"urn:motscles:problem:{type}", status)
    assert response.status_code == status
    assert re.fullmatch(detail, problem["detail"])
    assert problem["title"]


DATE = "« date » : on attend une date de la forme AAAA-MM-JJ."


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        ('{"text"', "JSON illisible."),
        ("", "Champ obligatoire absent."),
        ("[]", "On attend un objet JSON."),
        ('{"text": 5}', "« text » : on attend un texte."),
        ('{"text": null}', "« text » : on attend un texte."),
        ('{"text": "x", "tittle": "y"}', "« tittle » : champ inconnu."),
        ('{"date": "14/03/2019"}', DATE),
        ('{"date": "2019-02-30"}', DATE),
        ('{"date": "2019-03-14T10:00:00"}', DATE),
        ('{"date": 2019}', DATE),
        ('{"limit": 0}', "« limit » : nombre trop petit."),
        ('{"limit": 1001}', "« limit » : nombre trop grand."),
        ('{"limit": "dix"}', "« limit » : on attend un nombre entier."),
        ('{"explain": "peut-être"}', "« explain » : on attend true ou false."),
        ('{"limit": 0, "tittle": "y"}', "« limit » : nombre trop petit ; « tittle » : champ inconnu."),
    ],
)
def test_a_wrong_request_names_the_field_in_french(client: TestClient, body: str, detail: str) -> None:
    assert_problem(send(client, body.encode()), 422, "invalid-request", re.escape(detail))


@pytest.mark.parametrize(
    "body",
    [b"[" * 100_000, b"9" * 5_000, b'{"text": "d\xe9j\xe0"}'],
    ids=["nested too deep", "number too long", "not UTF-8"],
)
def test_json_that_python_refuses_is_told_in_french(client: TestClient, body: bytes) -> None:
    detail = "Le corps de la requête n’est pas du JSON lisible, en UTF-8."
    assert_problem(send(client, body), 400, "unreadable-body", re.escape(detail))


@pytest.mark.parametrize("text", ["", " \n\t\u00a0"])
def test_there_must_be_something_to_read(client: TestClient, text: str) -> None:
    response = client.post("/api/suggest", json={"title": " ", "text": text})
    assert_problem(response, 422, "unreadable-text", "Rien à lire : ni titre ni texte.")


def test_a_text_of_tags_only_is_nothing_to_read(client: TestClient) -> None:
    response = client.post("/api/suggest", json={"text": "<p><br/></p><!-- une radio -->&nbsp;"})
    assert_problem(response, 422, "unreadable-text", "Rien à lire : ni titre ni texte.*")


@pytest.mark.parametrize("path", ["/nulle-part", "/page/absent.js", "/page/../app.py", "/page/"])
def test_an_unknown_address_is_told(client: TestClient, path: str) -> None:
    assert_problem(client.get(path), 404, "not-found", "Rien à cette adresse. Les routes sont décrites sous /docs.")


def test_a_refused_method_says_which_are_allowed(client: TestClient) -> None:
    response = client.get("/api/suggest")
    assert_problem(response, 405, "method-not-allowed", "Cette adresse n’accepte pas cette méthode. Voyez /docs.")
    assert response.headers["Allow"] == "POST"


@pytest.mark.parametrize(
    ("error", "status", "type"),
    [
        (TextError("illisible."), 422, "unreadable-text"),
        (UnknownTagError("inconnu."), 404, "unknown-tag"),
        (NotTrainedError("pas encore."), 503, "not-ready"),
        (DamagedModelError("abîmé."), 503, "no-model"),
        (ClassifierError("autre."), 500, "internal"),
    ],
)
def test_each_of_our_errors_has_a_stable_type(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, error: ClassifierError, status: int, type: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(Tagger, "suggest", fail)
    response = client.post("/api/suggest", json={"text": SECRET})
    assert_problem(response, status, type, str(error).capitalize())
    assert ("Retry-After" in response.headers) is (status == 503)


def test_a_bug_is_answered_and_logged_without_the_article(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ValueError(f"cannot read {SECRET!r}")

    monkeypatch.setattr(Tagger, "suggest", fail)
    with caplog.at_level(logging.DEBUG):
        response = client.post("/api/suggest", json={"text": SECRET})  # the client raises what reaches the server
    detail = "Le service a rencontré une erreur ; elle est consignée."
    assert_problem(response, 500, "internal", detail)
    assert "POST /api/suggest: ValueError" in caplog.text
    assert "test_problems.py" in caplog.text  # where it happened
    assert SECRET not in caplog.text
