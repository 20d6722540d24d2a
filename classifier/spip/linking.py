"""Which keywords articles bear, changed in a live base: rows of one table of ids come and go, and nothing else.

No text is ever written, so that no encoding can be harmed. A link that is there already is not counted as added: what
the database says it inserted is what was inserted, with or without transactions.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from classifier.errors import SiteError
from classifier.files import open_bytes
from classifier.spip.keywords import Group, Keyword
from classifier.spip.rows import readable_errors
from classifier.spip.schema import Schema
from classifier.spip.site import open_site
from classifier.spip.sources import SQLITE, server_address
from classifier.spip.values import as_number, decoded

PATIENCE = 10.0  # seconds that SQLite waits for another writer
MISSING_RIGHT, READ_ONLY_SERVERS = (1044, 1142), (1290, 1792, 1836)  # MySQL's numbers


@dataclass(frozen=True, slots=True)
class Borne:
    """An article as the base has it now: its status, and those of its keywords that exist."""

    status: str
    keywords: frozenset[int]


@dataclass(frozen=True, slots=True)
class LinkTable:
    """The table of links, in the words of SQL: its shape changed with SPIP 3."""

    schema: Schema
    engine: str  # "mysql" or "sqlite"

    @property
    def name(self) -> str:
        """The table."""
        return self.schema.name(self.schema.links)

    @property
    def article(self) -> str:
        """The column that holds the article."""
        return "id_objet" if self.schema.is_modern else "id_article"

    @property
    def condition(self) -> str:
        """What tells the links of articles from those of other objects."""
        return " AND objet = 'article'" if self.schema.is_modern else ""

    def insert(self, article: int, keyword: int) -> str:
        """Return the statement that adds a link, and does nothing where it is."""
        ignore = "INSERT IGNORE INTO" if self.engine == "mysql" else "INSERT OR IGNORE INTO"
        columns, values = f"id_mot, {self.article}", f"{keyword:d}, {article:d}"
        if self.schema.is_modern:
            columns, values = f"{columns}, objet", f"{values}, 'article'"
        return f"{ignore} {self.name} ({columns}) VALUES ({values})"

    def delete(self, article: int, keyword: int) -> str:
        """Return the statement that removes a link."""
        return f"DELETE FROM {self.name} WHERE id_mot = {keyword:d} AND {self.article} = {article:d}{self.condition}"

    def borne_by(self, articles: Sequence[int]) -> str:
        """Return the question for the keywords of some articles, those that exist; the rows stay as they are told."""
        ids = ", ".join(f"{article:d}" for article in articles)
        lock = " FOR UPDATE" if self.engine == "mysql" else ""
        return (
            f"SELECT {self.article}, id_mot FROM {self.name} WHERE {self.article} IN ({ids}){self.condition} "
            f"AND id_mot IN (SELECT id_mot FROM {self.schema.name('mots')}){lock}"
        )


@dataclass
class SiteLinks:
    """The links of a site over a connection that may write."""

    connection: Connection
    table: LinkTable
    source: str
    address: str
    keywords: dict[int, Keyword]
    groups: dict[int, Group]

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Do some changes together where the engine knows how; where it does not, each lasts by itself."""
        self._run("BEGIN IMMEDIATE" if self.table.engine == "sqlite" else "START TRANSACTION")
        try:
            yield
        except BaseException:
            with suppress(DBAPIError, SiteError):
                self._run("ROLLBACK")
            raise
        self._run("COMMIT")

    def borne(self, articles: Sequence[int]) -> dict[int, Borne]:
        """Return some articles as they are now; those that are gone are left out."""
        ids = ", ".join(f"{article:d}" for article in articles)
        table = self.table.schema.name("articles")
        statuses = self._rows(f"SELECT id_article, statut FROM {table} WHERE id_article IN ({ids})")
        links: dict[int, set[int]] = {}
        for article, keyword in self._rows(self.table.borne_by(articles)):
            links.setdefault(as_number(article), set()).add(as_number(keyword))
        return {
            as_number(article): Borne(decoded(status), frozenset(links.get(as_number(article), ())))
            for article, status in statuses
        }

    def add(self, article: int, keyword: int) -> bool:
        """Add a link; return whether it was not there."""
        return self._run(self.table.insert(article, keyword)) > 0

    def remove(self, article: int, keyword: int) -> bool:
        """Remove a link; return whether it was there."""
        return self._run(self.table.delete(article, keyword)) > 0

    def allows(self, keyword: int, others: frozenset[int]) -> bool:
        """Whether the groups let an article bear a keyword, beside others."""
        one = self.keywords.get(keyword)
        if one is None:
            return False
        group = self.groups.get(one.group)
        if group is None:
            return True
        rivals = {other for other in others if other in self.keywords and self.keywords[other].group == one.group}
        return "articles" in group.tables and not (group.single and rivals - {keyword})

    def _rows(self, question: str) -> list[Any]:
        with writable_errors(self.source, self.table.name):
            return list(self.connection.exec_driver_sql(question))

    def _run(self, statement: str) -> int:
        with writable_errors(self.source, self.table.name):
            return self.connection.exec_driver_sql(statement).rowcount


@contextmanager
def open_links(source: str, *, prefix: str | None = None) -> Iterator[SiteLinks]:
    """Give the links of a live site: the address of a server, or a SQLite file.

    Raises `SiteError` for a dump, and for a base that may not be written.
    """
    with open_site(source, prefix=prefix) as site:
        schema, name = site.schema, site.source
        address = site.settings.get("adresse_site", "")
        keywords = {keyword.id: keyword for keyword in site.keywords()}
        groups = {group.id: group for group in site.groups()}
    engine = _engine(source)
    try:
        with writable_errors(name, schema.name(schema.links)):
            connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        with connection:
            yield SiteLinks(connection, LinkTable(schema, engine.dialect.name), name, address, keywords, groups)
    finally:
        engine.dispose()


@contextmanager
def writable_errors(name: str, table: str) -> Iterator[None]:
    """Turn what goes wrong while writing to a database into `SiteError`, which says in French what to do."""
    try:
        with readable_errors(name):
            yield
    except SiteError as error:
        cause = error.__cause__
        said = cause.orig.args if isinstance(cause, DBAPIError) and cause.orig is not None else ()
        number, words = (said[0] if said else None), " ".join(map(str, said))
        if "readonly" in words or number in READ_ONLY_SERVERS:
            raise SiteError(
                "base en lecture seule, rien n’y a été écrit. Vérifiez les droits du fichier et de son dossier, ou "
                "ceux du serveur.",
                path=name,
            ) from cause
        if number in MISSING_RIGHT:
            raise SiteError(
                f"écriture refusée. Donnez à cet utilisateur les droits SELECT, INSERT et DELETE sur {table}, ou "
                "passez par les fichiers .sql.",
                path=name,
            ) from cause
        if "disk is full" in words:
            raise SiteError(
                "le disque est plein, rien n’a été écrit à moitié. Faites de la place et relancez.", path=name
            ) from cause
        raise


def _engine(source: str) -> Engine:
    if "://" in source and not source.startswith("sqlite"):
        return create_engine(server_address(source), poolclass=NullPool, connect_args={"connect_timeout": 10})
    path = Path(source.removeprefix("sqlite:///"))
    with open_bytes(path, SiteError) as file:
        if file.read(len(SQLITE)) != SQLITE:
            raise SiteError(
                "un export ne s’écrit pas. Donnez l’adresse de la base, ou passez par les fichiers .sql.", path=path
            )

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)

    return create_engine("sqlite://", creator=connect, poolclass=NullPool)
