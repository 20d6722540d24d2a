"""What editors do to a vocabulary over the years: small values with a date, which can be applied again.

A tag's id never changes and is never used again. Nothing that a tag was ever called stops meaning it, or the tags
that took it over: a change that would give such a name to another tag is refused.
"""

from abc import abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from classifier.errors import UnknownTagError, VocabularyError
from classifier.vocabulary.tag import Period, Tag, label_key, slug
from classifier.vocabulary.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change: when, by whom and why; tags are named by their lasting ids."""

    kind: ClassVar[str]
    date: date
    tag: str
    who: str = ""
    why: str = ""

    @abstractmethod
    def apply(self, vocabulary: Vocabulary) -> Vocabulary:
        """Return the vocabulary after the change; raise `VocabularyError` where it cannot be made."""

    @abstractmethod
    def __str__(self) -> str:
        """Return a French sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rename(Change):
    """A tag has another label; the one that it had finds it for ever."""

    kind = "rename"
    label: str
    former: str = ""

    def apply(self, vocabulary: Vocabulary) -> Vocabulary:
        """Return the vocabulary with the new label."""
        tag = _in_use(vocabulary, self.tag)
        if self.label == tag.label:
            raise VocabularyError(f"« {self.label} » s’appelle déjà ainsi : rien à renommer.")
        _check_free(vocabulary, self.label, but=tag)
        kept = vocabulary.rename(tag.label, self.label).find(self.label)
        return vocabulary.replacing(replace(kept, synonyms=tuple(s for s in tag.synonyms if s != self.label)))

    def __str__(self) -> str:
        """Return a French sentence."""
        return f"« {self.former or self.tag} » s’appelle désormais « {self.label} »"


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge(Change):
    """A tag goes into another one: what bears it bears the other, and what names it evokes the other."""

    kind = "merge"
    into: str
    label: str = ""
    into_label: str = ""

    def apply(self, vocabulary: Vocabulary) -> Vocabulary:
        """Return the vocabulary with the tag out of use, replaced by the other."""
        tag, heir = _in_use(vocabulary, self.tag), _in_use(vocabulary, self.into)
        if tag == heir:
            raise VocabularyError(f"« {tag.label} » ne peut être réuni à lui-même.")
        gone = replace(tag, retired=self.date, replaced_by=(heir.id,))
        return vocabulary.replacing(gone, replace(heir, mentions=_joined_mentions(heir, tag)))

    def __str__(self) -> str:
        """Return a French sentence."""
        return f"« {self.label or self.tag} » est réuni à « {self.into_label or self.into} »"


@dataclass(frozen=True, slots=True)
class Part:
    """One of the tags that a split leaves: one that is there already, by its id, or a new one."""

    id: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Split(Change):
    """A tag makes room for several: what bears it waits for an editor to say which of them it means."""

    kind = "split"
    into: tuple[Part, ...]
    label: str = ""

    def apply(self, vocabulary: Vocabulary) -> Vocabulary:
        """Return the vocabulary with the tag out of use, replaced by several."""
        tag = _in_use(vocabulary, self.tag)
        ids = [part.id for part in self.into]
        if len(ids) < 2 or len(set(ids)) < len(ids):
            raise VocabularyError(f"« {tag.label} » : pour scinder, donnez au moins deux mots-clés différents.")
        if tag.id in ids:
            raise VocabularyError(f"« {tag.label} » ne peut être l’un de ceux en lesquels il est scindé.")
        there = {one.id for one in vocabulary}
        after = vocabulary.replacing(replace(tag, retired=self.date, replaced_by=tuple(ids)))
        for part in self.into:
            if part.id not in there:
                _check_new(after, part.id, part.label)
                after = after.replacing(Tag(part.id, part.label, kind=tag.kind))
        return after

    def __str__(self) -> str:
        """Return a French sentence."""
        parts = " et ".join(f"« {part.label} »" for part in self.into)
        return f"« {self.label or self.tag} » est scindé en {parts}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Retire(Change):
    """A tag is out of use and nothing takes it over; what bears it stays readable."""

    kind = "retire"
    label: str = ""

    def apply(self, vocabulary: Vocabulary) -> Vocabulary:
        """Return the vocabulary with the tag out of use."""
        tag = _in_use(vocabulary, self.tag)
        if len(vocabulary) == 1:
            raise VocabularyError(f"« {tag.label} » est le dernier mot-clé : il ne peut être retiré.")
        return vocabulary.replacing(replace(tag, retired=self.date))

    def __str__(self) -> str:
        """Return a French sentence."""
        return f"« {self.label or self.tag} » est retiré"


