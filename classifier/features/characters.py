"""Pieces of words: what misspelt, inflected and compound words share."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

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

    Parameters
    ----------
    part : {"all", "title"}, default="all"
        Cut all words, or only those of the title.
    min_df, max_terms, title_weight, scale
        See `TermVectorizer`.
    """

    def __init__(
        self,
        *,
        part: Literal["all", "title"] = "all",
        min_df: int = 2,
        max_terms: int | None = None,
        title_weight: float = 2.0,
        scale: float = 1.0,
    ) -> None:
        super().__init__(min_df=min_df, max_terms=max_terms, title_weight=title_weight, scale=scale)
        self.part = part

    def terms(self, doc: "Doc") -> Iterator[Term]:
        """Yield every piece of every word that is read."""
        for match in self._words(text_of(doc)):
            for piece in pieces(fold(match.group())):
                yield Term(piece, match.start(), match.end())

    def counts(self, doc: "Doc") -> Mapping[str, float]:
        """Return how often each piece occurs: words are counted first, then cut, each once."""
        text = text_of(doc)
        words: Counter[str] = Counter()
        end = title_end(text)
        for match in self._words(text):
            weight = self.title_weight if match.start() < end else 1.0
            words[fold(match.group())] += weight  # type: ignore[assignment]  # weighted counts
        counts: dict[str, float] = {}
        for word, count in words.items():
            for piece in pieces(word):
                counts[piece] = counts.get(piece, 0.0) + count
        return counts

    def _words(self, text: str) -> Iterator[re.Match[str]]:
        end = title_end(text) if self.part == "title" else len(text)
        return (match for match in WORD.finditer(text, 0, max(end, 0)) if len(match.group()) >= MIN_WORD)
