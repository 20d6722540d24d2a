"""Two models side by side, in words."""

from typing import TYPE_CHECKING

from classifier.cli.console import say, several

if TYPE_CHECKING:
    from classifier.evaluation import Comparison

FIGURES = {
    "micro_f1": "micro F1",
    "macro_f1": "macro F1",
    "first_suggestion": "1re proposition juste",
    "recall_at_1": "mot-clé dominant en tête",
    "recall_at_3": "… parmi les 3 premiers",
    "recall_at_5": "… parmi les 5 premiers",
    "calibration_error": "erreur de calibration",
}
MOVED = 5  # tags that gain, and that lose
LEAST = 0.005  # of F1: less is no change worth a line


def show_comparison(comparison: "Comparison") -> None:
    """Say the figures of both models, their differences, and the tags that gain and lose most."""
    width = max(map(len, FIGURES.values()))
    say(f"  {'':<{width}}  en service  candidat  différence [95 %]")
    for name, one in comparison.figures.items():
        interval = f"{decimal(one.value, sign=True)} [{decimal(one.low, sign=True)} ; {decimal(one.high, sign=True)}]"
        verdict = "moins bon" if one.is_worse else "meilleur" if one.low > 0 else "pas plus que le hasard"
        say(f"  {FIGURES[name]:<{width}}  {decimal(one.old):>10}  {decimal(one.new):>8}  {interval}  {verdict}")
    moved = sorted(comparison.tags, key=lambda tag: (-tag.value, tag.label))
    gains = [tag for tag in moved[:MOVED] if tag.value >= LEAST]
    losses = [tag for tag in moved[::-1][:MOVED] if tag.value <= -LEAST]
    for words, tags in (("gagnent", gains), ("perdent", losses)):
        if tags:
            say(f"  Les mots-clés qui {words} le plus (F1, sur les articles qui les portent) :")
        for tag in tags:
            say(f"    {tag.label} : {decimal(tag.old, 2)} → {decimal(tag.new, 2)} ({several(tag.support, 'article')})")


def decimal(value: float, digits: int = 3, *, sign: bool = False) -> str:
    """Return a number as French readers expect it.

    >>> decimal(0.6554), decimal(-0.012, sign=True)
    ('0,655', '−0,012')
    """
    return f"{value:{'+' if sign else ''}.{digits}f}".replace(".", ",").replace("-", "−")
