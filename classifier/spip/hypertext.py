"""HTML in a text: comments and tags taken off, entities decoded, and "a<b" left alone."""

import html
import re

from classifier.spip.characters import LINE, PARAGRAPH, readable

PARAGRAPHS = frozenset(
    "address article aside blockquote body caption center details div dl fieldset figcaption figure footer form h1 h2 "
    "h3 h4 h5 h6 head header hr html main nav ol p pre section summary table ul "
    "quote poesie poetry cadre frame".split()  # SPIP's own
)
LINES = frozenset("br dd dt legend li option tr".split())
CELLS = frozenset("td th img embed iframe object video audio".split())  # words on both sides stay apart
INLINE = frozenset(
    "a abbr acronym applet area b base basefont bdi bdo big blink button canvas cite code col colgroup data datalist "
    "del dfn em font frameset i input ins kbd label link map mark marquee math meta meter nobr noframes noscript "
    "optgroup output param picture progress q rp rt ruby s samp select small source spacer span strike strong style script "
    "sub sup svg tbody template textarea tfoot thead time title track tt u var wbr xml "
    "intro md multi sc tex".split()
)
KNOWN = PARAGRAPHS | LINES | CELLS | INLINE
FLAGS = frozenset(
    "allowfullscreen autoplay checked compact controls disabled loop muted noshade nowrap selected".split()
)

COMMENTS = re.compile(
    r"<!--.*?(?:-->|\Z)|<[!?][A-Za-z\[][^<>]*+>", re.DOTALL
)  # as in a browser, to the end if unclosed
IDIOMS = re.compile(r"<:[a-z0-9_]++(?::[a-z0-9_]++)?(?:[{|][^<>]*?)?:>", re.IGNORECASE)  # a word of SPIP's interface
ADDRESSES = re.compile(r"<((?:https?://|mailto:|www\.)[^\s<>]++|[\w.+-]++@[\w.-]++)>", re.IGNORECASE)
# quoted values may hold ">"; each try stops at the next "<", so many openings cost no more than one
TAGS = re.compile(r"""<(/?)([a-zA-Z][\w:.-]*+)((?:="[^"<]*+"|='[^'<]*+'|[^<>])*+)>""")
ENTITIES = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]\w{1,30});")


def without_comments(text: str) -> str:
    """Return the text without HTML comments and without SPIP's interface words, `<:module:string:>`."""
    return IDIOMS.sub("", COMMENTS.sub("", text))


def without_tags(text: str) -> str:
    """Return the text without tags; those that part paragraphs, lines and cells still do.

    >>> without_tags("5 < 6, a<b et <b>gras</b>, H<sub>2</sub>O, <https://exemple.sn>")
    '5 < 6, a<b et gras, H2O, https://exemple.sn'
    """
    return TAGS.sub(_what_a_tag_leaves, ADDRESSES.sub(r"\1", text))


def decoded(text: str) -> str:
    """Return the text with its entities decoded, once, and only those with a semicolon: URLs hold "&copy=2".

    >>> decoded("l&#8217;&eacute;t&eacute; &amp;lt; ?a=1&copy=2")
    'l’été &lt; ?a=1&copy=2'
    """
    return ENTITIES.sub(lambda match: readable(html.unescape(match.group())), text)


def _what_a_tag_leaves(match: re.Match[str]) -> str:
    closing, name, rest = match.groups()
    name = name.lower()
    if not _is_a_tag(name, rest):
        return match.group()
    if name in PARAGRAPHS:
        return PARAGRAPH
    if name in LINES:
        return "" if closing else LINE
    return " " if name in CELLS else ""


def _is_a_tag(name: str, rest: str) -> bool:
    """Tell a tag from "a<b et c>d": a name that is known or written as XML does, then attributes or nothing."""
    if "=" in rest:
        return rest[0].isspace() or rest[0] == "/"
    rest = rest.strip().rstrip("/").rstrip().lower()
    return (name in KNOWN or ":" in name) and (not rest or FLAGS.issuperset(rest.split()))
