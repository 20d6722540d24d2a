"""The main road: text -> doc -> features -> probabilities -> suggestions."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from classifier.batches import batches
from classifier.corpora import Corpus
from classifier.documents import Document
from classifier.errors import NotTrainedError, TextError, UnknownTagError
from classifier.features import ArticleVectorizer, counts_of_articles, mention_columns, owners
from classifier.learning import Indicator, Probabilities, TagClassifier, sigmoid, warm_up
from classifier.tagging.explanation import Reading
from classifier.tagging.order import has_order
from classifier.tagging.progress import Progress, watch
from classifier.tagging.suggestion import Band, Explanation, Suggestion
from classifier.text import ArticleMap, FrenchAnalyzer, article_text, text_of
from classifier.vocabulary import Period, Vocabulary

if TYPE_CHECKING:
    from spacy.tokens import Doc

BATCH_SIZE = 64  # documents whose docs and features live in memory together
LIMIT = 10  # suggestions for a document
IMPOSSIBLE = -1_000.0  # the score of a tag outside its period: finite, so that it can be written as JSON
REASONS = 5  # pieces of evidence with a suggestion

Scores = NDArray[np.float64]
Choice = Callable[[Document, list[Suggestion]], list[Suggestion]]


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
        return hasattr(self.classifier, "bears_")

    def fit(
        self,
        documents: Corpus | Iterable[Document],
        *,
        refusals: Mapping[str, Iterable[str]] | None = None,
        progress: Progress | None = None,
    ) -> Self:
        """Learn from documents, each analysed once and not kept.

        `progress` is called with (stage, done, in all); the stages are "reading" and "learning".
        The first tag of a document is taken for the dominant one, unless all documents have theirs in alphabetical
        order. `refusals` names, by their id, documents of which only the tags that they do not bear are known; of
        all others it is known of every tag. Raises `UnknownTagError` for a label outside the vocabulary, and
        `TooFewExamplesError` when there is nothing to learn from.
        """
        corpus = documents if isinstance(documents, Corpus) else Corpus(documents)
        Y, first = self.targets(corpus)
        counts = counts_of_articles(corpus, self.analyzer, self.vectorizer, watch=watch(len(Y), progress))
        return self.fit_features(
            self.vectorizer.learn_counts(counts),
            Y,
            first=first if has_order(corpus) else None,
            known=self._known(corpus, refusals) if refusals else None,
            progress=progress,
        )

    def fit_features(
        self,
        X: csr_array,
        Y: Indicator,
        *,
        first: Indicator | None,
        known: NDArray[np.bool_] | None = None,
        progress: Progress | None = None,
    ) -> Self:
        """Learn from features that the vectorizer has made as it learned; see `fit` and `TagClassifier.fit`."""
        self.classifier.fit(
            X,
            Y,
            first=first,
            owners=owners(self.vectorizer.get_feature_names_out(), self.vocabulary),
            known=known,
            progress=(lambda *done: progress("learning", *done)) if progress else None,
        )
        self.warm_up()
        return self

    def suggest(
        self, document: Document | str, *, limit: int | None = LIMIT, explained: bool = True
    ) -> list[Suggestion]:
        """Return the likeliest tags of one document, the likeliest dominant one first; all of them without a limit.

        A tag outside its period on the document's day has probability zero.
        Raises `TextError` when there is nothing to read.
        """
        ((_, suggestions),) = self.suggest_batch([_as_document(document)], limit=limit, explained=explained)
        return suggestions

    def suggest_batch(
        self,
        documents: Iterable[Document],
        *,
        limit: int | None = LIMIT,
        explained: bool = False,
        choose: Choice | None = None,
    ) -> Iterator[tuple[Document, list[Suggestion]]]:
        """Yield each document with its suggestions, in order; see `suggest`.

        `choose` returns which of a document's suggestions are wanted; only those are explained, which takes longer
        than finding them.
        """
        for batch in batches(documents, BATCH_SIZE):
            articles = [ArticleMap(document) for document in batch]
            docs, X = self._read(batch, articles if explained and not choose else None)
            probabilities, scores = self.predict_features(batch, X)
            for position, document in enumerate(batch):
                found = self._likeliest(probabilities[position], scores[position], limit)
                found = choose(document, found) if choose else found
                if explained and found:
                    row = csr_array(X[[position]]) if len(batch) > 1 else X
                    found = self._with_evidence(found, self._reading(articles[position], docs[position], row), row)
                yield document, found

    def explain(self, document: Document | str, tag: str) -> Explanation:
        """Return all that the log-odds of one tag are made of, for one document."""
        document = _as_document(document)
        article = ArticleMap(document)
        (doc,), X = self._read([document], [article])
        reading = self._reading(article, doc, X)
        of_tag = self.vocabulary.column(tag)
        column = int(self.classifier.speakers(X)[0, of_tag])
        (evidence,) = reading.evidence(self._weights(X, [column]))
        return Explanation(
            self.vocabulary[of_tag],
            float(self.classifier.bears_.constants[column]),
            tuple(evidence),
            float(self.classifier.context_of(X)[0, column]),
        )

    def predict_proba(self, documents: Iterable[Document]) -> Probabilities:
        """Return the probabilities of all tags, shape (documents, tags)."""
        return self.predict(documents)[0]

    def predict(self, documents: Iterable[Document]) -> tuple[Probabilities, Scores]:
        """Return the probabilities of all tags, and the scores that order them, both of shape (documents, tags)."""
        rows = [self.predict_features(batch, self._read(batch)[1]) for batch in batches(documents, BATCH_SIZE)]
        empty = np.zeros((0, len(self.vocabulary)))
        probabilities, scores = zip(*rows, strict=True) if rows else ([empty], [empty])
        return np.concatenate(probabilities), np.concatenate(scores)

    def read(self, documents: Iterable[Document]) -> Iterator[tuple[Document, csr_array, NDArray[np.float64]]]:
        """Yield each document with its features, one row, and the probabilities of all tags; batch by batch."""
        for batch in batches(documents, BATCH_SIZE):
            _, X = self._read(batch)
            probabilities, _ = self.predict_features(batch, X)
            for position, document in enumerate(batch):
                yield document, csr_array(X[[position]]), probabilities[position]

    def indicator(self, documents: Iterable[Document]) -> Indicator:
        """Return who has which tag, shape (documents, tags); raises `UnknownTagError`.

        Tags that were merged since count as those that took them over; those retired or split count as none.
        """
        return self.targets(documents)[0]

    def targets(self, documents: Iterable[Document]) -> tuple[Indicator, Indicator]:
        """Return who has which tag, and who has which tag first; see `indicator`."""
        columns = [self._columns(document) for document in documents]
        return self._indicator(columns), self._indicator([found[:1] for found in columns])

    def _indicator(self, columns: list[list[int]]) -> Indicator:
        Y = np.zeros((len(columns), len(self.vocabulary)), dtype=np.int_)
        for row, tags in enumerate(columns):
            Y[row, tags] = 1
        return Y

    def _known(self, documents: Iterable[Document], refusals: Mapping[str, Iterable[str]]) -> NDArray[np.bool_]:
        """Return of which tags it is known whether a document bears them, shape (documents, tags)."""
        ids = [document.id for document in documents]
        known = np.ones((len(ids), len(self.vocabulary)), dtype=np.bool_)
        for row, id in enumerate(ids):
            if id in refusals:
                known[row] = False
                known[row, self.vocabulary.columns(refusals[id])] = True
        return known

    def _columns(self, document: Document) -> list[int]:
        try:
            return self.vocabulary.columns(document.tags)
        except UnknownTagError as error:
            raise UnknownTagError(f"article « {document.id} » : {error}") from error

    def _read(self, batch: list[Document], articles: list[ArticleMap] | None = None) -> tuple[list["Doc"], csr_array]:
        """Return the docs and the features of some documents, cleaned on the way or, for who has them, as articles."""
        if not self.is_trained:
            raise NotTrainedError("ce modèle n’a encore rien appris : entraînez-le, ou chargez-en un.")
        texts = [one.article_text for one in articles] if articles else [article_text(one) for one in batch]
        for document, text in zip(batch, texts, strict=True):
            if not text.strip():
                which = f" (article « {document.id} »)" if document.id else ""
                raise TextError(f"rien à lire : ni titre ni texte{which}.")
        docs = list(self.analyzer.analyze(texts))
        return docs, self.vectorizer.read(docs)

    def predict_features(self, batch: list[Document], X: csr_array) -> tuple[Probabilities, Scores]:
        """Return what `predict` returns, for documents whose features were made already."""
        bears, leads = self.classifier.log_odds(X)
        probabilities, scores = sigmoid(bears), bears + leads
        timed = [(column, tag.period) for column, tag in enumerate(self.vocabulary) if tag.period != Period()]
        for row, document in enumerate(batch):
            for column, period in timed:
                if not period.covers(document.date):
                    probabilities[row, column], scores[row, column] = 0.0, IMPOSSIBLE
        return probabilities, scores

    def _likeliest(
        self, probabilities: NDArray[np.float64], scores: NDArray[np.float64], limit: int | None
    ) -> list[Suggestion]:
        classifier = self.classifier
        order = np.argsort(-scores, kind="stable")[:limit]
        return [
            Suggestion(
                self.vocabulary[column],
                float(probabilities[column]),
                float(classifier.thresholds_[column]),
                "vocabulary" if classifier.cold_[column] else "model",
                score=float(scores[column]),
                band=_band(probabilities[column], classifier.automatic_[column], classifier.review_[column]),
            )
            for column in order
        ]

    def _with_evidence(self, suggestions: list[Suggestion], reading: Reading, row: csr_array) -> list[Suggestion]:
        speakers = self.classifier.speakers(row)[0]
        weights = self._weights(row, [int(speakers[self.vocabulary.column(one.tag.id)]) for one in suggestions])
        return [
            one.because(tuple(evidence for evidence in found if evidence.weight > 0))
            for one, found in zip(suggestions, reading.evidence(weights, limit=REASONS), strict=True)
        ]

    def _reading(self, article: ArticleMap, doc: "Doc", row: csr_array) -> Reading:
        return Reading(row, self._feature_names(), self.vectorizer.spans(doc), text_of(doc), article)

    def _weights(self, row: csr_array, columns: list[int]) -> NDArray[np.float64]:
        """Return the weights of a row's features in some columns, shape (columns, features of the row)."""
        table = self.classifier.bears_
        weights: NDArray[np.float64] = table.weights[row.indices].toarray()[:, columns] * table.gains[columns]
        return weights.T

    def _feature_names(self) -> NDArray[np.object_]:
        """Return the names of the features, gathered once."""
        names: NDArray[np.object_] | None = self.__dict__.get("_names")
        if names is None or len(names) != self.classifier.bears_.weights.shape[0]:
            names = self.__dict__["_names"] = self.vectorizer.get_feature_names_out()
        return names

    def warm_up(self) -> None:
        """Let the vocabulary speak for the tags that have too few examples."""
        columns = mention_columns(self.vectorizer, self.vocabulary)
        if columns is not None:
            warm_up(self.classifier, columns)


def _band(probability: float, automatic: float, review: float) -> Band:
    if probability >= automatic:
        return "automatic"
    return "review" if probability >= review else "silent"


def _as_document(document: Document | str) -> Document:
    return document if isinstance(document, Document) else Document("", "", document)
