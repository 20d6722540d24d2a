"""What makes the suggestions for a text less sure than usual."""

import re
from enum import StrEnum

from classifier.documents import Document
from classifier.text.cleaning import MAX_CHARACTERS, clean
from classifier.text.language import language_of

FEW_WORDS = 20
ENOUGH_FOR_LANGUAGE = 8  # words: below, detection is a guess
# Small words that French has and its neighbours have not: a text in which they abound needs no detection.
FRENCH_WORDS = frozenset("les des du et dans est pour une aux avec au sur qui par".split())
FRENCH_SHARE = 0.08
LETTERS_WITHOUT_ACCENT = 400  # French carries an accent every 30 letters or so


class TextWarning(StrEnum):
    """One reason for less confidence; the value is stable, the wording is the roof's."""

    NOT_FRENCH = "not-french"
    SHORT = "short"
    TRUNCATED = "truncated"
    CAPITALS = "capitals"
    NO_ACCENTS = "no-accents"


def warnings_about(document: Document) -> list[TextWarning]:
    """Return what is unusual about a document.

    >>> warnings_about(Document("a", "", "The regulator has renewed the licence of both mobile operators."))
    [<TextWarning.NOT_FRENCH: 'not-french'>, <TextWarning.SHORT: 'short'>]
    """
    raw = f"{document.title}\n{document.text}"
    text = clean(raw)
    words = text.split()
    letters = [character for character in raw[:MAX_CHARACTERS] if character.isalpha()]
    checks = {
        TextWarning.NOT_FRENCH: not is_french(text),
        TextWarning.SHORT: len(words) < FEW_WORDS,
        TextWarning.TRUNCATED: max(len(document.title), len(document.text)) > MAX_CHARACTERS,
        TextWarning.CAPITALS: len(letters) > 60 and sum(map(str.isupper, letters)) > 0.8 * len(letters),
        TextWarning.NO_ACCENTS: len(letters) > LETTERS_WITHOUT_ACCENT and not re.search(r"[^\W\d_a-zA-Z]", text),
    }
    return [warning for warning, holds in checks.items() if holds]


def is_french(text: str) -> bool:
    """Whether a text is in French, or too short to tell; detection is asked only where it is not obvious.

    >>> is_french("The regulator has renewed the licence of both mobile operators."), is_french("No comment")
    (False, True)
    """
    words = text.split()
    if len(words) < ENOUGH_FOR_LANGUAGE:
        return True
    small = sum(word.lower() in FRENCH_WORDS for word in words)
    return small >= FRENCH_SHARE * len(words) or language_of(" ".join(words)) == "fr"
