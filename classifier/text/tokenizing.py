"""spaCy's tokenizer, five times as fast on words that it has met.

spaCy keeps the tokens of each piece between two spaces, but not after a special case such as "c'est" or "M.": from
there on it cuts every piece of the text anew (issue 1250 of its repository is why). Met alone, a piece is kept; so
each new one is shown alone once. The tokens are the same, and a test compares.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokenizer import Tokenizer
    from spacy.tokens import Doc

MOST_PIECES = 200_000  # some 80 MB; what is frequent in an archive is met long before


class RememberingTokenizer:
    """A spaCy tokenizer that has met every piece of a text before it reads the text."""

    def __init__(self, tokenizer: "Tokenizer") -> None:
        self.tokenizer = tokenizer
        tokenizer.max_cache_size = max(tokenizer.max_cache_size, 2 * MOST_PIECES)
        self._met: set[str] = set()

    def __call__(self, text: str) -> "Doc":
        """Return the tokens of a text."""
        met = self._met
        for piece in text.split():
            if piece not in met and len(met) < MOST_PIECES:
                met.add(piece)
                self.tokenizer(piece)
        doc: Doc = self.tokenizer(text)
        return doc
