"""Where the articles come from, and how to know that it is still the same archive."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple, Protocol, Self

from classifier.corpora import Corpus
from classifier.documents import Document
from classifier.errors import RetaggingError
from classifier.retagging.lines import Object
from classifier.vocabulary import Vocabulary


class Placed(NamedTuple):
    """An article, and what its source must know to find it again."""

    document: Document
    place: Object


@dataclass(frozen=True, slots=True)
class Rules:
    """What a source lets happen to its articles.

    `allowed` holds the ids of the tags that may be added, all of them when None; `single` names the group of each tag
    that may stand with no other of its group.
    """

    allowed: frozenset[str] | None = None
    single: dict[str, str] = field(default_factory=dict)

    def allow(self, id: str) -> bool:
        """Whether a tag may be added to an article."""
        return self.allowed is None or id in self.allowed


class Archive(Protocol):
    """Articles that can be read again and again in the same order, without living in memory."""

    def describe(self, vocabulary: Vocabulary) -> Object:
        """Return what tells this archive from others, with the number of its `articles` and its `source`.

        A `fingerprint` is there when nobody else writes to it; then its articles are not to change under way.
        """

    def __iter__(self) -> Iterator[Placed]:
        """Iterate over the articles."""

    def rules(self, vocabulary: Vocabulary) -> Rules:
        """Return what may happen to the articles."""


class CorpusArchive:
    """Files of articles."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus

    @classmethod
    def read(cls, paths: Sequence[Path]) -> Self:
        """Return the archive of some files and folders; see `Corpus.read`."""
        return cls(Corpus.read(*paths))

    def describe(self, vocabulary: Vocabulary) -> Object:
        """Return the name, the number and a digest of the articles, by reading them once.

        The digest depends on their order, so that nothing has to be kept to compute it.
        """
        digest, articles = blake2b(digest_size=16), 0
        for document in self.corpus:
            digest.update(document.digest().encode())
            articles += 1
        if not articles:
            raise RetaggingError("aucun article dans cette archive.", path=self.corpus.name)
        return {
            "kind": "corpus",
            "source": self.corpus.name,
            "articles": articles,
            "fingerprint": digest.hexdigest(),
        }

    def __iter__(self) -> Iterator[Placed]:
        """Iterate over the articles."""
        return (Placed(document, {}) for document in self.corpus)

    def rules(self, vocabulary: Vocabulary) -> Rules:
        """Return no rules: a corpus has none."""
        return Rules()
