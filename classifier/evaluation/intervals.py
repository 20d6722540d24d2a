"""How far a figure could lie elsewhere by the luck of the articles: a seeded bootstrap over documents."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

DRAWS = 1_000
SEED = 0


class Figure(NamedTuple):
    """A figure and its 95 % interval."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        """Return "0.74 [0.71, 0.77]"."""
        return f"{self.value:.2f} [{self.low:.2f}, {self.high:.2f}]"


def bootstrap(
    figure: Callable[[NDArray[np.float64]], NDArray[np.float64]],
    documents: int,
    *,
    draws: int = DRAWS,
    random_state: int = SEED,
) -> Figure:
    """Return a figure with the 2.5th and 97.5th percentiles of its draws.

    `figure` takes how often each document was drawn, shape (draws, documents), and returns one value per
    draw: so that all draws are one product of matrices.

    >>> hits = np.array([1.0, 1.0, 0.0, 0.0])
    >>> bootstrap(lambda weights: weights @ hits / weights.sum(axis=1), 4).value
    0.5
    """
    value = float(figure(np.ones((1, documents)))[0])
    generator = np.random.default_rng(random_state)
    weights = generator.multinomial(documents, np.full(documents, 1 / documents), size=draws).astype(float)
    low, high = np.percentile(figure(weights), [2.5, 97.5])
    return Figure(value, float(low), float(high))
