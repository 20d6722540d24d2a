"""Tables in Markdown, as all benchmarks print them: whole, or line by line while the work goes on."""

from collections.abc import Iterable


def line(cells: Iterable[object]) -> str:
    """Return one line of a table.

    >>> line(["a", 1])
    '| a | 1 |'
    """
    return f"| {' | '.join(map(str, cells))} |"


def head(names: Iterable[object]) -> str:
    """Return the two lines above the rows.

    >>> print(head(["a", "b"]))
    | a | b |
    |---|---|
    """
    names = list(names)
    return f"{line(names)}\n|{'---|' * len(names)}"


def table(names: Iterable[object], rows: Iterable[Iterable[object]]) -> str:
    """Return a table.

    >>> print(table(["a", "b"], [[1, 2]]))
    | a | b |
    |---|---|
    | 1 | 2 |
    """
    return "\n".join([head(names), *map(line, rows)])
