"""Long runs of words that two articles share.

Two readings: the first keeps one hash of eight bytes for each run of eight words; the second,
of the articles that share some, finds where they stand.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

import numpy as np

from classifier.checking.words import Numbers, windows

LENGTH = 8  # words: shorter runs are idioms


FAMILIAR = 3  # articles: what comes back more often than that is a formula, a footer or a long name


class Run(NamedTuple):
    """Words `start` to `end` (excluded) of an article, which stand in an earlier article too."""

    start: int
    end: int
    other: int
    is_familiar: bool = False  # whether all of it was found in several articles before this one


class SharedRuns:
    """Collects the runs of all articles, then finds those that came more than once.

    >>> from classifier.checking.words import numbers_of
    >>> runs, texts = SharedRuns(), [numbers_of(list("abcdefghijk")), numbers_of(list("xyabcdefghiz"))]
    >>> for text in texts: runs.add(text)
    >>> articles = runs.close()
    >>> [runs.find(article, texts[article]) for article in articles]
    [[], [Run(start=2, end=11, other=0, is_familiar=False)]]
    """

    def __init__(self) -> None:
        self._hashes = array("Q")
        self._ends = array("Q")
        self._shared = np.empty(0, np.uint64)
        self._first = np.empty(0, np.int64)
        self._times = np.empty(0, np.int64)

    def add(self, numbers: Numbers) -> None:
        """Keep the runs of the next article; one that it repeats itself counts once."""
        self._hashes.frombytes(np.unique(windows(numbers, LENGTH)).tobytes())
        self._ends.append(len(self._hashes))

    def close(self) -> list[int]:
        """End the first reading: return the articles that share runs, counted from 0, and forget the others."""
        hashes = np.frombuffer(self._hashes, np.uint64) if self._hashes else np.empty(0, np.uint64)
        in_order = np.sort(hashes)
        self._shared = np.unique(in_order[1:][in_order[1:] == in_order[:-1]])
        self._first = np.full(len(self._shared), -1, np.int64)
        self._times = np.zeros(len(self._shared), np.int64)
        del in_order
        starts = [0, *self._ends[:-1]]
        articles = [
            article
            for article, (start, end) in enumerate(zip(starts, self._ends, strict=False))
            if (self._positions(hashes[start:end]) >= 0).any()
        ]
        del hashes  # the array may not be let go while something looks into it
        self._hashes, self._ends = array("Q"), array("Q")
        return articles

    def find(self, article: int, numbers: Numbers) -> list[Run]:
        """Return the runs of an article that an article given before has; articles come in order.

        A run that several have is compared with the first of them, so that it is told once for each article.
        """
        at = self._positions(windows(numbers, LENGTH))
        hits = np.flatnonzero(at >= 0)
        shared = at[hits]
        first = np.full(len(at), -1, np.int64)
        first[hits] = self._first[shared]
        times = np.zeros(len(at), np.int64)
        times[hits] = self._times[shared]
        self._first[shared[first[hits] < 0]] = article
        self._times[shared] += 1
        return _apart(_joined(first.tolist(), times.tolist()))

    def _positions(self, hashes: Numbers) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
        """Return where each hash stands among the shared ones, -1 for one that is not shared."""
        if not len(self._shared):
            return np.full(len(hashes), -1, np.int64)
        at = np.minimum(np.searchsorted(self._shared, hashes), len(self._shared) - 1).astype(np.int64)
        return np.where(self._shared[at] == hashes, at, -1)


def _joined(others: Sequence[int], times: Sequence[int]) -> Iterator[Run]:
    """Yield one run for each stretch of windows that have the same partner.

    >>> list(_joined([-1, 4, 4, -1], [0, 9, 1, 0]))
    [Run(start=1, end=10, other=4, is_familiar=False)]
    """
    for other, stretch in groupby(range(len(others)), key=others.__getitem__):
        if other >= 0:
            places = list(stretch)
            familiar = min(times[place] for place in places) > FAMILIAR
            yield Run(places[0], places[-1] + LENGTH, other, familiar)


def _apart(runs: Iterable[Run]) -> list[Run]:
    """Return the runs without those that say little more than a longer one: half of their words are in it.

    "président de la Commission …" and "de la Commission … a" may have different partners.
    """
    kept: list[Run] = []
    for run in sorted(runs, key=lambda run: run.start - run.end):
        half = (run.end - run.start) / 2
        if all(min(run.end, other.end) - max(run.start, other.start) < half for other in kept):
            kept.append(run)
    return sorted(kept)
