"""One form for all the ways to type a word."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

WORD = re.compile(r"\w+")


class FoldedWord(NamedTuple):
    """A word in its common form, and where it stands."""

    form: str
    start: int
    end: int


def folded(word: str) -> str:
    """Return a word in lower case, without accents.

    >>> folded("Télécentres")
    'telecentres'
    """
    decomposed = unicodedata.normalize("NFKD", word.lower())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """Return what `folded` returns, for those who meet the same words again and again and remember nothing."""
    return folded(word)


@lru_cache(maxsize=20_000)
def fold_number(word: str) -> str:
    """Return a folded word without the mark of the plural.

    >>> fold_number("réseaux"), fold_number("ARTP"), fold_number("données"), fold_number("accès")
    ('reseau', 'artp', 'donnee', 'acce')
    """
    form = folded(word)
    return form[:-1] if len(form) > 3 and form[-1] in "sx" else form


def folded_words(text: str) -> Iterator[FoldedWord]:
    """Yield the words of a text, folded, with their places.

    >>> [word.form for word in folded_words("l'accès aux données")]
    ['l', 'acce', 'aux', 'donnee']
    """
    for match in WORD.finditer(text):
        yield FoldedWord(fold_number(match.group()), match.start(), match.end())
