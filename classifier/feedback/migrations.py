"""The schema as a list of small functions, each applied once, in order, in one transaction.

To change the schema: add a function at the end. Never edit one that was released.
"""

from collections.abc import Callable

from sqlalchemy import Column, Connection, Integer, MetaData, String, Table, Text, inspect, text

from classifier.errors import FeedbackError

Migration = Callable[[Connection], None]
MIGRATIONS: list[Migration] = []
VERSION = Table("motscles_schema", MetaData(), Column("version", Integer, nullable=False))


def migration(function: Migration) -> Migration:
    """Register a step of the schema."""
    MIGRATIONS.append(function)
    return function


@migration
def one_row_for_each_submission(connection: Connection) -> None:
    """Create the table: a submission is one row, so that it is there whole or not at all."""
    Table(
        "feedback",
        MetaData(),
        Column("number", Integer, primary_key=True, autoincrement=True),
        Column("key", String(100), nullable=False, unique=True),
        Column("content", String(32), nullable=False),  # digest: tells a repetition from another thing of the same key
        Column("received", String(32), nullable=False, index=True),  # ISO 8601, UTC: sorts as text, everywhere
        Column("who", String(200), nullable=False, index=True),
        Column("origin", String(20), nullable=False),
        Column("model", String(100)),
        Column("article_id", String(500), nullable=False),
        Column("article_digest", String(32), nullable=False, index=True),
        Column("title", Text),  # title, text and url are null where texts are not kept
        Column("text", Text),
        Column("url", Text),
        Column("date", String(10)),
        Column("shown", Text, nullable=False),  # JSON: read with the row, never searched
        Column("verdicts", Text, nullable=False),
        sqlite_autoincrement=True,  # a number is never given again, not even after a purge
    ).create(connection)


def migrate(connection: Connection) -> None:
    """Bring a database to the newest schema; raise `FeedbackError` for one from a later motscles."""
    if not inspect(connection).has_table(VERSION.name):
        VERSION.create(connection)
        connection.execute(VERSION.insert().values(version=0))
    version = connection.execute(text("SELECT version FROM motscles_schema")).scalar_one()
    if version > len(MIGRATIONS):
        raise FeedbackError(
            f"la base des retours a le schéma {version}, celui-ci connaît le schéma {len(MIGRATIONS)}. "
            "Mettez motscles à jour."
        )
    for step in MIGRATIONS[version:]:
        step(connection)
    if version < len(MIGRATIONS):
        connection.execute(VERSION.update().values(version=len(MIGRATIONS)))
