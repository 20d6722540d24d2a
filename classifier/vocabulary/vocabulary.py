"""All the tags, and how to find one."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from difflib import get_close_matches
from hashlib import blake2b
from pathlib import Path
from typing import Self

from classifier.errors import UnknownTagError, VocabularyError
from classifier.vocabulary.files import read_tags, write_tags
from classifier.vocabulary.tag import Tag, label_key, slug


class Vocabulary:
    """The tags in a fixed order; the position of a tag is its column in a model.

    >>> vocabulary = Vocabulary([Tag("reseaux", "Réseaux sociaux", former=("Web 2.0",))])
    >>> vocabulary.find("reseaux SOCIAUX").id, vocabulary.find("Web 2.0").id
    ('reseaux', 'reseaux')
    """

    def __init__(self, tags: Iterable[Tag], *, source: str = "le vocabulaire") -> None:
        self.tags = tuple(tags)
        self.source = source
        self._by_id = {tag.id: column for column, tag in enumerate(self.tags)}
        self._by_label = _label_columns(self.tags, source)

    @classmethod
    def read(cls, path: Path | str) -> Self:
        """Return the vocabulary written in a YAML file.

        Raises `VocabularyError`, which names file, line and field.
        """
        return cls(read_tags(Path(path)), source=str(path))

    @classmethod
    def from_labels(cls, labels: Iterable[str]) -> Self:
        """Return a vocabulary of bare labels, for a corpus that brings its own."""
        unique = dict.fromkeys(labels)
        ids: dict[str, str] = {}
        for label in unique:
            base = slug(label) or "tag"
            number = sum(1 for other in ids if other == base or other.startswith(f"{base}--"))
            ids[base if not number else f"{base}--{number + 1}"] = label
        return cls([Tag(id, label) for id, label in ids.items()], source="le corpus")

    def write(self, path: Path | str) -> None:
        """Write the vocabulary to a YAML file, aside first and then in one move."""
        write_tags(self.tags, Path(path))

    def __len__(self) -> int:
        """Return the number of tags."""
        return len(self.tags)

    def __iter__(self) -> Iterator[Tag]:
        """Iterate over the tags in the order of their columns."""
        return iter(self.tags)

    def __getitem__(self, column: int) -> Tag:
        """Return the tag of a column."""
        return self.tags[column]

    def __repr__(self) -> str:
        """Return the size and the source."""
        return f"<Vocabulary: {len(self)} tags, {self.source}>"

    @property
    def labels(self) -> list[str]:
        """The printed labels, in the order of their columns."""
        return [tag.label for tag in self.tags]

    def column(self, label_or_id: str) -> int:
        """Return the column of the tag that bears this id or any of these labels.

        An exact label wins over a spelling that differs by case, accents or apostrophes.
        Raises `UnknownTagError`, which lists the closest labels.
        """
        for key in (label_or_id, label_key(label_or_id)):
            columns = self._by_label.get(key, ())
            if len(columns) == 1:
                return columns[0]
            if columns:
                shared = ", ".join(f"« {self.tags[column].label} »" for column in columns)
                raise UnknownTagError(f"« {label_or_id} » désigne plusieurs mots-clés : {shared}. Écrivez l’un d’eux.")
        if label_or_id in self._by_id:
            return self._by_id[label_or_id]
        closest = ", ".join(f"« {label} »" for label in self.closest(label_or_id)) or "aucun"
        raise UnknownTagError(
            f"aucun mot-clé ne s’appelle « {label_or_id} » dans {self.source}. Les plus proches : {closest}. "
            "Ajoutez-le à cette liste, ou donnez-le comme synonyme d’un mot-clé qui s’y trouve."
        )

    def find(self, label_or_id: str) -> Tag:
        """Return the tag that bears this id or any of these labels; see `column`."""
        return self.tags[self.column(label_or_id)]

    def closest(self, label: str, *, limit: int = 3) -> list[str]:
        """Return the printed labels that look most like this one, the nearest first."""
        keys = get_close_matches(label_key(label), self._by_label, n=3 * limit, cutoff=0.5)
        found = (self.tags[column].label for key in keys for column in self._by_label[key])
        return list(dict.fromkeys(found))[:limit]

    def rename(self, label: str, new_label: str) -> Self:
        """Return a vocabulary in which a tag has a new label and keeps the old one as a former label.

        >>> vocabulary = Vocabulary([Tag("x", "Twitter")]).rename("Twitter", "X (réseau)")
        >>> vocabulary.find("Twitter").label
        'X (réseau)'
        """
        column = self.column(label)
        tag = self.tags[column]
        former = tuple(dict.fromkeys((*tag.former, tag.label)))
        renamed = replace(tag, label=new_label, former=tuple(name for name in former if name != new_label))
        return type(self)((*self.tags[:column], renamed, *self.tags[column + 1 :]), source=self.source)

    def fingerprint(self) -> str:
        """Return a digest of everything that the tags say."""
        return blake2b(repr(self.tags).encode(), digest_size=8).hexdigest()


def _label_columns(tags: tuple[Tag, ...], source: str) -> dict[str, tuple[int, ...]]:
    """Return label -> columns: one for what is clear, several for a name that tags share.

    A printed label always wins over another tag's former name or synonym.
    """
    printed: dict[str, tuple[int, ...]] = {}
    for column, tag in enumerate(tags):
        if tag.label in printed:
            raise VocabularyError(f"le libellé « {tag.label} » est porté par deux mots-clés", path=source)
        printed[tag.label] = (column,)
    for column, tag in enumerate(tags):
        printed.setdefault(label_key(tag.label), (column,))
    others: dict[str, tuple[int, ...]] = {}
    for column, tag in enumerate(tags):
        for label in dict.fromkeys(key for name in tag.labels[1:] for key in (name, label_key(name))):
            others[label] = (*others.get(label, ()), column)
    return others | printed
