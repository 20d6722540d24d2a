"""Lemmas, and pairs of lemmas that follow each other."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from classifier.features.folding import fold
from classifier.features.terms import Term, TermVectorizer
from classifier.text.french import EMPTY_WORDS, VOICE

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_EMPTY = frozenset(fold(word) for word in EMPTY_WORDS)


class LemmaVectorizer(TermVectorizer):
    """Lemmas of the words that mean something, their pairs, and the small words that tell who speaks.

    Stop words between two lemmas do not part them: "mots de passe" gives "lemma:mot passe".
    Accents are dropped because old archives often lack them. "je", "nous", "vous", questions and quotations
    keep a feature of their own ("voice:nous"): they part an opinion from a report on the same subject.
    See `TermVectorizer` for the parameters.

    >>> from classifier.text import FrenchAnalyzer
    >>> docs = FrenchAnalyzer().analyze(["Les opérateurs de téléphonie"])
    >>> [term.name for doc in docs for term in LemmaVectorizer().terms(doc)]
    ['lemma:operateur', 'lemma:telephonie', 'lemma:operateur telephonie']
    """

    def terms(self, doc: "Doc") -> Iterator[Term]:
        """Yield lemmas, pairs of lemmas, and voices."""
        before: Token | None = None
        before_lemma = ""
        for token in doc:
            voice = token.lower_.lstrip("-")  # "ferez-vous" is read as "ferez" and "-vous"
            if voice in VOICE:
                yield Term(f"voice:{voice}", token.idx + len(token) - len(voice), token.idx + len(token))
            if not _means_something(token):
                if token.is_punct or token.is_space:
                    before = None  # a pair does not cross punctuation
                continue
            lemma = fold(token.lemma_)
            if lemma in _EMPTY:
                continue
            end = token.idx + len(token)
            yield Term(f"lemma:{lemma}", token.idx, end)
            if before is not None:
                yield Term(f"lemma:{before_lemma} {lemma}", before.idx, end)
            before, before_lemma = token, lemma


def _means_something(token: "Token") -> bool:
    return not token.is_stop and len(token) > 1 and token.text[0].isalnum() and not token.like_num
