"""Pieces of words: what misspelt, inflected and compound words share."""

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from classifier.features.folding import WORD, fold
from classifier.features.terms import Term, TermVectorizer
from classifier.text import text_of, title_end

if TYPE_CHECKING:
    from spacy.tokens import Doc

SHORTEST, LONGEST = 4, 5
MIN_WORD = 5  # a shorter word is its own best feature


@lru_cache(maxsize=200_000)
def pieces(word: str) -> tuple[str, ...]:
    """Return the pieces of a folded word, its ends marked.

    >>> pieces("cyber")
    ('chars:_cyb', 'chars:cybe', 'chars:yber', 'chars:ber_', 'chars:_cybe', 'chars:cyber', 'chars:yber_')
    """
    marked = f"_{word}_"
    return tuple(
        f"chars:{marked[start : start + size]}"
        for size in range(SHORTEST, LONGEST + 1)
        for start in range(len(marked) - size + 1)
    )


class CharacterVectorizer(TermVectorizer):
    """N-grams of four and five letters inside words; a piece's place is the word that holds it.

    See `TermVectorizer` for the parameters.
    """

    def terms(self, doc: "Doc") -> Iterator[Term]:
        """Yield every piece of every word."""
        for match in WORD.finditer(text_of(doc)):
            if len(match.group()) >= MIN_WORD:
                for piece in pieces(fold(match.group())):
                    yield Term(piece, match.start(), match.end())

    def counts(self, doc: "Doc") -> Mapping[str, float]:
        """Return how often each piece occurs: words are counted first, then cut, each once."""
        words: Counter[str] = Counter()
        end = title_end(text_of(doc))
        for match in WORD.finditer(text_of(doc)):
            if len(match.group()) >= MIN_WORD:
                weight = self.title_weight if match.start() < end else 1.0
                words[fold(match.group())] += weight  # type: ignore[assignment]  # weighted counts
        counts: dict[str, float] = {}
        for word, count in words.items():
            for piece in pieces(word):
                counts[piece] = counts.get(piece, 0.0) + count
        return counts
