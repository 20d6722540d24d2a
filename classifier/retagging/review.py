"""What editors decide on a screen about the changes of a plan: a file beside it that only grows.

The first line ties the file to the plan by its checksum. Each other line is one operation, which gives an answer to
some changes or takes an earlier operation back. The answer to a change is that of the last operation about it that
still holds. What is not answered is not applied; see `decisions`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import RLock
from typing import Any, Literal, NamedTuple, Self, get_args

from classifier.errors import ReviewError
from classifier.retagging.lines import GrowingFile, Object, read_lines

FORMAT, VERSION = "motscles-decisions", 1
SUFFIX = ".decisions.jsonl"
PATIENCE = 5.0  # seconds to wait for another process that writes the same file

Answer = Literal["accepted", "refused", "undecided"]
ANSWERS: tuple[Answer, ...] = ("undecided", "accepted", "refused")  # by their number in `Review.answers`
Range = tuple[int, int]  # the first and the last number


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that an editor did: the same answer to some changes, or an earlier operation taken back.

    `id` is the sender's name for it, so that what is sent twice counts once.
    """

    id: str
    answer: Answer = "undecided"
    changes: tuple[Range, ...] = ()
    undoes: str = ""
    who: str = ""
    at: str = ""

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        """Return an operation from its JSON."""
        changes = tuple((int(first), int(last)) for first, last in row.get("changes", ()))
        one = cls(row["id"], row.get("answer", "undecided"), changes, row.get("undoes", ""), row["who"], row["at"])
        if one.answer not in get_args(Answer):
            raise ValueError(one.answer)
        return one

    def as_row(self) -> Object:
        """Return the operation as the object that `of` reads."""
        said = {"undoes": self.undoes} if self.undoes else {"answer": self.answer, "changes": self.changes}
        return {"id": self.id, "at": self.at, "who": self.who, **said}

    def __len__(self) -> int:
        """Return how many changes it is about."""
        return sum(last - first + 1 for first, last in self.changes)


class Counts(NamedTuple):
    """How many changes have which answer."""

    undecided: int
    accepted: int
    refused: int


