"""How the score falls with the years: models that learned up to one year, judged by each year after it."""

import numpy as np
from numpy.typing import NDArray

from classifier.corpora import Corpus
from classifier.documents import Document
from classifier.errors import CorpusError, TooFewExamplesError
from classifier.evaluation import Age, Cell, Evaluation, OverTime, bootstrap, bootstrap_all, joined, judged, said_of
from classifier.evaluation.metrics import f1
from classifier.features import CountedArticles, counts_of_articles
from classifier.learning import TagClassifier, processes_for
from classifier.tagging import Progress, Tagger, has_order, watch
from classifier.text import Analysis, DocCache, FrenchAnalyzer
from classifier.vocabulary import Vocabulary

YEARS = 8  # judged at most, unless told: each is a training on everything before it

Counts = NDArray[np.float64]


def over_time(
    corpus: Corpus,
    vocabulary: Vocabulary,
    *,
    years: int = YEARS,
    cache: DocCache | None = None,
    analysis: Analysis = "fast",
    jobs: int = 1,
    progress: Progress | None = None,
) -> OverTime:
    """Return how well models of each year judge the years after it, for the latest `years` years that have articles.

    Every text is read once, and every model learns from the same counts. Articles without a date are learned from by
    all models and judge none. A year before which nothing can be learned is left out. `progress` is called with
    ("reading", done, in all), then with ("years", models, in all).
    Raises `CorpusError` when there are not two years to compare.
    """
    documents = list(judged(corpus, vocabulary))
    year_of = np.array([document.date.year if document.date else 0 for document in documents], dtype=int)
    wanted = [year for year in sorted(set(year_of.tolist()) - {0}) if (year_of < year).any()][-years:]
    if not wanted:
        raise CorpusError(
            "il faut des articles datés, avec mots-clés, d’au moins deux années pour juger l’une par l’autre.",
            path=corpus.name or None,
        )
    recipe = _Recipe(documents, vocabulary, FrenchAnalyzer(analysis=analysis, jobs=jobs, cache=cache), jobs, progress)
    said: dict[int, Evaluation] = {}
    for done, year in enumerate(wanted, start=1):
        try:
            said[year - 1] = recipe.judged(np.flatnonzero(year_of < year), np.flatnonzero(year_of >= year))
        except TooFewExamplesError:
            continue
        finally:
            if progress:
                progress("years", done, len(wanted))
    if not said:
        raise CorpusError("aucune année n’a assez d’articles avant elle pour en apprendre.", path=corpus.name or None)
    learned = {until: int((year_of <= until).sum()) for until in said}
    return _assembled(said, learned, corpus)


class _Recipe:
    """Learns and judges by rows of the same documents, counted once."""

    def __init__(
        self,
        documents: list[Document],
        vocabulary: Vocabulary,
        analyzer: FrenchAnalyzer,
        jobs: int,
        progress: Progress | None,
    ) -> None:
        self.documents, self.vocabulary, self.analyzer = documents, vocabulary, analyzer
        self.jobs = processes_for(len(documents), jobs)
        tagger = self._beginner()
        self.Y, self.first = tagger.targets(documents)  # an unknown label is said before anything is read
        told = watch(len(documents), progress)
        self.counted = CountedArticles(counts_of_articles(documents, analyzer, tagger.vectorizer, watch=told))

    def _beginner(self) -> Tagger:
        return Tagger(self.vocabulary, analyzer=self.analyzer, classifier=TagClassifier(n_jobs=self.jobs))

    def judged(self, train: NDArray[np.int_], test: NDArray[np.int_]) -> Evaluation:
        """Return what a model that learned from some documents says of others."""
        tagger = self._beginner()
        X = self.counted.learn(tagger.vectorizer, train)
        ordered = has_order(self.documents[row] for row in train)
        tagger.fit_features(X, self.Y[train], first=self.first[train] if ordered else None)
        documents = [self.documents[row] for row in test]
        said = tagger.predict_features(documents, self.counted.transform(tagger.vectorizer, test))
        return said_of(tagger, documents, said, self.Y[test], self.first[test].argmax(axis=1))


def _assembled(said: dict[int, Evaluation], learned: dict[int, int], corpus: Corpus) -> OverTime:
    of_cell = {}
    for until, evaluation in said.items():
        years = np.array([head.year for head in evaluation.articles])
        for year in sorted(set(years.tolist())):
            of_cell[until, year] = evaluation.only(years == year)
    cells = tuple(
        Cell(until, year, learned[until], len(one.Y), one.micro_f1, one.recall_at(1))
        for (until, year), one in of_cell.items()
    )
    ages = []
    for age in sorted({year - until for until, year in of_cell}):
        pairs = [
            (one, of_cell[year - 1, year])
            for (until, year), one in of_cell.items()
            if year - until == age and (year - 1, year) in of_cell
        ]
        if pairs:
            ages.append(_age(age, pairs))
    fresh = [of_cell[year - 1, year] for year in sorted({year for _, year in of_cell}) if (year - 1, year) in of_cell]
    return OverTime(cells, tuple(ages), joined(fresh or list(of_cell.values()), corpus))


def _age(age: int, pairs: list[tuple[Evaluation, Evaluation]]) -> Age:
    """Return the figures of models of one age, and of fresh ones on the same articles, from the same draws."""
    old, fresh = (np.concatenate([_counts(pair[which]) for pair in pairs]) for which in (0, 1))

    def of_old(weights: Counts) -> Counts:
        return f1(*(weights @ old).T)

    def of_fresh(weights: Counts) -> Counts:
        return f1(*(weights @ fresh).T)

    fall = bootstrap_all(lambda weights: {"": of_old(weights) - of_fresh(weights)}, len(old), span=(-1.0, 1.0))[""]
    return Age(age, len(old), bootstrap(of_old, len(old)), bootstrap(of_fresh, len(fresh)), fall)


def _counts(evaluation: Evaluation) -> Counts:
    """Return hits, proposed and actual tags of each document, shape (documents, 3)."""
    Y, said = evaluation.Y, evaluation.predictions
    return np.column_stack([(Y * said).sum(axis=1), said.sum(axis=1), Y.sum(axis=1)]).astype(float)
