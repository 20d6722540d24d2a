"""How many articles each tag has, and of which years."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from classifier.checking.findings import Code, Finding
from classifier.documents import Document

MIN_ARTICLES = 8  # what `learning` asks of a tag before it gives it weights; a test holds the two together


@dataclass(slots=True)
class TagCount:
    """One row of the summary."""

    label: str
    articles: int = 0
    dominant: int = 0
    first_year: int | None = None
    last_year: int | None = None

    def add(self, document: Document, *, dominant: bool) -> None:
        """Count one article."""
        self.articles += 1
        self.dominant += dominant
        if document.date:
            year = document.date.year
            self.first_year = min(year, self.first_year or year)
            self.last_year = max(year, self.last_year or year)


class Tally:
    """One row for each tag of the vocabulary, or for each label met when there is none.

    >>> tally = Tally(["Radio"])
    >>> tally.add(Document("a", "", "", tags=("Radio", "Presse")), ["Radio", "Presse"])
    >>> [(row.label, row.articles, row.dominant) for row in tally.rows()]
    [('Presse', 1, 0), ('Radio', 1, 1)]
    """

    def __init__(self, labels: Iterable[str] = ()) -> None:
        self._rows = {label: TagCount(label) for label in labels}

    def add(self, document: Document, labels: Iterable[str]) -> None:
        """Count an article for each of its labels, the dominant one first."""
        for rank, label in enumerate(dict.fromkeys(labels)):
            self._rows.setdefault(label, TagCount(label)).add(document, dominant=rank == 0)

    def rows(self) -> list[TagCount]:
        """Return the rows in alphabetical order."""
        return sorted(self._rows.values(), key=lambda row: row.label.casefold())

    def rare(self, least: int) -> Iterator[Finding]:
        """Yield a finding for each tag that has fewer articles than `least`, the rarest first."""
        for row in sorted(self.rows(), key=lambda row: row.articles):
            if row.articles < least:
                count = f"{row.articles or 'aucun'} article{'s' if row.articles > 1 else ''}"
                yield Finding(Code.FEW_ARTICLES, f"« {row.label} » : {count} ; il en faut au moins {least}.")
