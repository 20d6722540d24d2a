"""Tags named in the text: by their labels, or by the words that make an editor think of them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from classifier.features.folding import WORD, fold_number, folded_words
from classifier.features.terms import Term, TermCounts, TermVectorizer
from classifier.text import text_of, title_end
from classifier.vocabulary import Tag, Vocabulary

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from classifier.features.vectorizer import ArticleVectorizer

NAME, MENTION = "name", "mention"
FOUND = "motscles_mentions"  # where a doc's mentions wait in its user data for the next who asks
Phrases = dict[str, list[tuple[tuple[str, ...], str, str]]]


class MentionVectorizer(TermVectorizer):
    """For each tag two features: "name:<id>" counts its labels, "mention:<id>" its typical words.

    Case, accents and plurals do not matter, except for acronyms of up to four capitals
    ("ART" is not "art"). The columns come from the vocabulary, not from the docs.

    Parameters
    ----------
    vocabulary : Vocabulary or None, default=None
        The tags to look for.
    title_weight, scale
        See `TermVectorizer`.
    """

    normalised = False

    def __init__(self, vocabulary: Vocabulary | None = None, *, title_weight: float = 2.0, scale: float = 0.15) -> None:
        super().__init__(min_df=0, title_weight=title_weight, scale=scale)
        self.vocabulary = vocabulary

    def terms(self, doc: "Doc") -> Iterator[Term]:
        """Yield every phrase that names or evokes a tag."""
        phrases = self._phrases()
        found: tuple[Phrases, list[Term]] | None = doc.user_data.get(FOUND)
        if found is None or found[0] is not phrases:
            found = doc.user_data[FOUND] = phrases, list(_mentions(doc, phrases))
        return iter(found[1])

    def fit_counts(self, counts: TermCounts) -> csr_array:
        """Take the columns from the vocabulary and return the counts of the docs."""
        self.vocabulary_ = {name: column for column, name in enumerate(mention_names(self.vocabulary))}
        self.idf_ = np.ones(len(self.vocabulary_))
        column = np.array([self.vocabulary_[name] for name in counts.columns], dtype=np.int32)
        found = counts.matrix()
        shape = (found.shape[0], len(self.vocabulary_))
        return self.weigh(csr_array((found.data, column[found.indices], found.indptr), shape=shape))

    def _phrases(self) -> Phrases:
        """Return first word -> phrases, made once for a vocabulary."""
        cached: tuple[object, Phrases] | None = self.__dict__.get("_phrase_table")
        if cached is None or cached[0] is not self.vocabulary:
            cached = (self.vocabulary, _phrase_table(self.vocabulary))
            self.__dict__["_phrase_table"] = cached
        return cached[1]

    def __getstate__(self) -> dict[str, object]:
        """Leave the table of phrases out: it is made from the vocabulary."""
        state = dict(super().__getstate__())
        state.pop("_phrase_table", None)
        return state


def _mentions(doc: "Doc", phrases: Phrases) -> Iterator[Term]:
    """Yield every phrase of a doc; none begins in the title and ends in the text."""
    text = text_of(doc)
    border = title_end(text)
    words = list(WORD.finditer(text))
    forms = [fold_number(word.group()) for word in words]
    for position in [position for position, form in enumerate(forms) if form in phrases]:
        for phrase, name, exact in phrases[forms[position]]:
            stop = position + len(phrase)
            if len(phrase) == 1 or tuple(forms[position:stop]) == phrase:
                start, end = words[position].start(), words[stop - 1].end()
                if (not exact or text[start:end] == exact) and not start < border < end:
                    yield Term(name, start, end)


def mention_names(vocabulary: Vocabulary | None) -> list[str]:
    """Return the names of the columns: two for each tag."""
    return [f"{kind}:{tag.id}" for tag in vocabulary or () for kind in (NAME, MENTION)]


def owners(names: Iterable[str], vocabulary: Vocabulary) -> NDArray[np.int_]:
    """Return, for each feature, the column of the tag that it is a mention of, and -1 for every other feature.

    >>> from classifier.vocabulary import Tag
    >>> owners(["lemma:radio", "name:radio"], Vocabulary([Tag("presse", "Presse"), Tag("radio", "Radio")])).tolist()
    [-1, 1]
    """
    column = {name: column for column, tag in enumerate(vocabulary) for name in mention_names(Vocabulary([tag]))}
    return np.array([column.get(name, -1) for name in names], dtype=np.int_)


class MentionColumns(NamedTuple):
    """Where the mentions of each tag stand among all features, -1 where they do not, and what one counts."""

    names: NDArray[np.int_]
    mentions: NDArray[np.int_]
    scale: float


def mention_columns(vectorizer: "ArticleVectorizer", vocabulary: Vocabulary) -> MentionColumns | None:
    """Return the columns of the two mention features of each tag, or None where no vectorizer looks for them."""
    scales = [one.scale for one in vectorizer.vectorizers if isinstance(one, MentionVectorizer)]
    if not scales:
        return None
    column = {name: number for number, name in enumerate(vectorizer.get_feature_names_out())}
    names, mentions = (np.array([column.get(f"{kind}:{tag.id}", -1) for tag in vocabulary]) for kind in (NAME, MENTION))
    return MentionColumns(names, mentions, scales[0])


def _phrase_table(vocabulary: Vocabulary | None) -> Phrases:
    table: Phrases = defaultdict(list)
    for tag in vocabulary or ():
        for phrase, (kind, exact) in _phrases_of(tag).items():
            table[phrase[0]].append((phrase, f"{kind}:{tag.id}", exact))
    return dict(table)


def _phrases_of(tag: Tag) -> dict[tuple[str, ...], tuple[str, str]]:
    """Return phrase -> (kind, spelling that must match or ""); a name wins over a mention."""
    phrases: dict[tuple[str, ...], tuple[str, str]] = {}
    for kind, labels in ((NAME, tag.names), (MENTION, tag.mentions)):
        for label in labels:
            words = tuple(word.form for word in folded_words(label))
            exact = label if label.isupper() and label.isalpha() and len(label) <= 4 else ""
            if words:
                phrases.setdefault(words, (kind, exact))
    return phrases
