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

Occurrences = dict[str, list[tuple[int, int]]]


def occurrences(terms: Iterable[Term]) -> Occurrences:
    """Return where each term stands in the doc."""
    places: Occurrences = defaultdict(list)
    for name, start, end in terms:
        places[name].append((start, end))
    return places


def explain(
    tag: Tag,
    *,
    row: csr_array,
    weights: NDArray[np.float64],
    bias: float,
    context: float,
    names: NDArray[np.object_],
    places: Occurrences,
    article: ArticleMap,
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
    for term, value, weight in zip(names[row.indices], row.data, weights, strict=True):
        if weight == 0.0:
            continue
        spans = places[term]
        for start, end in spans:
            place = article.place(start, end)
            words = article.quote(place)
            key = words.lower()
            shares[key] += float(value * weight) / len(spans)
            terms[key][term] = None
            spots[key][place] = None
    evidence = [
        Evidence(article.quote(next(iter(spots[key]))), weight, tuple(terms[key]), tuple(spots[key]))
        for key, weight in shares.items()
    ]
    evidence.sort(key=lambda one: (-one.weight, one.places[0]))
    return Explanation(tag, bias, tuple(evidence), context)
