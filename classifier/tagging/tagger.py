"""The main road: text -> doc -> features -> probabilities -> suggestions."""

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from classifier.batches import batches
from classifier.corpora import Corpus
from classifier.documents import Document
from classifier.errors import NotTrainedError, TextError, UnknownTagError
from classifier.features import MENTION, NAME, ArticleVectorizer, MentionVectorizer, owners
from classifier.learning import Indicator, Probabilities, TagClassifier, warm_up
from classifier.tagging.explanation import Occurrences, explain, occurrences
from classifier.tagging.suggestion import Explanation, Suggestion
from classifier.text import ArticleMap, FrenchAnalyzer, article_text
from classifier.vocabulary import Vocabulary

if TYPE_CHECKING:
    from spacy.tokens import Doc

BATCH_SIZE = 64  # documents whose docs and features live in memory together
LIMIT = 10  # suggestions for a document
REASONS = 5  # pieces of evidence with a suggestion

Progress = Callable[[str, int, int], None]


class Tagger:
    """A vocabulary, and what was learned about it.

    Parameters
    ----------
    vocabulary : Vocabulary
        The tags that may be suggested.
    analyzer : FrenchAnalyzer or None
        Reads the texts.
    vectorizer : ArticleVectorizer or None
        Turns docs into features.
    classifier : TagClassifier or None
        Turns features into probabilities.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        *,
        analyzer: FrenchAnalyzer | None = None,
        vectorizer: ArticleVectorizer | None = None,
        classifier: TagClassifier | None = None,
    ) -> None:
        self.vocabulary = vocabulary
        self.vectorizer = vectorizer or ArticleVectorizer.of(vocabulary)
        self.analyzer = analyzer or FrenchAnalyzer(names=self.vectorizer.reads_names)
        self.classifier = classifier or TagClassifier()

    @property
    def is_trained(self) -> bool:
        """Whether there is something to suggest with."""
        return hasattr(self.classifier, "weights_")

    def fit(self, documents: Corpus | Iterable[Document], *, progress: Progress | None = None) -> Self:
        """Learn from documents, each analysed once and not kept.

        `progress` is called with (stage, done, in all); the stages are "reading" and "learning".
        The first tag of a document is taken for the dominant one. Raises `UnknownTagError` for a label outside
        the vocabulary, and `TooFewExamplesError` when there
        is nothing to learn from.
        """
        corpus = documents if isinstance(documents, Corpus) else Corpus(documents)
        Y = self.indicator(corpus)
        docs = self.analyzer.analyze(article_text(document) for document in corpus)
        X = self.vectorizer.fit_transform(_counted(docs, len(Y), progress))
        self.classifier.fit(
            X,
            Y,
            first=self.indicator(document.with_tags(*document.tags[:1]) for document in corpus),
            owners=owners(self.vectorizer.get_feature_names_out(), self.vocabulary),
            progress=(lambda *done: progress("learning", *done)) if progress else None,
        )
        self._warm_up()
        return self

    def suggest(
        self, document: Document | str, *, limit: int | None = LIMIT, explained: bool = True
    ) -> list[Suggestion]:
        """Return the likeliest tags of one document, the most probable first; all of them without a limit.

        A tag outside its period on the document's day has probability zero.
        Raises `TextError` when there is nothing to read.
        """
        ((_, suggestions),) = self.suggest_batch([_as_document(document)], limit=limit, explained=explained)
        return suggestions

    def suggest_batch(
        self, documents: Iterable[Document], *, limit: int | None = LIMIT, explained: bool = False
    ) -> Iterator[tuple[Document, list[Suggestion]]]:
        """Yield each document with its suggestions, in order; see `suggest`."""
        for batch in batches(documents, BATCH_SIZE):
            docs, X = self._read(batch)
            probabilities = self._probabilities(batch, X)
            for position, document in enumerate(batch):
                found = self._likeliest(probabilities[position], limit)
                if explained:
                    found = self._with_evidence(found, document, docs[position], csr_array(X[[position]]))
                yield document, found

    def explain(self, document: Document | str, tag: str) -> Explanation:
        """Return all that the log-odds of one tag are made of, for one document."""
        document = _as_document(document)
        (doc,), X = self._read([document])
        places = occurrences(self.vectorizer.terms(doc))
        return self._explanation(self.vocabulary.column(tag), X, places, ArticleMap(document))

    def predict_proba(self, documents: Iterable[Document]) -> Probabilities:
        """Return the probabilities of all tags, shape (documents, tags)."""
        rows = [self._probabilities(batch, self._read(batch)[1]) for batch in batches(documents, BATCH_SIZE)]
        return np.concatenate(rows) if rows else np.zeros((0, len(self.vocabulary)))

    def indicator(self, documents: Iterable[Document]) -> Indicator:
        """Return who has which tag, shape (documents, tags); raises `UnknownTagError`."""
        columns = [self._columns(document) for document in documents]
        Y = np.zeros((len(columns), len(self.vocabulary)), dtype=np.int_)
        for row, tags in enumerate(columns):
            Y[row, tags] = 1
        return Y

    def _columns(self, document: Document) -> list[int]:
        try:
            return [self.vocabulary.column(label) for label in document.tags]
        except UnknownTagError as error:
            raise UnknownTagError(f"article « {document.id} » : {error}") from error

    def _read(self, batch: list[Document]) -> tuple[list["Doc"], csr_array]:
        """Return the docs and the features of some documents."""
        if not self.is_trained:
            raise NotTrainedError("ce modèle n’a encore rien appris : entraînez-le, ou chargez-en un.")
        texts = [article_text(document) for document in batch]
        for document, text in zip(batch, texts, strict=True):
            if not text.strip():
                which = f" (article « {document.id} »)" if document.id else ""
                raise TextError(f"rien à lire : ni titre ni texte{which}.")
        docs = list(self.analyzer.analyze(texts))
        return docs, self.vectorizer.transform(docs)

    def _probabilities(self, batch: list[Document], X: csr_array) -> Probabilities:
        probabilities = self.classifier.predict_proba(X)
        for row, document in enumerate(batch):
            for column, tag in enumerate(self.vocabulary):
                if not tag.period.covers(document.date):
                    probabilities[row, column] = 0.0
        return probabilities

    def _likeliest(self, probabilities: NDArray[np.float64], limit: int | None) -> list[Suggestion]:
        order = np.argsort(-probabilities, kind="stable")[:limit]
        return [
            Suggestion(
                self.vocabulary[column],
                float(probabilities[column]),
                float(self.classifier.thresholds_[column]),
                "vocabulary" if self.classifier.cold_[column] else "model",
            )
            for column in order
        ]

    def _with_evidence(
        self, suggestions: list[Suggestion], document: Document, doc: "Doc", row: csr_array
    ) -> list[Suggestion]:
        places, article = occurrences(self.vectorizer.terms(doc)), ArticleMap(document)
        explained = []
        for one in suggestions:
            explanation = self._explanation(self.vocabulary.column(one.tag.id), row, places, article)
            explained.append(one.because(explanation.reasons(REASONS)))
        return explained

    def _explanation(self, column: int, row: csr_array, places: Occurrences, article: ArticleMap) -> Explanation:
        weights = self.classifier.weights_[row.indices][:, [column]].toarray()[:, 0]
        return explain(
            self.vocabulary[column],
            row=row,
            weights=weights,
            bias=float(self.classifier.biases_[column]),
            names=self._feature_names(),
            places=places,
            article=article,
        )

    def _feature_names(self) -> NDArray[np.object_]:
        """Return the names of the features, gathered once."""
        names: NDArray[np.object_] | None = self.__dict__.get("_names")
        if names is None or len(names) != self.classifier.weights_.shape[0]:
            names = self.__dict__["_names"] = self.vectorizer.get_feature_names_out()
        return names

    def _warm_up(self) -> None:
        """Let the vocabulary speak for the tags that have too few examples."""
        mentions = [one for one in self.vectorizer.vectorizers if isinstance(one, MentionVectorizer)]
        if not mentions or not self.classifier.cold_.any():
            return
        column = {name: number for number, name in enumerate(self.vectorizer.get_feature_names_out())}
        self.classifier.weights_ = warm_up(
            self.classifier.weights_,
            self.classifier.biases_,
            self.classifier.thresholds_,
            self.classifier.cold_,
            name_terms=[column.get(f"{NAME}:{tag.id}", -1) for tag in self.vocabulary],
            mention_terms=[column.get(f"{MENTION}:{tag.id}", -1) for tag in self.vocabulary],
            scale=mentions[0].scale,
        )


def _as_document(document: Document | str) -> Document:
    return document if isinstance(document, Document) else Document("", "", document)


def _counted(docs: Iterable["Doc"], total: int, progress: Progress | None) -> Iterator["Doc"]:
    for done, doc in enumerate(docs, start=1):
        if progress:
            progress("reading", done, total)
        yield doc
