"""From what a reader yields to one file of articles, with an account of it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from classifier.corpora.addresses import UniqueIds, id_of_address
from classifier.corpora.tables import to_line
from classifier.documents import Document
from classifier.errors import CorpusError
from classifier.files import written_aside

SHOWN = 5  # examples of each reason


@dataclass
class ImportReport:
    """What became of everything that was read."""

    written: int = 0
    undated: int = 0
    untagged: int = 0
    skipped: dict[str, list[str]] = field(default_factory=dict)  # reason -> the first places
    skipped_counts: dict[str, int] = field(default_factory=dict)

    def skip(self, error: CorpusError) -> None:
        """Count something without an article, by its reason."""
        self.skipped_counts[error.message] = self.skipped_counts.get(error.message, 0) + 1
        places = self.skipped.setdefault(error.message, [])
        if error.path is not None and len(places) < SHOWN:
            places.append(str(error.path))


def write_articles(
    results: Iterable[Document | CorpusError], out: Path, *, done: Callable[[int], None] = lambda _: None
) -> ImportReport:
    """Write articles as JSON Lines, aside and then in one move; return what was written and what was not.

    Ids are made unique; an article whose address was written before is skipped. `done` is told how many results
    have been read. Raises `CorpusError` when there is no article at all: then nothing is written.
    """
    report = ImportReport()
    try:
        with written_aside(out) as file:
            for document in _unique(_articles(results, report, done), report):
                file.write(to_line(document))
                report.written += 1
                report.undated += document.date is None
                report.untagged += not document.tags
            if not report.written:
                raise _nothing(report)
    except OSError as cause:
        raise CorpusError(f"écriture impossible ({cause.strerror}).", path=out) from cause
    return report


def _articles(
    results: Iterable[Document | CorpusError], report: ImportReport, done: Callable[[int], None]
) -> Iterator[Document]:
    for number, result in enumerate(results, start=1):
        if isinstance(result, CorpusError):
            report.skip(result)
        else:
            yield result
        done(number)


def _unique(documents: Iterable[Document], report: ImportReport) -> Iterator[Document]:
    """Yield each article once, under an id of its own."""
    ids = UniqueIds()
    addresses: set[str] = set()
    for document in documents:
        url = document.url if document.url and id_of_address(document.url) else None
        if url in addresses:
            report.skip(CorpusError("article déjà lu, à la même adresse.", path=url))
            continue
        if url:
            addresses.add(url)
        yield replace(document, id=ids.take(document.id, document.url or f"{document.title}\n{document.text}"))


def _nothing(report: ImportReport) -> CorpusError:
    reasons = "; ".join(f"{count} fois : {reason}" for reason, count in report.skipped_counts.items())
    return CorpusError(f"aucun article trouvé ; rien n’est écrit. {reasons or 'La source est vide.'}")
