"""What a model would change in an archive, article by article: the values, and the file that holds them.

The first line of a plan says what it was made of, each of the others is an article in the archive's order, and the
last one closes it with a checksum. A plan is never edited: decisions go into a spreadsheet beside it (`sheets`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any, Literal, NamedTuple, Self

from classifier.documents import Document
from classifier.errors import PlanError
from classifier.retagging.lines import Object, read_lines

FORMAT, VERSION = "motscles-plan", 1

Action = Literal["add", "remove"]
PlanBand = Literal["automatic", "review"]


@dataclass(frozen=True, slots=True)
class Options:
    """What a plan may propose.

    `band` is the least sure band to propose from; `limit` the most additions to one article; `remove` says whether
    tags that the article bears may be proposed for removal.
    """

    band: PlanBand = "review"
    limit: int = 5
    remove: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """One tag to add to an article or to take from it, how sure that is, and the words behind it.

    `probability` is that of the article bearing the tag, and `words` are those that speak for it: a removal is proposed
    where both are low.
    """

    action: Action
    tag: str
    id: str
    probability: float
    band: PlanBand
    source: str
    words: tuple[str, ...] = ()

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        """Return a change from its JSON."""
        return cls(**{**row, "words": tuple(row["words"])})


@dataclass(frozen=True, slots=True)
class Article:
    """One article of a plan: what it was when the plan was made, and what would change.

    `content` is a digest of title and text, which tells the article from another one with the same id.
    """

    id: str
    title: str
    tags: tuple[str, ...]
    content: str
    changes: tuple[Change, ...] = ()
    place: Object = field(default_factory=dict)  # what the source must know to find it again

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        """Return an article from its JSON."""
        changes = tuple(Change.of(change) for change in row["changes"])
        return cls(**{"place": {}, **row, "tags": tuple(row["tags"]), "changes": changes})

    def as_row(self) -> Object:
        """Return the article as the object that `of` reads."""
        row = asdict(self)
        if not self.place:
            del row["place"]
        return row


class Header(NamedTuple):
    """What a plan was made of: an archive, a model, options."""

    archive: Object
    model: Object
    options: Options

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        """Return a header from its JSON."""
        return cls(row["archive"], row["model"], Options(**row["options"]))

    def as_row(self) -> Object:
        """Return the header as the first line of a plan."""
        known = {"format": FORMAT, "version": VERSION}
        return known | {"archive": self.archive, "model": self.model, "options": asdict(self.options)}

    def difference(self, other: "Header") -> str | None:
        """Return in French what another header was made of that this one was not, or None."""
        if _identity(self.archive) != _identity(other.archive):
            return "une autre archive, ou l’archive a changé"
        if self.model != other.model:
            return f"un autre modèle ({other.model.get('version')})"
        return "d’autres options" if self.options != other.options else None


class Plan:
    """A finished plan on the disk, checked when it is opened; iterating reads its articles one after the other."""

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        self.header, self.articles, self.changes, self.checksum = self._check()

    def __iter__(self) -> Iterator[Article]:
        """Iterate over the articles, in the archive's order."""
        for _, row in read_lines(self.path, PlanError):
            if "changes" in row:
                yield Article.of(row)

    def __len__(self) -> int:
        """Return the number of articles."""
        return self.articles

    def _check(self) -> tuple[Header, int, int, str]:
        digest = blake2b(digest_size=16)
        header, last, articles, changes = None, None, 0, 0
        for line, row in read_lines(self.path, PlanError):
            if header is None:
                header = read_header(row, self.path)
            if "changes" in row:
                articles, changes = articles + 1, changes + len(row["changes"])
            last = row
            if "checksum" not in row:
                digest.update(line)
        if header is None or last is None:
            raise PlanError("ce fichier est vide. Refaites le plan : motscles retag plan.", path=self.path)
        if last != footer(articles, digest.hexdigest()):
            raise PlanError(
                "ce plan a été modifié ou coupé. Les décisions se prennent dans le tableau de motscles retag review ; "
                "reprenez une copie du plan, ou refaites-le.",
                path=self.path,
            )
        return header, articles, changes, digest.hexdigest()


def footer(articles: int, checksum: str) -> Object:
    """Return the last line of a plan."""
    return {"articles": articles, "checksum": checksum}


def read_header(row: Object, path: Path) -> Header:
    """Return the header of a plan from its first line; raise `PlanError` when it is none, or one we do not know."""
    if row.get("format") != FORMAT:
        raise PlanError("ce n’est pas un plan. On en fait un par : motscles retag plan ARCHIVE --out PLAN.", path=path)
    if row.get("version") != VERSION:
        raise PlanError(
            f"plan de version {row.get('version')!r}, celui-ci lit la version {VERSION}. "
            "Mettez motscles à jour, ou refaites le plan.",
            path=path,
        )
    return Header.of(row)


def content_of(document: Document) -> str:
    """Return a digest of what an article says, whatever its tags."""
    return blake2b(f"{document.title}\x1f{document.text}".encode(), digest_size=8).hexdigest()


def _identity(archive: Object) -> Object:
    """Return what must be the same: a path may be written otherwise, and a live site gets new articles."""
    return {name: value for name, value in archive.items() if name not in ("source", "articles")}
