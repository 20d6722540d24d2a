"""A connection that only reads, and which tables and columns there are at its end."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from classifier.spip.rows import readable_errors
from classifier.spip.sources import SERVER, Opened
from classifier.spip.values import decoded

READ_ONLY = (  # the second also makes all batches see the site as it was at the beginning (where it is InnoDB)
    "SET SESSION TRANSACTION READ ONLY",
    "START TRANSACTION WITH CONSISTENT SNAPSHOT",
)


@contextmanager
def connected(found: Opened) -> Iterator[Connection]:
    """Give a connection that cannot write: SQLite's file is opened so, a server is asked for it."""
    with readable_errors(found.name):
        connection = found.engine.connect()
    try:
        if found.kind == SERVER:
            for statement in READ_ONLY:
                with suppress(DBAPIError):  # MySQL before 5.6 knows neither
                    connection.exec_driver_sql(statement)
        yield connection
    finally:
        with suppress(DBAPIError):  # a connection that is lost cannot be closed either
            connection.close()


def find_tables(connection: Connection, found: Opened) -> dict[str, list[str]]:
    """Return the columns of every table."""
    with readable_errors(found.name):
        if found.kind == SERVER:
            return _tables_of_server(connection)
        names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')").scalars()
        return {name: _columns_of_file(connection, name) for name in list(names)}


def find_charsets(connection: Connection, found: Opened) -> dict[tuple[str, str], str | None]:
    """Return the charset of every column of a server's base; a file has none to tell."""
    if found.kind != SERVER:
        return {}
    with readable_errors(found.name):
        return {(table, column): charset for table, column, charset in _columns_of_server(connection)}


def _columns_of_file(connection: Connection, table: str) -> list[str]:
    quoted = table.replace('"', '""')
    return [row[1] for row in connection.exec_driver_sql(f'PRAGMA table_info("{quoted}")')]


def _tables_of_server(connection: Connection) -> dict[str, list[str]]:
    tables: dict[str, list[str]] = {}
    for table, column, _ in _columns_of_server(connection):
        tables.setdefault(table, []).append(column)
    return tables


def _columns_of_server(connection: Connection) -> Iterator[tuple[str, str, str | None]]:
    question = text(
        "SELECT TABLE_NAME, COLUMN_NAME, CHARACTER_SET_NAME FROM information_schema.COLUMNS "
        "WHERE TABLE_SCHEMA = DATABASE() ORDER BY TABLE_NAME, ORDINAL_POSITION"
    )
    for table, column, charset in connection.execute(question):
        yield decoded(table), decoded(column), decoded(charset) or None
