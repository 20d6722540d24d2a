"""Applies a plan to files of articles, and takes it back: a new file, aside first and then in one move."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple, Self

from classifier.corpora import files_of, parse_row, read_plain, to_row
from classifier.documents import Document
from classifier.errors import CorpusError, PlanError, RetaggingError
from classifier.files import decode, open_bytes, sync_directory
from classifier.retagging.decisions import Decisions
from classifier.retagging.journal import Journal, JournalHeader, Outcome
from classifier.retagging.lines import GrowingFile, Object, as_line, writing
from classifier.retagging.plan import Plan, content_of
from classifier.retagging.rewriting import tags_text, with_tags
from classifier.retagging.sheets import numbered

JSON_LINES = (".jsonl", ".ndjson")
READY, ALREADY, CHANGED, ABSENT = "ready", "already", "tags-changed", "absent"
ENOUGH = 0.5  # of the articles to change must be there, or it is another archive

Progress = Callable[[str, int, int], None]


class Line(NamedTuple):
    """A line of a file as it stands, and the article that it holds; a blank one holds none."""

    raw: bytes
    document: Document | None


@dataclass(slots=True)
class Wanted:
    """What an article was, and what it shall become."""

    tags: tuple[str, ...]
    content: str
    added: list[str]
    removed: list[str]

    def state(self, document: Document) -> str:
        """Return whether an article is as it was planned, is changed already, or was changed by someone else."""
        tags = set(document.tags)
        if tags == set(self.tags):
            return READY
        return ALREADY if tags == set(self.becomes(self.tags)) else CHANGED

    def becomes(self, tags: Sequence[str]) -> list[str]:
        """Return the tags of the article with those added and without those removed."""
        return [*(tag for tag in tags if tag not in self.removed), *(tag for tag in self.added if tag not in tags)]


def wanted_of(plan: Plan, decisions: Decisions) -> dict[str, Wanted]:
    """Return what was accepted, by article."""
    found: dict[str, Wanted] = {}
    for number, article, change in numbered(plan):
        if number in decisions:
            one = found.setdefault(article.id, Wanted(article.tags, article.content, [], []))
            (one.added if change.action == "add" else one.removed).append(change.tag)
    return found


def apply_to_files(
    plan: Plan,
    decisions: Decisions,
    sources: Sequence[Path],
    out: Path,
    journal: Path,
    *,
    progress: Progress | None = None,
) -> Outcome:
    """Write the articles of some files with the accepted changes to `out`, which may be the one source.

    An article whose tags are no longer those of the plan is left as it is. What was changed is told by the journal,
    which is there before the new file is. Doing it again changes nothing. Raises `RetaggingError` when `out` is a
    file of something else, and `PlanError` when the plan is of another archive.
    """
    header = JournalHeader(plan.checksum, decisions.digest(), _target(out, sources))
    before = _entries(journal, header) if journal.exists() else {}
    if out.exists() and not any(out.samefile(source) for source in sources):
        return _finished(out, journal)
    outcome, wanted = Outcome(), wanted_of(plan, decisions)
    total, same = len(wanted), 0
    with Aside(out) as file, Aside(journal) as record:
        record.write(as_line(header.as_row()))
        for line in read_raw(sources):
            one = wanted.pop(line.document.id, None) if line.document else None
            if one is None or line.document is None:
                file.write(line.raw)
                continue
            same += content_of(line.document) == one.content
            state = one.state(line.document)
            entry = before.get(line.document.id) if state == ALREADY else _entry(line, one, state)
            record.write(as_line(entry) if entry else b"")
            file.write(_edited(line.raw, one.becomes(line.document.tags)) if state == READY else line.raw)
            _count(outcome, one, state, line.document.id)
            if progress:
                progress("applying", total - len(wanted), total)
        if same < ENOUGH * total:
            raise PlanError(
                f"ce plan est celui d’une autre archive : de ses {total} articles à changer, {same} s’y trouvent. "
                "Donnez l’archive dont le plan a été fait.",
                path=plan.path,
            )
        outcome.refused |= dict.fromkeys(wanted, ABSENT)
        record.write(as_line({"end": outcome.counts(), "checksum": file.digest.hexdigest()}))
        record.keep()
        file.keep()
    return outcome


def undo_in_files(journal: Journal, path: Path, *, progress: Progress | None = None) -> Outcome:
    """Take back, in a file of articles, exactly what a journal tells and is still there.

    An article that still is what was made of it gets back its line, byte for byte; of one that was changed since, the
    tags that were added are removed, and those that were removed are added.
    """
    outcome = Outcome()
    if journal.is_undone:
        return outcome
    entries = {row["article"]: row for row in journal if "after" in row}
    target = journal.header.target
    with GrowingFile(journal.path) as record, Aside(path) as file:
        for line in read_raw([path], named=target["named"]):
            entry = entries.pop(line.document.id, None) if line.document else None
            file.write(_taken_back(line, entry, outcome) if entry else line.raw)
            if progress:
                progress("undoing", outcome.changed, len(entries) + outcome.changed)
        file.keep()
        record.add([{"undone": outcome.counts()}])
    return outcome


class Aside:
    """A file that is written aside, and takes its name only when it is whole."""

    def __init__(self, path: Path) -> None:
        self.path, self.aside = path, path.with_name(f".{path.name}.{os.getpid()}.tmp")
        self.digest = blake2b(digest_size=16)
        with writing(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self.aside.open("wb")

    def write(self, content: bytes) -> None:
        """Write some bytes."""
        self.digest.update(content)
        with writing(self.path):
            self._file.write(content)

    def keep(self) -> None:
        """Give the file its name, once the disk has it."""
        with writing(self.path):
            self._file.flush()
            os.fsync(self._file.fileno())
            self.aside.replace(self.path)
            sync_directory(self.path.parent)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):  # of a full disk, which was said already
            self._file.close()
        self.aside.unlink(missing_ok=True)


def read_raw(sources: Sequence[Path], *, named: str = "") -> Iterator[Line]:
    """Yield the lines of some files, in the order in which `Corpus` reads them; raise `CorpusError` at a bad one.

    An article without an id is known by its file and line: several files that become one give it that id. `named` is
    the name of the file in which the ids were given.
    """
    files = [file for source in sources for file in files_of(source)]
    unknown: set[str] = set()
    for path in files:
        if path.suffix not in JSON_LINES:
            document = read_plain(path)
            yield Line(as_line(to_row(document)), document)
            continue
        with open_bytes(path, CorpusError) as file:
            for number, raw in enumerate(file, start=1):
                if not raw.strip():
                    yield Line(raw, None)
                    continue
                text = decode(raw, path=path, line=number, error=CorpusError)
                document = parse_row(text, path, number, unknown)
                if named and document.id == f"{path.name}:{number}":
                    document = replace(document, id=f"{named}:{number}")
                if len(files) > 1:
                    raw = raw if raw.endswith(b"\n") else raw + b"\n"
                    raw = as_line(to_row(document)) if document.id == f"{path.name}:{number}" else raw
                yield Line(raw, document)


def _target(out: Path, sources: Sequence[Path]) -> Object:
    files = [file for source in sources for file in files_of(source)]
    named = files[0].name if len(files) == 1 and files[0].suffix in JSON_LINES else ""
    return {"kind": "corpus", "path": str(out.resolve()), "named": named}


def _entries(journal: Path, header: JournalHeader) -> dict[str, Object]:
    """Return what a journal of the same work tells of each article: it was written before the file was."""
    begun = Journal(journal)
    begun.check_same(header)
    return {row["article"]: row for row in begun if "after" in row}


def _finished(out: Path, journal: Path) -> Outcome:
    """Return what was done when `out` is the work of this journal; raise `RetaggingError` when it is not."""
    last: Object = {}
    if journal.exists():
        for row in Journal(journal):
            last = row
    digest = blake2b(digest_size=16)
    with open_bytes(out, RetaggingError) as file:
        while block := file.read(1 << 20):
            digest.update(block)
    if last.get("checksum") != digest.hexdigest():
        raise RetaggingError(
            "ce fichier existe déjà, et il n’est pas ce que ce plan en ferait. Donnez un autre nom par --out.", path=out
        )
    return Outcome(already=last["end"]["articles"] + last["end"]["already"])


def _entry(line: Line, one: Wanted, state: str) -> Object:
    """Return what the journal says of an article: what it was and becomes, or why it is left as it is."""
    assert line.document is not None
    if state != READY:
        return {"article": line.document.id, "refused": state}
    return {
        "article": line.document.id,
        "added": one.added,
        "removed": one.removed,
        "before": tags_text(line.raw.decode("utf-8-sig")),
        "after": one.becomes(line.document.tags),
    }


def _count(outcome: Outcome, one: Wanted, state: str, id: str) -> None:
    if state == ALREADY:
        outcome.already += 1
    elif state == READY:
        outcome.changed += 1
        outcome.added += len(one.added)
        outcome.removed += len(one.removed)
    else:
        outcome.refused[id] = state


def _edited(raw: bytes, tags: Sequence[str] | str | None) -> bytes:
    text = raw.decode("utf-8-sig")
    mark = raw[: len(raw) - len(text.encode())]  # the byte order mark, where there is one
    return mark + with_tags(text, tags).encode()


def _taken_back(line: Line, entry: Object, outcome: Outcome) -> bytes:
    """Return the line of an article without what the journal says was done to it."""
    assert line.document is not None
    tags, added, removed = line.document.tags, set(entry["added"]), entry["removed"]
    if list(tags) == entry["after"]:
        outcome.changed += 1
        outcome.removed += len(added)
        outcome.added += len(removed)
        return _edited(line.raw, entry["before"])
    there = [tag for tag in tags if tag in added]
    gone = [tag for tag in removed if tag not in tags]
    if not there and not gone:
        outcome.already += 1
        return line.raw
    outcome.changed += 1
    outcome.removed += len(there)
    outcome.added += len(gone)
    return _edited(line.raw, [*(tag for tag in tags if tag not in added), *gone])
