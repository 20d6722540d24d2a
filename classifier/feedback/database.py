"""A database from a setting: the path of a SQLite file, or the address of a server."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from classifier.errors import FeedbackError
from classifier.feedback.migrations import migrate

WAIT = 10  # seconds for another process that writes
PRAGMAS = (
    "journal_mode=WAL",  # readers never wait for the writer
    "synchronous=FULL",  # what was answered has been synced: it lasts through a power cut too
    "secure_delete=ON",  # what is purged is overwritten
)


def connect(address: str) -> Engine:
    """Return an engine for a path or an address, its schema brought up to date; raise `FeedbackError`."""
    with told(address):
        engine = _engine(address)
        with writing(engine) as connection:
            migrate(connection)
    return engine


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Give a connection in a transaction that holds the right to write from its start.

    SQLite refuses at once, without waiting, to let a reader become a writer while another one writes.
    """
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        yield connection


@contextmanager
def told(address: str) -> Iterator[None]:
    """Turn the errors of the database into ours, in French; an address is named without its password."""
    try:
        yield
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        raise FeedbackError(
            f"adresse de la base des retours refusée ({_public(address)}) : donnez le chemin d’un fichier SQLite, "
            "ou une adresse comme postgresql+psycopg://… avec son pilote Python installé."
        ) from error
    except (DBAPIError, OSError) as error:
        cause = getattr(error, "orig", None) or error
        raise FeedbackError(
            f"la base des retours ({_public(address)}) ne répond pas ({type(cause).__name__}). "
            "Vérifiez le chemin, les droits et la place sur le disque."
        ) from None  # the database's own message may quote what was being written


def _engine(address: str) -> Engine:
    if "://" in address:
        engine = create_engine(address, pool_pre_ping=True)
    else:
        Path(address).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(URL.create("sqlite", database=address), connect_args={"timeout": WAIT})
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _: Any) -> None:
    connection.isolation_level = None  # the driver begins no transaction of its own: `_begin` does
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _public(address: str) -> str:
    if "://" not in address:
        return address
    try:
        return make_url(address).render_as_string(hide_password=True)
    except ArgumentError:
        return "illisible"
