"""What the other tags say: an article's text log-odds for all tags together, likened to those of known articles.

An article that looks like money, telephones and the State at once is likelier about a tax than each of the three
alone would tell. Its *profile* (the log-odds that its words give to every tag) is compared with those of some
articles of the corpus, the *landmarks*, by a Gaussian kernel in the Nyström form (Williams & Seeger 2001); what a
tag makes of it is learned in `calibration`.
"""

from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

LANDMARKS = 100  # 300 are no better out of fold on any corpus that we measured
GAMMA = 0.2  # inverse square of the distance at which two profiles are strangers; 0.1 and 0.4 give the same
UNIT = 4.0  # log-odds that count as one step of distance
SUREST = 6.0  # log-odds beyond are as sure as can be: how far beyond is chance
LOUDNESS = 3.0  # of the likenesses beside a tag's own words: how freely a tag may learn from the others

Profiles = NDArray[np.float64]


class Context(NamedTuple):
    """The landmarks, shape (landmarks, tags), and how much each is like the corpus on average."""

    landmarks: Profiles
    centre: NDArray[np.float64]

    @classmethod
    def of(cls, profiles: Profiles, *, landmarks: int, random_state: int) -> Self:
        """Draw landmarks among some profiles, shape (documents, tags)."""
        drawn = np.random.default_rng(random_state).permutation(len(profiles))[:landmarks]
        chosen = _steps(profiles[np.sort(drawn)])
        return cls(chosen, _gaussian(_steps(profiles), chosen).mean(axis=0))

    def likenesses(self, profiles: Profiles) -> NDArray[np.float64]:
        """Return how much more than usual some profiles are like each landmark, shape (documents, landmarks)."""
        return _gaussian(_steps(profiles), self.landmarks) - self.centre

    def whitening(self) -> NDArray[np.float64]:
        """Return the matrix that makes likenesses even features, shape (landmarks, landmarks)."""
        values, vectors = np.linalg.eigh(_gaussian(self.landmarks, self.landmarks))
        return np.asarray((vectors * (LOUDNESS / np.sqrt(np.maximum(values, 1e-6)))) @ vectors.T)


def _steps(profiles: Profiles) -> Profiles:
    return np.clip(profiles, -SUREST, SUREST) / UNIT


def _gaussian(left: Profiles, right: Profiles) -> NDArray[np.float64]:
    """Return exp(-GAMMA · squared distance) for every pair of rows."""
    squares = (left**2).sum(axis=1)[:, None] + (right**2).sum(axis=1) - 2 * times(left, right.T)
    return np.asarray(np.exp(-GAMMA * np.maximum(squares, 0.0)))


def times(rows: NDArray[np.float64], matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a product of matrices whose rows do not depend on each other: BLAS sums one row otherwise than many.

    A document then gets the same bits alone and in a batch. The matrices of the context are small.
    """
    columns = np.ascontiguousarray(matrix.T)
    return np.stack([(columns * row).sum(axis=1) for row in rows]) if len(rows) else np.zeros((0, len(columns)))
