"""An SQL dump into a SQLite file beside, with nothing but the tables and columns that we read: then it is a site."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from classifier.batches import batches
from classifier.errors import SiteError
from classifier.spip.dump import CreateTable, Insert, Row, read_dump
from classifier.spip.scanner import Stream
from classifier.spip.schema import NUMBER, REQUIRED, TABLES, TEXT, part_of
from classifier.spip.values import as_number, decoded

ROWS = 200  # inserted at a time
KEYS = {"articles": "id_article", "mots": "id_mot", "groupes_mots": "id_groupe", "rubriques": "id_rubrique"}
INDEXES = {"mots_liens": "id_objet", "mots_articles": "id_article", "urls": "id_objet"}  # what batches ask for
PRAGMAS = ("journal_mode=OFF", "synchronous=OFF", "cache_size=-8000")  # nobody needs the file after a failure


def load_dump(stream: Stream, path: Path, *, source: str, prefix: str | None = None) -> None:
    """Write a dump's tables of SPIP, of every prefix or of one, to a new SQLite file.

    Raises `SiteError`, with the line, where the dump ends too early or cannot be understood.
    """

    def wanted(name: str) -> bool:
        part = part_of(name)
        return part is not None and prefix in (None, part[0])

    declared: dict[str, list[str]] = {}
    with closing(sqlite3.connect(path, isolation_level=None)) as base:
        for pragma in PRAGMAS:
            base.execute(f"PRAGMA {pragma}")
        base.execute("BEGIN")
        for statement in read_dump(stream, source=source, wanted=wanted):
            if isinstance(statement, CreateTable):
                declared[statement.name] = statement.columns
                _create(base, statement)
            elif statement.name in declared or statement.columns:
                _fill(base, statement, declared.get(statement.name, []), source)
            else:
                raise SiteError(
                    f"des lignes de « {statement.name} » sans ses colonnes. Exportez aussi la structure des tables.",
                    path=source,
                )
        base.execute("COMMIT")


def _columns(name: str, declared: list[str]) -> list[str]:
    """Return those columns of a table that we read; none when it only looks like one of SPIP's."""
    table = part_of(name)
    assert table is not None  # only wanted tables come here
    known = TABLES[table[1]]
    found = [column for column in declared if column in known]
    return found if REQUIRED.get(table[1], set()) <= set(found) else []


def _create(base: sqlite3.Connection, table: CreateTable) -> None:
    columns = _columns(table.name, table.columns)
    _, part = part_of(table.name) or ("", "")
    base.execute(f"DROP TABLE IF EXISTS {_quoted(table.name)}")
    if not columns:
        return
    kinds = {column: "INTEGER" if TABLES[part][column] == NUMBER else "BLOB" for column in columns}
    if part in KEYS:
        kinds[KEYS[part]] = "INTEGER PRIMARY KEY"
    declared = ", ".join(f"{column} {kind}" for column, kind in kinds.items())
    base.execute(f"CREATE TABLE {_quoted(table.name)} ({declared})")
    if part in INDEXES:
        base.execute(
            f"CREATE INDEX {_quoted(f'{table.name}_{INDEXES[part]}')} ON {_quoted(table.name)} ({INDEXES[part]})"
        )


def _fill(base: sqlite3.Connection, insert: Insert, declared: list[str], source: str) -> None:
    """Insert the rows of one statement."""
    given = insert.columns or declared
    columns = _columns(insert.name, declared or given)
    if not columns:
        return
    if not declared:
        _create(base, CreateTable(insert.name, given))
    _, part = part_of(insert.name) or ("", "")
    taken = [(given.index(column), TABLES[part][column]) for column in columns if column in given]
    names = ", ".join(column for column in columns if column in given)
    marks = ", ".join("?" * len(taken))
    statement = f"INSERT OR REPLACE INTO {_quoted(insert.name)} ({names}) VALUES ({marks})"
    rows = _whole(insert, len(given), source)
    for batch in batches(rows, ROWS):
        base.executemany(statement, ([_stored(row[place], kind) for place, kind in taken] for row in batch))


def _whole(insert: Insert, width: int, source: str) -> Iterator[Row]:
    for row in insert.rows:
        if len(row) != width:
            raise SiteError(
                f"une ligne de « {insert.name} » a {len(row)} valeurs pour {width} colonnes : fichier abîmé. "
                "Refaites l’export.",
                path=source,
            )
        yield row


def _stored(value: bytes | None, kind: str) -> bytes | str | int | None:
    """Return a value as SQLite keeps it: texts as the bytes that they are."""
    if value is None or kind == TEXT:
        return value
    return as_number(value) if kind == NUMBER else decoded(value)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
