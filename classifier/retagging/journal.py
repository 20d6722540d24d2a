"""What was really changed: an append-only file, written before a change counts as done, and read to undo it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, Self

from classifier.errors import JournalError
from classifier.retagging.lines import Object, read_lines

FORMAT, VERSION = "motscles-journal", 1


class JournalHeader(NamedTuple):
    """What is being applied, and to what."""

    plan: str
    decisions: str
    target: Object

    def as_row(self) -> Object:
        """Return the header as the first line of a journal."""
        return {"format": FORMAT, "version": VERSION, **self._asdict()}

    @classmethod
    def of(cls, row: Object, path: Path) -> Self:
        """Return a header from its line; raise `JournalError` when it is none that we know."""
        if (row.get("format"), row.get("version")) != (FORMAT, VERSION):
            raise JournalError("ce n’est pas un journal. Donnez celui qu’a écrit motscles retag apply.", path=path)
        return cls(row["plan"], row["decisions"], row["target"])


@dataclass(slots=True)
class Outcome:
    """What became of the articles of a plan."""

    changed: int = 0  # articles
    added: int = 0  # tags
    removed: int = 0
    already: int = 0  # articles that were as planned before
    refused: dict[str, str] = field(default_factory=dict)  # reasons, by article: those left as they are

    def counts(self) -> Object:
        """Return the numbers, as a journal ends with them."""
        return {
            "articles": self.changed,
            "added": self.added,
            "removed": self.removed,
            "already": self.already,
            "refused": len(self.refused),
        }


class Journal:
    """A journal on the disk; iterating reads the lines after its header, one after the other.

    A last line that was cut by a kill is left out: what it would have told did not count as done.
    """

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        first = next(read_lines(self.path, JournalError), None)
        if first is None:
            raise JournalError(
                "ce journal est vide : rien n’a été fait. Effacez-le, et relancez motscles retag apply.", path=self.path
            )
        self.header = JournalHeader.of(first[1], self.path)

    def __iter__(self) -> Iterator[Object]:
        """Iterate over the lines."""
        lines = read_lines(self.path, JournalError)
        next(lines)
        return (row for _, row in lines)

    @property
    def is_undone(self) -> bool:
        """Whether all that it tells was taken back."""
        return any("undone" in row for row in self)

    def check_same(self, header: JournalHeader) -> None:
        """Raise `JournalError` unless it tells of the same plan, decisions and target, and was not undone."""
        if self.header != header:
            raise JournalError(
                "ce journal est celui d’un autre plan, d’autres décisions ou d’une autre archive. Gardez-le, et donnez "
                "un autre nom par --journal.",
                path=self.path,
            )
        if self.is_undone:
            raise JournalError(
                "ce journal a été annulé. Pour appliquer de nouveau, donnez un autre nom par --journal.", path=self.path
            )
