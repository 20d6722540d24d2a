"""The first step of a scikit-learn pipeline: articles, as documents or bare texts, to docs."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from classifier.documents import Document
from classifier.features.terms import DocTransformer
from classifier.text import Analysis, FrenchAnalyzer, article_text

if TYPE_CHECKING:
    from spacy.tokens import Doc


class ArticleReader(DocTransformer):
    """Reads articles with spaCy; there is nothing to learn, so that it is fitted from the start.

    Parameters
    ----------
    analysis : {"fast", "full"}, default="fast"
        By a lexicon, or by spaCy's neural pipeline; see `FrenchAnalyzer`.
    names : bool, default=False
        Recognise names, for `EntityVectorizer`; it needs the full analysis.

    >>> doc, = ArticleReader().transform(["Les sites d’e-commerce et la 4G"])
    >>> [token.lemma_ for token in doc if not token.is_stop and not token.is_space]
    ['site', 'e-commerce', '4g']
    """

    def __init__(self, *, analysis: Analysis = "fast", names: bool = False) -> None:
        self.analysis = analysis
        self.names = names

    def fit(self, articles: object = None, y: object = None) -> Self:
        """Return the reader itself."""
        return self

    def transform(self, articles: Iterable[Document | str]) -> list["Doc"]:
        """Return one doc for each article; the first line of a bare text is not its title."""
        documents = (one if isinstance(one, Document) else Document("", "", one) for one in articles)
        return list(self._analyzer().analyze(map(article_text, documents)))

    def fit_transform(self, articles: Iterable[Document | str], y: object = None, **_: Any) -> list["Doc"]:
        """Return one doc for each article."""
        return self.transform(articles)

    def set_output(self, *, transform: str | None = None) -> Self:
        """Return the reader itself: docs are no table, whatever the steps after it are asked for."""
        return self

    def _analyzer(self) -> FrenchAnalyzer:
        """Return the analyzer of these parameters, made once."""
        cached: tuple[object, FrenchAnalyzer] | None = self.__dict__.get("_made")
        if cached is None or cached[0] != (self.analysis, self.names):
            cached = (self.analysis, self.names), FrenchAnalyzer(analysis=self.analysis, names=self.names)
            self.__dict__["_made"] = cached
        return cached[1]

    def __getstate__(self) -> dict[str, object]:
        """Leave the loaded pipeline out: it is loaded anew from its name."""
        state = dict(super().__getstate__())
        state.pop("_made", None)
        return state

    def __sklearn_is_fitted__(self) -> bool:
        """Whether it can read: always."""
        return True
