"""How models age: each judged by the years after those that it learned from."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from classifier.evaluation.intervals import Figure
from classifier.evaluation.plots.drawing import BLUE, panel
from classifier.evaluation.report import Evaluation

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

OLD = "#b9c9d9"  # the newest is blue


@dataclass(frozen=True)
class Cell:
    """A model that learned from `learned` articles up to the year `until`, judged by the articles of a later `year`."""

    until: int
    year: int
    learned: int
    documents: int
    micro_f1: Figure
    recall_at_1: Figure


@dataclass(frozen=True)
class Age:
    """Models of this many years, and models of the year before, on the same articles; `fall` is the difference.

    A model of two years learned from one year less: it is older and has seen less, as it would in service.
    """

    years: int
    documents: int
    micro_f1: Figure
    fresh: Figure
    fall: Figure


@dataclass(frozen=True)
class OverTime:
    """All cells, the ages, and the evaluation in which each article is judged by the model of the year before."""

    cells: tuple[Cell, ...]
    ages: tuple[Age, ...]
    next_year: Evaluation

    @property
    def years(self) -> list[int]:
        """The years that were judged."""
        return sorted({cell.year for cell in self.cells})

    def cell(self, until: int, year: int) -> Cell | None:
        """Return one cell, None where there is none."""
        return next((one for one in self.cells if (one.until, one.year) == (until, year)), None)

    def rows(self) -> Iterator[tuple[int, int, list[Cell | None]]]:
        """Yield, for each model, the year that it learned until, from how many articles, and its cell of each year."""
        for until in sorted({cell.until for cell in self.cells}):
            cells = [self.cell(until, year) for year in self.years]
            yield until, next(cell.learned for cell in cells if cell), cells

    def to_frame(self) -> "pd.DataFrame":
        """Return the micro F1 of each model (rows) in each year after it (columns)."""
        import pandas as pd

        table = {until: [cell and cell.micro_f1.value for cell in cells] for until, _, cells in self.rows()}
        frame = pd.DataFrame.from_dict(table, orient="index", columns=self.years, dtype=float)
        return frame.rename_axis(index="learned until", columns="judged by")

    def to_dict(self) -> dict[str, Any]:
        """Return everything as JSON can hold it; figures are [value, low, high]."""
        return {"cells": [_plain(cell) for cell in self.cells], "ages": [_plain(age) for age in self.ages]}

    def plot(self, ax: "Axes | None" = None) -> "Axes":
        """Draw one line for each model, the newest darkest, over the years that judge it, with intervals."""
        ax = panel(ax, "Models learned until one year, judged by the next ones", width=8, height=4)
        ax.margins(y=0.05)  # room above the lines for their years
        rows = list(self.rows())
        for number, (until, _, cells) in enumerate(rows):
            known = [cell for cell in cells if cell]
            years, figures = [cell.year for cell in known], [cell.micro_f1 for cell in known]
            newest = number == len(rows) - 1
            colour = BLUE if newest else OLD
            ax.plot(years, [one.value for one in figures], color=colour, marker="o", markersize=4, label=str(until))
            ax.annotate(str(until), (years[0], figures[0].value), (-4, 6), textcoords="offset points", fontsize=8)
            if number == 0 or newest:
                ax.vlines(years, [one.low for one in figures], [one.high for one in figures], color=colour, linewidth=1)
        ax.set(xlabel="judged by the articles of", ylabel="micro F1", xticks=self.years)
        return ax


def _plain(one: Cell | Age) -> dict[str, Any]:
    values = {field.name: getattr(one, field.name) for field in fields(one)}
    return {
        name: [round(v, 6) for v in value] if isinstance(value, Figure) else value for name, value in values.items()
    }
