"""How models age, for a terminal and as a plot."""

from collections.abc import Iterator

from markupsafe import Markup

from classifier.evaluation import Age, Figure, OverTime
from classifier.reporting.french import decimal, integer, percent, several
from classifier.reporting.svg import dot, element, line, plot, text

WIDTH, HEIGHT, LEFT, TOP = 720.0, 240.0, 56.0, 30.0
GRID = (0.0, 0.25, 0.5, 0.75, 1.0)


def ageing_table(shown: OverTime) -> Iterator[str]:
    """Yield the lines of a table for a terminal: one row for each model, one column for each year."""
    yield "F1 (micro) de modèles qui ont appris jusqu’à une année, sur les articles des années suivantes :"
    yield f"{'appris jusqu’à':<15}{'articles':>9}" + "".join(f"{year:>15}" for year in shown.years)
    for until, learned, cells in shown.rows():
        values = (f"{_short(cell.micro_f1):>15}" if cell else " " * 15 for cell in cells)
        yield f"{until:<15}{integer(learned):>9}" + "".join(values)
    for age in shown.ages:
        if age.years > 1:
            yield f"{sentence(age)}."


def sentence(age: Age) -> str:
    """Return what an age says, as a French sentence without its full stop."""
    old, fresh, fall = percent(age.micro_f1.value, 1), percent(age.fresh.value, 1), points(age.fall)
    return (
        f"À {age.years} ans, {old} ; des modèles de l’année précédente, {fresh} sur les mêmes "
        f"{several(age.documents, 'article')} : {fall}"
    )


def points(fall: Figure) -> str:
    """Return a difference in points, with its interval.

    >>> points(Figure(-0.031, -0.05, -0.01))
    '−3,1 points [−5,0 ; −1,0]'
    """
    value, low, high = (decimal(100 * part, 1).replace("-", "−") for part in fall)
    return f"{value} points [{low} ; {high}]"


def ageing_lines(shown: OverTime) -> Markup:
    """Return one line for each model over the years that judge it; the newest is the boldest."""
    years = shown.years
    step = (WIDTH - LEFT - 20) / len(years)

    def x(year: int) -> float:
        return LEFT + step * (years.index(year) + 0.5)

    def y(value: float) -> float:
        return TOP + HEIGHT * (1 - value)

    marks = [line(LEFT, y(value), WIDTH - 20, y(value), "grid") for value in GRID]
    marks += [text(LEFT - 8, y(value) + 4, percent(value), anchor="end", class_="quiet") for value in GRID]
    rows = list(shown.rows())
    for number, (until, _, cells) in enumerate(rows):
        known = [cell for cell in cells if cell]
        points_of = " ".join(f"{x(cell.year):.1f},{y(cell.micro_f1.value):.1f}" for cell in known)
        marks += [element("polyline", points=points_of, class_="thin precision")]
        for cell in known:
            class_ = "recall" if cell is known[0] else "precision"
            hint = f"appris jusqu’à {until}, jugé sur {cell.year} : {_short(cell.micro_f1)}"
            marks += [dot(x(cell.year), y(cell.micro_f1.value), 3.5, class_, hint)]
            if number == 0 or cell is known[0]:
                low, high = y(cell.micro_f1.low), y(cell.micro_f1.high)
                marks += [line(x(cell.year), low, x(cell.year), high, f"range {class_}")]
    every = max(1, round(len(years) / 14))
    marks += [text(x(year), TOP + HEIGHT + 20, str(year), anchor="middle", class_="quiet") for year in years[::every]]
    return plot("F1 de modèles de chaque année, sur les années suivantes", WIDTH, TOP + HEIGHT + 30, *marks)


def _short(figure: Figure) -> str:
    return f"{percent(figure.value)} [{decimal(100 * figure.low, 0)}–{decimal(100 * figure.high, 0)}]"
