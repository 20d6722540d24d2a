"""What all plots have in common: a quiet panel with its title, and four colours."""

from typing import TYPE_CHECKING

from classifier.errors import SettingsError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BLUE, ORANGE, GREEN, GREY = "#1f5a94", "#d1701d", "#3a7d44", "#8c8c8c"  # told apart by the colour-blind too
COLOURS = (BLUE, ORANGE, GREEN, GREY)


def panel(ax: "Axes | None", title: str, *, width: float, height: float) -> "Axes":
    """Return the axes that were given, or new ones of this size in inches; raise `SettingsError` without matplotlib."""
    if ax is None:
        try:
            from matplotlib import pyplot as plt
        except ImportError as cause:
            raise SettingsError("matplotlib manque : pip install 'motscles[plots]'.") from cause
        _, ax = plt.subplots(figsize=(width, height), layout="constrained")
    ax.set_title(title, loc="left", fontweight="bold")
    ax.spines[["top", "right"]].set_visible(False)
    ax.margins(y=0.01)
    return ax
