"""Rows of a site's tables: asked for by name, texts as bytes, repaired one by one and counted."""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import ColumnElement, Connection, LargeBinary, cast, column, literal_column, select, table
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.sql.selectable import FromClause, Select

from classifier.errors import SiteError
from classifier.spip.charset import repaired
from classifier.spip.schema import TABLES, TEXT, Schema
from classifier.spip.values import decoded, without_controls

BYTEWISE = {None, "ascii", "binary", "latin1", "utf8", "utf8mb3", "utf8mb4"}  # whose stored bytes can be decoded here
ERRORS = {  # MySQL's numbers, and what one does
    1044: "accès refusé à cette base. Donnez à cet utilisateur le droit SELECT sur elle.",
    1045: "nom d’utilisateur ou mot de passe refusé. Ils sont dans config/connect.php du site.",
    1049: "cette base n’existe pas sur le serveur. Son nom est dans config/connect.php du site.",
    1142: "lecture refusée. Donnez à cet utilisateur le droit SELECT sur les tables du site.",
    1698: "nom d’utilisateur ou mot de passe refusé. Ils sont dans config/connect.php du site.",
    2002: "serveur injoignable. Vérifiez le nom du serveur, le port, et qu’il accepte des connexions d’ici.",
    2003: "serveur injoignable. Vérifiez le nom du serveur, le port, et qu’il accepte des connexions d’ici.",
    2006: "connexion perdue en cours de lecture. Recommencez, ou importez plutôt un export SQL.",
    2013: "connexion perdue en cours de lecture. Recommencez, ou importez plutôt un export SQL.",
}


class Rows:
    """The tables of one site over one connection; `repairs` counts the fields put right, by table and column."""

    def __init__(
        self, connection: Connection, schema: Schema, *, name: str, charsets: Mapping[tuple[str, str], str | None]
    ) -> None:
        self.connection, self.schema, self.name, self.charsets = connection, schema, name, charsets
        self.repairs: Counter[str] = Counter()
        self._tables = {
            part: table(schema.name(part), *map(column, sorted(names))) for part, names in schema.columns.items()
        }

    def has(self, part: str) -> bool:
        """Whether the site has this table."""
        return part in self.schema.columns

    def table(self, part: str) -> FromClause:
        """Return a table, with those of the columns that we read which it has."""
        return self._tables[part]

    def select(self, part: str, *names: str) -> Select[Any]:
        """Return the question for columns of a table; those that it lacks are left out, texts come as bytes."""
        source = self.table(part)
        kinds = TABLES[part]
        asked = [
            self._bytes(part, name, source.c[name]).label(name) if kinds[name] == TEXT else source.c[name]
            for name in names
            if name in source.c
        ]
        return select(*asked).select_from(source)

    def _bytes(self, part: str, name: str, asked: ColumnElement[Any]) -> ColumnElement[Any]:
        """Return a text column as the bytes that are stored: no server or driver has converted them."""
        if self.charsets.get((self.schema.name(part), name)) not in BYTEWISE:
            asked = literal_column(f"CONVERT(`{name}` USING utf8mb4)")
        return cast(asked, LargeBinary)

    def read(self, part: str, question: Select[Any], *, counted: bool = True) -> Iterator[dict[str, Any]]:
        """Yield the rows that answer a question about a table, with texts decoded and repaired."""
        kinds = TABLES[part]
        with readable_errors(self.name):
            for row in self.connection.execute(question).mappings():
                yield {
                    name: self._text(f"{part}.{name}", value, counted) if kinds.get(name) == TEXT else value
                    for name, value in row.items()
                }

    def _text(self, where: str, value: object, counted: bool) -> str:
        text = decoded(value)
        right = repaired(text)
        if counted and right is not text:
            self.repairs[where] += 1
        return without_controls(right)


@contextmanager
def readable_errors(name: str) -> Iterator[None]:
    """Turn what goes wrong with a database into `SiteError`, which says in French what to do."""
    try:
        yield
    except DBAPIError as cause:
        number = cause.orig.args[0] if cause.orig is not None and cause.orig.args else None
        message = ERRORS.get(number) if isinstance(number, int) else None
        raise SiteError(message or _other(cause, number), path=name) from cause


def _other(cause: DBAPIError, number: object) -> str:
    said = str(number)
    if "locked" in said:
        return "base occupée par une autre écriture. Recommencez dans un instant, ou copiez le fichier."
    if "malformed" in said or "not a database" in said or "disk image" in said:
        return "fichier SQLite abîmé. Copiez-le de nouveau, en mode binaire, ou refaites la sauvegarde."
    kind = "connexion impossible" if isinstance(cause, OperationalError) else "lecture impossible"
    code = f" (erreur {number})" if isinstance(number, int) else ""
    return f"{kind}{code}. Vérifiez l’adresse et les droits, ou importez un export SQL de la base."
