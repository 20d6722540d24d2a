"""What all vectorizers share: terms with their places, counted, then weighed."""

from abc import abstractmethod
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, hstack
from sklearn import get_config
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from classifier.text import text_of, title_end

if TYPE_CHECKING:
    from spacy.tokens import Doc


class Term(NamedTuple):
    """One occurrence of a feature: its name, and the characters of the doc that it stands on."""

    name: str
    start: int
    end: int


class Rows:
    """Counts of known terms, document after document: what becomes a matrix."""

    def __init__(self) -> None:
        self._indptr, self._indices, self._data = array("q", [0]), array("i"), array("d")

    def extend(self, counts: Mapping[str, float], columns: Mapping[str, int], *, offset: int = 0) -> None:
        """Add counts to the present document; names without a column are left out."""
        known = counts.keys() & columns.keys()  # in any order: `matrix` puts them into that of the columns
        self._indices.extend([columns[name] + offset for name in known])
        self._data.extend([counts[name] for name in known])

    def end(self) -> None:
        """Go on to the next document."""
        self._indptr.append(len(self._indices))

    def join(self, rows: "Rows", columns: NDArray[np.int32]) -> None:
        """Add the documents of others; `columns` says which column each of theirs is here."""
        self._indptr.extend((np.array(rows._indptr[1:]) + self._indptr[-1]).tolist())
        self._indices.frombytes(columns[np.array(rows._indices)].tobytes())
        self._data.extend(rows._data)

    def matrix(self, width: int) -> csr_array:
        """Return the counts, shape (documents, width)."""
        data, indices, indptr = (np.array(one) for one in (self._data, self._indices, self._indptr))
        counts = csr_array((data, indices, indptr.astype(np.int32)), shape=(len(indptr) - 1, width))
        counts.sort_indices()
        return counts


class TermCounts:
    """Counts of terms that become columns as they are met, document after document, without keeping the documents."""

    def __init__(self) -> None:
        self.columns: dict[str, int] = {}
        self._rows = Rows()

    def add(self, counts: Mapping[str, float]) -> None:
        """Add one document's counts."""
        for name in counts:
            self.columns.setdefault(name, len(self.columns))
        self._rows.extend(counts, self.columns)
        self._rows.end()

    def join(self, counts: "TermCounts") -> None:
        """Add all documents of others, as if each had been added here."""
        columns = [self.columns.setdefault(name, len(self.columns)) for name in counts.columns]
        self._rows.join(counts._rows, np.array(columns, dtype=np.int32))

    def matrix(self) -> csr_array:
        """Return the counts, shape (documents, columns)."""
        return self._rows.matrix(len(self.columns))


def counts_of(docs: Iterable["Doc"], vectorizers: Sequence["TermVectorizer"]) -> list[TermCounts]:
    """Return the counts of all terms of some docs, for each of several vectorizers; each doc is read once."""
    counts = [TermCounts() for _ in vectorizers]
    for doc in docs:
        for vectorizer, count in zip(vectorizers, counts, strict=True):
            count.add(vectorizer.counts(doc))
    return counts


def side_by_side(blocks: Sequence[csr_array]) -> csr_array:
    """Return matrices of the same documents as one."""
    matrix = csr_array(hstack(blocks, format="csr")) if blocks else csr_array((0, 0))
    matrix.sort_indices()  # liblinear fails on unsorted indices that joblib has memory-mapped
    return matrix


def counted(docs: Iterable["Doc"], vectorizers: Sequence["TermVectorizer"]) -> csr_array:
    """Return the counts of the terms that some vectorizers know, their columns side by side."""
    offsets = np.cumsum([0, *(len(one.vocabulary_) for one in vectorizers)]).tolist()
    rows = Rows()
    for doc in docs:
        for vectorizer, offset in zip(vectorizers, offsets, strict=False):
            rows.extend(vectorizer.counts(doc), vectorizer.vocabulary_, offset=offset)
        rows.end()
    return rows.matrix(offsets[-1])


def weighed(counts: csr_array, vectorizers: Sequence["TermVectorizer"]) -> csr_array:
    """Return counts as weights, each vectorizer's columns by its own rule, for several of them side by side."""
    counts.sort_indices()  # before any sum, so that the same terms give the same bits in any order
    data, columns = counts.data, counts.indices
    starts = np.cumsum([0, *(len(one.idf_) for one in vectorizers)])
    block = np.searchsorted(starts, columns, side="right") - 1
    idf = np.concatenate([one.idf_ for one in vectorizers]) if len(vectorizers) != 1 else vectorizers[0].idf_
    data = (1.0 + np.log(np.maximum(data, 1e-9))) * idf[columns]
    row = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr)) * len(vectorizers) + block
    lengths = np.sqrt(np.bincount(row, weights=data**2, minlength=counts.shape[0] * len(vectorizers)))
    lengths[lengths == 0.0] = 1.0
    normalised = np.array([one.normalised for one in vectorizers])
    data = np.where(normalised[block], data / lengths[row], data) * np.array([one.scale for one in vectorizers])[block]
    made = csr_array((data, columns, counts.indptr), shape=counts.shape)
    made.has_sorted_indices = True
    return made


class DocTransformer(TransformerMixin, BaseEstimator):
    """A scikit-learn transformer of docs."""

    def __sklearn_tags__(self) -> Any:
        """Tell scikit-learn that docs are no arrays."""
        tags = super().__sklearn_tags__()
        tags.input_tags.two_d_array = False
        tags.input_tags.string = True
        return tags


