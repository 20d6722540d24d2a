"""SPIP's typographic shortcuts made plain text."""

from collections.abc import Callable

from classifier.spip.blocks import Shelf, sheltered, with_verses
from classifier.spip.characters import PARAGRAPH, readable, settled, without_escapes
from classifier.spip.hypertext import decoded, without_comments, without_tags
from classifier.spip.lines import without_dashes, without_emphasis, without_markers
from classifier.spip.links import without_brackets, without_notes
from classifier.spip.models import captioned
from classifier.spip.titles import in_language, keyword_label

Titles = Callable[[str, int], str | None]


def plain_text(source: str, *, language: str = "fr", titles: Titles | None = None, autobr: bool = True) -> str:
    """Return the words of a stored text as its readers see them: paragraphs with a blank line between, no shortcuts.

    Notes leave the flow and follow as last paragraphs. `titles("article", 12)` is asked for the stored title where a
    link has no words of its own. Single line breaks stay, or are spaces as in SPIP 2 (`autobr=False`).
    Time grows with the length of the text, whatever it holds.

    >>> print(plain_text("{{{Réseaux}}}La {{fibre}} arrive[[Dès mai.]] : voir [le plan->art12].\\n-* Dakar\\n-* Thiès"))
    Réseaux
    <BLANKLINE>
    La fibre arrive : voir le plan.
    Dakar
    Thiès
    <BLANKLINE>
    Dès mai.
    """
    shelf = Shelf()

    def title(kind: str, number: int) -> str:
        raw = titles(kind, number) if titles else None
        return shelf.held(keyword_label(raw, language)) if raw else ""

    text = sheltered(readable(source), shelf)
    text = without_comments(in_language(without_escapes(text), language))
    text = captioned(without_brackets(text, title))
    body, notes = without_notes(with_verses(text))
    flow = PARAGRAPH.join(_plain(part) for part in (body, *notes))
    return settled(shelf.restored(flow), autobr=autobr)


def _plain(text: str) -> str:
    text = without_markers(text.strip("\n"))
    text = without_tags(without_dashes(without_emphasis(text)))
    return decoded(text)
