import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.documents import Document
from classifier.text import ArticleMap, article_text, is_readable, title_end

DOCUMENT = Document(
    "a",
    "L’e&#769;cole\n  numérique 😀",
    "<p>La Sonatel&nbsp;: l’année</p>\n\n<p>d’un réseau</p> (Source : APS)",
)


def test_the_title_is_the_first_line() -> None:
    text = article_text(DOCUMENT)
    assert text == "L'école numérique 😀\nLa Sonatel : l'année\nd'un réseau"
    assert text[: title_end(text)] == "L'école numérique 😀"
    assert title_end(article_text(Document("a", "", "texte"))) == 0


@pytest.mark.parametrize(
    ("words", "field", "quote"),
    [
        ("L'école", "title", "L’e&#769;cole"),
        ("numérique", "title", "numérique"),
        ("Sonatel", "text", "Sonatel"),
        ("l'année", "text", "l’année"),
        ("réseau", "text", "réseau"),
        ("Sonatel : l'année", "text", "Sonatel&nbsp;: l’année"),
    ],
)
def test_words_are_found_where_they_were_received(words: str, field: str, quote: str) -> None:
    start = article_text(DOCUMENT).index(words)
    article = ArticleMap(DOCUMENT)
    place = article.place(start, start + len(words))
    assert (place.field, article.quote(place)) == (field, quote)


def test_what_goes_on_from_the_title_into_the_text_is_shown_in_the_title() -> None:
    article = ArticleMap(Document("a", "Le point de", "vue d’un lecteur"))
    place = article.place(3, 15)
    assert (place.field, article.quote(place)) == ("title", "point de")


@given(st.text(max_size=40), st.sampled_from(["", "<p>", "&nbsp;", "(Source : APS)", "\u200b", "mot", "\u00ad"]))
def test_a_document_is_readable_when_something_remains_of_it(text: str, more: str) -> None:
    for document in (Document("a", text + more, ""), Document("a", "", text + more)):
        assert is_readable(document) == bool(article_text(document).strip())
