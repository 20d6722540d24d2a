import csv
import random
import resource
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from classifier.documents import Document
from classifier.errors import RetaggingError, ReviewError
from classifier.retagging import Decisions, ModelPlace, Plan, make_plan, read_decisions, summarize, write_sheet
from classifier.retagging.sheets import COLUMNS, SUFFIXES, numbered
from tests.retagging.conftest import PLAN, opened, write_archive

Rows = list[list[Any]]
KEPT = COLUMNS.index("décision")


def read_sheet(path: Path) -> Rows:
    if path.suffix == ".xlsx":
        return [list(row) for row in load_workbook(path).worksheets[0].iter_rows(values_only=True)]
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=";"))


def save_sheet(path: Path, rows: Rows) -> Path:
    """Write rows as a spreadsheet program would save them."""
    if path.suffix == ".xlsx":
        book = Workbook()
        for row in rows:
            book.worksheets[0].append(row)
        book.save(path)
    else:
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)  # commas, no byte order mark
    return path


@pytest.fixture(params=SUFFIXES)
def sheet(request: pytest.FixtureRequest, plan: Plan) -> Path:
    path = plan.path.with_name(f"tableau{request.param}")
    write_sheet(plan, path)
    return path


def test_the_summary_counts_by_tag_and_shows_the_surest_and_the_least_sure(plan: Plan) -> None:
    summary = summarize(plan, examples=3)
    assert (summary.articles, summary.changes) == (96, plan.changes)
    assert summary.tags["fintech"].tag == "Fintech"
    surest, least = ([one.change.probability for one in some] for some in (summary.surest, summary.least_sure))
    assert surest == sorted((change.probability for one in plan for change in one.changes), reverse=True)[:3]
    assert least == sorted(change.probability for one in plan for change in one.changes)[:3]
    one_tag = summarize(plan, tag="Fintech")
    assert set(one_tag.tags) == {"fintech"}
    assert one_tag.changed == summary.tags["fintech"].total


def test_a_sheet_has_a_row_for_each_change_and_accepts_what_is_automatic(plan: Plan, sheet: Path) -> None:
    head, *rows = read_sheet(sheet)
    assert tuple(head) == COLUMNS
    assert len(rows) == plan.changes
    assert [row[4] for row in rows] == [one.change.tag for one in numbered(plan)]
    decisions = read_decisions(plan, sheet)
    assert [one.number in decisions for one in numbered(plan)] == [
        one.change.band == "automatic" for one in numbered(plan)
    ]
    assert decisions.digest() == Decisions.automatic(plan).digest()


def test_decisions_are_read_back_in_any_order_with_other_columns_beside(plan: Plan, sheet: Path) -> None:
    head, *rows = read_sheet(sheet)
    accepted = {3, 5, 8}
    for number, row in enumerate(rows, start=1):
        row[KEPT] = " OUI " if number in accepted else random.Random(number).choice(["non", "", None])
    random.Random(0).shuffle(rows)
    decisions = read_decisions(
        plan, save_sheet(sheet, [["remarque", *head], *(["à voir", *row] for row in rows), [None] * 11])
    )
    assert {one.number for one in numbered(plan) if one.number in decisions} == accepted
    assert len(decisions) == 3


def change_cell(column: str, value: object) -> Callable[[Rows], object]:
    return lambda rows: rows[4].__setitem__(COLUMNS.index(column), value)


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda rows: rows.pop(4), r"il manque 1 changements : n° 4\. Pour en refuser un, écrivez non"),
        (lambda rows: rows.insert(7, rows[4]), r"ligne 8 : le changement n° 4 est déjà à la ligne 5"),
        (change_cell("mot-clé", "Radio"), r"ligne 5, champ « mot-clé » : le changement n° 4 n’est plus celui du plan"),
        (change_cell("article", "12"), r"champ « article » : le changement n° 4 n’est plus .* « 12 » au lieu de"),
        (change_cell("action", "retirer"), r"champ « action » : le changement n° 4 n’est plus"),
        (change_cell("clé", "abc"), r"champ « clé » : le changement n° 4 n’est plus"),
        (change_cell("décision", "peut-être"), r"changement n° 4 : « peut-être » n’est pas une décision"),
        (change_cell("n°", "9999"), r"« 9999 » n’est pas le numéro d’un changement de ce plan"),
        (lambda rows: rows[0].__setitem__(8, "code"), r"colonnes absentes : « clé »"),
        (lambda rows: rows.clear(), r"colonnes absentes"),
    ],
)
def test_a_sheet_whose_rows_are_not_those_of_the_plan_is_refused_with_their_number(
    plan: Plan, sheet: Path, damage: Callable[[Rows], object], message: str
) -> None:
    rows = read_sheet(sheet)
    damage(rows)
    with pytest.raises(ReviewError, match=message):
        read_decisions(plan, save_sheet(sheet, rows))


