"""The rows of files, each with its place, whether it can be read or not."""

from collections.abc import Container, Iterator
from dataclasses import dataclass
from pathlib import Path

from classifier.checking.findings import Code, Finding, Where
from classifier.corpora import Corpus, parse_row, read_plain
from classifier.corpora.tables import SUFFIXES
from classifier.documents import Document
from classifier.errors import CorpusError
from classifier.files import decode

CHUNK = 1 << 20  # bytes: lines are counted without holding the file


@dataclass(frozen=True, slots=True)
class Row:
    """One article, or the reason why it cannot be read."""

    where: Where
    document: Document | CorpusError

    def finding(self, code: Code, message: str) -> Finding:
        """Return something to say about this row."""
        return Finding(code, message, self.where)


def files_at(*paths: Path) -> list[Path]:
    """Return the files that `Corpus.read` would read, each once; raise `CorpusError` when there are none."""
    Corpus.read(*paths)  # says in its own words what is wrong with a path
    files = (sorted(path.rglob("*")) if path.is_dir() else [path] for path in paths)
    return list(dict.fromkeys(file for found in files for file in found if file.suffix in SUFFIXES or file in paths))


def count_lines(path: Path) -> int:
    """Return how many lines a file has, or 1 for a file that is one article or cannot be opened."""
    if path.suffix == ".txt":
        return 1
    try:
        with path.open("rb") as file:
            return sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(CHUNK), b"")) or 1
    except OSError:
        return 1


def rows(path: Path, *, known: set[str] | None = None, only: Container[int | None] | None = None) -> Iterator[Row]:
    """Yield the rows of a file that are not blank, all or those of some lines.

    Each unknown field is logged once for one `known` set.
    """
    if path.suffix == ".txt":
        yield _plain_row(path)
        return
    try:
        file = path.open("rb")
    except OSError as error:
        yield Row(Where(path), CorpusError(f"lecture impossible ({error.strerror})."))
        return
    with file:
        for number, line in enumerate(file, start=1):
            if line.strip() and (only is None or number in only):
                yield _row(line, path, number, known)


def _plain_row(path: Path) -> Row:
    try:
        document = read_plain(path)
    except CorpusError as error:
        return Row(Where(path, error.line), error)
    return Row(Where(path, None, document.id), document)


def _row(line: bytes, path: Path, number: int, known: set[str] | None) -> Row:
    try:
        document = parse_row(decode(line, path=path, line=number, error=CorpusError), path, number, known)
    except CorpusError as error:
        return Row(Where(path, number), error)
    return Row(Where(path, number, document.id), document)
