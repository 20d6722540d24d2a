"""The row times the weights, not yet summed, and where each term stands in the text."""

from collections import defaultdict
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from classifier.features import Term
from classifier.tagging.suggestion import Evidence
from classifier.text import ArticleMap, Place


class Reading:
    """The features of one document and where they stand in it as received; found once, however many tags ask.

    `row` is the document's features, shape (1, terms); `terms` are their occurrences in the doc. Terms that stand on
    the same words ("usine" as a lemma, its pieces, a mention) speak together; a term that stands on several words
    shares its weight among them, evenly.
    """

    def __init__(self, row: csr_array, names: NDArray[np.object_], terms: Iterable[Term], article: ArticleMap) -> None:
        self.article = article
        self.values = row.data
        self.names: list[str] = names[row.indices].tolist()
        spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for name, start, end in terms:
            spans[name].append((start, end))
        words: dict[str, int] = {}
        known: dict[tuple[int, int], tuple[Place, int]] = {}
        term_of: list[int] = []
        words_of: list[int] = []
        counts: list[int] = []
        self._found: list[list[tuple[int, Place]]] = []  # for each words: the terms that stand there, and the places
        for term, name in enumerate(self.names):
            for span in spans[name]:
                if span not in known:
                    place = article.place(*span)
                    key = words.setdefault(article.quote(place).lower(), len(words))
                    known[span] = place, key
                place, key = known[span]
                if key == len(self._found):
                    self._found.append([])
                self._found[key].append((term, place))
                term_of.append(term)
                words_of.append(key)
            counts.append(len(spans[name]) or 1)
        self._term_of, self._words_of = np.array(term_of, dtype=np.intp), np.array(words_of, dtype=np.intp)
        self._counts = np.array(counts, dtype=np.float64)

    def evidence(self, weights: NDArray[np.float64], *, limit: int | None = None) -> list[Evidence]:
        """Return the words and what they weigh, the heaviest first.

        `weights` are a tag's weights for the row's non-zero features, in their order. Words of none are left out.
        """
        spoken = (weights != 0.0)[self._term_of]
        heard = np.bincount(self._words_of[spoken], minlength=len(self._found)) > 0
        share = (self.values * weights / self._counts)[self._term_of]
        sums = np.bincount(self._words_of[spoken], weights=share[spoken], minlength=len(self._found))
        candidates = np.flatnonzero(heard)
        if limit is not None and len(candidates) > limit:
            least = np.partition(sums[candidates], -limit)[-limit]
            candidates = candidates[sums[candidates] >= least]  # with all that weigh as much as the last
        found = [self._evidence(key, float(sums[key]), weights) for key in candidates.tolist()]
        found.sort(key=lambda one: (-one.weight, one.places[0]))
        return found[:limit]

    def _evidence(self, key: int, weight: float, weights: NDArray[np.float64]) -> Evidence:
        speaking = [(term, place) for term, place in self._found[key] if weights[term] != 0.0]
        terms = dict.fromkeys(self.names[term] for term, _ in speaking)
        places = dict.fromkeys(place for _, place in speaking)
        return Evidence(self.article.quote(next(iter(places))), weight, tuple(terms), tuple(places))
