"""What a check says: one finding, its kind and its place."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Literal, NamedTuple

Level = Literal["error", "warning"]


class Code(StrEnum):
    """One kind of finding; the value is stable, so that programs may rely on it."""

    UNREADABLE = "unreadable-row"
    DUPLICATE_ID = "duplicate-id"
    NO_ID = "missing-id"
    NO_TITLE = "missing-title"
    NO_TEXT = "missing-text"
    NO_TAGS = "missing-tags"
    NO_DATE = "missing-date"
    UNKNOWN_LABEL = "unknown-label"
    FORMER_LABEL = "former-label"
    RETIRED_LABEL = "retired-label"
    OTHER_SPELLING = "other-spelling"
    OUTSIDE_PERIOD = "outside-period"
    TINY_TEXT = "tiny-text"
    NOT_FRENCH = "not-french"
    SAME_TEXT = "same-text"
    NEAR_DUPLICATE = "near-duplicate"
    SHARED_RUN = "shared-run"
    SET_PHRASE = "set-phrase"
    FEW_ARTICLES = "few-articles"

    @property
    def level(self) -> Level:
        """Return "error" or "warning"."""
        return "error" if self in ERRORS else "warning"


# An error loses an article, or teaches something false. A warning may be as it should be.
ERRORS = frozenset(
    {
        *(Code.UNREADABLE, Code.DUPLICATE_ID, Code.NO_TITLE, Code.NO_TEXT, Code.NO_TAGS),
        *(Code.UNKNOWN_LABEL, Code.OUTSIDE_PERIOD, Code.SAME_TEXT),
    }
)


class Where(NamedTuple):
    """The place of an article: a file, a line (None for a file that is one article), an id.

    >>> str(Where(Path("articles.jsonl"), 37, "a1"))
    'articles.jsonl, ligne 37'
    """

    path: Path
    line: int | None = None
    document_id: str | None = None

    def __str__(self) -> str:
        """Return file and line, as messages show them."""
        return f"{self.path}, ligne {self.line}" if self.line is not None else str(self.path)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, or may be; `where` is None when it is wrong with the whole corpus.

    >>> print(Finding(Code.NO_DATE, "sans date.", Where(Path("a.jsonl"), 3, "a1")))
    a.jsonl, ligne 3 : article « a1 » : sans date.
    """

    code: Code
    message: str
    where: Where | None = None

    @property
    def level(self) -> Level:
        """Return "error" or "warning", which depends on the kind alone."""
        return self.code.level

    @property
    def path(self) -> Path | None:
        """Return the file."""
        return self.where.path if self.where else None

    @property
    def line(self) -> int | None:
        """Return the line in the file, counted from 1."""
        return self.where.line if self.where else None

    @property
    def document_id(self) -> str | None:
        """Return the id of the article, when it could be read."""
        return self.where.document_id if self.where else None

    def __str__(self) -> str:
        """Return the place, then the message."""
        parts = [str(self.where)] if self.where else []
        parts += [f"article « {self.document_id} »"] if self.document_id else []
        return " : ".join([*parts, self.message])
