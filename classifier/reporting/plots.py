"""The plots of a report, drawn: each from what the evaluation computed and holds."""

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from classifier.evaluation import Confusion, Reliability, TagsOverTime
from classifier.reporting.french import decimal, integer, percent, several
from classifier.reporting.svg import bar, dot, element, line, plot, text

WIDTH = 720.0
NAMES = 236.0  # room for a tag's name
ROW = 20.0
GRID = (0.0, 0.25, 0.5, 0.75, 1.0)
LONGEST = 31  # characters of a name that fit


def tag_bars(tags: Sequence[dict[str, Any]]) -> Markup:
    """Return one bar of F1 per tag, with its precision and its recall as dots."""
    right, top, height = WIDTH - 84, 26.0, 26.0 + ROW * len(tags) + 8
    span = right - NAMES
    marks = _grid(NAMES, span, top, height - 8)
    for number, row in enumerate(tags):
        y = top + ROW * number + ROW / 2
        hint = (
            f"{row['tag']} : F1 {percent(row['f1'])}, précision {percent(row['precision'])}, "
            f"rappel {percent(row['recall'])}, {several(row['support'], 'article')}"
        )
        marks += [text(NAMES - 8, y + 4, _cut(row["tag"]), anchor="end")]
        marks += [bar(NAMES, y - 6, span * row["f1"], 12, "bar", hint)]
        marks += [dot(NAMES + span * row["precision"], y, 3.5, "precision", hint)]
        marks += [dot(NAMES + span * row["recall"], y, 3.5, "recall", hint)]
        marks += [text(WIDTH - 4, y + 4, integer(row["support"]), anchor="end", class_="quiet")]
    marks += [text(WIDTH - 4, 14, "articles", anchor="end", class_="quiet")]
    return plot("F1, précision et rappel de chaque mot-clé", WIDTH, height, *marks)


def reliability_curve(shown: Reliability) -> Markup:
    """Return what each class of probabilities promised against what it kept."""
    left, top, side = 60.0, 12.0, 340.0
    marks = []
    for value in GRID:
        x, y = left + side * value, top + side * (1 - value)
        marks += [line(left, y, left + side, y, "grid"), line(x, top, x, top + side, "grid")]
        marks += [text(left - 8, y + 4, percent(value), anchor="end", class_="quiet")]
        marks += [text(x, top + side + 18, percent(value), anchor="middle", class_="quiet")]
    marks += [line(left, top + side, left + side, top, "ideal")]
    points = [
        (left + side * float(p), top + side * (1 - float(k))) for p, k in zip(shown.promised, shown.kept, strict=True)
    ]
    marks += [element("polyline", points=" ".join(f"{x:.1f},{y:.1f}" for x, y in points), class_="curve")]
    most = float(max(shown.decisions))
    for (x, y), promised, kept, count in zip(points, shown.promised, shown.kept, shown.decisions, strict=True):
        hint = f"annoncé {percent(promised, 1)}, arrivé {percent(kept, 1)}, {several(int(count), 'décision')}"
        marks += [dot(x, y, 3 + 6 * (float(count) / most) ** 0.25, "point", hint)]
    marks += [text(left + side / 2, top + side + 40, "probabilité annoncée", anchor="middle")]
    marks += [
        element("text", "part de justes", class_="label", text_anchor="middle", transform=_turned(16, top + side / 2))
    ]
    return plot("Courbe de fiabilité : probabilités annoncées et parts de justes", 420, top + side + 50, *marks)


