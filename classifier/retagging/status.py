"""Where a plan or its application stands, read off the file that it has come to."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from classifier.errors import RetaggingError
from classifier.retagging.journal import FORMAT as JOURNAL
from classifier.retagging.lines import read_lines
from classifier.retagging.plan import FORMAT as PLAN
from classifier.retagging.run import partial_of

State = Literal["begun", "whole", "undone"]


@dataclass(slots=True)
class Status:
    """How far something is: of a plan, articles read and changes proposed; of a journal, articles changed."""

    path: Path
    kind: Literal["plan", "journal"]
    state: State = "begun"
    articles: int = 0
    total: int | None = None
    changes: int = 0
    refused: int = 0


def status_of(path: Path) -> Status:
    """Return where a plan, finished or not, or a journal stands; raise `RetaggingError` for anything else."""
    path = path if path.exists() else partial_of(path) if partial_of(path).exists() else path
    status: Status | None = None
    for _, row in read_lines(path, RetaggingError):
        if status is None:
            if row.get("format") not in (PLAN, JOURNAL):
                break
            status = Status(path, "plan" if row["format"] == PLAN else "journal")
            status.total = row["archive"]["articles"] if status.kind == "plan" else None
        elif status.kind == "plan":
            _count_plan(status, row)
        else:
            _count_journal(status, row)
    if status is None:
        raise RetaggingError("ce n’est ni un plan, ni un journal de motscles retag.", path=path)
    return status


def _count_plan(status: Status, row: dict[str, object]) -> None:
    changes = row.get("changes")
    if isinstance(changes, list):
        status.articles += 1
        status.changes += len(changes)
    elif "checksum" in row:
        status.state = "whole"


def _count_journal(status: Status, row: dict[str, object]) -> None:
    if "after" in row:
        status.articles += 1
        status.changes += sum(len(one) for one in (row["added"], row["removed"]) if isinstance(one, list))
    elif "done" in row and isinstance(row["done"], list) and isinstance(row["refused"], dict):
        status.articles += len({article for article, _, _ in row["done"]})
        status.changes += len(row["done"])
        status.refused += len(row["refused"])
    elif "refused" in row:
        status.refused += 1
    elif "end" in row:
        status.state = "whole"
    elif "undone" in row:
        status.state = "undone"
