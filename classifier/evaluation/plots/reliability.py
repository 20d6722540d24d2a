"""Whether 0.7 means seven times in ten."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np
from numpy.typing import NDArray

from classifier.evaluation.metrics import BINS, bins_of
from classifier.evaluation.plots.drawing import BLUE, GREY, panel
from classifier.evaluation.report import Evaluation

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True)
class Reliability:
    """For each bin of probabilities: what it promises, what it keeps, and how many decisions it holds.

    Empty bins are left out. A model keeps its word when `kept` equals `promised`.
    """

    promised: NDArray[np.float64]
    kept: NDArray[np.float64]
    decisions: NDArray[np.int_]

    @classmethod
    def of(cls, evaluation: Evaluation) -> Self:
        """Return the reliability over all decisions (document × tag).

        >>> said, Y = np.array([[0.9], [0.9], [0.1], [0.1]]), np.array([[1], [0], [0], [0]])
        >>> shown = Reliability.of(Evaluation(["a"], Y, said, np.ones(1), np.zeros(4, int)))
        >>> shown.promised.round(2).tolist(), shown.kept.tolist(), shown.decisions.tolist()
        ([0.1, 0.9], [0.0, 0.5], [2, 2])
        """
        bins = bins_of(evaluation.probabilities).ravel()
        sizes = np.bincount(bins, minlength=BINS)
        full = sizes > 0
        promised = np.bincount(bins, evaluation.probabilities.ravel(), BINS)[full] / sizes[full]
        kept = np.bincount(bins, evaluation.Y.ravel(), BINS)[full] / sizes[full]
        return cls(promised, kept, sizes[full])

    def plot(self, ax: "Axes | None" = None) -> "Axes":
        """Draw what is kept against what is promised; the larger a point, the more decisions it holds."""
        ax = panel(ax, "What the probabilities promise, and what they keep", width=6, height=5)
        ax.plot([0, 1], [0, 1], color=GREY, linestyle="--", linewidth=1, label="a promise kept")
        ax.plot(self.promised, self.kept, color=BLUE, linewidth=1.5)
        ax.scatter(self.promised, self.kept, s=12 * np.log1p(self.decisions), color=BLUE, label="this model")
        ax.set(xlabel="probability promised", ylabel="share that was right", xlim=(-0.02, 1.02), ylim=(-0.02, 1.02))
        ax.legend(frameon=False)
        return ax
