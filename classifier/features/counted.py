"""Terms of some docs counted once, for many vectorizers to learn from or to be applied to."""

from collections.abc import Callable, Iterable, Mapping

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from classifier.batches import batches, watched, worked
from classifier.documents import Document
from classifier.features.terms import TermCounts, TermVectorizer, counts_of, side_by_side
from classifier.features.vectorizer import ArticleVectorizer
from classifier.text import FrenchAnalyzer, article_text

Rows = NDArray[np.int_]
BATCH_SIZE = 128  # articles that are counted by one process at a time


def counts_of_articles(
    documents: Iterable[Document],
    analyzer: FrenchAnalyzer,
    vectorizer: ArticleVectorizer,
    *,
    watch: Callable[[int], object] | None = None,
) -> list[TermCounts]:
    """Return the counts of all terms of some articles, one for each part of a vectorizer; each article is read once.

    As many processes as the analyzer may use, forked from this one, clean, read and count; the same bits come out.
    `watch` is told how many have been read.
    """
    if analyzer.analysis == "full" or analyzer.jobs == 1:  # the full analysis has processes of its own
        return counts_of(watched(analyzer.analyze(map(article_text, documents)), watch), vectorizer.vectorizers)
    analyzer.load()  # here, so that the others find it loaded
    counts = [TermCounts() for _ in vectorizer.vectorizers]
    read = 0

    def count(batch: list[Document]) -> list[TermCounts]:
        return counts_of(analyzer.analyze(map(article_text, batch)), vectorizer.vectorizers)

    work = ((len(batch), batch) for batch in batches(documents, BATCH_SIZE))
    for size, parts in worked(count, work, jobs=analyzer.jobs):
        for whole, part in zip(counts, parts, strict=True):
            whole.join(part)
        read += size
        if watch:
            watch(read)
    return counts


class CountedArticles:
    """The counts of all terms of some articles, one for each part of a vectorizer, whoever may want which of them.

    Models of successive years learn from much the same articles: reading and counting them takes most of the time.
    """

    def __init__(self, counts: Iterable[TermCounts]) -> None:
        self.counts = [TakenCounts(count.columns, count.matrix()) for count in counts]

    def learn(self, vectorizer: ArticleVectorizer, rows: Rows) -> csr_array:
        """Let a vectorizer of the same kind learn from some of the docs; return their matrix.

        The same bits as `fit_transform` of these docs.
        """
        return vectorizer.learn_counts([counts.of(rows) for counts in self.counts])

    def transform(self, vectorizer: ArticleVectorizer, rows: Rows) -> csr_array:
        """Return the matrix of some of the docs, by a vectorizer of the same kind that has learned."""
        pairs = zip(vectorizer.vectorizers, self.counts, strict=True)
        return side_by_side([one.weigh(counts.of(rows).known(one)) for one, counts in pairs])


class TakenCounts(TermCounts):
    """Counts that were taken before: names of the columns, and the matrix."""

    def __init__(self, columns: Mapping[str, int], matrix: csr_array) -> None:
        super().__init__()
        self.columns = dict(columns)
        self._matrix = matrix

    def matrix(self) -> csr_array:
        """Return the counts, shape (documents, columns)."""
        return self._matrix

    def of(self, rows: Rows) -> "TakenCounts":
        """Return the counts of some documents; a term that none of them has keeps its column, empty."""
        return TakenCounts(self.columns, csr_array(self._matrix[rows]))

    def known(self, vectorizer: TermVectorizer) -> csr_array:
        """Return the counts in the columns that a vectorizer has learned, all others left out."""
        column = np.array([vectorizer.vocabulary_.get(name, -1) for name in self.columns], dtype=np.int32)
        found = self._matrix
        kept = column[found.indices] >= 0
        ends = np.concatenate([[0], np.cumsum(kept)])[found.indptr]
        shape = (found.shape[0], len(vectorizer.vocabulary_))
        counts = csr_array((found.data[kept], column[found.indices[kept]], ends), shape=shape)
        counts.sort_indices()
        return counts
