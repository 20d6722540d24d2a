"""One article, as we received it."""

import datetime
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import Self


@dataclass(frozen=True, slots=True)
class Document:
    """One article; its tags are labels, the dominant one first.

    >>> Document("a1", "Sonatel : les résultats de l’année", "Le groupe annonce…", tags=("Sonatel/Orange",)).words
    9
    """

    id: str
    title: str
    text: str
    date: datetime.date | None = None
    tags: tuple[str, ...] = ()
    url: str | None = None
    extra: dict[str, object] = field(default_factory=dict, compare=False)

    @property
    def words(self) -> int:
        """The number of words of title and text, counted between spaces."""
        return len(self.title.split()) + len(self.text.split())

    def digest(self) -> str:
        """Return a digest of everything that a model could learn from."""
        fields = (self.id, self.title, self.text, str(self.date), *self.tags)
        return blake2b("\x1f".join(fields).encode(), digest_size=16).hexdigest()

    def with_tags(self, *tags: str) -> Self:
        """Return the same article with other tags."""
        return replace(self, tags=tags)
