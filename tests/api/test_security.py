import json
import logging
import sys
import time
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from classifier.api import create_app
from classifier.api.feedback_schemas import EXAMPLE
from classifier.api.journal import Lines
from classifier.api.security import is_local
from classifier.errors import AccessError
from classifier.keys import KeyRing, Role, check_exposure
from classifier.settings import Settings
from classifier.store import ModelStore

SECRET = "Le ministre démissionnera jeudi à Kolda, annonce la radio."


@pytest.fixture
def settings(store: ModelStore, tmp_path: Path) -> Settings:
    return Settings(
        models=store.path,
        feedback=str(tmp_path / "f"),
        keys=tmp_path / "keys.json",
        rate=30,
        origins=("https://site.example",),
        patience=0.5,
        max_body=100_000,
        queue=2,
    )


@pytest.fixture
def keys(settings: Settings) -> dict[str, str]:
    ring = KeyRing(settings.keys)
    roles: tuple[Role, ...] = ("read", "edit", "admin")
    return {role: ring.add(role, role)[1] for role in roles}


@pytest.fixture
def guarded(settings: Settings, keys: dict[str, str]) -> Iterator[TestClient]:
    with TestClient(create_app(settings)) as client:
        yield client


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


def test_without_a_key_nothing_is_answered_but_health(guarded: TestClient) -> None:
    for method, path in (
        ("GET", "/api/tags"),
        ("POST", "/api/suggest"),
        ("POST", "/"),
        ("GET", "/metrics"),
        ("GET", "/v1/projects"),
        ("GET", "/openapi.json"),
        ("GET", "/nulle-part"),
    ):
        answer = guarded.request(method, path)
        assert (answer.status_code, answer.json()["type"]) == (401, "urn:motscles:problem:no-key"), path
        assert answer.headers["WWW-Authenticate"].startswith("Basic ")  # a browser then asks
    for path in ("/health", "/ready", "/api/health", "/page/page.js", "/", "/docs"):
        assert guarded.get(path).status_code == 200


def test_our_own_pages_are_not_interrupted_by_the_browsers_question(guarded: TestClient) -> None:
    answer = guarded.get("/api/tags", headers={"X-Requested-With": "motscles"})
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Key ")


def test_a_key_is_taken_from_header_bearer_password_or_url(guarded: TestClient, keys: dict[str, str]) -> None:
    key = keys["read"]
    basic = [b64encode(pair.encode()).decode() for pair in (f"awa:{key}", f"{key}:")]
    for headers in (
        {"X-API-Key": key},
        bearer(key),
        *({"Authorization": f"Basic {pair}"} for pair in basic),
    ):
        assert guarded.get("/api/tags", headers=headers).status_code == 200
    for headers in (
        bearer(key[:-1]),
        {"Authorization": "Basic é"},
        {"Authorization": "Basic AAAA"},
        {"Authorization": key},
    ):
        encoded = {name.encode(): value.encode("latin-1") for name, value in headers.items()}
        assert guarded.get("/api/tags", headers=encoded).status_code == 401


def test_each_role_may_do_what_it_says(guarded: TestClient, keys: dict[str, str]) -> None:
    learn = [{"text": "La radio.", "subjects": [{"uri": "urn:motscles:tag:fintech"}]}]
    asked = [
        ("POST", "/api/suggest", {"text": "La radio de Kolda."}),
        ("POST", "/api/feedback", EXAMPLE),
        ("POST", "/v1/projects/motscles/learn", learn),
        ("GET", "/api/feedback", None),
        ("POST", "/api/models/small/promote", {}),
    ]
    allowed = {
        role: [
            guarded.request(method, path, json=body, headers=bearer(key)).status_code for method, path, body in asked
        ]
        for role, key in keys.items()
    }
    assert allowed == {
        "read": [200, 403, 403, 403, 403],
        "edit": [200, 201, 204, 403, 403],
        "admin": [200, 200, 204, 200, 200],
    }


