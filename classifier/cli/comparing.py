"""Two models side by side, in words."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from classifier.cli.console import say, several

if TYPE_CHECKING:
    from classifier.evaluation import Comparison
    from classifier.store import ModelDifference

FIGURES = {
    "micro_f1": "micro F1",
    "macro_f1": "macro F1",
    "first_suggestion": "1re proposition juste",
    "recall_at_3": "… parmi les 3 premiers",
    "recall_at_5": "… parmi les 5 premiers",
    "calibration_error": "erreur de calibration",
}
PLACES = {"title": "titre", "opening": "début", "name": "nom du mot-clé", "mention": "mot typique"}
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


def difference_lines(one: "ModelDifference", old: str, new: str, *, limit: int) -> Iterator[str]:
    """Yield what changed from one model to another, as lines to read."""
    shown = [figure for figure in one.figures if figure.label in FIGURES]
    if shown:
        width = max(len(FIGURES[figure.label]) for figure in shown)
        yield f"{'Chiffres':<{width}}  {old} → {new}"
        for figure in shown:
            change = decimal(figure.new - figure.old, sign=True)
            yield f"{FIGURES[figure.label]:<{width}}  {decimal(figure.old)} → {decimal(figure.new)}  ({change})"
        if not one.same_test:
            yield "Attention : mesurés sur des articles différents, ces chiffres ne disent pas lequel est le meilleur."
    yield f"Termes connus : {one.terms_known[0]} → {one.terms_known[1]}."
    for words, labels in (("Nouveaux", one.added), ("Disparus", one.removed)):
        if labels:
            yield f"{words} mots-clés : {', '.join(labels)}."
    for before, after in one.renamed:
        yield f"« {before} » s’appelle « {after} »."
    moved = [cut for cut in one.thresholds if abs(cut.new - cut.old) >= LEAST]
    yield f"Seuils qui changent : {len(moved)} sur {len(one.thresholds)}."
    for cut in moved[:limit]:
        yield f"  {cut.label} : {decimal(cut.old, 2)} → {decimal(cut.new, 2)}"
    changed = [tag for tag in one.terms if tag.came or tag.left]
    yield f"Mots-clés dont les termes les plus lourds changent : {len(changed)} sur {len(one.terms)}."
    for tag in changed[:limit]:
        yield f"  {tag.label} : " + "  ".join(
            [*(f"+ {_term(term)}" for term in tag.came), *(f"− {_term(term)}" for term in tag.left)]
        )


def _term(name: str) -> str:
    """Return a term for people; where it stands only when that is a part of the article.

    >>> _term("lemma:usine"), _term("title:usine")
    ('usine', 'usine (titre)')
    """
    kind, _, words = name.partition(":")
    return f"{words} ({PLACES[kind]})" if kind in PLACES else words


def decimal(value: float, digits: int = 3, *, sign: bool = False) -> str:
    """Return a number as French readers expect it.

    >>> decimal(0.6554), decimal(-0.012, sign=True)
    ('0,655', '−0,012')
    """
    return f"{value:{'+' if sign else ''}.{digits}f}".replace(".", ",").replace("-", "−")
