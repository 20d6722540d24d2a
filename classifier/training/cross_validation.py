"""Judge the recipe rather than one model: learn several times, each time from a part, and judge by the rest."""

from typing import Literal

from classifier.corpora import Corpus
from classifier.errors import CorpusError
from classifier.evaluation import Evaluation, evaluate, joined, judged
from classifier.tagging import Progress, Tagger
from classifier.text import Analysis, DocCache
from classifier.training.recipe import beginners
from classifier.vocabulary import Vocabulary


def cross_validate(
    corpus: Corpus,
    vocabulary: Vocabulary,
    folds: int,
    *,
    split: Literal["date", "chance"] = "chance",
    cache: DocCache | None = None,
    analysis: Analysis = "fast",
    jobs: int = 1,
    random_state: int = 0,
    progress: Progress | None = None,
) -> Evaluation:
    """Return what models of the same recipe say of documents from which they did not learn.

    Every document is judged with the thresholds of the model that had not seen it. By date, the oldest block is
    only learned from. Raises `CorpusError` for a corpus without tags or with fewer documents than folds, and
    `TooFewExamplesError` when one of the folds leaves nothing to learn from.
    """
    tagged = judged(corpus, vocabulary)
    if not any(True for _ in tagged):
        raise CorpusError("aucun article avec mots-clés : rien à évaluer.", path=corpus.name or None)
    parts_of = tagged.folds(folds, by=split, random_state=random_state)
    Tagger(vocabulary).indicator(tagged)  # an unknown label is said now, and not after minutes of reading
    beginner = beginners(tagged, vocabulary, cache=cache, analysis=analysis, jobs=jobs, progress=progress)
    parts = []
    for done, (train, test) in enumerate(parts_of, start=1):
        parts.append(evaluate(beginner().fit(train), test))
        if progress:
            progress("folds", done, folds)
    return joined(parts, tagged)
