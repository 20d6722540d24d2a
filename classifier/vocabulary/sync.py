"""A vocabulary beside the keywords of a site: what is new, renamed, merged, gone, or otherwise changed.

Nothing is ever deleted, and what people wrote by hand is kept: a tag takes from the site its keyword's id, label,
rank, group and count, and nothing else.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from classifier.errors import UnknownTagError
from classifier.vocabulary.tag import Tag, TagGroup, label_key, slug
from classifier.vocabulary.vocabulary import Vocabulary

ARTICLES = "articles"  # the kind of objects that are tagged
APOSTROPHES = str.maketrans("’‘ʼ´`", "'''''")


@dataclass(frozen=True, slots=True)
class SiteKeyword:
    """A keyword as its site has it: the id that lasts, the label without rank, how many articles bear it."""

    id: int
    label: str
    group: int = 0
    rank: int | None = None
    count: int = 0


@dataclass(frozen=True, slots=True)
class SiteGroup:
    """A group of keywords as its site has it."""

    id: int
    label: str
    single: bool = False
    mandatory: bool = False
    tables: tuple[str, ...] = ()

    @property
    def is_for_articles(self) -> bool:
        """Whether articles may bear its keywords; a group that does not say is for all."""
        return not self.tables or ARTICLES in self.tables


@dataclass(frozen=True, slots=True)
class Pair:
    """A tag as it is and as the site would have it."""

    old: Tag
    new: Tag

    def differs(self, *fields: str) -> bool:
        """Whether any of these fields changed."""
        return any(getattr(self.old, field) != getattr(self.new, field) for field in fields)


@dataclass(frozen=True)
class Sync:
    """What a comparison found; `vocabulary` is what the file would become."""

    vocabulary: Vocabulary
    pairs: tuple[Pair, ...]  # tags that the site has, in the order of the file
    new: tuple[Tag, ...]  # keywords that the file lacks
    gone: tuple[Tag, ...]  # tags that the site lacks
    merged: tuple[tuple[Tag, Tag], ...]  # (gone, the tag whose keyword took its label over)
    folded: tuple[tuple[SiteKeyword, Tag], ...]  # keywords that the file counts to a tag which has another already
    ignored: tuple[SiteKeyword, ...]  # keywords of groups that are not for articles, or were not asked for

    @cached_property
    def renamed(self) -> list[Pair]:
        """Tags with another label on the site."""
        return [pair for pair in self.pairs if pair.differs("label")]

    @cached_property
    def linked(self) -> list[Pair]:
        """Tags whose keyword was found by its label: its id is noted for the next time."""
        return [pair for pair in self.pairs if pair.differs("spip")]

    @cached_property
    def ranked(self) -> list[Pair]:
        """Tags that moved in the lists of the site since they were noted."""
        return [pair for pair in self.pairs if pair.differs("rank") and not pair.differs("spip")]

    @cached_property
    def counted(self) -> list[Pair]:
        """Tags with more or fewer articles."""
        return [pair for pair in self.pairs if pair.differs("count")]

    @cached_property
    def regrouped(self) -> list[Pair]:
        """Tags whose group, or its rules, changed since they were noted."""
        return [pair for pair in self.pairs if pair.differs("group") and not pair.differs("spip")]

    @property
    def changes(self) -> bool:
        """Whether the file would change."""
        return bool(self.new) or any(pair.old != pair.new for pair in self.pairs)


def compare(
    vocabulary: Vocabulary,
    keywords: Iterable[SiteKeyword],
    groups: Iterable[SiteGroup] = (),
    *,
    only: Iterable[str] = (),
) -> Sync:
    """Return what differs between a vocabulary and the keywords of a site.

    A keyword is a tag's by its id, else by the label printed, else by a former label or a synonym. Keywords of groups
    that are not for articles, or not among `only`, are left aside unless a tag is tied to them by id.

    >>> vocabulary = Vocabulary([Tag("x", "Twitter", spip=5), Tag("radio", "Radio")])
    >>> sync = compare(vocabulary, [SiteKeyword(5, "X (réseau)"), SiteKeyword(6, "Radio"), SiteKeyword(7, "Podcast")])
    >>> [tag.label for tag in sync.vocabulary], sync.vocabulary.find("Twitter").label, sync.new[0].id
    (['X (réseau)', 'Radio', 'Podcast'], 'X (réseau)', 'podcast')
    """
    by_id = {group.id: group for group in groups}
    wanted = {label_key(label) for label in only}
    tied = {tag.spip for tag in vocabulary if tag.spip is not None}
    taken: list[SiteKeyword] = []
    out_of_use, ignored = _out_of_use(vocabulary, keywords := list(keywords))
    for keyword in keywords:
        if keyword in ignored or keyword in out_of_use:
            continue
        (taken if keyword.id in tied or _is_wanted(by_id.get(keyword.group), wanted) else ignored).append(keyword)
    found, folded = _matches(vocabulary, taken)
    matched = {column: keyword for keyword, column in found.items()}
    notes = {one.id: TagGroup(one.label, one.id, one.single, one.mandatory, one.tables) for one in by_id.values()}
    updated = {column: _updated(vocabulary[column], keyword, notes) for column, keyword in matched.items()}
    gone = [tag for column, tag in enumerate(vocabulary) if column not in matched]
    updated, collisions = _without_collisions(vocabulary, updated, gone)
    merged = {tag: heir for tag in gone if (heir := _heir(tag, updated.values()))} | collisions
    pairs = tuple(Pair(vocabulary[column], updated[column]) for column in sorted(updated))
    whole = vocabulary.replacing(*updated.values())
    known = {keyword.id for keyword in [*found, *(keyword for keyword, _ in folded)]}
    new = tuple(_new_tags([keyword for keyword in taken if keyword.id not in known], list(whole.known), notes))
    return Sync(
        whole.replacing(*new),
        pairs,
        new,
        tuple(tag for tag in gone if tag not in merged),
        tuple(merged.items()),
        (*((keyword, vocabulary[column]) for keyword, column in folded), *out_of_use.items()),
        tuple(ignored),
    )


def _out_of_use(
    vocabulary: Vocabulary, keywords: list[SiteKeyword]
) -> tuple[dict[SiteKeyword, Tag], list[SiteKeyword]]:
    """Return the keywords of tags out of use: those that another tag took over, with it, and those to leave aside."""
    retired = [tag for tag in vocabulary.known if tag.is_retired]
    by_spip = {tag.spip: tag for tag in retired if tag.spip is not None}
    by_label = {label_key(tag.label): tag for tag in retired}
    in_use = {tag.spip for tag in vocabulary if tag.spip is not None}
    taken_over: dict[SiteKeyword, Tag] = {}
    ignored: list[SiteKeyword] = []
    for keyword in keywords:
        tag = by_spip.get(keyword.id) or by_label.get(label_key(keyword.label))
        if tag is None or keyword.id in in_use:
            continue
        heirs = vocabulary.heirs_of(tag.id) or ()
        if len(heirs) == 1:
            taken_over[keyword] = heirs[0]
        else:
            ignored.append(keyword)
    return taken_over, ignored


def _is_wanted(group: SiteGroup | None, wanted: set[str]) -> bool:
    if wanted:
        return group is not None and label_key(group.label) in wanted
    return group is None or group.is_for_articles


def _matches(
    vocabulary: Vocabulary, keywords: list[SiteKeyword]
) -> tuple[dict[SiteKeyword, int], list[tuple[SiteKeyword, int]]]:
    """Return keyword -> column for those that have a tag of their own, and those whose tag has another keyword."""
    by_spip = {tag.spip: column for column, tag in enumerate(vocabulary) if tag.spip is not None}
    printed = {label_key(tag.label): column for column, tag in reversed(list(enumerate(vocabulary)))}
    found = {keyword: by_spip[keyword.id] for keyword in keywords if keyword.id in by_spip}
    folded: list[tuple[SiteKeyword, int]] = []
    for keyword in keywords:  # all printed labels first: a former label must not take a tag from its own keyword
        column = printed.get(label_key(keyword.label))
        if keyword not in found and column is not None and column not in found.values():
            found[keyword] = column
    for keyword in keywords:
        by_any = _column(vocabulary, keyword.label) if keyword not in found else None
        if by_any is None:
            continue
        if by_any in found.values():
            folded.append((keyword, by_any))
        else:
            found[keyword] = by_any
    return found, folded


def _column(vocabulary: Vocabulary, label: str) -> int | None:
    try:
        return vocabulary.column(label)
    except UnknownTagError:
        return None


def _updated(tag: Tag, keyword: SiteKeyword, groups: dict[int, TagGroup]) -> Tag:
    """Return a tag with what the site says of it; a label that only looks otherwise stays as the editors wrote it."""
    group = groups.get(keyword.group, tag.group)
    noted = replace(tag, spip=keyword.id, rank=keyword.rank, group=group, count=keyword.count)
    if _plain(tag.label) == _plain(keyword.label):
        return noted
    key = label_key(keyword.label)
    former = [name for name in dict.fromkeys((*tag.former, tag.label)) if label_key(name) != key]
    synonyms = tuple(name for name in tag.synonyms if label_key(name) != key)
    return replace(noted, label=keyword.label, former=tuple(former), synonyms=synonyms)


def _plain(label: str) -> str:
    """Return a label without what typography alone changes: kinds of apostrophes and of spaces.

    >>> _plain("L’Etat : essai") == _plain("L'Etat : essai")
    True
    """
    return " ".join(label.translate(APOSTROPHES).split())


def _without_collisions(
    vocabulary: Vocabulary, updated: dict[int, Tag], gone: list[Tag]
) -> tuple[dict[int, Tag], dict[Tag, Tag]]:
    """Return the tags without new labels that another tag prints, and (gone, kept) for each of those.

    The site gave a keyword the label of one that it dropped: whether that is a merging is for people to say.
    """
    bearers = {label_key(tag.label): tag for tag in gone}
    kept = dict(updated)
    merged: dict[Tag, Tag] = {}
    clash = True
    while clash:  # a label given back may be one that another tag was to take
        clash = False
        printed = Counter(tag.label for tag in kept.values())
        for column, tag in kept.items():
            old, other = vocabulary[column], bearers.get(label_key(tag.label))
            if tag.label != old.label and (other is not None or printed[tag.label] > 1):
                kept[column] = replace(tag, label=old.label, former=old.former, synonyms=old.synonyms)
                merged |= {other: kept[column]} if other is not None else {}
                clash = True
                break
    return kept, merged


def _heir(gone: Tag, living: Iterable[Tag]) -> Tag | None:
    """Return the tag that bears the label of one that is gone, as its own or as one half of "Sonatel/Orange"."""
    key = label_key(gone.label)
    heirs = [tag for tag in living if key in {label_key(name) for name in (*tag.labels, *_halves(tag.label))}]
    return heirs[0] if len(heirs) == 1 else None


def _halves(label: str) -> list[str]:
    return re.split(r"\s*/\s*|\s+(?:et|&)\s+|,\s+", label)


def _new_tags(keywords: list[SiteKeyword], kept: list[Tag], groups: dict[int, TagGroup]) -> Iterator[Tag]:
    ids, labels = {tag.id for tag in kept}, {tag.label for tag in kept}
    for keyword in keywords:
        label = keyword.label if keyword.label not in labels else f"{keyword.label} (mot {keyword.id})"
        base = slug(keyword.label) or f"mot-{keyword.id}"
        id = base if base not in ids else f"{base}--{keyword.id}"
        ids.add(id)
        labels.add(label)
        yield Tag(id, label, count=keyword.count, spip=keyword.id, rank=keyword.rank, group=groups.get(keyword.group))
