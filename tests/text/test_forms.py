"""A model's list of forms says what simplemma's own says."""

import numpy as np
import pytest
from simplemma.strategies import DEFAULT_DICTIONARY_FACTORY
from spacy.vocab import Vocab

from classifier.text import Forms, FrenchAnalyzer, french_forms
from classifier.text.lexicon import Lexicon

TEXT = "Les opérateurs sénégalais smartphonisaient l'État : 3 e-commerçants d'outre-mer, aujourd'hui…"


def test_the_list_gives_every_form_its_lemma() -> None:
    listed = DEFAULT_DICTIONARY_FACTORY.get_dictionary("fr")
    forms = french_forms()
    assert len(forms.digests) == len(listed) > 200_000
    some = list(listed)[::101]
    assert [forms.get(form) for form in some] == [listed[form] for form in some]
    assert [form for form in some if forms.get(form + "zx") is not None] == []


def test_words_have_the_same_lemmas_with_the_list_and_without() -> None:
    words = list(DEFAULT_DICTIONARY_FACTORY.get_dictionary("fr"))[::199]
    words += [word.capitalize() for word in words[:300]] + [word[::-1] for word in words[:300]]
    words += [f"{one}-{other}" for one, other in zip(words[:300], words[300:], strict=False)]
    own, listed = Lexicon(Vocab()), Lexicon(Vocab(), french_forms())
    assert [own.lemma_of(word) for word in words] == [listed.lemma_of(word) for word in words]


def test_an_analyzer_reads_by_the_list_that_it_is_given() -> None:
    def lemmas(forms: Forms | None) -> list[str]:
        (doc,) = FrenchAnalyzer(forms=forms).analyze([TEXT])
        return [token.lemma_ for token in doc]

    assert lemmas(french_forms()) == lemmas(None)
    assert "patron" in lemmas(Forms.of({"opérateurs": "patron"}))


@pytest.mark.parametrize(
    ("digests", "numbers", "lemmas"),
    [
        (np.zeros(2, np.int64), np.zeros(2, np.uint32), np.array([b"a"])),
        (np.zeros(2, np.uint64), np.zeros(3, np.uint32), np.array([b"a"])),
        (np.zeros((2, 2), np.uint64), np.zeros((2, 2), np.uint32), np.array([b"a"])),
        (np.zeros(2, np.uint64), np.full(2, 7, np.uint32), np.array([b"a"])),
        (np.zeros(2, np.uint64), np.zeros(2, np.uint32), np.array([], dtype="S1")),
        (np.zeros(2, np.uint64), np.zeros(2, np.uint32), np.array(["a"])),
    ],
)
def test_arrays_that_do_not_fit_are_refused(digests: np.ndarray, numbers: np.ndarray, lemmas: np.ndarray) -> None:
    with pytest.raises(ValueError, match="lexique"):
        Forms.read(digests, numbers, lemmas)


def test_a_list_of_nothing_knows_nothing() -> None:
    empty = Forms.of({})
    assert empty.get("usine") is None
    assert Forms.read(*empty).get("\ud83d") is None
