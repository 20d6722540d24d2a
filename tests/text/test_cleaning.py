import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.text import MAX_CHARACTERS, CleanText, clean
from classifier.text.cleaning import OTHER_SPACES

PIECES = st.sampled_from(
    [
        *("l’école", " ", "\u00a0", "\u00ad", "&eacute;", "&amp;", "lt;", "<b>", "</p>", "<", ">", "&", "é", "e\u0301"),
        *(
            "\n",
            "SONATEL EN GREVE A DAKAR",
            "(Source : APS)",
            "😀",
            "<!--",
            "-->",
            "\u200b",
            "«",
            "n’tic",
            "\r\n",
            "\x00",
        ),
    ]
)
TYPED = st.one_of(st.lists(PIECES, max_size=25).map("".join), st.text(max_size=60))


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("l’école d‘ici", "l'école d'ici"),
        ("e\u0301cole", "école"),
        ("10\u00a0000\u202fF", "10 000 F"),
        ("co\u00adopé\u200bration", "coopération"),
        ("Caf&eacute; &#233; &#xE9; &amp;amp;", "Café é é &"),
        ("<p>Un</p><p>deux</p>", "Un\ndeux"),
        ("avant<script>alert('x')</script>après", "avant après"),
        ("3 < 4 et 5 > 4", "3 < 4 et 5 > 4"),
        ("La fin.\n\n(Source : Le Soleil, 12 mai 2003)", "La fin."),
        ("Une (source : X) au milieu.", "Une (source : X) au milieu."),
        ("LA SONATEL EN GREVE\nL’ARTP réagit", "la sonatel en greve\nL'ARTP réagit"),
        ("ARTP", "ARTP"),
        ("  un\r\n\r\n  deux ", "un\ndeux"),
        ("", ""),
    ],
)
def test_cleaning_by_example(typed: str, cleaned: str) -> None:
    assert clean(typed) == cleaned


@given(TYPED)
def test_cleaning_twice_is_cleaning_once(typed: str) -> None:
    assert clean(clean(typed)) == clean(typed)


@given(TYPED)
def test_the_way_back_leads_from_the_same_text(typed: str) -> None:
    cleaned = CleanText.of(typed)
    assert cleaned.text == clean(typed)
    assert len(cleaned.starts) == len(cleaned.ends) == len(cleaned.text)
    for start, end in zip(cleaned.starts, cleaned.ends, strict=True):
        assert 0 <= start < end <= len(typed)


@given(TYPED, st.data())
def test_a_span_leads_back_to_what_cleans_to_it(typed: str, data: st.DataObject) -> None:
    cleaned = CleanText.of(typed)
    if not cleaned.text:
        return
    start = data.draw(st.integers(0, len(cleaned.text) - 1))
    end = data.draw(st.integers(start + 1, len(cleaned.text)))
    first, last = cleaned.original_span(start, end)
    assert first < last
    kept = cleaned.text[start:end].strip().lower()
    assert len(kept) <= 2 * (last - first) + 2
    if typed.isascii() and not set(typed) & set("&<(\r\n\x00"):
        assert kept in clean(typed[first:last]).lower() or not kept.isalpha()


SLOW = {
    "spaces": " ",
    "tabs and breaks": "\t\t\t\n",
    "open brackets": "( ",
    "sources": "(source : ",
    "layers of escapes": "&amp;",
    "numbered layers": "&#38;#38;",
    "open comments": "<!--",
    "open scripts": "<script ",
    "open tags": "<a ",
    "ends of scripts": "</script ",
    "accents on nothing": "\u0301",
    "soft hyphens": "\u00ad",
    "capitals": "AB ",
}


@pytest.mark.parametrize("piece", SLOW.values(), ids=SLOW)
def test_no_text_makes_cleaning_hang(piece: str) -> None:
    """The reference is an ordinary text of the same length, cleaned in the same run."""

    def seconds(text: str) -> float:
        start = time.perf_counter()
        clean(text)
        return time.perf_counter() - start

    ordinary = ("Le régulateur a publié hier les chiffres du marché. " * MAX_CHARACTERS)[:MAX_CHARACTERS]
    strange = ("x" + piece * MAX_CHARACTERS)[:MAX_CHARACTERS]
    reference = min(seconds(ordinary) for _ in range(3))
    assert seconds(strange) < 50 * reference


def test_only_the_beginning_of_a_huge_text_is_read() -> None:
    assert len(clean("mot " * MAX_CHARACTERS)) < MAX_CHARACTERS


def test_every_space_is_known() -> None:
    spaces = [chr(code) for code in range(0x110000) if re.match(r"[^\S\n\r\x0b\x0c\x85\u2028\u2029]", chr(code))]
    assert len(spaces) > 20
    assert re.fullmatch(f"[ {OTHER_SPACES}]+", "".join(spaces))
    controls = "\x1c\x1d\x1e\x1f"  # go before spaces are looked at
    assert all(clean(f"a{space}b") == ("ab" if space in controls else "a b") for space in spaces)