class Review:
    """The answers to the changes of one plan, read from the file and followed as it grows.

    `answers` holds one number for each change, from 1: its answer's place in `ANSWERS`. Several threads and processes
    may share the file; `refresh` sees what others wrote.
    """

    def __init__(self, path: Path, plan: str, changes: int) -> None:
        self.path, self.plan, self.changes = path, plan, changes
        self._lock = RLock()
        self._forget()
        self.refresh()

    @classmethod
    def read(cls, path: Path) -> Self:
        """Return the answers of a file by themselves, whatever its plan; raise `ReviewError` where there is none."""
        first = next(read_lines(path, ReviewError), None)
        header = _header(path, first[1] if first else {})
        return cls(path, header["plan"], header["changes"])

    def refresh(self) -> None:
        """Read what was written since; raise `ReviewError` for a file that is of another plan, or damaged."""
        with self._lock:
            size = self.path.stat().st_size if self.path.exists() else 0
            if size < self._end:
                self._forget()
            if size == self._end:
                return
            for line, row in read_lines(self.path, ReviewError, start=self._end):
                if self._end:
                    self._take(self._read(row))
                else:
                    self._check(row)
                self._end += len(line)
            self._settle()

    def record(self, operations: Iterable[Operation]) -> None:
        """Keep some operations, in order; they are on the disk when this returns, and no operation is kept twice.

        Raises `ReviewError` when one speaks of what is not there, and `RetaggingError` when it cannot be written;
        then none of them is kept.
        """
        with self._lock:
            with GrowingFile(self.path, patience=PATIENCE) as file:
                self.refresh()
                wanted = self._new(operations)
                rows = [one.as_row() for one in wanted]
                if not self._end:
                    rows.insert(0, {"format": FORMAT, "version": VERSION, "plan": self.plan, "changes": self.changes})
                self._end += len(file.add(rows))
            for one in wanted:
                self._take(one)
            self._settle()

    def kept(self, id: str) -> Operation | None:
        """Return an operation that is kept already, by its id."""
        return self._operations.get(id)

    def answer(self, number: int) -> Answer:
        """Return the answer to a change."""
        return ANSWERS[self.answers[number]]

    def counts(self) -> Counts:
        """Return how many changes have which answer."""
        with self._lock:
            return Counts(*(self.answers.count(number, 1) for number in range(len(ANSWERS))))

    def _forget(self) -> None:
        self._end = 0
        self.answers = bytearray(self.changes + 1)
        self._operations: dict[str, Operation] = {}
        self._undone: set[str] = set()
        self._is_stale = False

    def _check(self, row: Object) -> None:
        if _header(self.path, row)["plan"] != self.plan:
            raise ReviewError(
                "ces décisions sont celles d’un autre plan, ou le plan a été refait depuis. Gardez-les ailleurs si "
                "elles servent encore, puis relisez le plan de nouveau.",
                path=self.path,
            )

    def _read(self, row: Object) -> Operation:
        try:
            one = Operation.of(row)
            self._check_changes(one)
        except (ReviewError, KeyError, TypeError, ValueError) as cause:
            raise ReviewError(
                "décision illisible : le fichier est abîmé. Reprenez une copie, ou mettez-le de côté.", path=self.path
            ) from cause
        return one

    def _new(self, operations: Iterable[Operation]) -> list[Operation]:
        """Return the operations that are not kept yet, once all were checked."""
        wanted: dict[str, Operation] = {}
        for one in operations:
            if one.id in self._operations or one.id in wanted:
                continue
            self._check_changes(one)
            undone = self._operations.get(one.undoes) or wanted.get(one.undoes)
            if one.undoes and (undone is None or undone.undoes):
                raise ReviewError("cette décision n’est pas connue : il n’y a rien à annuler. Rechargez la page.")
            wanted[one.id] = one
        return list(wanted.values())

    def _check_changes(self, one: Operation) -> None:
        if any(not 1 <= first <= last <= self.changes for first, last in one.changes):
            raise ReviewError(f"un changement n’est pas de ce plan : ils vont de 1 à {self.changes}.")

    def _take(self, one: Operation) -> None:
        """Let an operation count."""
        self._operations[one.id] = one
        if one.undoes:
            self._undone.add(one.undoes)
            self._is_stale = True
        else:
            self._answer(one)

    def _settle(self) -> None:
        """Answer anew where something was taken back, once however much it was."""
        if self._is_stale:
            self.answers[:] = bytes(len(self.answers))
            for one in self._operations.values():
                if not one.undoes and one.id not in self._undone:
                    self._answer(one)
        self._is_stale = False

    def _answer(self, one: Operation) -> None:
        number = ANSWERS.index(one.answer)
        for first, last in one.changes:
            self.answers[first : last + 1] = bytes([number]) * (last - first + 1)


def review_path(plan: Path) -> Path:
    """Return where the decisions about a plan are kept.

    >>> review_path(Path("data/plan.jsonl")).name
    'plan.decisions.jsonl'
    """
    return plan.with_name(plan.name.removesuffix(".jsonl") + SUFFIX)


def is_reviewed(plan: Path) -> bool:
    """Whether anything was decided about a plan; a file whose first decision could not be kept holds nothing."""
    path = review_path(plan)
    return path.exists() and path.stat().st_size > 0


def ranges_of(numbers: Sequence[int]) -> tuple[Range, ...]:
    """Return growing numbers as the ranges that they fill.

    >>> ranges_of([1, 2, 3, 7])
    ((1, 3), (7, 7))
    """
    return tuple(_ranges(sorted(set(numbers))))


def _ranges(numbers: Sequence[int]) -> Iterator[Range]:
    first = last = None
    for number in numbers:
        if first is None or last is None:
            first = last = number
        elif number == last + 1:
            last = number
        else:
            yield first, last
            first = last = number
    if first is not None and last is not None:
        yield first, last


def _header(path: Path, row: Object) -> Object:
    known = (row.get("format"), row.get("version")) == (FORMAT, VERSION)
    if not (known and isinstance(row.get("plan"), str) and isinstance(row.get("changes"), int)):
        raise ReviewError("ce ne sont pas des décisions de l’écran de relecture. Donnez le bon fichier.", path=path)
    return row
