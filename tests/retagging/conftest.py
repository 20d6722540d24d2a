"""A small archive with tags missing, and the small model."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from classifier.corpora import Corpus, to_row
from classifier.documents import Document
from classifier.retagging import CorpusArchive, ModelPlace, Plan, make_plan
from classifier.store import ModelStore

ROOT = Path(__file__).parents[2]
PLAN = "plan.jsonl"
Start = Callable[..., "subprocess.Popen[str]"]


def write_archive(path: Path, documents: list[Document]) -> Path:
    lines = [json.dumps(to_row(document), ensure_ascii=False) for document in documents]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def opened(path: Path, kind: type[CorpusArchive] = CorpusArchive) -> CorpusArchive:
    """Return an archive that bears the same name wherever it lies, as a plan quotes it."""
    archive = kind.read([path])
    archive.corpus.name = "archive"
    return archive


@pytest.fixture(scope="session")
def documents(small_corpus: Corpus) -> list[Document]:
    """Return the small corpus; every other article has lost its tags."""
    return [document if number % 2 else document.with_tags() for number, document in enumerate(small_corpus)]


@pytest.fixture
def archive(documents: list[Document], tmp_path: Path) -> Path:
    return write_archive(tmp_path / "archive.jsonl", documents)


@pytest.fixture(scope="session")
def model(store: ModelStore) -> ModelPlace:
    return ModelPlace.of(store, None, None)


@pytest.fixture(scope="session")
def whole(documents: list[Document], model: ModelPlace, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return the plan of the archive, made once, uninterrupted."""
    folder = tmp_path_factory.mktemp("whole")
    path = write_archive(folder / "archive.jsonl", documents)
    return make_plan(opened(path), model, folder / PLAN).path.read_bytes()


@pytest.fixture
def plan(whole: bytes, archive: Path, tmp_path: Path) -> Plan:
    """Return the plan of the archive in the test's own folder."""
    made = tmp_path / PLAN
    made.write_bytes(whole)
    return Plan(made)


@pytest.fixture
def start(store: ModelStore, tmp_path: Path) -> Start:
    """Return what starts the command in a process of its own, and does not wait for it."""
    environ = os.environ | {"CLASSIFIER_MODELS": str(store.path), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", "from classifier.cli import main; main()", "retag"]

    def start(*arguments: object) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [*command, *map(str, arguments)],
            env=environ,
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    return start
