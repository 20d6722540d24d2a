"""The vectorizers side by side: one list of feature names, one matrix."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from sklearn.utils.validation import check_is_fitted

from classifier.features.entities import EntityVectorizer
from classifier.features.lemmas import LemmaVectorizer
from classifier.features.mentions import MentionVectorizer
from classifier.features.terms import (
    Term,
    TermCounts,
    TermTransformer,
    TermVectorizer,
    counted,
    counts_of,
    side_by_side,
    weighed,
)
from classifier.vocabulary import Vocabulary

if TYPE_CHECKING:
    from spacy.tokens import Doc

# loudness beside the whole text's 1.0: 0.3 to 0.5 are the same within the intervals
TITLE, OPENING = 0.4, 0.4


class ArticleVectorizer(TermTransformer):
    """Several `TermVectorizer` over the same docs, each doc read once.

    Parameters
    ----------
    vectorizers : sequence of TermVectorizer
        In the order of their columns.
    """

    def __init__(self, vectorizers: Sequence[TermVectorizer] = ()) -> None:
        self.vectorizers = vectorizers

    @classmethod
    def of(cls, vocabulary: Vocabulary) -> Self:
        """Return the default features: lemmas, title and opening again, mentions of tags.

        Names and pieces of words are left out: they add too little for their cost (CONTRIBUTING, "What the
        features bring").
        """
        return cls(
            (
                LemmaVectorizer(),
                LemmaVectorizer(part="title", scale=TITLE),
                LemmaVectorizer(part="opening", scale=OPENING),
                MentionVectorizer(vocabulary),
            )
        )

    @property
    def reads_names(self) -> bool:
        """Whether the docs must have their names recognised."""
        return any(isinstance(one, EntityVectorizer) for one in self.vectorizers)

    def terms(self, doc: "Doc") -> Iterator[Term]:
        """Yield every occurrence of every feature in a doc."""
        for vectorizer in self.vectorizers:
            yield from vectorizer.terms(doc)

    def spans(self, doc: "Doc") -> Iterable[tuple[str, int, int]]:
        """Return what `terms` yields, as plain tuples."""
        return chain.from_iterable(vectorizer.spans(doc) for vectorizer in self.vectorizers)

    def learn(self, docs: Iterable["Doc"]) -> csr_array:
        """Learn from some docs, read once each and not kept, and return their matrix."""
        return self.learn_counts(counts_of(docs, self.vectorizers))

    def learn_counts(self, counts: Sequence[TermCounts]) -> csr_array:
        """Learn from counts already taken, one for each vectorizer, and return their matrix."""
        blocks = [vectorizer.fit_counts(count) for vectorizer, count in zip(self.vectorizers, counts, strict=True)]
        return side_by_side(blocks)

    def read(self, docs: Iterable["Doc"]) -> csr_array:
        """Return the matrix of some docs, shape (documents, terms)."""
        return weighed(counted(docs, self.vectorizers), self.vectorizers)

    def get_feature_names_out(self, input_features: object = None) -> NDArray[np.object_]:
        """Return the names of the columns."""
        check_is_fitted(self)
        return np.concatenate([vectorizer.get_feature_names_out() for vectorizer in self.vectorizers])

    def __sklearn_is_fitted__(self) -> bool:
        """Whether every vectorizer has learned its terms."""
        return all(hasattr(vectorizer, "vocabulary_") for vectorizer in self.vectorizers)
