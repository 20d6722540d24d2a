"""The few pieces of SVG that the plots are made of; every text and attribute is escaped."""

from markupsafe import Markup, escape


def element(name: str, *children: str, **attributes: object) -> Markup:
    """Return an element; `class_` stands for class, `stroke_width` for stroke-width.

    >>> str(element("text", "R&D", x=3, class_="label"))
    '<text x="3" class="label">R&amp;D</text>'
    """
    given = Markup("").join(
        Markup(' {}="{}"').format(key.rstrip("_").replace("_", "-"), _short(value)) for key, value in attributes.items()
    )
    inner = Markup("").join(escape(child) for child in children)
    return Markup("<{0}{1}>{2}</{0}>").format(Markup(name), given, inner)


def plot(title: str, width: float, height: float, *children: Markup) -> Markup:
    """Return a plot that grows with the page and says to everyone what it shows."""
    return element(
        "svg",
        *children,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {_short(width)} {_short(height)}",
        role="img",
        aria_label=title,
    )


def text(x: float, y: float, words: str, *, anchor: str = "start", class_: str = "label") -> Markup:
    """Return a line of text."""
    return element("text", words, x=x, y=y, text_anchor=anchor, class_=class_)


def line(x1: float, y1: float, x2: float, y2: float, class_: str) -> Markup:
    """Return a straight line."""
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, class_=class_)


def bar(x: float, y: float, width: float, height: float, class_: str, hint: str, **attributes: object) -> Markup:
    """Return a bar that says its value to whoever points at it."""
    return element(
        "rect", element("title", hint), x=x, y=y, width=max(width, 0.0), height=height, class_=class_, **attributes
    )


def dot(x: float, y: float, radius: float, class_: str, hint: str) -> Markup:
    """Return a dot that says its value to whoever points at it."""
    return element("circle", element("title", hint), cx=x, cy=y, r=radius, class_=class_)


def _short(value: object) -> str:
    """Return a number with no more digits than a screen shows.

    >>> _short(3.14159), _short(2.0), _short("end")
    ('3.1', '2', 'end')
    """
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value)
