"""A document as one text for the pipeline, and the way back to its title and text."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

from classifier.documents import Document
from classifier.text.cleaning import MAX_CHARACTERS, CleanText, clean

if TYPE_CHECKING:
    from spacy.tokens import Doc

TEXT = "motscles_text"  # where the analyzer leaves the text in a doc's user data
Field = Literal["title", "text"]


class Place(NamedTuple):
    """A span of characters in the title or the text as received; the end is excluded."""

    field: Field
    start: int
    end: int


def article_text(document: Document) -> str:
    """Return the cleaned title on the first line, the cleaned text below.

    >>> article_text(Document("a", "L’ARTP", "Le régulateur…"))
    "L'ARTP\\nLe régulateur…"
    """
    return _joined(clean(document.title), clean(document.text))


def is_readable(document: Document) -> bool:
    """Whether anything remains of a document once it is cleaned.

    >>> is_readable(Document("a", "", "<br>&nbsp;"))
    False
    """
    # a title of plain words, as most are, remains whatever is cleaned: corpora ask this of all articles, many times
    return _is_plain(document.title) or bool(article_text(document).strip())


def text_of(doc: "Doc") -> str:
    """Return the text of a doc: spaCy puts `doc.text` together anew, token by token, each time that it is asked."""
    text = doc.user_data.get(TEXT)
    return text if isinstance(text, str) else doc.text


def title_end(text: str) -> int:
    """Return where the title ends in what `article_text` returns."""
    return text.find("\n")


@dataclass(frozen=True)
class ArticleMap:
    """Finds spans of `article_text(document)` in the document as it was received."""

    document: Document

    @cached_property
    def _title(self) -> CleanText:
        return CleanText.of(self.document.title)

    @cached_property
    def _text(self) -> CleanText:
        return CleanText.of(self.document.text)

    @property
    def article_text(self) -> str:
        """The same as `article_text(document)`, for those who will ask for places: it is cleaned once."""
        return _joined(self._title.text, self._text.text)

    def place(self, start: int, end: int) -> Place:
        """Return the place of a span of the article's text; of one that goes on into the text, the part in the title.

        >>> document = Document("a", "L’ARTP", "Le  régulateur")
        >>> ArticleMap(document).place(10, 20)
        Place(field='text', start=4, end=14)
        """
        body = len(self._title.text) + 1
        if start < body - 1:
            return Place("title", *self._title.original_span(start, min(end, body - 1)))
        return Place("text", *self._text.original_span(max(start - body, 0), end - body))

    def quote(self, place: Place) -> str:
        """Return the words at a place, as received."""
        source = self.document.title if place.field == "title" else self.document.text
        return source[place.start : place.end]


def _is_plain(text: str) -> bool:
    """Whether a text has words, and nothing that could make cleaning drop them: no markup, entity or source line."""
    return not any(sign in text for sign in "<&(") and any(map(str.isalnum, text[:MAX_CHARACTERS]))


def _joined(title: str, text: str) -> str:
    return f"{title.replace(chr(10), ' ')}\n{text}"
