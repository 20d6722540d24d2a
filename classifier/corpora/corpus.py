"""Documents that can be read again and again, without living in memory."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from hashlib import blake2b
from heapq import nsmallest
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Self

from classifier.corpora.splits import folds_of, latest_ids, sampled_ids
from classifier.corpora.tables import SUFFIXES, read_file
from classifier.documents import Document
from classifier.errors import CorpusError

if TYPE_CHECKING:
    import pandas as pd

    from classifier.vocabulary import Vocabulary


class Corpus:
    """A collection of documents; iterating opens the source anew each time.

    >>> corpus = Corpus([Document("a", "Un", "…", tags=("Radio",)), Document("b", "Deux", "…")])
    >>> len(corpus), corpus.tag_counts()["Radio"]
    (2, 1)
    """

    def __init__(self, documents: Iterable[Document] | Callable[[], Iterable[Document]], *, name: str = "") -> None:
        self.name = name
        if callable(documents):
            self._open = documents
        else:
            kept = documents if isinstance(documents, list | tuple) else list(documents)
            self._open = lambda: kept

    @classmethod
    def read(cls, *paths: Path | str) -> Self:
        """Return the corpus of files (.jsonl, .ndjson, .txt) and of folders of such files.

        Raises `CorpusError` at once when a path holds nothing to read; bad rows raise while iterating.
        """
        files = [file for path in paths for file in files_of(Path(path))]
        return cls(lambda: _unique(files), name=", ".join(str(path) for path in paths))

    @classmethod
    def from_frame(cls, frame: "pd.DataFrame", *, name: str = "") -> Self:
        """Return the corpus of a pandas frame with the columns of `to_frame`; see `frames.from_frame`."""
        from classifier.corpora.frames import from_frame

        return cls(list(from_frame(frame)), name=name)

    def to_frame(self) -> "pd.DataFrame":
        """Return a pandas frame, one row an article: id, title, text, date, tags, url, and what else it came with."""
        from classifier.corpora.frames import to_frame

        return to_frame(self)

    def __iter__(self) -> Iterator[Document]:
        """Iterate over the documents, in the order of the source."""
        return iter(self._open())

    def __len__(self) -> int:
        """Return the number of documents, by reading them."""
        return sum(1 for _ in self)

    def __repr__(self) -> str:
        """Return the name."""
        return f"<Corpus: {self.name or 'in memory'}>"

    def filter(self, keep: Callable[[Document], bool]) -> Self:
        """Return the documents for which `keep` is true, still read from the source."""
        return type(self)(lambda: (document for document in self if keep(document)), name=self.name)

    def current(self, vocabulary: "Vocabulary") -> Self:
        """Return the same documents with tags out of use replaced by those that took them over, or left out."""
        if not any(tag.is_retired for tag in vocabulary.known):
            return self
        return type(self)(lambda: (one.with_tags(*vocabulary.current(one.tags)) for one in self), name=self.name)

    def sample(self, size: int, *, random_state: int = 0) -> Self:
        """Return so many documents, all where there are fewer, drawn with a seed and kept in memory, in their order.

        Which ones depends on the seed and their ids alone; the source is read once.
        """
        seed = str(random_state).encode()
        drawn = nsmallest(size, enumerate(self), key=lambda row: blake2b(row[1].id.encode(), key=seed).digest())
        return type(self)([document for _, document in sorted(drawn, key=itemgetter(0))], name=self.name)

    def tag_counts(self) -> Counter[str]:
        """Return how many documents bear each label."""
        return Counter(label for document in self for label in document.tags)

    def fingerprint(self) -> str:
        """Return a digest of ids and contents; the order of the documents does not matter."""
        digest = blake2b(digest_size=8)
        for line in sorted(document.digest() for document in self):
            digest.update(line.encode())
        return digest.hexdigest()

    def split(
        self, *, test_size: float = 0.2, by: Literal["date", "chance"] = "date", random_state: int = 0
    ) -> tuple[Self, Self]:
        """Return (train, test): the latest articles are the test, or a share drawn by chance.

        Judging by date is the default: a tagger is used on tomorrow's articles.
        Raises `CorpusError` when one of the two would be empty.
        """
        ids = latest_ids(self, test_size) if by == "date" else sampled_ids(self, test_size, random_state)
        if not ids or len(ids) == len(self):
            raise CorpusError(f"trop peu d’articles pour en mettre {test_size:.0%} de côté.", path=self.name or None)
        return self.filter(lambda document: document.id not in ids), self._among(ids)

    def folds(
        self, count: int, *, by: Literal["date", "chance"] = "chance", random_state: int = 0
    ) -> list[tuple[Self, Self]]:
        """Return (train, test) for each fold of a cross-validation.

        By chance, every document is tested once and every tag is spread evenly over the folds; by date, each of
        the successive blocks is tested after training on all that comes before.
        Raises `CorpusError` when there are fewer documents than folds.
        """
        total = len(self)
        if count < 2 or total < (count if by == "chance" else count + 1):
            raise CorpusError(
                f"impossible de faire {count} parts de {total} articles. Il faut au moins deux parts, et "
                f"{'autant d’articles' if by == 'chance' else 'un article de plus'} que de parts.",
                path=self.name or None,
            )
        folds = folds_of(self, count, by=by, random_state=random_state)
        return [(self._among(fold.train), self._among(fold.test)) for fold in folds]

    def _among(self, ids: frozenset[str]) -> Self:
        return self.filter(lambda document: document.id in ids)


def files_of(path: Path) -> list[Path]:
    """Return the files to read at a path, in a stable order."""
    if path.is_dir():
        files = sorted(file for file in path.rglob("*") if file.suffix in SUFFIXES)
        if not files:
            raise CorpusError(f"aucun fichier {', '.join(SUFFIXES)} dans ce dossier.", path=path)
        return files
    if not path.exists():
        raise CorpusError("ce fichier n’existe pas. Vérifiez le chemin.", path=path)
    return [path]


def _unique(files: list[Path]) -> Iterator[Document]:
    """Yield the documents of several files; raise `CorpusError` when an id comes back."""
    seen: dict[str, Path] = {}
    for path in files:
        for document in read_file(path):
            if document.id in seen:
                raise CorpusError(f"l’identifiant « {document.id} » est déjà dans {seen[document.id]}.", path=path)
            seen[document.id] = path
            yield document
