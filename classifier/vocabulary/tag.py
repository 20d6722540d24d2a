"""One tag of the controlled vocabulary."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

KINDS = ("sujet", "acteur", "forme")


@dataclass(frozen=True, slots=True)
class Period:
    """When a tag may be used; an open side is None, both days are included.

    >>> Period(end=date(2019, 10, 31)).covers(date(2012, 5, 1))
    True
    """

    start: date | None = None
    end: date | None = None

    def covers(self, day: date | None) -> bool:
        """Whether a day lies within the period; an unknown day does."""
        return day is None or ((self.start or day) <= day <= (self.end or day))


@dataclass(frozen=True, slots=True)
class TagGroup:
    """The group that a site keeps a tag in, with its rules.

    `single`: an article bears one tag of the group at most; `mandatory`: it should bear one; `tables` are the kinds
    of objects that the site lets bear them, none where it does not say.
    """

    label: str
    spip: int | None = None
    single: bool = False
    mandatory: bool = False
    tables: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tag:
    """One concept with a lasting id; only its labels may change.

    `label` is printed, `synonyms` and `former` labels find the same tag, `later` names say what
    its subject was called afterwards, `mentions` are words that make an editor think of it.
    `spip`, `rank` and `group` tie it to the keyword of a SPIP site: its id, its place in lists, its group.
    `retired` is the day since which it is out of use; `replaced_by` are then the ids of the tags that took it over:
    one after a merging, several after a split.
    """

    id: str
    label: str
    scope_note: str = ""
    not_for: str = ""
    kind: str = "sujet"
    count: int = 0
    period: Period = Period()
    period_note: str = ""
    synonyms: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    later: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    spip: int | None = None
    rank: int | None = None
    group: TagGroup | None = None
    retired: date | None = None
    replaced_by: tuple[str, ...] = ()

    @property
    def is_retired(self) -> bool:
        """Whether the tag is out of use: known, so that old articles can be read, and never suggested."""
        return self.retired is not None

    @property
    def labels(self) -> tuple[str, ...]:
        """Every label that means this tag, the printed one first."""
        return (self.label, *self.former, *self.synonyms)

    @property
    def names(self) -> tuple[str, ...]:
        """What this tag may be called in a text: its labels, and the halves of "Sonatel/Orange".

        >>> Tag("sonatel-orange", "Sonatel/Orange", synonyms=("opérateur historique",)).names
        ('Sonatel/Orange', 'Sonatel', 'Orange', 'opérateur historique')
        """
        halves = tuple(half.strip() for half in self.label.split("/")) if "/" in self.label else ()
        return (self.label, *halves, *self.synonyms)


def slug(label: str) -> str:
    """Return an id made from a label: lower case, no accents, hyphens.

    >>> slug("TIC pour l’éducation")
    'tic-pour-l-education'
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", label) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def label_key(label: str) -> str:
    """Return what two spellings of one label have in common: case, accents, apostrophes and spaces apart.

    >>> label_key("Désengagement de l’Etat") == label_key("desengagement  de l'État")
    True
    """
    return slug(label)
