"""What stands at the beginning of a line, and what runs through it: lists, rules, tables, emphasis, dashes."""

import re

from classifier.spip.characters import LINE, PARAGRAPH

# A row is closed by "|" on its own line or, where a cell holds line breaks, some lines below.
ROWS = re.compile(r"^[ \t]*+\|[^\n]*(?:\n(?![ \t]*[|\n])[^\n]*){0,20}?\|[ \t]*$", re.MULTILINE)
SPANS = frozenset({"", "<", "^"})  # cells that only widen their neighbours
RULES = re.compile(r"^[ \t]*+(?:-{4,}+|_{4,}+)", re.MULTILINE)
# "-5 degrés" and "->" are no list items
MARKERS = re.compile(
    r"^[ \t]*+(?:-[*]++|-#++|--(?=[ \t~])|-[?!](?=[ \t])|_(?=[ \t~])|-(?![-\d>.,\n])(?=.))[ \t]*+|^[ \t]*+-[ \t]*+$",
    re.MULTILINE,
)
BRACES = re.compile(r"(?<!\{)(?:\{\{\}\}|\{\})(?!\})|\{{3,}+\*{0,5}+|\}{3,}+|[{}]{1,2}")
DASHES = re.compile(r"(?<!\S)--(?!\S)")
TILDES = re.compile(r"((?:https?://|www\.)[^\s<>|]*+)|~")  # a "~" in an address is part of it


def without_markers(text: str) -> str:
    """Return the text with each row of a table and each item of a list on a line of its own, rules as paragraphs.

    >>> without_markers("-* un\\n-** deux\\n|a|{{b}}|\\n----\\nfin").replace(LINE, "/").replace(PARAGRAPH, "¶").split()
    ['/un', '/deux', '/a', '{{b}}', '¶', 'fin']
    """
    return MARKERS.sub(LINE, RULES.sub(PARAGRAPH, ROWS.sub(_cells, text)))


def without_emphasis(text: str) -> str:
    """Return the text without braces, headings as paragraphs; `{}` and `{{}}` alone are text.

    >>> without_emphasis("{{{Titre}}}Le {{gras}}, {} vide").replace(PARAGRAPH, "¶")
    '¶Titre¶Le gras, {} vide'
    """
    heading = False

    def plain(match: re.Match[str]) -> str:
        nonlocal heading
        braces = match.group()
        if braces in {"{}", "{{}}"}:
            return braces
        if len(braces) < 3:
            return ""
        # "{{gras {italique}}}" ends like a heading, and is none
        before, heading = heading, braces.startswith("{")
        return PARAGRAPH if heading or before else ""

    return BRACES.sub(plain, text)


def without_dashes(text: str) -> str:
    """Return the text with "--" as a dash and "~" as a space."""
    return TILDES.sub(lambda match: match.group(1) or " ", DASHES.sub("—", text))


def _cells(match: re.Match[str]) -> str:
    row = match.group().strip()
    if len(row) < 2:
        return match.group()
    cells = (cell.strip() for cell in row.replace("\n", " ").split("|"))
    return LINE + " ".join(cell for cell in cells if cell not in SPANS)
