import pytest

from classifier.checking.words import is_name, numbers_of, plain, windows, words_of


@pytest.mark.parametrize(
    "text",
    [
        "L’école numérique de Thiès",
        "l'ÉCOLE numérique, de Thiès !",
        "<b>L&#8217;école</b> numérique<br/>de Thiès",
        "L’e\u0301cole  numé\u00adrique de\nThiès (Source : APS, 3 mai 2004)",
    ],
)
def test_typing_does_not_make_other_words(text: str) -> None:
    assert numbers_of(words_of(plain(text))).tolist() == numbers_of(["l'école", "numérique", "de", "thiès"]).tolist()


def test_windows_see_the_order_of_words() -> None:
    there, back = (windows(numbers_of(words), 2) for words in (["un", "deux"], ["deux", "un"]))
    assert there.tolist() != back.tolist()
    assert windows(numbers_of(["un"]), 2).tolist() == []


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("l'Union internationale des télécommunications", False),
        ("d'Orange Money et de Free Money", True),
        ("du 14 mars 2005", False),
        ("à Dakar et à Thiès", True),
    ],
)
def test_a_name_has_capitals(words: str, name: bool) -> None:
    assert is_name(words.split()) is name
