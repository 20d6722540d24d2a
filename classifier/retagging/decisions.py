"""What a spreadsheet or the screen decided, read back strictly: every change once, and still what the plan says."""

import csv
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import blake2b
from io import StringIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from classifier.errors import ReviewError
from classifier.files import decode, open_bytes
from classifier.retagging.plan import Plan
from classifier.retagging.review import ANSWERS, SUFFIX, Review
from classifier.retagging.sheets import (
    CONTROLS,
    DECISION,
    IDENTITY,
    LONGEST_CELL,
    NO,
    NUMBER,
    YES,
    Numbered,
    check_suffix,
    identity_of,
    neutral,
    numbered,
)

SHOWN = 10  # numbers that a message names


class Decisions:
    """Which changes of a plan were accepted, by number."""

    def __init__(self, accepted: bytearray) -> None:
        self._accepted = accepted

    @classmethod
    def automatic(cls, plan: Plan) -> "Decisions":
        """Return the decisions of whoever looks at nothing: what is automatic is accepted, and nothing else."""
        return cls(bytearray([0, *(one.change.band == "automatic" for one in numbered(plan))]))

    @classmethod
    def reviewed(cls, review: Review) -> "Decisions":
        """Return what was accepted on the screen; a change without an answer is not."""
        return cls(bytearray(answer == ANSWERS.index("accepted") for answer in review.answers))

    @classmethod
    def everything(cls, plan: Plan) -> "Decisions":
        """Return decisions that accept all changes."""
        return cls(bytearray([0, *[1] * plan.changes]))

    def __contains__(self, number: int) -> bool:
        """Whether a change was accepted."""
        return bool(self._accepted[number])

    def __len__(self) -> int:
        """Return how many changes were accepted."""
        return sum(self._accepted)

    def digest(self) -> str:
        """Return what tells these decisions from others."""
        return blake2b(self._accepted, digest_size=8).hexdigest()


def read_decisions(plan: Plan, path: Path) -> Decisions:
    """Return what a spreadsheet of a plan, or the screen, decided; an empty cell refuses, and so does no answer.

    The rows may come in any order, and other columns may stand beside. Raises `ReviewError`, which names the row, when
    one is missing, doubled, altered in what it is about, or decided with another word than oui or non.
    """
    if path.name.endswith(SUFFIX):
        if not path.exists():
            raise ReviewError("ce fichier n’existe pas. Vérifiez le chemin.", path=path)
        return Decisions.reviewed(Review(path, plan.checksum, plan.changes))
    check_suffix(path)
    accepted = bytearray(plan.changes + 1)
    rows: dict[int, tuple[int, tuple[str, ...]]] = {}
    with _reading(path):
        for line, cells in _read_csv(path) if path.suffix == ".csv" else _read_xlsx(path):
            number = _number(plan, path, line, cells)
            if number in rows:
                raise ReviewError(
                    f"le changement n° {number} est déjà à la ligne {rows[number][0]}. Gardez une seule des deux.",
                    path=path,
                    line=line,
                )
            rows[number] = line, tuple(cells[name] for name in IDENTITY)
            accepted[number] = _decision(path, line, number, cells)
    _check_complete(plan, path, rows)
    for one in numbered(plan):
        _check_identity(plan, path, one, *rows[one.number])
    return Decisions(accepted)


def _number(plan: Plan, path: Path, line: int, cells: dict[str, str]) -> int:
    text = cells[NUMBER].removesuffix(".0")
    if not text.isdecimal() or not 1 <= int(text) <= plan.changes:
        raise ReviewError(
            f"« {cells[NUMBER]} » n’est pas le numéro d’un changement de ce plan (1 à {plan.changes}). "
            "Remettez-le, ou refaites le tableau : motscles retag review PLAN --out TABLEAU.",
            path=path,
            line=line,
            field=NUMBER,
        )
    return int(text)


def _decision(path: Path, line: int, number: int, cells: dict[str, str]) -> bool:
    word = cells[DECISION].strip().lower()
    if word not in (YES, NO, ""):
        raise ReviewError(
            f"changement n° {number} : « {cells[DECISION]} » n’est pas une décision. "
            "Écrivez oui ou non ; une case vide vaut non.",
            path=path,
            line=line,
            field=DECISION,
        )
    return word == YES


def _check_complete(plan: Plan, path: Path, rows: dict[int, Any]) -> None:
    missing = [number for number in range(1, plan.changes + 1) if number not in rows]
    if missing:
        named = ", ".join(map(str, missing[:SHOWN])) + ("…" if len(missing) > SHOWN else "")
        raise ReviewError(
            f"il manque {len(missing)} changements : n° {named}. Pour en refuser un, écrivez non au lieu d’effacer sa "
            "ligne ; remettez les lignes, ou refaites le tableau.",
            path=path,
        )


def _check_identity(plan: Plan, path: Path, one: Numbered, line: int, found: Sequence[str]) -> None:
    for name, expected, cell in zip(IDENTITY, identity_of(plan, one), found, strict=True):
        clean = CONTROLS.sub("", expected)[:LONGEST_CELL]
        if cell not in (expected, neutral(expected), clean):
            raise ReviewError(
                f"le changement n° {one.number} n’est plus celui du plan : « {cell} » au lieu de « {expected} ». "
                "Seule la colonne « décision » se modifie ; remettez la case, ou refaites le tableau.",
                path=path,
                line=line,
                field=name,
            )


def _read_csv(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    with open_bytes(path, ReviewError) as file:
        text = decode(file.read(), path=path, error=ReviewError)
    head = text.partition("\n")[0]
    delimiter = max(";,\t", key=head.count)  # a spreadsheet may have saved it in its own way
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    try:
        yield from _rows(((reader.line_num, row) for row in reader), path)
    except csv.Error as cause:
        raise ReviewError(f"CSV illisible ({cause}).", path=path, line=reader.line_num) from cause


def _read_xlsx(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    from openpyxl import load_workbook

    with open_bytes(path, ReviewError) as file:
        book = load_workbook(file, read_only=True, data_only=True)
        try:
            yield from _rows(enumerate(book.worksheets[0].iter_rows(values_only=True), start=1), path)
        finally:
            book.close()


def _rows(rows: Iterator[tuple[int, Sequence[Any]]], path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows that are not empty, by the names of the columns that we wrote."""
    _, head = next(rows, (0, ()))
    names = [str(name or "").strip().lower() for name in head]
    missing = [f"« {name} »" for name in (NUMBER, *IDENTITY, DECISION) if name not in names]
    if missing:
        raise ReviewError(
            f"colonnes absentes : {', '.join(missing)}. Gardez la première ligne telle que motscles l’a écrite.",
            path=path,
            line=1,
        )
    places = {name: names.index(name) for name in (NUMBER, *IDENTITY, DECISION)}
    for line, row in rows:
        values = ["" if value is None else str(value) for value in row]
        if any(value.strip() for value in values):
            values += [""] * (len(names) - len(values))
            yield line, {name: values[place] for name, place in places.items()}


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    """Turn what a broken XLSX raises into a sentence; what openpyxl warns of (styles, extensions) does not matter."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except (BadZipFile, KeyError, ValueError, IndexError, SyntaxError) as cause:
        raise ReviewError(
            "tableau illisible. Enregistrez-le en .xlsx ou en .csv (UTF-8) depuis le tableur.", path=path
        ) from cause
