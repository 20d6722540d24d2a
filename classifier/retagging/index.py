"""The changes of a plan as columns, so that a page of them is found among thousands at once; the rest stays on disk."""

import json
import os
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Literal, NamedTuple, get_args
from weakref import finalize

import numpy as np
from numpy.typing import NDArray

from classifier.errors import PlanError
from classifier.files import open_bytes
from classifier.retagging.lines import read_lines
from classifier.retagging.plan import Action, Article, Change, Plan, PlanBand
from classifier.retagging.review import ANSWERS, Answer
from classifier.retagging.sheets import Numbered

Order = Literal["plan", "surest", "least-sure"]
Mask = NDArray[np.bool_]
PERCENT = 100
BANDS: tuple[PlanBand, ...] = get_args(PlanBand)
ACTIONS: tuple[Action, ...] = get_args(Action)


@dataclass(frozen=True, slots=True)
class Where:
    """Which changes are meant; what is None is any. `low` and `high` are per cent of sureness, both included."""

    tag: str | None = None
    band: PlanBand | None = None
    action: Action | None = None
    answer: Answer | None = None
    low: int = 0
    high: int = PERCENT


class TagCount(NamedTuple):
    """A tag of a plan, and how many of its changes there are, and are not answered yet."""

    id: str
    label: str
    changes: int
    undecided: int


@dataclass(frozen=True, slots=True)
class Page:
    """Some changes in an order, each with its rank in it; `before` and `matching` count those that are meant."""

    changes: list[tuple[int, Numbered]]
    before: int
    matching: int


def percent_of(change: Change) -> int:
    """Return how sure a change is to be right, in per cent, rounded down: 99 is not yet certain.

    >>> percent_of(Change("add", "Fintech", "fintech", 0.999, "review", "model"))
    99
    >>> percent_of(Change("remove", "Fintech", "fintech", 0.2, "review", "model"))
    80
    """
    sureness = change.probability if change.action == "add" else 1 - change.probability
    return int(PERCENT * sureness + 1e-9)


class PlanIndex:
    """A plan, opened to be looked at in any order; it holds the file open, so that a new one of its name is another."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        with open_bytes(plan.path, PlanError) as file:
            self._descriptor = os.dup(file.fileno())
        finalize(self, os.close, self._descriptor)
        self.labels: dict[str, str] = {}  # of the tags, by id, in the order of their columns' numbers
        starts, lengths, places, columns = array("q"), array("l"), array("l"), bytearray()
        tags: list[int] = []
        known: dict[str, int] = {}
        for start, length, article in self._articles():
            for place, change in enumerate(article.changes):
                self.labels.setdefault(change.id, change.tag)
                tags.append(known.setdefault(change.id, len(known)))
                starts.append(start)
                lengths.append(length)
                places.append(place)
                columns += bytes((BANDS.index(change.band), ACTIONS.index(change.action), percent_of(change)))
        self._places = starts, lengths, places
        self._tags = np.array(tags, dtype=np.int32)
        self._bands, self._actions, self._percents = np.frombuffer(columns, dtype=np.uint8).reshape(-1, 3).T
        self._orders: dict[Order, NDArray[np.intp]] = {}

    def _articles(self) -> Iterator[tuple[int, int, Article]]:
        """Yield the articles with where their lines stand; raise `PlanError` if it is no longer the plan."""
        digest, start = blake2b(digest_size=16), 0
        for line, row in read_lines(self.plan.path, PlanError):
            if "checksum" not in row:
                digest.update(line)
            if "changes" in row:
                yield start, len(line), Article.of(row)
            start += len(line)
        if digest.hexdigest() != self.plan.checksum or start != os.fstat(self._descriptor).st_size:
            raise PlanError("ce plan vient de changer. Réessayez.", path=self.plan.path)

    def __len__(self) -> int:
        """Return the number of changes."""
        return len(self._tags)

    def mask(self, where: Where, answers: bytearray) -> Mask:
        """Return which changes are meant."""
        mask = (self._percents >= where.low) & (self._percents <= where.high)
        if where.tag is not None:
            mask &= self._tags == (list(self.labels).index(where.tag) if where.tag in self.labels else -1)
        if where.band is not None:
            mask &= self._bands == BANDS.index(where.band)
        if where.action is not None:
            mask &= self._actions == ACTIONS.index(where.action)
        if where.answer is not None:
            mask &= _of(answers) == ANSWERS.index(where.answer)
        return np.asarray(mask)

    def numbers(self, where: Where, answers: bytearray) -> list[int]:
        """Return the numbers of the changes that are meant."""
        return [int(place) + 1 for place in np.flatnonzero(self.mask(where, answers))]

    def page(self, where: Where, answers: bytearray, *, order: Order, after: int, limit: int) -> Page:
        """Return the changes that are meant and come after a rank; ranks do not move as answers are given."""
        permutation = self._order(order)
        ranks = np.flatnonzero(self.mask(where, answers)[permutation]) + 1
        before = int(np.searchsorted(ranks, after, side="right"))
        wanted = [int(rank) for rank in ranks[before : before + limit]]
        rows = self.rows([int(permutation[rank - 1]) + 1 for rank in wanted])
        return Page(list(zip(wanted, rows, strict=True)), before, len(ranks))

    def rows(self, numbers: Sequence[int]) -> list[Numbered]:
        """Return some changes with their articles, read from the disk."""
        return [self._row(number) for number in numbers]

    def tags(self, answers: bytearray) -> list[TagCount]:
        """Return the tags of the plan, those with most changes first."""
        undecided = _of(answers) == ANSWERS.index("undecided")
        size = len(self.labels)
        totals = np.bincount(self._tags, minlength=size), np.bincount(self._tags[undecided], minlength=size)
        rows = zip(self.labels.items(), *totals, strict=True)
        found = [TagCount(id, label, int(all), int(left)) for (id, label), all, left in rows]
        return sorted(found, key=lambda one: (-one.changes, one.label))

    def histogram(self, where: Where, answers: bytearray) -> list[int]:
        """Return how many of the changes that are meant there are at each per cent, from 0 to 100."""
        found = np.bincount(self._percents[self.mask(where, answers)], minlength=PERCENT + 1)
        return [int(count) for count in found]

    def _row(self, number: int) -> Numbered:
        starts, lengths, places = self._places
        line = os.pread(self._descriptor, lengths[number - 1], starts[number - 1])
        article = Article.of(json.loads(line))
        return Numbered(number, article, article.changes[places[number - 1]])

    def _order(self, order: Order) -> NDArray[np.intp]:
        if order not in self._orders:
            if order == "plan":
                self._orders[order] = np.arange(len(self))
            else:
                key = self._percents.astype(np.int16)
                self._orders[order] = np.argsort(-key if order == "surest" else key, kind="stable")
        return self._orders[order]


def _of(answers: bytearray) -> NDArray[np.uint8]:
    """Return the answers as a column; theirs is from 1."""
    return np.frombuffer(answers, dtype=np.uint8)[1:]
