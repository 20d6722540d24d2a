"""How far a figure could lie elsewhere by the luck of the articles: a seeded bootstrap over documents."""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

DRAWS = 1_000
SEED = 0
CELLS = 4_000_000  # numbers of one table of draws: 32 MB, however many documents there are

Weights = NDArray[np.float64]
"""How often each document was drawn, shape (draws, documents)."""


class Figure(NamedTuple):
    """A figure and its 95 % interval."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        """Return "0.74 [0.71, 0.77]"."""
        return f"{self.value:.2f} [{self.low:.2f}, {self.high:.2f}]"


def bootstrap(
    figure: Callable[[Weights], NDArray[np.float64]],
    documents: int,
    *,
    draws: int = DRAWS,
    random_state: int = SEED,
) -> Figure:
    """Return a figure with the 2.5th and 97.5th percentiles of its draws, see `bootstrap_all`.

    `figure` takes how often each document was drawn, shape (draws, documents), and returns one value per
    draw: so that all draws are one product of matrices.

    >>> hits = np.array([1.0, 1.0, 0.0, 0.0])
    >>> bootstrap(lambda weights: mean(weights, hits), 4).value
    0.5
    """
    return bootstrap_all(lambda weights: {"": figure(weights)}, documents, draws=draws, random_state=random_state)[""]


def bootstrap_all(
    figures: Callable[[Weights], Mapping[str, NDArray[np.float64]]],
    documents: int,
    *,
    draws: int = DRAWS,
    random_state: int = SEED,
    span: tuple[float, float] = (0.0, 1.0),
) -> dict[str, Figure]:
    """Return several figures with their intervals, all from the same draws; see `bootstrap`.

    `span` is between what the figures can lie: shares between 0 and 1.

    The interval is moved by how far the draws lie beside the figure on average. For a mean that is nothing; but a
    tag with one document is absent from a third of the draws, so that an average over tags would leave its own
    interval (bias correction, Efron and Tibshirani 1993, chapter 10).
    """
    values = figures(np.ones((1, documents)))
    drawn = [figures(weights) for weights in _draws(documents, draws, random_state)]
    found = {}
    for name, value in values.items():
        draws_of = np.concatenate([part[name] for part in drawn])
        low, high = np.clip(np.percentile(draws_of, [2.5, 97.5]) + value[0] - draws_of.mean(), *span)
        found[name] = Figure(float(value[0]), float(low), float(high))
    return found


def mean(weights: Weights, values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the mean over the documents of each draw; `values` has shape (documents,) or (documents, figures)."""
    total = weights.sum(axis=1)
    return np.asarray((weights @ values) / (total if values.ndim == 1 else total[:, None]))


def _draws(documents: int, draws: int, random_state: int) -> Iterator[Weights]:
    """Yield the draws, some at a time; they do not depend on how many come together."""
    generator = np.random.default_rng(random_state)
    together = max(1, CELLS // max(documents, 1))
    for start in range(0, draws, together):
        size = min(together, draws - start)
        yield generator.multinomial(documents, np.full(documents, 1 / documents), size=size).astype(float)
