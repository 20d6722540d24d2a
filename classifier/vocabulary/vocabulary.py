"""All the tags, and how to find one."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from difflib import get_close_matches
from hashlib import blake2b
from pathlib import Path
from typing import Self

from classifier.errors import RetiredTagError, UnknownTagError, VocabularyError
from classifier.vocabulary.files import read_tags, write_tags
from classifier.vocabulary.tag import Tag, label_key, slug


class Vocabulary:
    """The tags in a fixed order; the position of a tag in use is its column in a model.

    Tags out of use have no column; what they are called still leads to the tags that took them over.

    >>> vocabulary = Vocabulary([Tag("reseaux", "Réseaux sociaux", former=("Web 2.0",))])
    >>> vocabulary.find("reseaux SOCIAUX").id, vocabulary.find("Web 2.0").id
    ('reseaux', 'reseaux')
    """

    def __init__(self, tags: Iterable[Tag], *, source: str = "le vocabulaire") -> None:
        self.known = tuple(tags)  # in the order of the file, those out of use too
        self.tags = tuple(tag for tag in self.known if not tag.is_retired)
        self.source = source
        self._columns = {tag.id: column for column, tag in enumerate(self.tags)}
        self._by_id = {tag.id: tag for tag in self.known}
        self._by_label = _bearers(self.known, source)
        self._current: dict[str, tuple[str, ...]] = {}

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
        write_tags(self.known, Path(path))

    def __len__(self) -> int:
        """Return the number of tags in use."""
        return len(self.tags)

    def __iter__(self) -> Iterator[Tag]:
        """Iterate over the tags in use, in the order of their columns."""
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

        An exact label wins over a spelling that differs by case, accents or apostrophes; what a tag that was merged
        was called means the tag that took it over.
        Raises `UnknownTagError`, which lists the closest labels, or says what became of the tag.
        """
        heirs = self.heirs(label_or_id)
        if len(heirs) != 1:
            raise RetiredTagError(self._fate(label_or_id, heirs))
        return self._columns[heirs[0].id]

    def columns(self, labels: Iterable[str]) -> list[int]:
        """Return the columns of the tags that an article bears, in order and once.

        Those that were retired, or split and not yet sorted out, have none. Raises `UnknownTagError`.
        """
        found = [self.heirs(label) for label in labels]
        return list(dict.fromkeys(self._columns[heirs[0].id] for heirs in found if len(heirs) == 1))

    def heirs(self, label_or_id: str) -> tuple[Tag, ...]:
        """Return the tags in use that a label or an id means today.

        One as a rule, that of a merging included; none for a tag that was retired, several for one that was split.
        Everything that reads labels from before comes through here. Raises `UnknownTagError`.

        >>> from datetime import date
        >>> old = Tag("faits", "Faits divers", retired=date(2026, 1, 1), replaced_by=("radio",))
        >>> [tag.label for tag in Vocabulary([Tag("radio", "Radio"), old]).heirs("faits divers")]
        ['Radio']
        """
        for key in (label_or_id, label_key(label_or_id)):
            bearers = self._by_label.get(key, ())
            if len(bearers) == 1:
                return self._heirs_of(bearers[0])
            if bearers:  # tags that share a name, and perhaps became one
                heirs = dict.fromkeys(heir for tag in bearers for heir in self._heirs_of(tag))
                if len(heirs) == 1:
                    return tuple(heirs)
                shared = ", ".join(f"« {tag.label} »" for tag in bearers)
                raise UnknownTagError(f"« {label_or_id} » désigne plusieurs mots-clés : {shared}. Écrivez l’un d’eux.")
        if label_or_id in self._by_id:
            return self._heirs_of(self._by_id[label_or_id])
        closest = ", ".join(f"« {label} »" for label in self.closest(label_or_id)) or "aucun"
        raise UnknownTagError(
            f"aucun mot-clé ne s’appelle « {label_or_id} » dans {self.source}. Les plus proches : {closest}. "
            "Ajoutez-le à cette liste, ou donnez-le comme synonyme d’un mot-clé qui s’y trouve."
        )

    def by_id(self, id: str) -> Tag | None:
        """Return the tag, in use or not, of an id; None where no tag has or had it. A label may look like an id."""
        return self._by_id.get(id)

    def heirs_of(self, id: str) -> tuple[Tag, ...] | None:
        """Return the tags in use that stand today for the tag of an id; None where no tag has or had it."""
        tag = self._by_id.get(id)
        return None if tag is None else self._heirs_of(tag)

    def _heirs_of(self, tag: Tag, seen: frozenset[str] = frozenset()) -> tuple[Tag, ...]:
        if not tag.is_retired:
            return (tag,)
        nearest = [self._by_id[id] for id in tag.replaced_by if id in self._by_id and id not in seen]
        found = (heir for one in nearest for heir in self._heirs_of(one, seen | {tag.id}))
        return tuple(dict.fromkeys(found))

    def _fate(self, label_or_id: str, heirs: tuple[Tag, ...]) -> str:
        if heirs:
            names = ", ".join(f"« {tag.label} »" for tag in heirs)
            return f"« {label_or_id} » a été scindé : {names}. Écrivez l’un d’eux."
        return f"« {label_or_id} » est un mot-clé retiré, que rien ne remplace. Choisissez-en un autre, ou ôtez-le."

    def current(self, labels: Iterable[str]) -> tuple[str, ...]:
        """Return the labels of an article with those of tags out of use replaced by today's, or left out.

        Labels of tags in use, and labels that no tag bears, stay as they are written.
        """
        labels = tuple(labels)
        if len(self.tags) == len(self.known):
            return labels
        return tuple(dict.fromkeys(now for label in labels for now in self._currently(label)))

    def _currently(self, label: str) -> tuple[str, ...]:
        if label not in self._current:
            self._current[label] = (label,)
            try:
                heirs = self.heirs(label)
            except UnknownTagError:
                return (label,)
            if len(heirs) != 1:
                self._current[label] = ()
            elif any(tag.is_retired for tag in self.bearers(label)):
                self._current[label] = (heirs[0].label,)
        return self._current[label]

    def bearers(self, label_or_id: str) -> tuple[Tag, ...]:
        """Return the tags, in use or not, that bear this id or label themselves: what it meant when it was given."""
        by_label = self._by_label.get(label_or_id) or self._by_label.get(label_key(label_or_id))
        by_id = (self._by_id[label_or_id],) if label_or_id in self._by_id else ()
        return by_label or by_id

    def find(self, label_or_id: str) -> Tag:
        """Return the tag that bears this id or any of these labels; see `column`."""
        return self.tags[self.column(label_or_id)]

    def closest(self, label: str, *, limit: int = 3) -> list[str]:
        """Return the printed labels that look most like this one, the nearest first."""
        keys = get_close_matches(label_key(label), self._by_label, n=3 * limit, cutoff=0.5)
        found = (tag.label for key in keys for one in self._by_label[key] for tag in self._heirs_of(one))
        return list(dict.fromkeys(found))[:limit]

    def rename(self, label: str, new_label: str) -> Self:
        """Return a vocabulary in which a tag has a new label and keeps the old one as a former label.

        >>> vocabulary = Vocabulary([Tag("x", "Twitter")]).rename("Twitter", "X (réseau)")
        >>> vocabulary.find("Twitter").label
        'X (réseau)'
        """
        tag = self.find(label)
        former = tuple(dict.fromkeys((*tag.former, tag.label)))
        renamed = replace(tag, label=new_label, former=tuple(name for name in former if name != new_label))
        return self.replacing(renamed)

    def replacing(self, *tags: Tag) -> Self:
        """Return a vocabulary in which these tags stand for those with the same ids, new ones after all others."""
        by_id = {tag.id: tag for tag in tags}
        kept = [by_id.pop(tag.id, tag) for tag in self.known]
        return type(self)([*kept, *by_id.values()], source=self.source)

    def fingerprint(self) -> str:
        """Return a digest of everything that the tags say."""
        return blake2b(repr(self.known).encode(), digest_size=8).hexdigest()


def _bearers(tags: tuple[Tag, ...], source: str) -> dict[str, tuple[Tag, ...]]:
    """Return label -> tags: one for what is clear, several for a name that tags share.

    A printed label always wins over another tag's former name or synonym, and one in use over one out of use.
    """
    printed: dict[str, tuple[Tag, ...]] = {}
    in_order = sorted(tags, key=lambda tag: tag.is_retired)
    for tag in in_order:
        if tag.label in printed:
            raise VocabularyError(f"le libellé « {tag.label} » est porté par deux mots-clés", path=source)
        printed[tag.label] = (tag,)
    for tag in in_order:
        printed.setdefault(label_key(tag.label), (tag,))
    others: dict[str, tuple[Tag, ...]] = {}
    for tag in tags:
        for label in dict.fromkeys(key for name in tag.labels[1:] for key in (name, label_key(name))):
            others[label] = (*others.get(label, ()), tag)
    return others | printed
