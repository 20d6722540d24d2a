"""Every example of the README runs, in order; its line from archive to model runs as people would run it."""

import doctest
import json
import os
import re
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import create_server
from subprocess import PIPE, Popen
from urllib.request import Request, urlopen

import pytest

from sample_site import LABELS, write_sample

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
EXAMPLE = re.compile(r"^```pycon\n(.*?)^```", re.DOTALL | re.MULTILINE)


@pytest.mark.slow
def test_readme_examples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "training_data").symlink_to(ROOT / "training_data")
    monkeypatch.chdir(tmp_path)
    session = "\n".join(EXAMPLE.findall(README.read_text(encoding="utf-8")))
    test = doctest.DocTestParser().get_doctest(session, {}, "README.md", str(README), 0)
    results = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE).run(test)
    assert results.attempted > 10
    assert not results.failed


def commands_of(heading: str) -> list[str]:
    """Return the command lines of a section, those that are continued in one."""
    section = README.read_text(encoding="utf-8").partition(f"## {heading}\n")[2].partition("\n## ")[0]
    lines = section.replace("\\\n", " ").splitlines()
    return [" ".join(line.removeprefix("$ ").split()) for line in lines if line.startswith("$ ")]


@contextmanager
def shell(command: str, folder: Path, port: int) -> Iterator[Popen[str]]:
    """Start a command line in a shell and a group of its own, which end with it."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "CLASSIFIER_PORT": str(port), "CLASSIFIER_JOBS": "1"}
    words = ["bash", "-c", command]
    with Popen(words, cwd=folder, env=environment, stderr=PIPE, text=True, start_new_session=True) as process:
        try:
            yield process
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)


@pytest.mark.slow
def test_the_line_from_archive_to_model_leads_to_a_service_that_suggests(tmp_path: Path) -> None:
    line, evaluation = commands_of("From archive to model in one line")
    write_sample(tmp_path / "site.sqlite", each=20)
    with create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with shell(line, tmp_path, port) as process:
        assert process.stderr
        said = [next(process.stderr)]
        while "Service prêt" not in said[-1]:
            said.append(next(process.stderr, "Service prêt"))
        assert process.poll() is None, "".join(said)
        article = {
            "text": "La clinique suit ses patients à distance, par téléphone : la télémédecine gagne les villages."
        }
        request = Request(
            f"http://127.0.0.1:{port}/api/suggest", json.dumps(article).encode(), {"Content-Type": "application/json"}
        )
        with urlopen(request, timeout=30) as answer:
            first = json.load(answer)["suggestions"][0]["label"]
    assert first == "TIC pour la santé"
    assert first in LABELS
    with shell(evaluation, tmp_path, port) as process:
        assert process.wait(timeout=120) == 0
    assert "TIC pour la santé" in (tmp_path / "report.html").read_text(encoding="utf-8")
