"""The service as a process of its own, under what happens to one that is left running."""

import gc
import json
import os
import shutil
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from socket import create_connection, create_server
from subprocess import DEVNULL, Popen
from threading import Event, Thread
from typing import Any
from urllib.request import Request, urlopen

import psutil
import pytest
import requests
from annif_client import AnnifClient

from classifier.api import create_app
from classifier.corpora import Corpus
from classifier.feedback import FeedbackStore
from classifier.retagging import read_decisions, review_path
from classifier.settings import Settings
from classifier.store import ModelStore
from plans import write_plan

pytestmark = pytest.mark.slow
TEXT = "La radio communautaire de Kolda émet, animateurs et auditeurs."
COMMAND = [sys.executable, "-c", "from classifier.cli import main; main()"]


@contextmanager
def running(models: Path, data: Path, *options: str, **settings: str) -> Iterator[tuple[str, "Popen[str]"]]:
    """Give the address and the process of a running service."""
    with create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    given = {"models": str(models), "feedback": str(data / "f.sqlite"), "keys": str(data / "keys.json"), **settings}
    environ = os.environ | {f"CLASSIFIER_{name.upper()}": value for name, value in given.items()}
    command = [*COMMAND, "serve", "--port", str(port), *options]
    with (data / "log").open("w") as log, Popen(command, stdout=DEVNULL, stderr=log, text=True, env=environ) as process:
        try:
            address, limit = f"http://127.0.0.1:{port}", time.monotonic() + 90
            while "prêt" not in (data / "log").read_text() and process.poll() is None:
                assert time.monotonic() < limit, (data / "log").read_text()
                time.sleep(0.05)
            assert process.poll() is None, (data / "log").read_text()
            yield address, process
        finally:
            process.terminate()
            process.wait(timeout=60)


def post(address: str, path: str, body: object) -> Any:
    request = Request(address + path, json.dumps(body).encode(), {"Content-Type": "application/json"})
    with urlopen(request, timeout=60) as answer:
        return json.load(answer)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("running")


@pytest.fixture(scope="module")
def service(store: ModelStore, data: Path) -> Iterator[tuple[str, "Popen[str]"]]:
    """Return a service that waits for nobody longer than four seconds."""
    with running(store.path, data, patience="4") as service:
        yield service


def test_a_connection_that_is_kept_is_answered_at_once(address: str) -> None:
    """What comes in two packets must not wait until the client has confirmed the first, which takes it 40 ms."""
    with requests.Session() as session:
        times = []
        for _ in range(15):
            start = time.perf_counter()
            session.get(f"{address}/health", timeout=30)
            times.append(time.perf_counter() - start)
    assert sorted(times)[3] < 0.03


@pytest.fixture
def address(service: tuple[str, "Popen[str]"]) -> str:
    return service[0]


def test_every_method_of_annif_client_works_unchanged(address: str, tmp_path: Path) -> None:
    annif = AnnifClient(f"{address}/v1/")
    assert annif.api_info["title"] == "motscles"
    assert [project["project_id"] for project in annif.projects] == ["motscles"]
    assert annif.get_project("motscles")["is_trained"] is True
    with pytest.raises(ValueError, match="Aucun projet ne s’appelle ainsi"):
        annif.get_project("nope")
    first, second = annif.suggest("motscles", TEXT, limit=2)
    assert (first["label"], first["score"] >= second["score"]) == ("Radios communautaires", True)
    (tmp_path / "article.txt").write_text(TEXT)
    with (tmp_path / "article.txt").open() as file:
        assert annif.suggest("motscles", file, limit=2) == [first, second]
    assert annif.analyze("motscles", TEXT, threshold=first["score"]) == [first]
    with pytest.raises(ValueError, match="Aucun projet"):
        annif.suggest("nope", TEXT)
    documents = [{"text": TEXT, "document_id": "a"}, {"text": "Payer par téléphone."}]
    batch = annif.suggest_batch("motscles", documents, limit=2, threshold=0.01)
    assert [one["document_id"] for one in batch] == ["a", None]
    assert batch[0]["results"][0] == first
    learned = annif.learn("motscles", [{"text": TEXT, "subjects": [{"uri": first["uri"], "label": first["label"]}]}])
    assert learned.status_code == 204
    assert annif.detect_language(TEXT, ["fr", "en"])["results"][0]["language"] == "fr"
    assert address in str(annif)


def test_annif_client_brings_a_key_in_its_address(store: ModelStore, tmp_path: Path) -> None:
    from classifier.keys import KeyRing

    _, key = KeyRing(tmp_path / "keys.json").add("site", "edit")
    with running(store.path, tmp_path) as (address, _):
        with pytest.raises(requests.HTTPError, match="401"):
            _ = AnnifClient(f"{address}/v1/").projects
        annif = AnnifClient(f"{address.replace('//', f'//site:{key}@')}/v1/")
        assert annif.suggest("motscles", TEXT, limit=1)[0]["label"] == "Radios communautaires"


def test_nothing_is_lost_by_a_kill_after_the_answer(store: ModelStore, small_corpus: Corpus, tmp_path: Path) -> None:
    answered: list[int] = []
    plan = write_plan(tmp_path / "plans", list(small_corpus), changes=50)
    with running(store.path, tmp_path, plans=str(tmp_path / "plans")) as (address, process):
        for number in range(12):
            verdicts = [{"tag": "fintech", "decision": "added"}]
            body = {"article": {"id": str(number), "text": TEXT}, "verdicts": verdicts}
            answered.append(post(address, "/api/feedback", body)["number"])
            operation = {"id": f"k{number}", "answer": "accepted", "changes": [number + 1]}
            post(address, "/api/plans/plan.jsonl/decisions", {"plan": plan.checksum, "operations": [operation]})
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=30)
    assert [entry.number for entry in FeedbackStore(tmp_path / "f.sqlite").entries()] == answered
    assert len(answered) == 12
    assert [number for number in range(1, 51) if number in read_decisions(plan, review_path(plan.path))] == [
        *range(1, 13)
    ]


