import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.features.folding import fold, fold_number, folded_words


@pytest.mark.parametrize(
    ("word", "form"),
    [("Réseaux", "reseau"), ("TIC", "tic"), ("opérateurs", "operateur"), ("bus", "bus"), ("prix", "pri")],
)
def test_words_typed_otherwise_have_one_form(word: str, form: str) -> None:
    assert fold_number(word) == form == fold_number(word.upper()) == fold_number(fold(word))


@given(st.text(max_size=80))
def test_places_quote_the_words(text: str) -> None:
    for word in folded_words(text):
        assert word.form == fold_number(text[word.start : word.end])
