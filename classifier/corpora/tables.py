"""Articles from JSONL and plain-text files."""

import datetime
import json
import logging
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from classifier.documents import Document
from classifier.errors import CorpusError
from classifier.files import decode, open_bytes, read_text

FIELDS = ("id", "title", "text", "date", "tags", "url")
EXTRA_FIELDS = (  # known, kept, not learned from
    *("country", "genre", "hard", "lang", "section", "split", "also"),
    *("language", "status", "tag_ids", "groups"),  # what an import from SPIP adds
)
SUFFIXES = (".jsonl", ".ndjson", ".txt")

logger = logging.getLogger(__name__)


def read_file(path: Path) -> Iterator[Document]:
    """Yield the documents of one file, JSONL or plain text by its suffix.

    Raises `CorpusError` at the first bad row, with file, line and field.
    """
    if path.suffix == ".txt":
        yield read_plain(path)
        return
    with open_bytes(path, CorpusError) as file:
        for row in read_rows(file, path):
            if isinstance(row, CorpusError):
                raise row
            yield row


def read_plain(path: Path) -> Document:
    """Return a text file as one document: its first line is the title when a blank line follows."""
    return plain_document(read_text(path, CorpusError), id=path.name)


def plain_document(text: str, *, id: str) -> Document:
    """Return a bare text as a document.

    >>> plain_document("Un titre\\n\\nLe texte.", id="a").title
    'Un titre'
    """
    first, blank, rest = text.replace("\r\n", "\n").strip().partition("\n\n")
    if blank and "\n" not in first and len(first) <= 300:
        return Document(id, first, rest.strip())
    return Document(id, "", text)


def read_rows(lines: Iterable[bytes] | BinaryIO, path: Path | str) -> Iterator[Document | CorpusError]:
    """Yield one result for each line that is not blank: a document, or the error that the line is.

    An error is yielded, not raised, so that whoever must answer every line can do so.
    """
    unknown: set[str] = set()
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield parse_row(decode(line, path=path, line=number, error=CorpusError), path, number, unknown)
        except CorpusError as error:
            yield error


def parse_row(line: str, path: Path | str, number: int, unknown: set[str] | None = None) -> Document:
    """Return the document of one JSON line; raise `CorpusError` with file, line and field.

    A field that we do not know is kept in `extra`; the first of each name in a file is logged.
    """
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:  # ValueError: bad JSON, or a number of thousands of digits
        column = f", colonne {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
        raise CorpusError(f"JSON illisible{column}. On attend un objet par ligne.", path=path, line=number) from error
    if not isinstance(row, dict):
        raise CorpusError("on attend un objet JSON, { … }, par ligne.", path=path, line=number)
    return document_of(row, path, number, unknown)


def document_of(row: dict[str, Any], path: Path | str, number: int, unknown: set[str] | None = None) -> Document:
    """Return the document of one object; see `parse_row`."""
    fields = _Fields(row, path, number)
    extra = {name: value for name, value in row.items() if name not in FIELDS}
    for name in extra.keys() - set(EXTRA_FIELDS) - (unknown or set()):
        logger.warning("%s, ligne %d : champ inconnu « %s », ignoré.", path, number, name)
        if unknown is not None:
            unknown.add(name)
    return Document(
        id=fields.id(),
        title=fields.text("title"),
        text=fields.text("text"),
        date=fields.date(),
        tags=fields.tags(),
        url=fields.text("url") or None,
        extra=extra,
    )


class _Fields:
    """The fields of one row, checked."""

    def __init__(self, row: dict[str, Any], path: Path | str, number: int) -> None:
        self.row, self.path, self.number = row, path, number

    def error(self, field: str, message: str) -> CorpusError:
        return CorpusError(message, path=self.path, line=self.number, field=field)

    def id(self) -> str:
        value = self.row.get("id")
        if value is None:
            return f"{Path(self.path).name}:{self.number}"
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise self.error("id", f"on attend un texte ou un nombre, pas {value!r}.")
        return str(value)

    def text(self, field: str) -> str:
        value = self.row.get(field)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise self.error(field, f"on attend un texte, pas {_shown(value)}.")
        # a lone surrogate ("\ud83d" cut from its pair) is no character: no text tool accepts it
        return value.encode("utf-8", "replace").decode("utf-8")

    def date(self) -> datetime.date | None:
        value = self.row.get("date")
        if value is None or value == "":
            return None
        try:
            return datetime.date.fromisoformat(value[:10])
        except (TypeError, ValueError) as error:
            raise self.error("date", f"{_shown(value)} n’est pas une date de la forme AAAA-MM-JJ.") from error

    def tags(self) -> tuple[str, ...]:
        value = self.row.get("tags") or []
        if not isinstance(value, list) or not all(isinstance(tag, str) for tag in value):
            raise self.error("tags", f"on attend une liste de libellés, pas {_shown(value)}.")
        return tuple(dict.fromkeys(tag.strip() for tag in value if tag.strip()))


def _shown(value: object) -> str:
    """Return a value as a message may show it: short."""
    shown = repr(value)
    return shown if len(shown) <= 60 else f"{shown[:57]}…"


def to_row(document: Document) -> dict[str, object]:
    """Return a document as the object that `parse_row` reads."""
    row: dict[str, object] = {"id": document.id, "title": document.title, "text": document.text}
    row |= {"date": document.date.isoformat()} if document.date else {}
    row |= {"url": document.url} if document.url else {}
    return row | {"tags": list(document.tags)} | document.extra


def to_line(document: Document) -> bytes:
    """Return a document as one line of a JSON Lines file.

    >>> to_line(Document("a", "Été", ""))
    b'{"id": "a", "title": "\\xc3\\x89t\\xc3\\xa9", "text": "", "tags": []}\\n'
    """
    row = json.dumps(to_row(document), ensure_ascii=False)
    return row.encode("utf-8", "replace") + b"\n"  # half a surrogate pair becomes "?"
