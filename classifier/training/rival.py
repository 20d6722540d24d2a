"""The model in service as a fair rival: what it knew, learned anew without the articles that both are judged by."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from classifier.corpora import Corpus
from classifier.errors import ModelError, TooFewExamplesError, UnknownTagError
from classifier.evaluation import Comparison, Evaluation, judged
from classifier.features import ArticleVectorizer
from classifier.feedback import FeedbackStore
from classifier.learning import TagClassifier, processes_for
from classifier.store import Contest, Manifest, ModelStore, id_digest
from classifier.tagging import Progress, Tagger
from classifier.text import DocCache, FrenchAnalyzer, is_readable
from classifier.training.joining import Joined, join
from classifier.vocabulary import Vocabulary

MISSING = 0.05  # the share of what it had learned that may be gone: without more of it the rival would be too weak
NEVER = -1_000.0  # the score of a tag that the rival does not know

Absence = Literal["none", "unreadable", "unknown", "gone", "small"]
"""Why there is no rival: nothing in service; it cannot be read; what it learned from was not noted, or is no longer
in the archive; or too little remains to learn from without the articles held out."""


class Rival:
    """The model in service, ready to be compared on articles that it will not have learned from.

    A model in service has learned from all there was, the articles to judge by among it. What is compared is what it
    would say had it not: the same vocabulary, features and parameters, taught by the same articles, with the verdicts
    that it knew, but those held out. `absence` says why that cannot be done.
    """

    def __init__(
        self,
        store: ModelStore,
        archive: Corpus,
        feedback: FeedbackStore,
        vocabulary: Vocabulary,
        *,
        cache: DocCache | None = None,
        jobs: int = 1,
        progress: Progress | None = None,
    ) -> None:
        self.store, self.archive, self.feedback, self.vocabulary = store, archive, feedback, vocabulary
        self.cache, self.jobs, self.progress = cache, jobs, progress
        self.absence: Absence | None = None
        self.name = store.current()

    def __call__(self, candidate: Evaluation, held_out: Corpus) -> Contest | None:
        """Return the comparison of a candidate with the rival on the articles held out, or None; see `absence`."""
        if self.name is None:
            self.absence = "none"
            return None
        try:
            served, manifest = self.store.load(self.name), self.store.manifest(self.name)
        except ModelError:
            self.absence = "unreadable"
            return None
        names = Translation(self.vocabulary, served.vocabulary)
        found = self._lesson(served, manifest, held_out, names)
        if found is None:
            return None
        lesson, refusals = found
        twin = self._beginner(served, len(lesson))
        try:
            twin.fit(lesson, refusals=refusals, progress=self.progress)
        except TooFewExamplesError:
            self.absence = "small"
            return None
        return Contest(self.name, Comparison.of(seen_by(twin, held_out, candidate, names), candidate))

    def _lesson(
        self, served: Tagger, manifest: Manifest, held_out: Corpus, names: "Translation"
    ) -> tuple[Corpus, dict[str, tuple[str, ...]]] | None:
        """Return what the model in service knew, without the articles held out."""
        through = int(manifest.corpus.get("feedback", {}).get("through", 0))
        then = (
            join(self.archive, self.feedback, served.vocabulary, through=through) if through else Joined(self.archive)
        )
        known = then.corpus.filter(lambda one: is_readable(one) and (bool(one.tags) or one.id in then.refusals))
        digests = self.store.learned(self.name)
        if digests is None:  # a version from before articles were noted: is it these very ones?
            if judged(self.archive, served.vocabulary).fingerprint() != manifest.corpus.get("fingerprint"):
                self.absence = "unknown"
                return None
        else:
            of_it = set(digests.tolist())
            known = known.filter(lambda one: id_digest(one.id) in of_it)
            if len(known) < (1 - MISSING) * len(of_it):
                self.absence = "gone"
                return None
        refusals = {id: names.of(labels) for id, labels in then.refusals.items()}
        ids = {document.id for document in held_out}
        told = Corpus(lambda: (replace(one, tags=names.of(one.tags)) for one in known if one.id not in ids))
        return told.filter(lambda one: bool(one.tags) or one.id in refusals), refusals

    def _beginner(self, served: Tagger, documents: int) -> Tagger:
        """Return a tagger that has learned nothing, made as the one in service was."""
        analyzer = FrenchAnalyzer(
            analysis=served.analyzer.analysis,
            pipeline=served.analyzer.pipeline,
            names=served.analyzer.names,
            jobs=self.jobs,
            cache=self.cache,
        )
        vectorizers = tuple(type(one)(**one.get_params(deep=False)) for one in served.vectorizer.vectorizers)
        parameters = served.classifier.get_params(deep=False)
        parameters["n_jobs"] = processes_for(documents, self.jobs)
        return Tagger(
            served.vocabulary,
            analyzer=analyzer,
            vectorizer=ArticleVectorizer(vectorizers),
            classifier=TagClassifier(**parameters),
        )


class Translation:
    """From the labels of one vocabulary to those of another, which may call the same tag otherwise."""

    def __init__(self, own: Vocabulary, other: Vocabulary) -> None:
        self._own, self._other = own, other
        self._columns: dict[str, int] = {}

    def column(self, label: str) -> int:
        """Return the column in the other vocabulary, -1 for a tag that it does not know."""
        if label not in self._columns:
            self._columns[label] = next(
                (column for name in self._names(label) if (column := self._find(name)) >= 0), -1
            )
        return self._columns[label]

    def of(self, labels: Iterable[str]) -> tuple[str, ...]:
        """Return the other vocabulary's labels, without the tags that it does not know."""
        return tuple(self._other[column].label for label in labels if (column := self.column(label)) >= 0)

    def _names(self, label: str) -> tuple[str, ...]:
        try:
            tag = self._own.find(label)
        except UnknownTagError:
            return (label,)
        return (label, tag.label, tag.id, *tag.former)

    def _find(self, name: str) -> int:
        try:
            return self._other.column(name)
        except UnknownTagError:
            return -1


def seen_by(tagger: Tagger, documents: Corpus, like: Evaluation, names: Translation) -> Evaluation:
    """Return what a tagger says of documents, with the truth and the tags of another evaluation of them.

    Tags that it does not know it never proposes.
    """
    probabilities, scores = tagger.predict(documents)
    columns = [names.column(label) for label in like.labels]
    return replace(
        like,
        probabilities=_aligned(probabilities, columns, 0.0),
        scores=_aligned(scores, columns, NEVER),
        thresholds=_aligned(tagger.classifier.thresholds_[None], columns, np.inf)[0],
        automatic=None,
        review=None,
    )


def _aligned(values: NDArray[np.float64], columns: list[int], absent: float) -> NDArray[np.float64]:
    """Return columns in another order; -1 is one that is not there.

    >>> _aligned(np.array([[0.1, 0.2]]), [1, -1], 0.0).tolist()
    [[0.2, 0.0]]
    """
    return np.asarray(np.where(np.array(columns) >= 0, values[:, columns], absent))
