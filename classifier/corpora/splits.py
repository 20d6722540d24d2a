"""Which documents are held out: the latest, or some drawn by chance; once, or in turn."""

from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from typing import Literal, NamedTuple

import numpy as np

from classifier.documents import Document


class Fold(NamedTuple):
    """The ids of the documents to learn from, and of those to judge by."""

    train: frozenset[str]
    test: frozenset[str]


def latest_ids(documents: Iterable[Document], share: float) -> frozenset[str]:
    """Return the ids of the latest documents; those without a date count as the oldest."""
    ids = _ids_by_date(documents)
    return frozenset(ids[len(ids) - round(share * len(ids)) :])


def sampled_ids(documents: Iterable[Document], share: float, random_state: int) -> frozenset[str]:
    """Return the ids of a share of the documents, drawn with a seed, whatever their order."""
    ids = sorted(document.id for document in documents)
    drawn = np.random.default_rng(random_state).permutation(len(ids))[: round(share * len(ids))]
    return frozenset(ids[position] for position in drawn)


def folds_of(
    documents: Iterable[Document], folds: int, *, by: Literal["date", "chance"], random_state: int
) -> list[Fold]:
    """Return the folds of a cross-validation; see `dated_folds` and `stratified_parts`."""
    if by == "date":
        return dated_folds(documents, folds)
    parts = stratified_parts(documents, folds, random_state)
    return [Fold(frozenset().union(*parts) - part, part) for part in parts]


def dated_folds(documents: Iterable[Document], folds: int) -> list[Fold]:
    """Return successive blocks of time: each is judged by what was learned from everything before it.

    The oldest block is only learned from.

    >>> articles = [Document(str(year), "", "", date(year, 1, 1)) for year in range(2001, 2007)]
    >>> [(sorted(fold.train), sorted(fold.test)) for fold in dated_folds(articles, 2)]
    [(['2001', '2002'], ['2003', '2004']), (['2001', '2002', '2003', '2004'], ['2005', '2006'])]
    """
    ids = _ids_by_date(documents)
    ends = [round(block * len(ids) / (folds + 1)) for block in range(1, folds + 2)]
    return [Fold(frozenset(ids[:start]), frozenset(ids[start:end])) for start, end in pairwise(ends)]


def stratified_parts(documents: Iterable[Document], parts: int, random_state: int) -> list[frozenset[str]]:
    """Return the ids of parts of like size over which every tag is spread evenly, the rare ones first.

    Iterative stratification (Sechidis, Tsoumakas and Vlahavas 2011): the tag with the fewest documents left is
    shared out first, each document to the part that still wants most of that tag, then most documents, then by
    chance. It does not depend on the order of the documents.

    >>> articles = [Document(str(number), "", "", tags=("Rare",) if number < 2 else ("Usuel",)) for number in range(8)]
    >>> [len(part & {"0", "1"}) for part in stratified_parts(articles, 2, 0)]
    [1, 1]
    """
    tags_of = dict(sorted((document.id, document.tags) for document in documents))
    generator = np.random.default_rng(random_state)
    turn = dict(zip(tags_of, generator.permutation(len(tags_of)).tolist(), strict=True))
    bearers: dict[str, set[str]] = {}
    for id, tags in tags_of.items():
        for tag in tags:
            bearers.setdefault(tag, set()).add(id)
    wanted = np.full(parts, len(tags_of) / parts)
    wanted_of = {tag: np.full(parts, len(ids) / parts) for tag, ids in bearers.items()}
    taken: list[set[str]] = [set() for _ in range(parts)]

    def give(id: str, wishes: "tuple[np.ndarray, ...]") -> None:
        candidates = np.arange(parts)
        for wish in wishes:
            candidates = candidates[wish[candidates] == wish[candidates].max()]
        part = int(candidates[generator.integers(len(candidates))] if len(candidates) > 1 else candidates[0])
        taken[part].add(id)
        del turn[id]
        wanted[part] -= 1
        for tag in tags_of[id]:
            wanted_of[tag][part] -= 1
            bearers[tag].discard(id)

    while left := {tag: ids for tag, ids in bearers.items() if ids}:
        rarest = min(left, key=lambda tag: (len(left[tag]), tag))
        for id in sorted(left[rarest], key=turn.__getitem__):
            give(id, (wanted_of[rarest], wanted))
    for id in sorted(turn, key=turn.__getitem__):  # without tags: only the sizes matter
        give(id, (wanted,))
    return [frozenset(part) for part in taken]


def _ids_by_date(documents: Iterable[Document]) -> list[str]:
    return [id for _, id in sorted((document.date or date.min, document.id) for document in documents)]
