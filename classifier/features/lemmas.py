"""Lemmas, and pairs of lemmas that follow each other."""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import starmap
from typing import TYPE_CHECKING, Literal

from spacy.attrs import IDX, LEMMA, LENGTH, ORTH

from classifier.features.folding import folded
from classifier.features.terms import Term, TermVectorizer
from classifier.text import text_of, title_end
from classifier.text.french import EMPTY_WORDS, VOICE

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_EMPTY = frozenset(map(folded, EMPTY_WORDS))
Part = Literal["all", "title", "opening"]
Span = tuple[str, int, int]
MOST_PAIRS = 50_000  # of form and lemma; then the memory of their worth starts afresh: names fill it, not words
_WORTHS: dict[tuple[int, int], tuple[str, str, bool]] = {}
SPANS = "motscles_spans"  # where a doc's terms wait in its user data for the next who asks
LEMMA_OF, VOICE_OF = "lemma:", "voice:"  # what the names of terms begin with
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
        return starmap(Term, self.spans(doc))

    def counts(self, doc: "Doc") -> Mapping[str, float]:
        """Return how often each term occurs; the same as `terms` counted, in half the time."""
        spans = self.spans(doc)
        counts: dict[str, float] = Counter(name for name, _, _ in spans)  # type: ignore[assignment]  # weighted below
        end, more = title_end(text_of(doc)), self.title_weight - 1.0
        for name, start, _ in spans:
            if start >= end:
                break
            counts[name] += more
        return counts

    def spans(self, doc: "Doc") -> list[Span]:
        """Return what `terms` yields, as plain tuples, those of the title first."""
        return _spans_of(doc) if self.part == "all" else list(self._beginning(doc))

    def _beginning(self, doc: "Doc") -> Iterator[Span]:
        end = title_end(text_of(doc)) if self.part == "title" else len(text_of(doc))
        left = OPENING
        for name, start, stop in _spans_of(doc):
            if start >= end or not left:
                return
            if name.startswith(LEMMA_OF) and (self.part == "title" or " " not in name):
                left -= self.part == "opening"
                yield f"{self.part}:{name[len(LEMMA_OF) :]}", start, stop


def _spans_of(doc: "Doc") -> list[Span]:
    """Return name, start and end of every term of a doc; found once, for title, opening and all."""
    found: list[Span] | None = doc.user_data.get(SPANS)
    if found is None:
        found = doc.user_data[SPANS] = list(_spans(doc))
    return found


def _spans(doc: "Doc") -> Iterator[Span]:
    """Yield name, start and end of every term of a doc.

    What a token is worth depends on its form and lemma only, so each pair of these is looked at once.
    """
    if len(_WORTHS) > MOST_PAIRS:
        _WORTHS.clear()
    before, before_start = "", 0
    for position, (form, lemma, start, length) in enumerate(doc.to_array([ORTH, LEMMA, IDX, LENGTH]).tolist()):
        worth = _WORTHS.get((form, lemma))
        if worth is None:
            worth = _WORTHS[form, lemma] = _worth(doc[position])
        voice, name, parts = worth
        end = start + length
        if voice:
            yield voice, end - len(voice) + len(VOICE_OF), end
        if parts:
            before = ""
        if name:
            yield name, start, end
            if before:
                yield f"{before} {name[len(LEMMA_OF) :]}", before_start, end
            before, before_start = name, start


def _worth(token: "Token") -> tuple[str, str, bool]:
    """Return the terms that a token is, as a voice and as a lemma, "" where it is none, and whether it parts pairs."""
    voice = token.lower_.lstrip("-")  # "ferez-vous" is read as "ferez" and "-vous"
    voice = f"{VOICE_OF}{voice}" if voice in VOICE else ""
    if not _means_something(token):
        return voice, "", token.is_punct or token.is_space  # a pair does not cross punctuation
    lemma = folded(token.lemma_)
    return voice, "" if lemma in _EMPTY else f"{LEMMA_OF}{lemma}", False


def _means_something(token: "Token") -> bool:
    return not token.is_stop and len(token) > 1 and token.text[0].isalnum() and not token.like_num
