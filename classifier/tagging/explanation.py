"""The row times the weights, not yet summed, and where each term stands in the text."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from classifier.features import Term
from classifier.tagging.suggestion import Evidence
from classifier.text import ArticleMap


class Reading:
    """The features of one document and where they stand in it as received; found once, however many tags ask.

    `row` is the document's features, shape (1, terms); `terms` are their occurrences in `text`, the article's text as
    it was read. Terms that stand on the same words ("usine" as a lemma, its pieces, a mention) speak together; a term
    that stands on several words shares its weight among them, evenly. Only the words that are told are looked for in
    the document as it was received.
    """

    def __init__(
        self, row: csr_array, names: NDArray[np.object_], terms: Iterable[Term], text: str, article: ArticleMap
    ) -> None:
        self.article = article
        self.values = row.data
        self.names: list[str] = names[row.indices].tolist()
        number = {name: term for term, name in enumerate(self.names)}
        keys: dict[str, int] = {}
        term_of: list[int] = []
        words_of: list[int] = []
        self._found: list[list[tuple[int, int, int]]] = []  # for each words: the terms that stand there, and the spans
        for name, start, end in terms:
            if (term := number.get(name)) is None:
                continue
            key = keys.setdefault(text[start:end].lower(), len(keys))
            if key == len(self._found):
                self._found.append([])
            self._found[key].append((term, start, end))
            term_of.append(term)
            words_of.append(key)
        self._term_of, self._words_of = np.array(term_of, dtype=np.intp), np.array(words_of, dtype=np.intp)
        counts = np.bincount(self._term_of, minlength=len(self.names))
        self._counts = np.maximum(counts, 1).astype(np.float64)

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
        first = np.array([self._found[key][0][1] for key in candidates.tolist()], dtype=np.intp)
        order = np.lexsort((first, -sums[candidates]))[:limit]
        return [self._evidence(key, float(sums[key]), weights) for key in candidates[order].tolist()]

    def _evidence(self, key: int, weight: float, weights: NDArray[np.float64]) -> Evidence:
        speaking = [one for one in self._found[key] if weights[one[0]] != 0.0]
        terms = dict.fromkeys(self.names[term] for term, _, _ in speaking)
        spans = dict.fromkeys((start, end) for _, start, end in speaking)
        places = dict.fromkeys(self.article.place(*span) for span in spans)
        return Evidence(self.article.quote(next(iter(places))), weight, tuple(terms), tuple(places))
