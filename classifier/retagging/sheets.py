"""A spreadsheet for human decisions: one row a change, written for LibreOffice and Excel; see `decisions`."""

import csv
import os
import re
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from classifier.errors import ReviewError
from classifier.retagging.lines import writing
from classifier.retagging.plan import Article, Change, Plan

NUMBER, ARTICLE, TITLE, ACTION, TAG = "n°", "article", "titre", "action", "mot-clé"
PROBABILITY, BAND, WORDS, KEY, DECISION = "probabilité", "bande", "indices", "clé", "décision"
COLUMNS = (NUMBER, ARTICLE, TITLE, ACTION, TAG, PROBABILITY, BAND, WORDS, KEY, DECISION)
IDENTITY = (ARTICLE, ACTION, TAG, KEY)
WIDTHS = (7, 12, 60, 9, 30, 12, 12, 50, 14, 10)  # of the columns, in characters
ACTIONS = {"add": "ajouter", "remove": "retirer"}
BANDS = {"automatic": "automatique", "review": "à revoir"}
YES, NO = "oui", "non"
SUFFIXES = (".csv", ".xlsx")
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet takes for the beginning of one
LONGEST_CELL, MOST_ROWS = 32_767, 1_048_576  # of XLSX
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # no cell may hold them
LETTERS = str.maketrans("0123456789", "ghijklmnop")  # a key of letters only: spreadsheets read 12e45678 as a number

Cells = dict[str, Any]


class Numbered(NamedTuple):
    """A change of a plan, with its number, from 1, and its article."""

    number: int
    article: Article
    change: Change


def numbered(plan: Plan) -> Iterator[Numbered]:
    """Yield the changes of a plan with their numbers."""
    number = 0
    for article in plan:
        for change in article.changes:
            number += 1
            yield Numbered(number, article, change)


def write_sheet(plan: Plan, path: Path) -> None:
    """Write the changes of a plan as a spreadsheet, CSV or XLSX by its suffix; what is automatic is accepted already.

    Raises `ReviewError` for another suffix, and where XLSX cannot hold so many rows.
    """
    check_suffix(path)
    rows = (_cells(plan, one) for one in numbered(plan))
    aside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with writing(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.suffix == ".csv":
                _write_csv(rows, aside)
            else:
                _write_xlsx(rows, aside, plan.changes, path)
            aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def key_of(plan: Plan, one: Numbered) -> str:
    """Return what ties a row to its plan and its place: letters."""
    said = "\x1f".join((plan.checksum, str(one.number), one.article.id, one.change.action, one.change.id))
    return blake2b(said.encode(errors="backslashreplace"), digest_size=5).hexdigest().translate(LETTERS)


def neutral(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula.

    >>> neutral("=1+1"), neutral("Internet")
    ("'=1+1", 'Internet')
    """
    return f"'{text}" if text.startswith(FORMULA) else text


def _cells(plan: Plan, one: Numbered) -> Cells:
    change = one.change
    return {
        NUMBER: one.number,
        **dict(zip(IDENTITY, identity_of(plan, one), strict=True)),
        TITLE: " ".join(CONTROLS.sub("", one.article.title).split()),
        PROBABILITY: change.probability,
        BAND: BANDS[change.band],
        WORDS: ", ".join(" ".join(CONTROLS.sub("", words).split()) for words in change.words),
        DECISION: YES if change.band == "automatic" else "",
    }


def identity_of(plan: Plan, one: Numbered) -> tuple[str, str, str, str]:
    """Return what the cells of `IDENTITY` hold."""
    return one.article.id, ACTIONS[one.change.action], one.change.tag, key_of(plan, one)


def _write_csv(rows: Iterable[Cells], path: Path) -> None:
    """Write what a French spreadsheet opens without questions: semicolons, decimal commas, a byte order mark."""
    with path.open("w", encoding="utf-8-sig", errors="replace", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
        writer.writerow(COLUMNS)
        for cells in rows:
            texts = {name: neutral(value) for name, value in cells.items() if isinstance(value, str)}
            texts[PROBABILITY] = f"{cells[PROBABILITY]:.4f}".replace(".", ",")
            writer.writerow([(cells | texts)[name] for name in COLUMNS])
        file.flush()
        os.fsync(file.fileno())


def _write_xlsx(rows: Iterable[Cells], path: Path, changes: int, name: Path) -> None:
    if changes >= MOST_ROWS:
        raise ReviewError(f"{changes} changements, plus que n’en tient un tableau XLSX. Écrivez un .csv.", path=name)
    from lxml.etree import LxmlError
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet("changements")
    sheet.freeze_panes = "A2"
    for column, width in enumerate(WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width

    def cell(value: object, *, bold: bool = False) -> Any:
        made = WriteOnlyCell(sheet, CONTROLS.sub("", value)[:LONGEST_CELL] if isinstance(value, str) else value)
        if isinstance(value, str):
            made.data_type = "s"  # "=…" too is a text
        if bold:
            made.font = Font(bold=True)
        return made

    sheet.append([cell(name, bold=True) for name in COLUMNS])
    for cells in rows:
        sheet.append([cell(cells[name]) for name in COLUMNS])
    choice = DataValidation(type="list", formula1=f'"{YES},{NO}"', allow_blank=True)
    last = get_column_letter(len(COLUMNS))
    choice.add(f"{last}2:{last}{changes + 1}")
    sheet.data_validations.append(choice)
    content = BytesIO()
    try:
        book.save(content)
    except LxmlError as cause:  # openpyxl builds the sheet in the system's temporary folder
        raise ReviewError("le dossier temporaire est plein. Faites de la place et relancez.", path=name) from cause
    path.write_bytes(content.getvalue())


def check_suffix(path: Path) -> None:
    """Raise `ReviewError` unless a name is that of a spreadsheet."""
    if path.suffix not in SUFFIXES:
        raise ReviewError(f"le nom d’un tableau doit finir par {' ou '.join(SUFFIXES)}.", path=path)
