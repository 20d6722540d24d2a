"""Lemmas from a lexicon: a spaCy component that needs no neural network.

On every corpus that we measured, lemmas by form are worth as much to a tagger as lemmas in context, which take ten
times as long (CONTRIBUTING, "What the features bring"). The lexicon is simplemma's; ours comes first.
"""

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from spacy.attrs import LEMMA, ORTH
from spacy.language import Language

from classifier.text.forms import Forms
from classifier.text.french import LEMMAS

if TYPE_CHECKING:
    from simplemma import Lemmatizer
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

NAME = "motscles_lexicon"
MOST_FORMS = 1_000_000  # then the memory of forms starts afresh: a service reads typing errors for months


class Lexicon:
    """Gives each token the lemma of its form, each form being looked up once.

    `forms` are the list of a model; without them simplemma unpacks its own at the first word.
    """

    def __init__(self, vocab: "Vocab", forms: Forms | None = None) -> None:
        self.vocab, self.forms = vocab, forms
        self._lemmas: dict[int, int] = {}

    @cached_property
    def lemmatizer(self) -> "Lemmatizer":
        """What knows forms, and rules for those of no list."""
        from simplemma import Lemmatizer
        from simplemma.strategies import DefaultStrategy

        listed: Any = self.forms  # a list in all that simplemma asks of one
        return Lemmatizer(1, lemmatization_strategy=DefaultStrategy(dictionary_factory=listed))  # we remember forms

    def __call__(self, doc: "Doc") -> "Doc":
        """Return the doc with its lemmas."""
        if len(self._lemmas) > MOST_FORMS:
            self._lemmas.clear()
        forms = doc.to_array(ORTH).tolist()
        known = self._lemmas
        lemmas = [known[form] if form in known else self._learn(form) for form in forms]
        column: Any = np.array(lemmas, dtype=np.uint64)[:, None]
        return doc.from_array([LEMMA], column)

    def _learn(self, form: int) -> int:
        lemma = self._lemmas[form] = self.vocab.strings.add(self.lemma_of(self.vocab.strings[form]))
        return lemma

    def lemma_of(self, form: str) -> str:
        """Return the lemma of a form.

        >>> from spacy.vocab import Vocab
        >>> lexicon = Lexicon(Vocab())
        >>> [lexicon.lemma_of(form) for form in ("opérateurs", "E-commerce", "Sonatel", "smartphonisation")]
        ['opérateur', 'e-commerce', 'Sonatel', 'smartphonisation']
        """
        return LEMMAS.get(form.lower()) or self.lemmatizer.lemmatize(form, "fr") or form


@Language.factory(NAME)
def _create(nlp: Language, name: str) -> Lexicon:
    return Lexicon(nlp.vocab)