def test_who_decided_is_the_keys_name_unless_told(guarded: TestClient, keys: dict[str, str]) -> None:
    nameless = {name: value for name, value in EXAMPLE.items() if name != "who"}
    guarded.post("/api/feedback", json=nameless, headers=bearer(keys["edit"]))
    (entry,) = guarded.get("/api/feedback", headers=bearer(keys["admin"])).json()["feedback"]
    assert entry["who"] == "edit"


def test_a_key_is_refused_from_the_moment_that_it_is_removed(
    guarded: TestClient, keys: dict[str, str], settings: Settings
) -> None:
    assert guarded.get("/api/tags", headers=bearer(keys["read"])).status_code == 200
    KeyRing(settings.keys).remove("read")
    assert guarded.get("/api/tags", headers=bearer(keys["read"])).status_code == 401


def test_damaged_keys_let_nobody_in(guarded: TestClient, keys: dict[str, str], settings: Settings) -> None:
    settings.keys.write_text("{")
    answer = guarded.get("/api/tags", headers=bearer(keys["admin"]))
    assert (answer.status_code, answer.json()["type"]) == (503, "urn:motscles:problem:keys-unreadable")


def test_too_many_requests_are_told_when_to_come_back(guarded: TestClient, keys: dict[str, str]) -> None:
    answers = [guarded.get("/api/models", headers=bearer(keys["read"])) for _ in range(32)]
    assert [answer.status_code for answer in answers[:30]] == [200] * 30
    assert answers[-1].status_code == 429
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 3
    assert answers[-1].json()["detail"] == "Trop de requêtes à la minute. Attendez un peu."
    assert guarded.get("/api/models", headers=bearer(keys["edit"])).status_code == 200  # another's bucket


def test_guessing_keys_is_slowed_down_too(guarded: TestClient) -> None:
    assert [guarded.get("/api/tags", headers=bearer(f"mc_{n}_x")).status_code for n in range(31)][-1] == 429


@pytest.mark.parametrize(
    ("change", "local"),
    [
        ({}, True),
        ({"client": ("192.0.2.7", 1)}, False),
        ({"server": ("192.0.2.1", 80)}, False),
        ({"client": None, "server": ("/run/motscles.sock", None)}, True),
        ({"client": ("::1", 1), "server": ("::1", 80), "headers": [(b"host", b"[::1]:8000")]}, True),
        ({"headers": [(b"host", b"localhost:8000")]}, True),
        ({"headers": [(b"host", b"attacker.example:8000")]}, False),
        ({"headers": [(b"host", b"127.0.0.1"), (b"x-forwarded-for", b"127.0.0.1")]}, False),
        ({"headers": []}, False),
    ],
)
def test_without_keys_only_this_machine_is_answered(change: dict[str, object], local: bool) -> None:
    scope = {"client": ("127.0.0.1", 4711), "server": ("127.0.0.1", 8000), "headers": [(b"host", b"127.0.0.1:8000")]}
    assert is_local(scope | change) is local


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::", "example.org", ""])
def test_listening_elsewhere_asks_for_a_key(settings: Settings, host: str) -> None:
    with pytest.raises(AccessError, match=r"aucune clé n’existe .* Créez-en une \(motscles keys add NOM\)"):
        check_exposure(host, KeyRing(settings.keys))
    KeyRing(settings.keys).add("site", "read")
    check_exposure(host, KeyRing(settings.keys))


def test_pages_and_answers_bear_strict_headers(client: TestClient) -> None:
    page, answer = client.get("/"), client.get("/api/tags", headers={"X-Request-ID": "essai-1"})
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'; script-src 'self'; style-src 'self'" in policy
    assert "unsafe" not in policy
    for one in (page, answer, client.get("/nulle-part"), client.get("/docs")):
        assert (one.headers["X-Content-Type-Options"], one.headers["X-Frame-Options"]) == ("nosniff", "DENY")
        assert one.headers["X-Model"] == "small"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Request-ID"] == "essai-1"
    assert client.get("/health", headers={"X-Request-ID": "a b\n"}).headers["X-Request-ID"] != "a b\n"
    for name in ("index.html", "docs.html"):
        assert "<script>" not in client.get(f"/page/{name}").text


