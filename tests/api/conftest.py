from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from classifier.api import create_app
from classifier.settings import Settings
from classifier.store import ModelStore


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where the service keeps feedback and keys."""
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="session")
def app(store: ModelStore, data: Path) -> FastAPI:
    return create_app(settings(store, data))


def settings(store: ModelStore, data: Path, **more: str) -> Settings:
    """Return the settings of a service with the small model, and nothing of this machine's own."""
    given = {"models": store.path, "feedback": data / "feedback.sqlite", "keys": data / "keys.json", **more}
    return Settings.from_environ({f"CLASSIFIER_{name.upper()}": str(value) for name, value in given.items()})


@pytest.fixture(scope="session")
def client(app: FastAPI) -> Iterator[TestClient]:
    """Return a client of the service with the small model."""
    with TestClient(app) as client:
        yield client


@pytest.fixture
def empty_client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Return a client of a service that has no model."""
    with TestClient(
        create_app(Settings.from_environ({"CLASSIFIER_MODELS": str(tmp_path_factory.mktemp("vide"))}))
    ) as client:
        yield client
