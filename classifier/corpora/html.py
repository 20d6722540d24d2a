"""HTML as bytes come from a disk or a feed: its characters, its tree, its lines."""

import codecs
import re
from collections.abc import Container, Iterator
from dataclasses import dataclass, field

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.-]+)""", re.IGNORECASE)
HEAD = 4096  # a charset must be declared early; browsers stop at 1024, old pages begin with long comments
MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
WESTERN = ("iso8859-1", "ascii", "latin-1")  # what browsers read as Windows-1252, whatever the page says

BLOCKS = frozenset(
    "address article aside blockquote body br caption center dd details div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
CELLS = frozenset({"td", "th"})  # of one line
SILENT = frozenset(
    "audio button canvas embed head iframe img input noscript object script select style svg template textarea "
    "video".split()
)
SPACES = re.compile(r"\s+")


@dataclass(slots=True)
class Line:
    """One line as a reader sees it, the element that it begins in, and the links in it."""

    text: str
    element: HtmlElement
    links: list[HtmlElement] = field(default_factory=list)


def decode_page(content: bytes) -> str:
    """Return a page as text: by its byte order mark, as UTF-8 if it is, by what it declares, or as Windows-1252.

    Bytes that are valid UTF-8 are believed before the declaration: no Western text is UTF-8 by chance, and many a
    saved page kept the declaration of another time.

    >>> decode_page(b'<meta charset="iso-8859-1"><p>L\\x92\\xe9t\\xe9</p>')
    '<meta charset="iso-8859-1"><p>L’été</p>'
    """
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    text = content.decode(_declared(content), "replace")
    if text.count("\ufffd") * 2 > sum(1 for character in text if character > "\x7f"):
        return content.decode("cp1252", "replace")  # it says UTF-8 and is not
    return text


def _declared(content: bytes) -> str:
    """Return the codec that a page declares, as browsers understand it."""
    found = DECLARED.search(content[:HEAD])
    try:
        name = codecs.lookup(found[1].decode("ascii")).name if found else "cp1252"
    except LookupError:
        return "cp1252"
    return "cp1252" if name in WESTERN else name


def parse_html(text: str) -> HtmlElement | None:
    """Return the tree of a page or of a piece of one, without comments; None when nothing stands in it."""
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    content = text.replace("\x00", "").encode("utf-8", "replace")
    try:
        return document_fromstring(content, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None


def lines_of(root: HtmlElement, *, without: Container[HtmlElement] = ()) -> Iterator[Line]:
    """Yield the lines that a reader sees, in order, without scripts, forms' fields and the elements `without`."""
    line = Line("", root)
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in BLOCKS:
            if tag in CELLS and line.text:
                line.text += " "
            elif text := SPACES.sub(" ", line.text).strip():
                yield Line(text, line.element, line.links)
                line = Line("", element)
            elif tag not in CELLS:
                line = Line("", element)
        if event == "start":
            if tag in SILENT or element in without:
                walk.skip_subtree()
                continue
            if tag == "a":
                line.links.append(element)
            piece = element.text
        else:
            piece = element.tail if element is not root else None
        if piece:
            if not line.text.strip():
                line.element = element if event == "start" else element.getparent()
            line.text += piece
    if text := SPACES.sub(" ", line.text).strip():
        yield Line(text, line.element, line.links)


def text_of(element: HtmlElement, *, without: Container[HtmlElement] = ()) -> str:
    """Return what a reader sees in an element, one line a paragraph.

    >>> tree = parse_html("<p>Chiffre d&#8217;affaires&nbsp;: <b>+3&nbsp;%</b></p><script>x()</script><p>a &lt; b")
    >>> text_of(tree)
    'Chiffre d’affaires : +3 %\\na < b'
    """
    return "\n".join(line.text for line in lines_of(element, without=without))


def classes(element: HtmlElement) -> frozenset[str]:
    """Return the classes of an element."""
    return frozenset((element.get("class") or "").split())
