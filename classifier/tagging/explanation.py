"""The row times the weights, not yet summed, and where each term stands in the text."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from classifier.tagging.suggestion import Evidence
from classifier.text import ArticleMap, Place

Spans = Iterable[tuple[str, int, int]]


class Reading:
    """The features of one document and where they stand in it as received; found once, however many tags ask.

    `row` is the document's features, shape (1, terms); `spans` are their occurrences, with names, in `text`, the
    article's text as it was read. Terms that stand on the same words ("usine" as a lemma, its pieces, a mention) speak
    together; a term that stands on several words shares its weight among them, evenly. Only the words that are told are
    looked for in the document as it was received.
    """

    def __init__(
        self, row: csr_array, names: NDArray[np.object_], spans: Spans, text: str, article: ArticleMap
    ) -> None:
        self.article = article
        self.names: list[str] = names[row.indices].tolist()
        number = {name: term for term, name in enumerate(self.names)}
        known = [(number[name], start, end) for name, start, end in spans if name in number]
        keys: dict[str, int] = {}
        words_of = [keys.setdefault(text[start:end].lower(), len(keys)) for _, start, end in known]
        term_of = [term for term, _, _ in known]
        self._found: list[list[tuple[int, int, int]]] = [[] for _ in keys]  # for each words: terms and spans
        for words, one in zip(words_of, known, strict=True):
            self._found[words].append(one)
        self._first = np.array([found[0][1] for found in self._found], dtype=np.intp)
        self._places: dict[tuple[int, int], Place] = {}
        shape = len(self._found), len(self.names)
        self._stands = csr_array((np.ones(len(term_of)), (words_of, term_of)), shape=shape)  # how often a term, where
        self._shares = row.data / np.maximum(np.bincount(term_of, minlength=len(self.names)), 1)

    def evidence(self, weights: NDArray[np.float64], *, limit: int | None = None) -> list[list[Evidence]]:
        """Return, for each tag, the words and what they weigh, the heaviest first.

        `weights` are of shape (tags, features): for the row's non-zero features, in their order. Words of none are
        left out.
        """
        speaks = weights != 0.0
        sums = (self._stands @ (self._shares * weights).T).T
        heard = (self._stands @ speaks.T.astype(np.float64)).T > 0.0
        return [
            [self._evidence(key, float(of_tag[key]), speaking) for key in self._heaviest(of_tag, words, limit)]
            for of_tag, words, speaking in zip(sums, heard, speaks.tolist(), strict=True)
        ]

    def _heaviest(self, sums: NDArray[np.float64], heard: NDArray[np.bool_], limit: int | None) -> list[int]:
        """Return the words that are heard in the order of their sums, then of the text."""
        candidates = np.flatnonzero(heard)
        if limit is not None and len(candidates) > limit:
            least = np.partition(sums[candidates], -limit)[-limit]
            candidates = candidates[sums[candidates] >= least]  # with all that weigh as much as the last
        order = np.lexsort((self._first[candidates], -sums[candidates]))[:limit]
        chosen: list[int] = candidates[order].tolist()
        return chosen

    def _evidence(self, key: int, weight: float, speaks: list[bool]) -> Evidence:
        speaking = [one for one in self._found[key] if speaks[one[0]]]
        terms = dict.fromkeys(self.names[term] for term, _, _ in speaking)
        places = dict.fromkeys(self._place(start, end) for _, start, end in speaking)
        return Evidence(self.article.quote(next(iter(places))), weight, tuple(terms), tuple(places))

    def _place(self, start: int, end: int) -> Place:
        if (start, end) not in self._places:
            self._places[start, end] = self.article.place(start, end)
        return self._places[start, end]
