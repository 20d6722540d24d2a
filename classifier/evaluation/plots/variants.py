"""Several evaluations of the same documents, figure by figure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from classifier.evaluation.intervals import Figure
from classifier.evaluation.plots.drawing import COLOURS, panel
from classifier.evaluation.report import Evaluation

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

FIGURES = ("micro_f1", "macro_f1", "recall_at_1")


@dataclass(frozen=True)
class Variants:
    """Some figures of several models or variants, each with its interval; `rows` has one list of figures a variant."""

    names: list[str]
    figures: Sequence[str]
    rows: list[list[Figure]]

    @classmethod
    def of(cls, evaluations: Mapping[str, Evaluation], *, figures: Sequence[str] = FIGURES) -> Self:
        """Return the figures of named evaluations, in their order."""
        rows = [[evaluation.overall[figure] for figure in figures] for evaluation in evaluations.values()]
        return cls(list(evaluations), figures, rows)

    def to_frame(self) -> "pd.DataFrame":
        """Return one row a variant and one column a figure."""
        import pandas as pd

        values = [[figure.value for figure in row] for row in self.rows]
        return pd.DataFrame(values, index=pd.Index(self.names, name="variant"), columns=list(self.figures))

    def plot(self, ax: "Axes | None" = None, *, title: str = "What changes with what") -> "Axes":
        """Draw each figure as a point on its interval, one line a variant; the first is marked through."""
        ax = panel(ax, title, width=9, height=1.2 + 0.5 * len(self.names))
        spread = 0.5 / max(len(self.figures), 1)
        for number, figure in enumerate(self.figures):
            values, low, high = np.array([row[number] for row in self.rows]).reshape(-1, 3).T
            places = np.arange(len(self.names)) + spread * (number - (len(self.figures) - 1) / 2)
            around = np.maximum([values - low, high - values], 0)
            colour = COLOURS[number % len(COLOURS)]
            ax.errorbar(values, places, xerr=around, fmt="o", color=colour, capsize=3, label=figure.replace("_", " "))
            ax.axvline(values[0], color=colour, linestyle=":", linewidth=1)
        ax.set_yticks(range(len(self.names)), self.names)
        ax.set_ylim(len(self.names) - 0.5, -0.5)
        ax.set_xlabel("with 95 % intervals")
        ax.legend(frameon=False, loc="center left", bbox_to_anchor=(1, 0.5))
        return ax