def test_the_sheet_of_another_plan_is_refused(
    plan: Plan, sheet: Path, documents: list[Document], model: ModelPlace, tmp_path: Path
) -> None:
    path = write_archive(tmp_path / "less.jsonl", documents[:-1])
    other = make_plan(opened(path), model, tmp_path / f"other-{PLAN}")
    rows = read_sheet(sheet)
    with pytest.raises(ReviewError, match="champ « clé » : le changement n° 1 n’est plus celui du plan"):
        read_decisions(other, save_sheet(sheet, rows[: other.changes + 1]))


def test_a_title_is_never_a_formula_and_accents_survive(model: ModelPlace, plan: Plan, tmp_path: Path) -> None:
    wanted = next(article for article in plan if article.changes)
    document = next(one for one, _ in opened(tmp_path / "archive.jsonl") if one.id == wanted.id)
    hostile = Document('=HYPERLINK("x")', "=1+1 ; « œuvre » à l’été\x07", document.text)
    path = write_archive(tmp_path / "hostile.jsonl", [hostile])
    made = make_plan(opened(path), model, tmp_path / "hostile-plan.jsonl")
    assert made.changes
    for suffix in SUFFIXES:
        sheet = tmp_path / f"hostile{suffix}"
        write_sheet(made, sheet)
        read_decisions(made, sheet)
        title = read_sheet(sheet)[1][2]
        assert title.endswith("=1+1 ; « œuvre » à l’été")
        assert suffix == ".xlsx" or title.startswith("'=")
    content = zipfile.ZipFile(tmp_path / "hostile.xlsx").read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in content


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("t.ods", b"", "doit finir par .csv ou .xlsx"),
        ("t.xlsx", b"PK\x03\x04 abc", "tableau illisible"),
        ("t.csv", "n°;clé".encode("latin-1"), "invalide en UTF-8"),
        ("absent.csv", None, "ce fichier n’existe pas"),
    ],
)
def test_what_is_no_sheet_is_said(plan: Plan, tmp_path: Path, name: str, content: bytes | None, message: str) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(ReviewError, match=message):
        read_decisions(plan, tmp_path / name)


def test_a_sheet_on_a_full_disk_is_not_half_written(plan: Plan) -> None:
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limits[1]))
    try:
        with pytest.raises(RetaggingError, match="le disque est plein"):
            write_sheet(plan, plan.path.with_name("t.csv"))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert sorted(path.name for path in plan.path.parent.iterdir()) == ["archive.jsonl", PLAN]


@pytest.mark.slow
def test_libreoffice_opens_and_saves_a_sheet_without_damage(plan: Plan, sheet: Path, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed; on Debian: apt install libreoffice-calc-nogui")
    kind = "xlsx" if sheet.suffix == ".xlsx" else "csv:Text - txt - csv (StarCalc):59,34,76"
    command = [office, "--headless", "--convert-to", kind, "--outdir", str(tmp_path / "saved"), str(sheet)]
    command[2:2] = ["--infilter=CSV:59,34,76"] if sheet.suffix == ".csv" else []  # what a French LibreOffice assumes
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert read_decisions(plan, tmp_path / "saved" / sheet.name).digest() == Decisions.automatic(plan).digest()