class TermTransformer(DocTransformer):
    """A scikit-learn transformer of docs into a matrix with named columns.

    `learn` and `read` always return a sparse matrix; `fit_transform` and `transform` return the same as whatever
    `set_output` or scikit-learn's settings ask for.
    """

    @abstractmethod
    def learn(self, docs: Iterable["Doc"]) -> csr_array:
        """Learn the terms of some docs, read once each and not kept, and return their matrix."""

    @abstractmethod
    def read(self, docs: Iterable["Doc"]) -> csr_array:
        """Return the matrix of some docs, shape (documents, terms)."""

    @abstractmethod
    def get_feature_names_out(self, input_features: object = None) -> NDArray[np.object_]:
        """Return the names of the columns."""

    def fit(self, docs: Iterable["Doc"], y: object = None) -> Self:
        """Learn the terms of some docs and how rare they are."""
        self.learn(docs)
        return self

    def fit_transform(self, docs: Iterable["Doc"], y: object = None, **_: Any) -> Any:
        """Learn from some docs and return their matrix, or a pandas frame."""
        return self._as_asked(self.learn(docs))

    def transform(self, docs: Iterable["Doc"]) -> Any:
        """Return the matrix of some docs, shape (documents, terms), or a pandas frame."""
        check_is_fitted(self)
        return self._as_asked(self.read(docs))

    def _as_asked(self, matrix: csr_array) -> Any:
        """Return a matrix, or a sparse pandas frame: scikit-learn itself makes frames of dense arrays only."""
        asked = getattr(self, "_sklearn_output_config", {}).get("transform", get_config()["transform_output"])
        if asked != "pandas":
            return matrix
        import pandas as pd

        sparse: Any = pd.DataFrame.sparse  # known to pandas, not to its types
        return sparse.from_spmatrix(matrix, columns=self.get_feature_names_out())


class TermVectorizer(TermTransformer):
    """Turns docs into a matrix of weighed terms; a subclass says which terms stand where.

    A weight is (1 + log count) times the inverse document frequency, and each row has length `scale`.

    Parameters
    ----------
    min_df : int, default=2
        A term in fewer documents is not learned.
    max_terms : int or None, default=None
        Keep only the terms of the most documents.
    title_weight : float, default=2.0
        How many times a word of the title counts.
    scale : float, default=1.0
        The length of a row: how loud this kind of feature is beside the others.

    Attributes
    ----------
    vocabulary_ : dict of str to int
        The column of each term.
    idf_ : ndarray of shape (n_terms,)
        Inverse document frequencies.
    """

    normalised = True

    def __init__(
        self, *, min_df: int = 2, max_terms: int | None = None, title_weight: float = 2.0, scale: float = 1.0
    ) -> None:
        self.min_df = min_df
        self.max_terms = max_terms
        self.title_weight = title_weight
        self.scale = scale

    @abstractmethod
    def terms(self, doc: "Doc") -> Iterator[Term]:
        """Yield every occurrence of a feature in a doc, known to the vectorizer or not."""

    def spans(self, doc: "Doc") -> Iterable[tuple[str, int, int]]:
        """Return what `terms` yields, as plain tuples where that is faster."""
        return self.terms(doc)

    def counts(self, doc: "Doc") -> Mapping[str, float]:
        """Return how often each term occurs in a doc; one in the title counts `title_weight` times."""
        end = title_end(text_of(doc))
        counts: Counter[str] = Counter()
        for name, start, _ in self.terms(doc):
            counts[name] += self.title_weight if start < end else 1.0  # type: ignore[assignment]  # weighted counts
        return counts

    def learn(self, docs: Iterable["Doc"]) -> csr_array:
        """Learn from some docs and return their matrix, reading each doc once."""
        counts = TermCounts()
        for doc in docs:
            counts.add(self.counts(doc))
        return self.fit_counts(counts)

    def read(self, docs: Iterable["Doc"]) -> csr_array:
        """Return the matrix of some docs, shape (documents, terms)."""
        return weighed(counted(docs, [self]), [self])

    def fit_counts(self, counts: TermCounts) -> csr_array:
        """Learn terms and rarity from counts already taken, and return the weighed matrix."""
        matrix = counts.matrix()
        frequency = np.bincount(matrix.indices, minlength=matrix.shape[1])
        names = np.array(list(counts.columns), dtype=object)
        kept = self._kept(names, frequency)
        self.vocabulary_ = {str(name): column for column, name in enumerate(names[kept])}
        self.idf_ = np.log((1 + matrix.shape[0]) / (1 + frequency[kept])) + 1.0
        return self.weigh(csr_array(matrix[:, kept]))

    def _kept(self, names: NDArray[np.object_], frequency: NDArray[np.intp]) -> NDArray[np.intp]:
        """Return the columns to keep, in the order of their names, so that the corpus's order does not matter."""
        kept = np.flatnonzero(frequency >= self.min_df)
        if self.max_terms is not None and len(kept) > self.max_terms:
            order = np.lexsort((names[kept].astype(str), -frequency[kept]))
            kept = kept[order[: self.max_terms]]
        return kept[np.argsort(names[kept].astype(str), kind="stable")]

    def weigh(self, counts: csr_array) -> csr_array:
        """Return counts as weights; see the class."""
        return weighed(counts, [self])

    def get_feature_names_out(self, input_features: object = None) -> NDArray[np.object_]:
        """Return the names of the columns, each with its kind ("lemma:usine")."""
        check_is_fitted(self)
        return np.array(list(self.vocabulary_), dtype=object)

    def __sklearn_is_fitted__(self) -> bool:
        """Whether terms were learned or given."""
        return hasattr(self, "vocabulary_")
