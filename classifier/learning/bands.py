"""Three bands for bulk work: automatic, to review, silent; the first keeps a promise."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

PRECISION, CONFIDENCE = 0.95, 0.95
MISSED = 0.05  # the share of a tag's bearers that may fall below its review cut
WORTH = 0.05  # probability below which nobody wants to look, whatever is missed
STRIDE = 1.1  # each attempt takes a tenth more documents than the one before


class Bands(NamedTuple):
    """Per tag: the probability from which it may be set unseen (inf: never), and the one below which it is silent."""

    automatic: NDArray[np.float64]
    review: NDArray[np.float64]


def choose_bands(
    probabilities: NDArray[np.float64],
    Y: NDArray[np.int_],
    thresholds: NDArray[np.float64],
    told: Sequence[slice | NDArray[np.bool_]] = (),
    *,
    precision: float = PRECISION,
    confidence: float = CONFIDENCE,
) -> Bands:
    """Return the cuts of every tag from out-of-fold probabilities, both of shape (documents, tags).

    `told` gives for each tag the documents of which it is known whether they bear it; by default all.
    """
    rows = told or [slice(None)] * Y.shape[1]
    columns = [(probabilities[rows[tag], tag], Y[rows[tag], tag]) for tag in range(Y.shape[1])]
    automatic = [safe_cut(*column, precision=precision, confidence=confidence) for column in columns]
    review = [min(_review_cut(*column), thresholds[tag], automatic[tag]) for tag, column in enumerate(columns)]
    return Bands(np.array(automatic), np.array(review))


def safe_cut(probabilities: NDArray[np.float64], y: NDArray[np.int_], *, precision: float, confidence: float) -> float:
    """Return the lowest probability above which a tag is right at least `precision` of the time, or inf.

    The promise holds with the asked confidence. The surest documents are taken in growing numbers, and each number
    is tested by the exact binomial bound (Clopper & Pearson 1934); the first that fails ends the search, so that
    all tests together err no more often than one (fixed-sequence testing: Angelopoulos et al. 2021, "Learn then
    Test"). The numbers, and where to begin, are fixed by the probabilities before any label is looked at: the
    search begins where it is likeliest to pass. A tag with too few sure documents gets no cut: 59 without a mistake
    are the least for 0.95 with 95 % confidence.

    >>> safe_cut(np.linspace(0.9, 1.0, 59), np.ones(59, dtype=int), precision=0.95, confidence=0.95)
    0.9
    >>> safe_cut(np.linspace(0.9, 1.0, 58), np.ones(58, dtype=int), precision=0.95, confidence=0.95)
    inf
    """
    from scipy.stats import binom, poisson  # a second to import: only for those who learn

    order = np.argsort(-probabilities, kind="stable")
    ranked, mistakes = probabilities[order], np.cumsum(1 - y[order])
    sizes = _sizes(ranked, least=int(np.ceil(np.log(1 - confidence) / np.log(precision))))
    if not len(sizes):
        return np.inf
    allowed = binom.ppf(1 - confidence, sizes, 1 - precision) - 1  # one more mistake, and the bound is passed
    foreseen = np.cumsum(1 - ranked)[sizes - 1]
    begin = int(np.argmax(poisson.cdf(allowed, foreseen)))
    failed = np.flatnonzero(mistakes[sizes - 1][begin:] > allowed[begin:])
    passed = begin + (int(failed[0]) if len(failed) else len(sizes) - begin)
    return float(ranked[sizes[passed - 1] - 1]) if passed > begin else np.inf


def _sizes(ranked: NDArray[np.float64], *, least: int) -> NDArray[np.int_]:
    """Return growing numbers of surest documents, none of which parts equal probabilities."""
    ends = np.flatnonzero(np.append(ranked[:-1] > ranked[1:], True)) + 1
    sizes: list[int] = []
    wanted = least
    while wanted <= len(ranked):
        sizes.append(int(ends[np.searchsorted(ends, wanted)]))
        wanted = max(sizes[-1] + 1, int(sizes[-1] * STRIDE))
    return np.array(sizes, dtype=np.int_)


def _review_cut(probabilities: NDArray[np.float64], y: NDArray[np.int_]) -> float:
    """Return the probability that all but a few of the bearers reach."""
    borne = probabilities[y == 1]
    return max(float(np.quantile(borne, MISSED, method="lower")), WORTH) if len(borne) else WORTH
