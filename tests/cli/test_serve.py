import json
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from socket import create_server
from subprocess import PIPE, CompletedProcess, Popen
from urllib.request import Request, urlopen

import pytest

from classifier.store import ModelStore

Command = Callable[..., CompletedProcess[str]]


def test_a_taken_port_is_said_with_what_to_do(motscles: Command, store: ModelStore) -> None:
    with create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        answer = motscles("serve", "--models", store.path, "--port", port)
    assert (answer.returncode, answer.stdout, answer.stderr.count("\n")) == (1, "", 1)
    assert answer.stderr.startswith(f"Erreur : impossible d’écouter sur 127.0.0.1:{port} (")
    assert "Choisissez un autre port : --port 8001." in answer.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--models", "vide"], "aucun modèle en service dans vide. Entraînez-en un : motscles train --models vide"),
        (["--model", "absent"], "pas de version « absent » dans {store}. Versions : small."),
    ],
)
def test_without_a_model_the_service_does_not_start(
    motscles: Command, store: ModelStore, arguments: list[str], message: str
) -> None:
    answer = motscles("serve", "--models", store.path, *arguments)
    assert (answer.returncode, answer.stdout) == (1, "")
    assert answer.stderr == f"Erreur : {message.format(store=store.path)}\n"


def test_it_does_not_listen_elsewhere_without_a_key(
    motscles: Command, store: ModelStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLASSIFIER_KEYS", str(tmp_path / "keys.json"))
    answer = motscles("serve", "--models", store.path, "--host", "0.0.0.0", "--port", 8997)
    assert answer.returncode == 1
    assert answer.stderr.startswith("Erreur : 0.0.0.0 s’atteint d’ailleurs, et aucune clé n’existe dans ")
    assert "motscles keys add NOM" in answer.stderr


@pytest.mark.slow
@pytest.mark.parametrize(("end", "code"), [(signal.SIGTERM, -signal.SIGTERM), (signal.SIGINT, 130)])
def test_the_service_says_when_it_is_ready_answers_and_ends_when_told(
    store: ModelStore, end: signal.Signals, code: int
) -> None:
    with create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    motscles = Path(sys.executable).with_name("motscles")
    command: list[str | Path] = [motscles, "serve", "--models", store.path, "--port", str(port)]
    with Popen(command, stderr=PIPE, stdout=PIPE, text=True, encoding="utf-8") as service:
        assert service.stderr
        try:
            said = [service.stderr.readline() for _ in range(3)]
            assert said[0] == "Chargement du modèle small…\n"
            assert json.loads(said[1])["message"] == "modèle small en service"
            assert said[2] == f"Service prêt : {address} (Ctrl+C pour l’arrêter).\n"
            with urlopen(f"{address}/ready", timeout=30) as answer:
                assert json.load(answer) == {"status": "ready", "model": "small", "problem": None}
            article = json.dumps({"text": "La radio communautaire de Kolda émet."}).encode()
            request = Request(f"{address}/api/suggest", article, {"Content-Type": "application/json"})
            with urlopen(request, timeout=30) as answer:
                assert json.load(answer)["suggestions"][0]["label"] == "Radios communautaires"
            service.send_signal(end)
            out, err = service.communicate(timeout=30)
        finally:
            service.kill()
    assert (service.returncode, out) == (code, "")
    assert [json.loads(line)["route"] for line in err.splitlines()] == ["/ready", "/api/suggest"]
