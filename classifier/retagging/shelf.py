"""The plans of a folder, and their reviews: listed at little cost, opened once and kept while they do not change."""

import json
import re
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

from classifier.errors import DataError, PlanError
from classifier.retagging.index import PlanIndex
from classifier.retagging.lines import Object
from classifier.retagging.plan import FORMAT, Plan
from classifier.retagging.review import Counts, Review, is_reviewed, review_path

NAME = re.compile(r"\w[\w.-]{0,200}\.jsonl")
KEPT = 4  # plans that stay open
HEAD, TAIL = 1_000_000, 1_000  # bytes in which the first and the last line of a plan must stand


@dataclass(frozen=True, slots=True)
class OpenPlan:
    """A plan that can be paged through, and what was decided about it."""

    index: PlanIndex
    review: Review


@dataclass(frozen=True, slots=True)
class Listed:
    """What can be told of a plan without reading it; `counts` is None while nobody decided anything."""

    name: str
    source: str
    articles: int
    version: str
    written: datetime
    counts: Counts | None = None
    problem: str | None = None


class PlanShelf:
    """A folder of plans. Only names of files in it are taken, never paths."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._open: OrderedDict[str, tuple[object, OpenPlan]] = OrderedDict()
        self._lock = Lock()

    def list(self) -> list[Listed]:
        """Return the plans, the newest first; other files of the folder are passed over."""
        return sorted(self._listed(), key=lambda one: one.written, reverse=True)

    def open(self, name: str) -> OpenPlan | None:
        """Return a plan and its review as they are now, or None where no plan is called so.

        Raises `PlanError` for a damaged plan, and `ReviewError` where the decisions beside it are of another one.
        """
        path = self.folder / name
        if not NAME.fullmatch(name) or not path.is_file():
            return None
        with self._lock:
            state = _state(path)
            known = self._open.pop(name, None)
            if known is None or known[0] != state:
                if not _header(path):
                    return None
                index = PlanIndex(Plan(path))
                known = state, OpenPlan(index, Review(review_path(path), index.plan.checksum, len(index)))
            self._open[name] = known
            if len(self._open) > KEPT:
                self._open.popitem(last=False)
        known[1].review.refresh()
        return known[1]

    def _listed(self) -> Iterator[Listed]:
        if not self.folder.is_dir():
            return
        for path in self.folder.iterdir():
            header = _header(path) if NAME.fullmatch(path.name) and path.is_file() else None
            if header is None:
                continue
            archive, model = header.get("archive", {}), header.get("model", {})
            counts, problem = _progress(path)
            yield Listed(
                path.name,
                str(archive.get("source", "")),
                int(archive.get("articles", 0)),
                str(model.get("version", "")),
                datetime.fromtimestamp(path.stat().st_mtime, UTC),
                counts,
                problem,
            )


def _header(path: Path) -> Object | None:
    """Return the first line of a plan, or None for a file that is none."""
    try:
        with path.open("rb") as file:
            row = json.loads(file.readline(HEAD))
    except (OSError, ValueError):
        return None
    return row if isinstance(row, dict) and row.get("format") == FORMAT else None


def _progress(path: Path) -> tuple[Counts | None, str | None]:
    """Return what was decided about a plan, and what is wrong with it that shows without reading it."""
    try:
        checksum = _checksum(path)
        if not is_reviewed(path):
            return None, None
        review = Review.read(review_path(path))
        if review.plan != checksum:
            raise PlanError("les décisions gardées à côté sont celles d’un autre plan.", path=path)
    except DataError as error:
        return None, str(error)
    return review.counts(), None


def _checksum(path: Path) -> str:
    """Return the checksum that closes a plan; raise `PlanError` where none does."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - TAIL))
        last = file.read().rstrip(b"\n").rpartition(b"\n")[2]
    try:
        return str(json.loads(last)["checksum"])
    except (ValueError, KeyError, TypeError) as cause:
        raise PlanError("ce plan a été modifié ou coupé. Reprenez une copie, ou refaites-le.", path=path) from cause


def _state(path: Path) -> object:
    found = path.stat()
    return found.st_ino, found.st_mtime_ns, found.st_size
