"""Candidate tags: articles whose words no tag explains, gathered by what they share, for an editor to name."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import KMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.preprocessing import normalize
from threadpoolctl import threadpool_limits

from classifier.documents import Document
from classifier.drift.archive import ReadArchive

DIMENSIONS = 150  # of the space in which articles are compared
ROOM = 8  # articles for each dimension: with as many dimensions as articles, nothing would look alike
RIDGE = 1.0  # articles that each tag's words are pulled towards nothing by: a rare tag explains little
POORLY = 0.3  # share of the articles that are gathered, those whose words are explained least
MIN_SIZE = 5  # articles of a group that is worth a name
WORDS, EXAMPLES, LIMIT = 8, 5, 10
READ = 12  # articles of a group that are looked at to write its words as they do
ALIKE = 0.9  # a word that is part of a pair with this share of its weight is left out

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Candidate:
    """A group of articles that share words which no tag explains; `words` and `examples` begin with the clearest.

    `cohesion` is how much its articles have in common, from 0 to 1; `nearest` are the tags that are proposed for most
    of them, with the share of the articles.
    """

    words: tuple[str, ...]
    documents: tuple[Document, ...]
    cohesion: float
    nearest: tuple[tuple[str, float], ...]

    @property
    def examples(self) -> tuple[Document, ...]:
        """The articles nearest to what the group shares."""
        return self.documents[:EXAMPLES]


def candidates(
    archive: ReadArchive, *, since: date | None = None, limit: int = LIMIT, random_state: int = 0
) -> list[Candidate]:
    """Return groups of badly covered articles, the most telling first; with `since`, of the articles from that day on.

    The words of an article are compared with those that its proposed tags let one expect. Articles of which most is
    left over are gathered by what is left. The same archive, model and seed give the same groups; a small archive may
    have none.
    """
    with threadpool_limits(limits=1, user_api="blas"):  # more threads would change the bits
        rows, words = archive.words.shape
        space = min(DIMENSIONS, max(2, rows // ROOM), rows - 1, words - 1)
        if space < 1 or not (archive.words - archive.words[np.zeros(rows, dtype=int)]).nnz:
            return []  # nothing in which articles could differ
        Z = TruncatedSVD(space, random_state=random_state).fit_transform(archive.words)
        expected = _Expected(archive)
        left = Z - expected.of(Z)
        lengths = np.linalg.norm(Z, axis=1)
        share = np.divide(np.linalg.norm(left, axis=1), lengths, out=np.zeros(len(Z)), where=lengths > 0)
        recent = [row for row, one in enumerate(archive.documents) if since is None or (one.date and one.date >= since)]
        poorly = np.array(recent, dtype=int)[np.argsort(-share[recent], kind="stable")]
        poorly = poorly[: max(round(POORLY * len(poorly)), min(len(poorly), 2 * MIN_SIZE))]
        return _groups(archive, expected, poorly, normalize(left[poorly]), limit, random_state) if len(poorly) else []


class _Expected:
    """What the proposed tags of each article let one expect of it: the profile of every tag, by ridge regression."""

    def __init__(self, archive: ReadArchive) -> None:
        self.tags, self.words = archive.tags, archive.words
        self.inverse = np.linalg.inv(self.tags.T @ self.tags + RIDGE * np.eye(self.tags.shape[1]))

    def of(self, rows: Matrix) -> Matrix:
        """Return the expected rows of another matrix of the same articles."""
        return np.asarray(self.tags @ (self.inverse @ (self.tags.T @ rows)))

    def surplus(self, rows: NDArray[np.int_]) -> Matrix:
        """Return how much more than expected some articles have of each word, on average."""
        found = np.asarray(self.words[rows].mean(axis=0)).ravel()
        profile = self.tags[rows].mean(axis=0) @ self.inverse
        return np.asarray(found - self.words.T @ (self.tags @ profile))


def _groups(
    archive: ReadArchive, expected: _Expected, rows: NDArray[np.int_], U: Matrix, limit: int, random_state: int
) -> list[Candidate]:
    groups = max(1, min(round(np.sqrt(len(rows))), len(rows) // MIN_SIZE, len(np.unique(U, axis=0))))
    member = KMeans(groups, n_init=4, random_state=random_state).fit_predict(U)
    scored = []
    for group in range(groups):
        inside = np.flatnonzero(member == group)
        if len(inside) < MIN_SIZE:
            continue
        centre = U[inside].mean(axis=0)
        cohesion = float(np.linalg.norm(centre))
        nearest = inside[np.argsort(-(U[inside] @ centre), kind="stable")]
        scored.append((cohesion * np.log(len(inside)), cohesion, rows[nearest]))
    scored.sort(key=lambda row: (-row[0], int(row[2][0])))
    return [_candidate(archive, expected, cohesion, found) for _, cohesion, found in scored[:limit]]


def _candidate(archive: ReadArchive, expected: _Expected, cohesion: float, rows: NDArray[np.int_]) -> Candidate:
    surplus = expected.surplus(rows)
    terms = _without_halves(archive, surplus, np.argsort(-surplus, kind="stable")[: 3 * WORDS])
    written = archive.written(terms, rows[:READ].tolist())
    share = (archive.tags[rows] > 0).mean(axis=0)
    order = [column for column in np.argsort(-share, kind="stable")[:3] if share[column] > 0]
    return Candidate(
        tuple(dict.fromkeys(written[term] for term in terms)),
        tuple(archive.documents[row] for row in rows),
        cohesion,
        tuple((archive.tagger.vocabulary[column].label, float(share[column])) for column in order),
    )


def _without_halves(archive: ReadArchive, surplus: Matrix, terms: NDArray[np.int_]) -> list[int]:
    """Return the words that stand out most; a word that hardly occurs outside a listed pair is left out."""
    names = {int(term): str(archive.names[term]).partition(":")[2] for term in terms}
    pairs = {term: name.split() for term, name in names.items() if " " in name}
    kept = [
        term
        for term, name in names.items()
        if surplus[term] > 0
        and not any(name in halves and surplus[pair] >= ALIKE * surplus[term] for pair, halves in pairs.items())
    ]
    return kept[:WORDS]
