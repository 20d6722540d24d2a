"""The row times the weights, not yet summed, and where each term stands in the text."""

from collections import defaultdict
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from classifier.features import Term
from classifier.tagging.suggestion import Evidence, Explanation
from classifier.text import ArticleMap, Place
from classifier.vocabulary import Tag

Found = tuple[Place, str]  # a place, and its words in lower case


class Occurrences:
    """Where each term stands in a document; found once, however many tags ask."""

    def __init__(self, terms: Iterable[Term], article: ArticleMap) -> None:
        self.article = article
        self._spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for name, start, end in terms:
            self._spans[name].append((start, end))
        self._found: dict[str, list[Found]] = {}

    def of(self, term: str) -> list[Found]:
        """Return the places of a term in the document as received, with their words in lower case."""
        found = self._found.get(term)
        if found is None:
            places = [self.article.place(start, end) for start, end in self._spans[term]]
            found = self._found[term] = [(place, self.article.quote(place).lower()) for place in places]
        return found


def explain(
    tag: Tag,
    *,
    row: csr_array,
    weights: NDArray[np.float64],
    bias: float,
    context: float,
    names: NDArray[np.object_],
    places: Occurrences,
) -> Explanation:
    """Return why a tag has its log-odds.

    `row` is the document's features, shape (1, terms); `weights` are the tag's weights for the row's non-zero
    features, in their order; `context` is what the other tags add. Terms that stand on the same words ("usine" as a
    lemma, its pieces, a mention) become one evidence; a term that stands on several words shares its weight among
    them, evenly.
    """
    shares: dict[str, float] = defaultdict(float)
    terms: dict[str, dict[str, None]] = defaultdict(dict)
    spots: dict[str, dict[Place, None]] = defaultdict(dict)
    for term, value, weight in zip(names[row.indices].tolist(), row.data.tolist(), weights.tolist(), strict=True):
        if weight == 0.0:
            continue
        found = places.of(term)
        share = float(value * weight) / len(found) if found else 0.0
        for place, key in found:
            shares[key] += share
            terms[key][term] = None
            spots[key][place] = None
    evidence = [
        Evidence(places.article.quote(next(iter(spots[key]))), weight, tuple(terms[key]), tuple(spots[key]))
        for key, weight in shares.items()
    ]
    evidence.sort(key=lambda one: (-one.weight, one.places[0]))
    return Explanation(tag, bias, tuple(evidence), context)