@dataclass(frozen=True, slots=True, kw_only=True)
class Add(Change):
    """A new tag, with what is needed to suggest it before there are examples."""

    kind = "add"
    label: str
    genre: str = "sujet"
    scope_note: str = ""
    synonyms: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    start: date | None = None

    def apply(self, vocabulary: Vocabulary) -> Vocabulary:
        """Return the vocabulary with the tag at its end."""
        _check_new(vocabulary, self.tag, self.label)
        for name in self.synonyms:
            _check_free(vocabulary, name)
        tag = Tag(
            self.tag,
            self.label,
            scope_note=self.scope_note,
            kind=self.genre,
            period=Period(self.start),
            synonyms=self.synonyms,
            mentions=self.mentions,
        )
        return vocabulary.replacing(tag)

    def __str__(self) -> str:
        """Return a French sentence."""
        return f"« {self.label} » est nouveau"


def replay(vocabulary: Vocabulary, changes: Iterable[Change]) -> Vocabulary:
    """Return the vocabulary after all changes, one after the other.

    >>> changes = [Rename(date=date(2023, 7, 24), tag="twitter", label="X"), Retire(date=date(2026, 1, 1), tag="blog")]
    >>> after = replay(Vocabulary([Tag("twitter", "Twitter"), Tag("blog", "Blogs")]), changes)
    >>> after.labels, after.find("Twitter").label, after.heirs("Blogs")
    (['X'], 'X', ())
    """
    for change in changes:
        vocabulary = change.apply(vocabulary)
    return vocabulary


def new_id(vocabulary: Vocabulary, label: str) -> str:
    """Return an id for a new tag that no tag has or had.

    >>> new_id(Vocabulary([Tag("radio", "Radios")]), "Radio")
    'radio--2'
    """
    base = slug(label) or "mot-cle"
    number = 1
    while vocabulary.by_id(id := base if number == 1 else f"{base}--{number}"):
        number += 1
    return id


def _in_use(vocabulary: Vocabulary, id: str) -> Tag:
    """Return the tag of an id, which must be in use."""
    tag = vocabulary.by_id(id)
    if tag is None:
        raise UnknownTagError(f"aucun mot-clé n’a l’id « {id} » dans {vocabulary.source}.")
    if tag.is_retired:
        raise VocabularyError(f"« {tag.label} » ne sert plus depuis le {tag.retired} : il ne peut plus changer.")
    return tag


def _check_new(vocabulary: Vocabulary, id: str, label: str) -> None:
    if vocabulary.by_id(id):
        raise VocabularyError(f"l’id « {id} » a déjà servi ; un id ne sert qu’une fois. Choisissez-en un autre.")
    if not id or id != id.strip():
        raise VocabularyError(f"l’id « {id} » est vide ou entouré d’espaces.")
    _check_free(vocabulary, label)


def _check_free(vocabulary: Vocabulary, name: str, *, but: Tag | None = None) -> None:
    """Raise `VocabularyError` unless a name is a name, and no other tag is or was called so."""
    key = label_key(name)
    if not key or name != " ".join(name.split()):
        raise VocabularyError(f"« {name} » ne peut être un libellé : il y faut une lettre, et pas d’espaces en trop.")
    for tag in vocabulary.known:
        if (but is None or tag.id != but.id) and key in {label_key(one) for one in (tag.id, *tag.labels)}:
            since = f", retiré le {tag.retired}" if tag.is_retired else ""
            raise VocabularyError(
                f"« {name} » désigne déjà le mot-clé « {tag.label} »{since} : ce que les anciens articles appellent "
                "ainsi changerait de sens. Choisissez un autre libellé."
            )


def _joined_mentions(heir: Tag, gone: Tag) -> tuple[str, ...]:
    known = {label_key(name) for name in (*heir.names, *heir.mentions)}
    more = {key: name for name in (*gone.names, *gone.mentions) if (key := label_key(name)) not in known}
    return (*heir.mentions, *more.values())
