from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from classifier.api import create_app
from classifier.settings import Settings
from classifier.store import ModelStore


@pytest.fixture(scope="session")
def app(store: ModelStore) -> FastAPI:
    return create_app(Settings.from_environ({"CLASSIFIER_MODELS": str(store.path)}))


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
