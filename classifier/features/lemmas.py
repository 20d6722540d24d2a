"""Lemmas, and pairs of lemmas that follow each other."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from classifier.features.folding import fold
from classifier.features.terms import Term, TermVectorizer
from classifier.text import title_end
from classifier.text.french import EMPTY_WORDS, VOICE

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_EMPTY = frozenset(fold(word) for word in EMPTY_WORDS)
Part = Literal["all", "title", "opening"]
OPENING = 80  # words that mean something, title included: where an article says what it is about


class LemmaVectorizer(TermVectorizer):
    """Lemmas of the words that mean something, their pairs, and the small words that tell who speaks.

    Stop words between two lemmas do not part them: "mots de passe" gives "lemma:mot passe".
    Accents are dropped because old archives often lack them. "je", "nous", "vous", questions and quotations
    keep a feature of their own ("voice:nous"): they part an opinion from a report on the same subject.

    Parameters
    ----------
    part : {"all", "title", "opening"}, default="all"
        Read only the title ("title:usine"), or the title and the first words ("opening:usine", no pairs).
    min_df, max_terms, title_weight, scale
        See `TermVectorizer`.

    >>> from classifier.text import FrenchAnalyzer
    >>> docs = FrenchAnalyzer().analyze(["Les opérateurs de téléphonie"])
    >>> [term.name for doc in docs for term in LemmaVectorizer().terms(doc)]
    ['lemma:operateur', 'lemma:telephonie', 'lemma:operateur telephonie']
    """

    def __init__(
        self,
        *,
        part: Part = "all",
        min_df: int = 2,
        max_terms: int | None = None,
        title_weight: float = 2.0,
        scale: float = 1.0,
    ) -> None:
        super().__init__(min_df=min_df, max_terms=max_terms, title_weight=title_weight, scale=scale)
        self.part = part

    def terms(self, doc: "Doc") -> Iterator[Term]:
        """Yield lemmas, pairs of lemmas, and voices, of the part that is read."""
        if self.part == "all":
            yield from _terms(doc)
            return
        end = title_end(doc.text) if self.part == "title" else len(doc.text)
        left = OPENING
        for name, start, stop in _terms(doc):
            kind, _, words = name.partition(":")
            if start >= end or not left:
                return
            if kind == "lemma" and (self.part == "title" or " " not in words):
                left -= self.part == "opening"
                yield Term(f"{self.part}:{words}", start, stop)


def _terms(doc: "Doc") -> Iterator[Term]:
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
