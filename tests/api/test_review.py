import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from classifier.api import create_app
from classifier.corpora import Corpus
from classifier.keys import KeyRing
from classifier.retagging import Plan, Review, review_path
from classifier.settings import Settings
from classifier.store import ModelStore
from plans import write_plan

Json = dict[str, Any]
CHANGES = 60


@pytest.fixture
def plan(small_corpus: Corpus, tmp_path: Path) -> Plan:
    return write_plan(tmp_path / "plans", list(small_corpus), changes=CHANGES)


@pytest.fixture
def settings(store: ModelStore, plan: Plan, tmp_path: Path) -> Settings:
    return Settings(
        models=store.path, feedback=str(tmp_path / "f"), keys=tmp_path / "keys.json", plans=plan.path.parent, rate=0
    )


@pytest.fixture
def client(settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(settings)) as client:
        yield client


def decide(client: TestClient, plan: Plan, *operations: Json, name: str = "plan.jsonl", checksum: str = "") -> Any:
    body = {"plan": checksum or plan.checksum, "operations": operations}
    return client.post(f"/api/plans/{name}/decisions", json=body)


def changes(client: TestClient, **query: Any) -> Json:
    answer = client.get("/api/plans/plan.jsonl/changes", params=query)
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


def test_plans_are_listed_and_one_is_described(client: TestClient, plan: Plan) -> None:
    (listed,) = client.get("/api/plans").json()["plans"]
    assert (listed["name"], listed["articles"], listed["version"], listed["counts"]) == (
        "plan.jsonl",
        plan.articles,
        "essai",
        None,
    )
    one = client.get("/api/plans/plan.jsonl").json()
    assert (one["model"], one["plan"], one["changes"]) == ("small", plan.checksum, CHANGES)
    assert one["counts"] == {"undecided": CHANGES, "accepted": 0, "refused": 0}
    assert sum(tag["changes"] for tag in one["tags"]) == CHANGES


def test_a_change_shows_its_article_and_its_evidence(client: TestClient, plan: Plan) -> None:
    first = changes(client)["changes"][0]
    article = next(iter(plan))
    change = article.changes[0]
    assert (first["title"], first["tags"], first["words"]) == (article.title, list(article.tags), list(change.words))
    assert (first["label"], first["probability"], first["answer"]) == (change.tag, change.probability, "undecided")


def test_pages_hold_together_and_filters_hold(client: TestClient) -> None:
    seen, after = [], 0
    while page := changes(client, order="surest", after=after, limit=25)["changes"]:
        seen += page
        after = page[-1]["rank"]
    assert sorted(one["number"] for one in seen) == list(range(1, CHANGES + 1))
    assert [one["percent"] for one in seen] == sorted((one["percent"] for one in seen), reverse=True)
    some = changes(client, tag=seen[0]["tag"], low=50, high=99, action="add", limit=500)
    expected = {
        one["number"]
        for one in seen
        if one["tag"] == seen[0]["tag"] and 50 <= one["percent"] <= 99 and one["action"] == "add"
    }
    assert {one["number"] for one in some["changes"]} == expected
    assert (some["matching"], sum(some["undecided"])) == (len(expected), len(expected))


def test_decisions_are_kept_counted_and_taken_back(client: TestClient, plan: Plan) -> None:
    answer = decide(
        client,
        plan,
        {"id": "a", "answer": "accepted", "changes": [1, 2, 3]},
        {"id": "b", "answer": "refused", "changes": [2]},
        {"id": "c", "undoes": "b"},
    )
    assert answer.status_code == 200
    assert answer.json()["operations"] == [
        {"id": "a", "changes": 3},
        {"id": "b", "changes": 1},
        {"id": "c", "changes": 0},
    ]
    assert answer.json()["counts"] == {"undecided": CHANGES - 3, "accepted": 3, "refused": 0}
    assert changes(client, answer="accepted")["matching"] == 3
    assert Review.read(review_path(plan.path)).counts().accepted == 3
    (listed,) = client.get("/api/plans").json()["plans"]
    assert listed["counts"]["accepted"] == 3


def test_all_that_a_filter_means_is_decided_but_never_what_was_decided_before(client: TestClient, plan: Plan) -> None:
    decide(client, plan, {"id": "a", "answer": "refused", "changes": [1, 2]})
    everything = changes(client, limit=500)["changes"]
    wanted = {one["number"] for one in everything if one["percent"] >= 70 and one["answer"] == "undecided"}
    bulk = {"id": "b", "answer": "accepted", "where": {"low": 70}, "expected": len(wanted)}
    assert decide(client, plan, bulk).json()["operations"] == [{"id": "b", "changes": len(wanted)}]
    assert {one["number"] for one in changes(client, answer="accepted", limit=500)["changes"]} == wanted
    again = decide(client, plan, bulk)  # the answer was lost on the way, and the page asks again
    assert (again.status_code, again.json()["operations"]) == (200, [{"id": "b", "changes": len(wanted)}])
    late = decide(client, plan, {**bulk, "id": "c"})
    assert (late.status_code, late.json()["type"]) == (409, "urn:motscles:problem:other-decisions")
    assert f"vous en attendiez {len(wanted)}, ils sont 0 à présent" in late.json()["detail"].lower()
    decide(client, plan, {"id": "d", "undoes": "b"})
    assert changes(client, answer="accepted")["matching"] == 0
    assert changes(client, answer="refused")["matching"] == 2


