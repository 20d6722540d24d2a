"""Every decision that editors sent, in one table."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Engine, MetaData, Select, Table, delete, func, select, update
from sqlalchemy.exc import IntegrityError

from classifier.documents import Document
from classifier.errors import ConflictError
from classifier.feedback.database import connect, told, writing
from classifier.feedback.submission import Dated, Shown, Submission, Verdict, article_digest

PAGE = 500  # rows read at once: a long export holds no transaction open


@dataclass(frozen=True, slots=True)
class Entry:
    """A submission as it was kept; without texts, its document has neither title nor text."""

    number: int
    received: datetime
    digest: str
    whole: bool
    submission: Submission


class FeedbackStore:
    """Keeps submissions in SQLite, or in another database that SQLAlchemy knows.

    A submission is on the disk before `record` returns. Opened at the first use, not before.
    """

    def __init__(self, address: str | Path, *, keep_texts: bool = True) -> None:
        self.address, self.keep_texts = str(address), keep_texts

    @cached_property
    def _engine(self) -> Engine:
        return connect(self.address)

    @cached_property
    def _table(self) -> Table:
        return Table("feedback", MetaData(), autoload_with=self._engine)

    @property
    def is_there(self) -> bool:
        """Whether there is a database to read; the address of a server is taken at its word."""
        return "://" in self.address or Path(self.address).exists()

    def open(self) -> Self:
        """Open the database now; raise `FeedbackError` when it cannot be."""
        with told(self.address):
            _ = self._table
        return self

    def close(self) -> None:
        """Let go of the connections; the next use opens new ones."""
        if "_engine" in self.__dict__:
            self._engine.dispose()

    def record(self, submission: Submission, *, now: datetime | None = None) -> tuple[int, bool]:
        """Keep a submission; return its number, and whether it is new.

        Raises `ConflictError` when its key was given to something else, and `FeedbackError`.
        """
        with told(self.address):
            row = self._row(submission, now or datetime.now(UTC))
            for last in (False, True):
                try:
                    return self._insert(row)
                except IntegrityError:  # a server without our lock: another process was first with this key
                    if last:
                        raise
        raise AssertionError

    def _insert(self, row: dict[str, Any]) -> tuple[int, bool]:
        columns = self._table.c
        with writing(self._engine) as connection:
            known = connection.execute(
                select(columns.number, columns.content).where(columns.key == row["key"])
            ).one_or_none()
            if known is None:
                key = connection.execute(self._table.insert().values(row)).inserted_primary_key
                assert key is not None
                return int(key[0]), True
        if known.content != row["content"]:
            raise ConflictError(
                f"l’envoi « {row['key']} » a déjà été reçu avec un autre contenu. Donnez un nom neuf à celui-ci."
            )
        return int(known.number), False

    def _row(self, submission: Submission, now: datetime) -> dict[str, Any]:
        document, content = submission.document, submission.content()
        texts = {"title": document.title, "text": document.text, "url": document.url} if self.keep_texts else {}
        return {
            "key": submission.key or content,
            "content": content,
            "received": now.astimezone(UTC).isoformat(timespec="milliseconds"),
            "who": submission.who,
            "origin": submission.origin,
            "model": submission.model,
            "article_id": document.id,
            "article_digest": article_digest(document),
            "date": document.date.isoformat() if document.date else None,
            "shown": json.dumps([asdict(one) for one in submission.shown], ensure_ascii=False),
            "verdicts": json.dumps([asdict(one) for one in submission.verdicts], ensure_ascii=False),
            **texts,
        }

    def __len__(self) -> int:
        """Return the number of submissions."""
        with told(self.address), self._engine.connect() as connection:
            return int(connection.execute(select(func.count()).select_from(self._table)).scalar_one())

    def entries(self, *, after: int = 0, limit: int | None = None) -> Iterator[Entry]:
        """Yield the submissions whose number is greater, in order."""
        left = limit
        while left is None or left > 0:
            rows = self._read(
                select(self._table)
                .where(self._table.c.number > after)
                .order_by(self._table.c.number)
                .limit(PAGE if left is None else min(PAGE, left))
            )
            yield from map(_entry, rows)
            if not rows:
                return
            after = rows[-1].number
            left = None if left is None else left - len(rows)

    def verdicts(self) -> Iterator[Dated]:
        """Yield the verdicts of each submission, in order, without reading what they are about."""
        after = 0
        while rows := self._read(self._verdicts_after(after)):
            for row in rows:
                verdicts = tuple(Verdict(**one) for one in json.loads(row.verdicts))
                yield Dated(datetime.fromisoformat(row.received), verdicts)
            after = rows[-1].number

    def state(self) -> tuple[int, int]:
        """Return what changes whenever a submission is kept or purged: the last number, and how many there are."""
        with told(self.address), self._engine.connect() as connection:
            number = self._table.c.number
            last, count = connection.execute(select(func.max(number), func.count())).one()
            return int(last or 0), int(count)

    def latest(self, limit: int) -> list[Entry]:
        """Return the newest submissions, the newest first."""
        with told(self.address):
            newest = select(self._table).order_by(self._table.c.number.desc()).limit(limit)
        return [_entry(row) for row in self._read(newest)]

    def purge(self, *, before: date | None = None, who: str | None = None, texts_only: bool = False) -> int:
        """Delete what was received before a day, or from a person, or both; return how many submissions.

        With `texts_only` the decisions stay, and only titles, texts, addresses and names of people go.
        """
        with told(self.address):
            columns = self._table.c
            wanted = [columns.received < before.isoformat()] if before else []
            wanted += [columns.who == who] if who is not None else []
            with writing(self._engine) as connection:
                if texts_only:
                    gone = update(self._table).where(*wanted).values(title=None, text=None, url=None, who="")
                    count = connection.execute(gone).rowcount
                else:
                    count = connection.execute(delete(self._table).where(*wanted)).rowcount
            self._tidy()
        return int(count)

    def _tidy(self) -> None:
        """Give the space back, and leave nothing of what was deleted in the journal beside the file."""
        if self._engine.dialect.name != "sqlite":
            return
        connection = self._engine.raw_connection()
        try:
            for command in ("PRAGMA wal_checkpoint(TRUNCATE)", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
                connection.cursor().execute(command)
        finally:
            connection.close()

    def _verdicts_after(self, number: int) -> Select[Any]:
        with told(self.address):
            columns = self._table.c
        wanted = select(columns.number, columns.received, columns.verdicts).where(columns.number > number)
        return wanted.order_by(columns.number).limit(PAGE)

    def _read(self, query: Select[Any]) -> list[Any]:
        with told(self.address), self._engine.connect() as connection:
            return list(connection.execute(query))


def _entry(row: Any) -> Entry:
    day = date.fromisoformat(row.date) if row.date else None
    submission = Submission(
        Document(row.article_id, row.title or "", row.text or "", date=day, url=row.url),
        tuple(Verdict(**one) for one in json.loads(row.verdicts)),
        tuple(Shown(**one) for one in json.loads(row.shown)),
        row.model,
        row.who,
        row.origin,
        row.key,
    )
    whole = row.text is not None
    return Entry(row.number, datetime.fromisoformat(row.received), row.article_digest, whole, submission)