def test_a_promotion_and_a_stop_fail_no_request(store: ModelStore, tmp_path: Path) -> None:
    for name in ("small", "other"):
        shutil.copytree(store.path / "small", tmp_path / "models" / name)
    own = ModelStore(tmp_path / "models")
    own.promote("small")
    with running(own.path, tmp_path) as (address, process):
        seen, stop = [], Event()

        def ask() -> None:
            while not stop.is_set():
                seen.append(requests.post(f"{address}/api/suggest", json={"text": TEXT}, timeout=30).json()["model"])

        threads = [Thread(target=ask) for _ in range(4)]
        for thread in threads:
            thread.start()
        (own.path / "current").write_text("other\n")
        limit = time.monotonic() + 30
        while "other" not in seen and time.monotonic() < limit:
            time.sleep(0.05)
        stop.set()
        for thread in threads:
            thread.join()
        assert set(seen) == {"small", "other"}
        rows = b"".join(json.dumps({"id": str(number), "text": TEXT}).encode() + b"\n" for number in range(600))
        kind = {"Content-Type": "application/x-ndjson"}
        with requests.post(f"{address}/api/suggest-batch", data=rows, headers=kind, stream=True, timeout=60) as batch:
            lines = batch.iter_lines()
            assert json.loads(next(lines))["id"] == "0"
            process.terminate()  # told to stop in the midst of an answer
            assert len(list(lines)) == 599
        process.wait(timeout=30)
    assert process.returncode in (0, -signal.SIGTERM)


def test_clients_that_dawdle_are_given_up_and_hinder_nobody(address: str) -> None:
    host, port = address.removeprefix("http://").split(":")
    head = b"POST /api/suggest HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    head += b"Content-Length: 999\r\n\r\n"
    with ExitStack() as opened:
        slow = [opened.enter_context(create_connection((host, int(port)), timeout=30)) for _ in range(20)]
        for one in slow:
            one.sendall(head + b"{")
        silent = opened.enter_context(create_connection((host, int(port)), timeout=30))
        silent.sendall(b"GET /health HTTP/1.1\r\n")
        assert post(address, "/api/suggest", {"text": TEXT})["model"] == "small"
        answers = [one.recv(4096) + one.recv(4096) for one in slow]
        assert [answer.split(b"\r\n")[0] for answer in answers] == [b"HTTP/1.1 408 Request Timeout"] * 20
        assert "n’est pas arrivée à temps" in answers[0].decode()
        assert silent.recv(10) == b""  # closed


def test_a_client_that_never_reads_holds_nothing_up(service: tuple[str, "Popen[str]"]) -> None:
    address, process = service
    host, port = address.removeprefix("http://").split(":")
    rows = json.dumps({"text": TEXT}).encode() + b"\n"
    body = rows * 2_000
    with socket.socket() as greedy:
        greedy.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        greedy.connect((host, int(port)))
        greedy.sendall(
            b"POST /api/suggest-batch HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-ndjson\r\n"
            b"Content-Length: " + str(len(body)).encode() + b"\r\n\r\n" + body
        )
        time.sleep(1)
        before = psutil.Process(process.pid).memory_info().rss
        for _ in range(20):
            assert post(address, "/api/suggest", {"text": TEXT})["model"] == "small"
        assert psutil.Process(process.pid).memory_info().rss - before < 20_000_000


def test_workers_share_one_model_and_add_up_their_figures(store: ModelStore, tmp_path: Path) -> None:
    with running(store.path, tmp_path, "--workers", "2") as (address, process):
        for _ in range(40):
            assert requests.post(f"{address}/api/suggest", json={"text": TEXT}, timeout=30).status_code == 200
        workers = psutil.Process(process.pid).children()
        assert len(workers) == 2
        own = max(worker.memory_full_info().uss for worker in workers)
        whole = workers[0].memory_info().rss
        assert own < whole / 2
        figures = requests.get(f"{address}/metrics", timeout=30).text
        assert 'motscles_requests_total{method="POST",route="/api/suggest",status="200"} 40.0' in figures
        workers[0].kill()
        limit = time.monotonic() + 20
        while len(psutil.Process(process.pid).children()) < 2 and time.monotonic() < limit:
            time.sleep(0.05)
        assert len(psutil.Process(process.pid).children()) == 2  # replaced
        assert requests.post(f"{address}/api/suggest", json={"text": TEXT}, timeout=30).status_code == 200


def test_a_model_is_set_aside_from_the_collector_and_so_is_the_next(store: ModelStore) -> None:
    gc.unfreeze()  # what a command has set aside in this process, in another test
    service = create_app(Settings(models=store.path)).state.service
    before = gc.get_freeze_count()
    try:
        service.load()
        assert gc.get_freeze_count() == before  # not in a process that does other things
        service.set_aside()
        frozen = gc.get_freeze_count()
        assert frozen > before + 10_000
        service.load()
        assert gc.get_freeze_count() > 0.9 * frozen
    finally:
        gc.unfreeze()
        service.close()