def test_only_the_sites_that_are_named_may_call(guarded: TestClient, keys: dict[str, str]) -> None:
    asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type,x-api-key"}
    for path in ("/api/suggest", "/v1/projects/motscles/suggest-batch"):
        allowed = guarded.options(path, headers={"Origin": "https://site.example", **asked})
        assert allowed.headers["Access-Control-Allow-Origin"] == "https://site.example"
        assert guarded.options(path, headers={"Origin": "https://autre.example", **asked}).status_code == 400
    read = guarded.get("/api/tags", headers={"Origin": "https://site.example", **bearer(keys["read"])})
    assert read.headers["Access-Control-Allow-Origin"] == "https://site.example"


def test_neither_texts_nor_keys_nor_addresses_are_logged(
    guarded: TestClient, keys: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        guarded.post("/api/suggest", json={"text": SECRET}, headers=bearer(keys["read"]))
        guarded.post("/api/suggest", json={"text": SECRET, "tittle": SECRET}, headers=bearer(keys["read"]))
        guarded.get("/api/tags", headers=bearer("mc_1234_nearly"))
        guarded.get(f"/nulle-part/{SECRET}", params={"q": SECRET}, headers=bearer(keys["read"]))
        guarded.post("/api/feedback", json=EXAMPLE | {"who": SECRET}, headers=bearer(keys["edit"]))
        guarded.post("/v1/projects/motscles/suggest", data={"text": SECRET}, headers=bearer(keys["read"]))
    lines = [Lines().format(record) for record in caplog.records if record.name.startswith("classifier")]
    told = [json.loads(line) for line in lines if '"route"' in line]
    assert [one["status"] for one in told] == [200, 422, 401, 404, 201, 200]
    assert set(told[0]) == {"time", "level", "id", "method", "route", "status", "ms", "bytes", "key", "model"}
    assert (told[0]["key"], told[5]["route"]) == (keys["read"].split("_")[1], "/v1/projects/{project_id}/suggest")
    for text in ("ministre", "nearly", EXAMPLE["article"]["text"], *(key.split("_", 2)[2] for key in keys.values())):
        assert text not in "\n".join(lines)


def test_an_exception_is_logged_without_its_message() -> None:
    try:
        raise ValueError(SECRET)
    except ValueError:
        record = logging.getLogger("x").makeRecord("x", 40, "f", 1, "failed", (), sys.exc_info())
    line = Lines().format(record)
    assert json.loads(line)["error"] == "ValueError"
    assert "ministre" not in line


def test_more_work_than_may_wait_is_refused_with_retry_after(
    guarded: TestClient, keys: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from concurrent.futures import ThreadPoolExecutor

    from classifier.tagging import Tagger

    suggest = Tagger.suggest

    def slow(*arguments: object, **options: object) -> object:
        time.sleep(0.3)
        return suggest(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Tagger, "suggest", slow)
    with ThreadPoolExecutor(8) as pool:
        ask = lambda _: guarded.post("/api/suggest", json={"text": "La radio."}, headers=bearer(keys["read"]))  # noqa: E731
        answers = list(pool.map(ask, range(8)))
    codes = [answer.status_code for answer in answers]
    assert set(codes) == {200, 503}
    assert codes.count(200) <= 3
    refused = next(answer for answer in answers if answer.status_code == 503)
    assert (refused.json()["type"], refused.headers["Retry-After"]) == ("urn:motscles:problem:busy", "5")
    monkeypatch.undo()
    assert guarded.post("/api/suggest", json={"text": "La radio."}, headers=bearer(keys["read"])).status_code == 200


def test_the_limit_on_bodies_is_a_setting(guarded: TestClient, keys: dict[str, str]) -> None:
    answer = guarded.post("/api/suggest", json={"text": "x" * 100_001}, headers=bearer(keys["read"]))
    assert (answer.status_code, answer.json()["detail"]) == (413, "La requête dépasse 100 ko. Coupez le texte.")
    assert answer.headers["Connection"] == "close"
