"""Documents as a pandas frame, one row an article, and back."""

import datetime
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from classifier.corpora.tables import FIELDS, document_of
from classifier.documents import Document

if TYPE_CHECKING:
    import pandas as pd

SOURCE = "le tableau"


def to_frame(documents: Iterable[Document]) -> "pd.DataFrame":
    """Return one row per document: the fields of a corpus file, the date as a timestamp, then what else it came with.

    `tags` holds a tuple of labels, so that `frame.explode("tags")` has one row for each tag of each article.
    """
    import pandas as pd

    rows = [_row(document) for document in documents]
    names = dict.fromkeys([*FIELDS, *(name for row in rows for name in row)])
    frame = pd.DataFrame(rows, columns=list(names))
    frame["date"] = pd.to_datetime(frame["date"])
    return frame


def from_frame(frame: "pd.DataFrame") -> Iterator[Document]:
    """Yield the document of each row; empty cells are absent fields, and other columns are kept in `extra`.

    Raises `CorpusError`, which names row (from 1) and field.
    """
    for number, values in enumerate(frame.to_dict("records"), start=1):
        row = {str(name): _plain(value) for name, value in values.items() if not _is_empty(value)}
        yield document_of(row, SOURCE, number, set(row))


def _row(document: Document) -> dict[str, Any]:
    fields = {name: getattr(document, name) for name in FIELDS}
    return fields | {name: value for name, value in document.extra.items() if name not in FIELDS}


def _is_empty(value: object) -> bool:
    """Whether a cell holds None, NaN or NaT: the only values that differ from themselves, and None."""
    return value is None or (not isinstance(value, list | tuple) and bool(value != value))


def _plain(value: object) -> object:
    """Return a cell as JSON would hold it."""
    if isinstance(value, datetime.date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