@pytest.mark.parametrize(
    ("operation", "status"),
    [
        ({"id": "a", "answer": "accepted", "changes": [CHANGES + 1]}, 409),
        ({"id": "a", "undoes": "b"}, 409),
        ({"id": "a", "answer": "accepted"}, 422),
        ({"id": "a", "answer": "accepted", "changes": []}, 422),
        ({"id": "é", "undoes": "b"}, 422),
        ({"id": "a", "answer": "peut-être", "changes": [1]}, 422),
        ({"id": "a", "answer": "accepted", "changes": [1], "where": {}}, 422),
    ],
)
def test_a_wrong_operation_is_refused_and_nothing_is_kept(
    client: TestClient, plan: Plan, operation: Json, status: int
) -> None:
    answer = decide(client, plan, {"id": "z", "answer": "accepted", "changes": [1]}, operation)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert changes(client, answer="accepted")["matching"] == 0


def test_a_plan_that_changed_is_refused_in_a_sentence(client: TestClient, plan: Plan, small_corpus: Corpus) -> None:
    old = decide(client, plan, {"id": "a", "answer": "accepted", "changes": [1]}, checksum="0" * 32)
    assert (old.status_code, old.json()["type"]) == (409, "urn:motscles:problem:unusable-plan")
    assert old.json()["detail"] == "Le plan a été refait depuis que vous l’avez ouvert. Rechargez la page."
    decide(client, plan, {"id": "a", "answer": "accepted", "changes": [1]})
    write_plan(plan.path.parent, list(small_corpus), changes=CHANGES + 1)
    answer = client.get("/api/plans/plan.jsonl")
    assert answer.status_code == 409
    assert "ces décisions sont celles d’un autre plan" in answer.json()["detail"]
    lines = plan.path.read_bytes().splitlines(keepends=True)
    plan.path.write_bytes(b"".join(lines[:-2]))
    assert "ce plan a été modifié ou coupé" in client.get("/api/plans/plan.jsonl").json()["detail"]


@pytest.mark.parametrize(
    "name", ["absent.jsonl", "..%2Fkeys.json", "plan-archive.ndjson", "plan.decisions.jsonl", "%00"]
)
def test_only_plans_of_the_folder_are_opened(client: TestClient, plan: Plan, name: str) -> None:
    decide(client, plan, {"id": "a", "answer": "accepted", "changes": [1]})
    for path in ("", "/changes"):
        answer = client.get(f"/api/plans/{name}{path}")
        assert answer.status_code == 404, answer.text
        assert answer.headers["content-type"] == "application/problem+json"
    assert decide(client, plan, {"id": "a", "undoes": "b"}, name=name).status_code in (404, 405)


def test_a_reader_looks_and_an_editor_decides(settings: Settings, plan: Plan) -> None:
    ring = KeyRing(settings.keys)
    keys = {role: ring.add(role, role)[1] for role in ("read", "edit")}
    with TestClient(create_app(settings)) as client:
        assert client.get("/api/plans").status_code == 401
        assert client.get("/relecture").status_code == 200  # it holds nothing
        client.headers["X-API-Key"] = keys["read"]
        assert changes(client)["matching"] == CHANGES
        assert decide(client, plan, {"id": "a", "answer": "accepted", "changes": [1]}).status_code == 403
        client.headers["X-API-Key"] = keys["edit"]
        assert decide(client, plan, {"id": "a", "answer": "accepted", "changes": [1]}).status_code == 200
    last = json.loads(review_path(plan.path).read_text(encoding="utf-8").splitlines()[-1])
    assert (last["who"], last["changes"]) == ("edit", [[1, 1]])


def test_a_disk_that_keeps_nothing_is_told_and_counts_nothing(
    client: TestClient, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("classifier.retagging.lines.os.fsync", full)
        answer = decide(client, plan, {"id": "a", "answer": "accepted", "changes": [1]})
    assert (answer.status_code, answer.json()["type"]) == (503, "urn:motscles:problem:decisions-unavailable")
    assert "le disque est plein" in answer.json()["detail"]
    assert changes(client, answer="accepted")["matching"] == 0
    (listed,) = (one for one in client.get("/api/plans").json()["plans"] if one["name"] == plan.path.name)
    assert listed["problem"] is None  # the file of decisions is there, and empty
    assert decide(client, plan, {"id": "a", "answer": "accepted", "changes": [1]}).status_code == 200