def confusion_bars(pairs: Sequence[Confusion]) -> Markup:
    """Return one bar per confusion, as long as it is frequent."""
    names, top = 430.0, 8.0
    most = max((pair.documents for pair in pairs), default=1)
    marks = []
    for number, pair in enumerate(pairs):
        y = top + ROW * number + ROW / 2
        words = f"{_cut(pair.missed)} → {_cut(pair.proposed)}"
        hint = f"{pair.proposed} proposé au lieu de {pair.missed} : {several(pair.documents, 'article')}"
        width = (WIDTH - names - 50) * pair.documents / most
        marks += [text(names - 8, y + 4, words, anchor="end"), bar(names, y - 6, width, 12, "bar", hint)]
        marks += [text(names + width + 8, y + 4, integer(pair.documents), class_="quiet")]
    return plot("Confusions les plus fréquentes", WIDTH, top + ROW * len(pairs) + 8, *marks)


def year_lines(years: Sequence[dict[str, Any]]) -> Markup:
    """Return the figures of each year, with their intervals."""
    left, top, height = 56.0, 30.0, 240.0
    step = (WIDTH - left - 20) / max(len(years), 1)
    marks = [line(left, top + height * (1 - value), WIDTH - 20, top + height * (1 - value), "grid") for value in GRID]
    marks += [text(left - 8, top + height * (1 - v) + 4, percent(v), anchor="end", class_="quiet") for v in GRID]
    every = max(1, round(len(years) / 14))
    for shift, name, class_ in ((-3.0, "micro_f1", "precision"), (3.0, "recall_at_1", "recall")):
        points = []
        for number, row in enumerate(years):
            x = left + step * (number + 0.5) + shift
            y, low, high = (top + height * (1 - row[key]) for key in (name, f"{name}_low", f"{name}_high"))
            hint = f"{row['year']} : {percent(row[name], 1)}, {several(row['documents'], 'article')}"
            marks += [line(x, low, x, high, f"range {class_}"), dot(x, y, 3.5, class_, hint)]
            points.append(f"{x:.1f},{y:.1f}")
        marks += [element("polyline", points=" ".join(points), class_=f"thin {class_}")]
    for number, row in enumerate(years):
        if number % every == 0:
            x = left + step * (number + 0.5)
            marks += [text(x, top + height + 20, str(row["year"]), anchor="middle", class_="quiet")]
    return plot("F1 et première proposition juste, année par année", WIDTH, top + height + 30, *marks)


def time_map(shown: TagsOverTime) -> Markup:
    """Return how many articles bear each frequent tag each year: the darker, the more."""
    top = 26.0
    step = (WIDTH - NAMES - 8) / max(len(shown.years), 1)
    most = float(shown.counts.max(initial=1))
    every = max(1, round(len(shown.years) / 12))
    marks = []
    for number, year in enumerate(shown.years):
        if number % every == 0:
            marks += [text(NAMES + step * (number + 0.5), 16, str(year), anchor="middle", class_="quiet")]
    for number, (tag, counts) in enumerate(zip(shown.tags, shown.counts, strict=True)):
        y = top + ROW * number
        marks += [text(NAMES - 8, y + 14, _cut(tag), anchor="end")]
        for column, count in enumerate(counts.tolist()):
            hint = f"{tag}, {shown.years[column]} : {several(count, 'article')}"
            shade = decimal(0.06 + 0.94 * (count / most) ** 0.5 if count else 0.0).replace(",", ".")
            marks += [bar(NAMES + step * column, y + 1, step - 1.5, ROW - 2, "cell", hint, fill_opacity=shade)]
    return plot("Articles par mot-clé et par année", WIDTH, top + ROW * len(shown.tags) + 6, *marks)


def _grid(left: float, span: float, top: float, bottom: float) -> list[Markup]:
    """Return upright lines with their percentages above."""
    marks = [line(left + span * value, top - 4, left + span * value, bottom, "grid") for value in GRID]
    return marks + [text(left + span * v, top - 12, percent(v), anchor="middle", class_="quiet") for v in GRID]


def _turned(x: float, y: float) -> str:
    return f"translate({x:.0f} {y:.0f}) rotate(-90)"


def _cut(words: str) -> str:
    """Return a name that fits; the whole name stands in the table and in the hint."""
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1].rstrip()}…"
