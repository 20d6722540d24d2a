"""Whatever a client sends, the service answers as its description says (schemathesis)."""

from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from classifier.api import create_app
from classifier.keys import KeyRing
from classifier.settings import Settings
from classifier.store import ModelStore

pytestmark = pytest.mark.slow
EXAMPLES = 15
SAID_IN_WORDS = ("problem:unreadable-text", "problem:unreadable-article", "problem:unknown-language")
LIMITS = settings(
    max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None
)


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
    schema: Any = schemathesis.openapi.from_asgi(address, app, headers=headers)
    operations = [one.ok() for one in schema.get_all_operations()]
    assert len(operations) >= 8
    for operation in operations:

        @LIMITS
        @given(case=operation.as_strategy())
        def answers(case: Any) -> None:
            response = case.call(headers=headers)
            told = response.content.decode("utf-8", "replace")
            # what no description can say: a text of spaces only, another language than the project's, a form that
            # is no UTF-8, a file without an article in it
            allowed = [positive_data_acceptance] if any(one in told for one in SAID_IN_WORDS) else []
            case.validate_response(response, headers=headers, excluded_checks=allowed)

        answers()
