"""The plot of a learning curve; needs `pip install motscles[plots]`."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Points = list[tuple[float, NDArray[np.float64]]]  # a share, and the figures of its draws, both in per cent


def require_matplotlib() -> None:
    """Stop before the work, not after it, where the plot could not be drawn."""
    try:
        import matplotlib  # type: ignore[import-not-found,unused-ignore]  # noqa: F401
    except ImportError:
        raise SystemExit("The plot needs matplotlib: pip install 'motscles[plots]'.") from None


def draw_plot(curves: dict[str, Points], names: list[str], path: Path) -> None:
    """Draw each curve with the range of its draws; the suffix of the file chooses the format."""
    # the types of matplotlib are there only where the extra is installed
    from matplotlib import rc_context  # type: ignore[import-not-found,unused-ignore]
    from matplotlib.figure import Figure  # type: ignore[import-not-found,unused-ignore]

    figure = Figure(figsize=(5 * len(curves), 4.2), layout="constrained")
    panels = figure.subplots(1, len(curves), sharey=True, squeeze=False)[0]
    for panel, (title, points) in zip(panels, curves.items(), strict=True):
        shares = [share for share, _ in points]
        for number, name in enumerate(names):
            values = [part[:, number] for _, part in points]
            (line,) = panel.plot(shares, [part.mean() for part in values], marker="o", markersize=4, label=name)
            low, high = [part.min() for part in values], [part.max() for part in values]
            panel.fill_between(shares, low, high, color=line.get_color(), alpha=0.15, linewidth=0)
        panel.set(title=title, xlabel="share of the corpus learned from (%)", xticks=shares)
        panel.grid(alpha=0.3)
    panels[0].set_ylabel("%")
    figure.legend(*panels[0].get_legend_handles_labels(), loc="outside lower center", ncols=len(names))
    path.parent.mkdir(parents=True, exist_ok=True)
    with rc_context({"svg.hashsalt": "motscles"}):  # the same figures give the same file
        figure.savefig(path, metadata={"Date": None} if path.suffix == ".svg" else None)
