"""How the tests read a site."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from classifier.corpora import to_row
from classifier.spip import Tally, open_site, read_documents

Read = Callable[..., bytes]


@pytest.fixture(scope="session")
def read() -> Read:
    """Return what makes of a source the bytes that the command writes."""

    def read(source: object, **options: Any) -> bytes:
        with open_site(str(source), **options) as site:
            rows = [to_row(document) for document in read_documents(site, Tally())]
        return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()

    return read
