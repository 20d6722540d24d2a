"""Whatever a client sends, the service answers as its description says (schemathesis)."""

from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import given

from classifier.api import create_app
from classifier.keys import KeyRing
from classifier.settings import Settings
from classifier.store import ModelStore

pytestmark = pytest.mark.slow
EXAMPLES = 15


@schemathesis.serializer("application/x-ndjson")
def as_lines(context: Any, value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")


@pytest.fixture(scope="module")
def guarded(store: ModelStore, tmp_path_factory: pytest.TempPathFactory) -> tuple[FastAPI, str]:
    """Return a service that asks for keys, and an administrator's."""
    data = tmp_path_factory.mktemp("contract")
    _, key = KeyRing(data / "keys.json").add("essai", "admin")
    given = Settings(
        models=store.path, feedback=str(data / "f.sqlite"), keys=data / "keys.json", rate=0, max_batch=100_000
    )
    app = create_app(given)
    service = app.state.service
    service.load()
    return app, key


@pytest.mark.parametrize("address", ["/openapi.json", "/v1/openapi.json"], ids=["ours", "Annif's"])
def test_every_route_answers_as_described(guarded: tuple[FastAPI, str], address: str) -> None:
    app, key = guarded
    headers = {"X-API-Key": key}
    schema = schemathesis.openapi.from_asgi(address, app, headers=headers)
    operations = [one.ok() for one in schema.get_all_operations()]
    assert len(operations) >= 8
    for operation in operations:

        @LIMITS
        @given(case=operation.as_strategy())
        def answers(case: Any) -> None:
            case.call_and_validate(headers=headers)

        answers()
