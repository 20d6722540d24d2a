"""Imports only go down, and each big library is known to few rooms (CONTRIBUTING, "The house")."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "classifier"
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")
FLOORS: list[set[str]] = [
    {"errors"},
    {"files", "batches"},
    {"documents", "vocabulary"},
    {"corpora", "spip"},
    {"text"},
    {"checking"},  # reads like corpora, but asks text which language an article is in
    {"features"},
    {"learning"},
    {"tagging"},
    {"evaluation"},
    {"store", "drift"},
    {"feedback", "keys"},
    {"training", "retagging"},
    {"settings", "wording", "reporting"},
    {"api", "cli"},
]
FLOOR_OF = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}
LIBRARIES = {
    "fastapi": {"api"},
    "starlette": {"api"},
    "uvicorn": {"api"},
    "pydantic": {"api", "settings"},
    "spacy": {"text", "features", "tagging"},  # tagging and features name Doc as a type
    "py3langid": {"text"},
    "joblib": {"learning", "retagging", "store"},
    "sklearn": {"features", "learning", "drift"},  # drift gathers articles
    "distributed": {"retagging"},
    "openpyxl": {"retagging"},
    "datasketch": {"checking"},
    "jinja2": {"reporting"},
    "markupsafe": {"reporting"},
    "pandas": {"evaluation", "corpora", "features"},  # the frames that they are asked for, imported only then
    "matplotlib": {"evaluation"},
    "lxml": {"corpora", "retagging"},
    "trafilatura": {"corpora"},
    "docx": {"corpora"},
    "feedparser": {"corpora"},
    "sqlalchemy": {"spip", "feedback"},
    "pymysql": {"spip"},
    "sqlite3": {"spip"},
    "prometheus_client": {"api"},
    "yaml": {"vocabulary"},
    "rdflib": {"vocabulary"},
    "typer": {"cli"},
    "rich": {"cli"},
}
DOOR = ("cli/serve.py", "api")  # `motscles serve` is the one door between the roof rooms
LONGEST = 300  # lines of a file


def room_of(path: Path) -> str:
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def imports(path: Path) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found.append(node.module or "")
    return found


def test_there_are_modules() -> None:
    assert len(MODULES) >= 40  # a moved package must fail, not pass in silence


def test_every_room_has_a_floor() -> None:
    assert {room_of(path) for path in MODULES} == set(FLOOR_OF)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_only_go_down(path: Path) -> None:
    room = room_of(path)
    for module in imports(path):
        library, *inner = module.split(".")
        if library != "classifier":
            assert room in LIBRARIES.get(library, {room}), f"{room} must not know {library}"
            continue
        assert inner, "inside the house, import from the room, not from the front door"
        if (path.relative_to(PACKAGE).as_posix(), inner[0]) == DOOR:
            continue
        assert inner[0] == room or FLOOR_OF[inner[0]] < FLOOR_OF[room], f"{room} must not import {inner[0]}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_files_stay_small(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST
