"""The command as people run it, in this process where its own process would show nothing more."""

import sys
from collections.abc import Callable
from io import BytesIO, TextIOWrapper
from pathlib import Path
from subprocess import CompletedProcess, run

import pytest

from classifier.cli import main
from classifier.store import ModelStore
from classifier.tagging import Tagger

ROOT = Path(__file__).parents[2]
Command = Callable[..., CompletedProcess[str]]


@pytest.fixture
def motscles(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Return the command: arguments and standard input in, exit code and both streams out."""
    monkeypatch.setenv("CLASSIFIER_TAGS", str(ROOT / "training_data" / "tags.yaml"))
    monkeypatch.setenv("CLASSIFIER_CACHE", str(ROOT / ".cache" / "docs"))

    def motscles(*arguments: object, stdin: bytes = b"") -> CompletedProcess[str]:
        words = ["motscles", *map(str, arguments)]
        monkeypatch.setattr(sys, "argv", words)
        monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(stdin)))
        capsys.readouterr()
        with pytest.raises(SystemExit) as stopped:
            main()
        code = stopped.value.code
        assert code is None or isinstance(code, int)
        return CompletedProcess(words, code or 0, *capsys.readouterr())

    return motscles


@pytest.fixture
def suggest(motscles: Command, tagger: Tagger, store: ModelStore, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Return `motscles suggest` with the small model already in memory; loading it has tests of its own."""
    monkeypatch.setattr(ModelStore, "load", lambda *_, **__: tagger)
    return lambda *arguments, **options: motscles("suggest", "--models", store.path, *arguments, **options)


@pytest.fixture
def process() -> Command:
    """Return the command in a process of its own, as a shell would start it."""
    command = Path(sys.executable).with_name("motscles")

    def process(*arguments: object, stdin: bytes = b"") -> CompletedProcess[str]:
        done = run([command, *map(str, arguments)], input=stdin, capture_output=True, check=False, timeout=120)
        return CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())

    return process
