"""The history of a vocabulary: its changes, one a line, in a file beside it."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import MISSING, fields
from datetime import date
from itertools import takewhile
from pathlib import Path
from typing import Any

from classifier.errors import VocabularyError
from classifier.files import checksum, read_text, write_text
from classifier.vocabulary.changes import Add, Change, Merge, Part, Rename, Retire, Split, replay
from classifier.vocabulary.edit import edited
from classifier.vocabulary.vocabulary import Vocabulary

KINDS: dict[str, type[Change]] = {one.kind: one for one in (Rename, Merge, Split, Retire, Add)}
DAYS = ("date", "start")
LISTS = ("synonyms", "mentions")
SUFFIX = ".changes.jsonl"
BEFORE = "before"  # the checksum of the vocabulary file as it was: tells whether a change reached it


class History:
    """The changes of a vocabulary file, and the way to make another one.

    The line of a change is written first, with the checksum of the file that it changes: should the machine stop
    between the two, the file still has that checksum, and `pending` holds the change that it has not got.
    """

    def __init__(self, tags: Path | str) -> None:
        self.tags = Path(tags)
        self.path = self.tags.with_suffix(SUFFIX)

    def changes(self) -> list[Change]:
        """Return all changes, the oldest first; raise `VocabularyError` with file, line and field."""
        return read_changes(self.path) if self.path.exists() else []

    @property
    def pending(self) -> list[Change]:
        """The last changes, where they are noted and the vocabulary does not have them yet."""
        if not self.path.exists():
            return []
        noted = [(row, from_row(row, path=self.path, line=number)) for number, row in _rows(self.path)]
        now = checksum(self.tags)
        missing = [change for _, change in takewhile(lambda one: one[0].get(BEFORE) == now, reversed(noted))]
        return missing[::-1]

    def start(self, vocabulary: Vocabulary, changes: Iterable[Change] = ()) -> None:
        """Write a vocabulary with a history of its own, in place of what there was."""
        lines = [json.dumps(to_row(change), ensure_ascii=False) + "\n" for change in changes]
        vocabulary.write(self.tags)
        if lines or self.path.exists():
            write_text(self.path, "".join(lines))

    def finish(self) -> list[Change]:
        """Let the vocabulary have the changes that are pending; return them."""
        changes = self.pending
        if changes:
            before = Vocabulary.read(self.tags)
            self._write(before, replay(before, changes))
        return changes

    def make(self, changes: Iterable[Change], *, write: bool = True) -> Vocabulary:
        """Apply changes to the vocabulary, note them and write both files; return the vocabulary.

        Nothing is written when one of them is refused, or without `write`. Raises `VocabularyError`, too, while a
        change is pending.
        """
        changes = list(changes)
        before = Vocabulary.read(self.tags)
        if pending := self.pending:
            raise VocabularyError(
                f"le journal tient un changement que le vocabulaire n’a pas : {pending[0]}. Reprenez-le avec "
                f"« motscles tags replay --tags {self.tags} », ou ôtez-en la dernière ligne.",
                path=self.path,
            )
        after = replay(before, changes)
        if write and changes:
            self._note(changes)
            self._write(before, after)
        return after

    def _write(self, before: Vocabulary, after: Vocabulary) -> None:
        text = edited(read_text(self.tags, VocabularyError), before, after)
        if text is None:
            after.write(self.tags)
        else:
            write_text(self.tags, text)

    def _note(self, changes: list[Change]) -> None:
        known = read_text(self.path, VocabularyError) if self.path.exists() else ""
        known += "" if not known or known.endswith("\n") else "\n"
        mark = {BEFORE: checksum(self.tags)}
        lines = (json.dumps(to_row(change) | mark, ensure_ascii=False) + "\n" for change in changes)
        write_text(self.path, known + "".join(lines))


def to_row(change: Change) -> dict[str, Any]:
    """Return a change as a row of JSON, without what it leaves open.

    >>> to_row(Retire(date=date(2026, 1, 1), tag="blog"))
    {'date': '2026-01-01', 'kind': 'retire', 'tag': 'blog'}
    """
    row: dict[str, Any] = {"date": change.date.isoformat(), "kind": change.kind}
    for one in fields(change):
        value = getattr(change, one.name)
        if one.name == "date" or value == one.default:
            continue
        if isinstance(change, Split) and one.name == "into":
            value = [{"id": part.id, "label": part.label} for part in change.into]
        row[one.name] = (
            value.isoformat() if isinstance(value, date) else list(value) if isinstance(value, tuple) else value
        )
    return row


def from_row(row: object, *, path: Path | str | None = None, line: int | None = None) -> Change:
    """Return the change of a row; raise `VocabularyError`, which names file, line and field."""

    def error(message: str, field: str | None = None) -> VocabularyError:
        return VocabularyError(message, path=path, line=line, field=field)

    if not isinstance(row, dict) or row.get("kind") not in KINDS:
        raise error(f"on attend un changement, dont « kind » est l’un de : {', '.join(KINDS)}", "kind")
    kind = KINDS[row["kind"]]
    known = {one.name: one for one in fields(kind)}
    values: dict[str, Any] = {}
    for name, value in row.items():
        if name in ("kind", BEFORE):
            continue
        if name not in known:
            raise error(f"champ inconnu. Champs possibles : {', '.join(known)}", name)
        try:
            values[name] = _value(name, value, kind)
        except (TypeError, ValueError, KeyError) as cause:
            raise error(f"valeur inattendue : {value!r}", name) from cause
    for name, one in known.items():
        if one.default is MISSING and name not in values:
            raise error("champ obligatoire", name)
    return kind(**values)


def _value(name: str, value: object, kind: type[Change]) -> object:
    if name in DAYS:
        return date.fromisoformat(_text(value))
    if name in LISTS:
        return tuple(map(_text, _list(value)))
    if name == "into" and kind is Split:
        return tuple(Part(_text(one["id"]), _text(one["label"])) for one in _list(value))
    return _text(value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _list(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError(value)
    return value


def read_changes(path: Path) -> list[Change]:
    """Return the changes of a file, one a line."""
    return [from_row(row, path=path, line=number) for number, row in _rows(path)]


def _rows(path: Path) -> Iterator[tuple[int, Any]]:
    """Yield the number of each line and what it holds; a reason may hold what else breaks lines, such as U+2028."""
    for number, line in enumerate(read_text(path, VocabularyError).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            yield number, json.loads(line)
        except ValueError as cause:
            raise VocabularyError(
                "ce n’est pas du JSON. On attend un changement par ligne.", path=path, line=number
            ) from cause
