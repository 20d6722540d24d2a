"""Names of organisations, places, persons and works."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from classifier.features.folding import fold
from classifier.features.terms import Term, TermVectorizer

if TYPE_CHECKING:
    from spacy.tokens import Doc

MAX_WORDS = 6  # longer "entities" are mistakes of the recogniser
ARTICLES = ("le ", "la ", "les ", "l'", "un ", "une ", "d'", "de ", "du ", "des ")


class EntityVectorizer(TermVectorizer):
    """Names that the pipeline recognises, with their kind: "org:sonatel", "loc:thies".

    Needs an analyzer with `names=True`. See `TermVectorizer` for the parameters.

    >>> from classifier.text import FrenchAnalyzer
    >>> docs = FrenchAnalyzer(names=True).analyze(["La société a ouvert une agence à Saint-Louis."])
    >>> [term.name for doc in docs for term in EntityVectorizer().terms(doc)]
    ['loc:saint-louis']
    """

    def terms(self, doc: "Doc") -> Iterator[Term]:
        """Yield the names, without their article."""
        for entity in doc.ents:
            if len(entity) > MAX_WORDS:
                continue
            name = fold(entity.text.strip())
            article = next((article for article in ARTICLES if name.startswith(article)), "")
            if len(name) > len(article) + 1:
                start = entity.start_char + len(article)
                yield Term(f"{entity.label_.lower()}:{name.removeprefix(article)}", start, entity.end_char)
