"""The corpora of the comparison: public French ones that lie beside the repository, and the starter corpus in it.

The public ones are real, labelled by others, with fixed splits; their README says whence they come and under which
licence. They are read for measuring and never learned from by the default model.
"""

import gzip
import logging
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from classifier import Corpus, Document, Vocabulary
from classifier.corpora import read_rows
from classifier.errors import CorpusError
from classifier.text import is_readable

ROOT = Path(__file__).parents[1]
MIN_DOCUMENTS, MIN_LEARNED = 20, 5  # a label with fewer documents, or fewer to learn from, is left out
SEED = 0
STARTER = "starter"
SCALE = "msdocs"
SCALE_LABELS = 78  # as many as the default vocabulary has


@contextmanager
def silenced(name: str) -> Iterator[None]:
    """Keep the warnings of a logger to itself, and give it its level back.

    >>> with silenced("an.example"):
    ...     logging.getLogger("an.example").isEnabledFor(logging.WARNING)
    False
    >>> logging.getLogger("an.example").isEnabledFor(logging.WARNING)
    True
    """
    logger = logging.getLogger(name)
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)


@dataclass(frozen=True)
class Source:
    """Where a public corpus lies, and what tells its test part from the rest."""

    folder: str
    files: tuple[str, ...] = ("all.jsonl.gz",)
    field: str | None = "split"  # None: the name of the file

    def rows(self, shared: Path) -> Iterator[tuple[Document, bool]]:
        """Yield each document with whether it is for the test."""
        for name in self.files:
            path = shared / self.folder / name
            with gzip.open(path) as lines, silenced("classifier.corpora"):  # fields of others are no news here
                for row in read_rows(lines, path):
                    if isinstance(row, CorpusError):
                        raise row
                    part = str(row.extra[self.field]) if self.field else name.partition(".")[0]
                    yield row, part == "test"


PUBLIC = {
    "servicepublic": Source("servicepublic_fr"),
    # packages of one source share text: by source, no text of the test was learned from
    "debtags": Source("debtags_fr", field="split_source"),
    "masakhanews": Source("masakhanews_fra", ("train.jsonl.gz", "dev.jsonl.gz", "test.jsonl.gz"), field=None),
    SCALE: Source("msdocs_fr"),  # for its size: it says nothing about news
}


@dataclass(frozen=True)
class Split:
    """What all systems learn from, what all are judged by, and the tags."""

    name: str
    train: Corpus
    test: Corpus
    vocabulary: Vocabulary

    @property
    def is_single(self) -> bool:
        """Whether every document to learn from bears exactly one label."""
        return all(len(document.tags) == 1 for document in self.train)

    def fingerprint(self) -> str:
        """Return the digest of both parts together."""
        return Corpus([*self.train, *self.test]).fingerprint()

    def __str__(self) -> str:
        """Return the sizes and the fingerprint."""
        each = sum(len(document.tags) for document in self.train) / len(self.train)
        return (
            f"{len(self.train)} documents learned from, {len(self.test)} judged, {len(self.vocabulary)} labels, "
            f"{each:.1f} a document, fingerprint `{self.fingerprint()}`"
        )


def plain_text(document: Document) -> str:
    """Return what the systems beside motscles read; motscles cleans title and text itself."""
    return f"{document.title}\n{document.text}"


def read(name: str, shared: Path, *, scale: int) -> Split:
    """Return a corpus by its name; `scale` is the number of documents of the one that serves to time."""
    if name == STARTER:
        return starter()
    rows = list(PUBLIC[name].rows(shared))
    if name == SCALE:
        rows = sample(rows, scale)
    return split(name, [(document, judged) for document, judged in rows if is_readable(document)])


def starter() -> Split:
    """Return the repository's own corpus, a fifth of it drawn by chance for the test, with its vocabulary."""
    corpus = Corpus.read(ROOT / "training_data" / "articles")
    learned, judged = corpus.split(by="chance", random_state=SEED)
    made = split(STARTER, [*((one, False) for one in learned), *((one, True) for one in judged)])
    tags = Vocabulary.read(ROOT / "training_data" / "tags.yaml")
    kept = set(made.vocabulary.labels)
    return Split(STARTER, made.train, made.test, Vocabulary(tag for tag in tags if tag.label in kept))


def split(name: str, rows: list[tuple[Document, bool]]) -> Split:
    """Return the two parts with the labels that have enough documents, and the documents that bear one of these.

    >>> rows = [(Document(str(n), "", "…", tags=("a", "b") if n == 0 else ("a",)), n > 20) for n in range(30)]
    >>> made = split("", rows)
    >>> made.vocabulary.labels, len(made.train), len(made.test)
    (['a'], 21, 9)
    """
    everywhere = Counter(label for document, _ in rows for label in document.tags)
    learned = Counter(label for document, judged in rows if not judged for label in document.tags)
    labels = sorted(
        label for label, count in everywhere.items() if count >= MIN_DOCUMENTS and learned[label] >= MIN_LEARNED
    )
    rows = restricted(rows, labels)
    return Split(
        name,
        Corpus([document for document, judged in rows if not judged], name=name),
        Corpus([document for document, judged in rows if judged], name=name),
        Vocabulary.from_labels(labels),
    )


def restricted(rows: Iterable[tuple[Document, bool]], labels: Iterable[str]) -> list[tuple[Document, bool]]:
    """Return the documents that bear one of these labels, with no other."""
    kept = set(labels)
    parts = ((document.with_tags(*(tag for tag in document.tags if tag in kept)), judged) for document, judged in rows)
    return [(document, judged) for document, judged in parts if document.tags]


def sample(rows: list[tuple[Document, bool]], count: int) -> list[tuple[Document, bool]]:
    """Return a seeded draw of the documents that bear one of the most frequent labels."""
    frequent = Counter(label for document, _ in rows for label in document.tags).most_common(SCALE_LABELS)
    rows = restricted(rows, [label for label, _ in frequent])
    return random.Random(SEED).sample(rows, min(count, len(rows)))
