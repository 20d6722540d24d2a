"""Judge the recipe rather than one model: learn several times, each time from a part, and judge by the rest."""

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from classifier.corpora import Corpus
from classifier.errors import CorpusError
from classifier.evaluation import Evaluation, evaluate, judged
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
    return _joined(parts, tagged)


def _joined(parts: list[Evaluation], tagged: Corpus) -> Evaluation:
    """Return several evaluations of different documents as one."""
    documents = sum(len(part.Y) for part in parts)
    return Evaluation(
        labels=parts[0].labels,
        Y=np.concatenate([part.Y for part in parts]),
        probabilities=np.concatenate([part.probabilities for part in parts]),
        thresholds=np.concatenate([_per_document(part.thresholds, part) for part in parts]),
        dominant=np.concatenate([part.dominant for part in parts]),
        corpus={"name": tagged.name, "documents": documents, "fingerprint": tagged.fingerprint()},
        automatic=_bounds([part.automatic for part in parts], parts),
        review=_bounds([part.review for part in parts], parts),
        articles=tuple(head for part in parts for head in part.articles),
        scores=np.concatenate([part.probabilities if part.scores is None else part.scores for part in parts]),
    )


def _bounds(bounds: list[NDArray[np.float64] | None], parts: list[Evaluation]) -> NDArray[np.float64] | None:
    """Return the bounds of a band for every document, or None where the models have no such band."""
    rows = [_per_document(bound, part) for bound, part in zip(bounds, parts, strict=True) if bound is not None]
    return np.concatenate(rows) if len(rows) == len(parts) else None


def _per_document(bound: NDArray[np.float64], part: Evaluation) -> NDArray[np.float64]:
    return np.broadcast_to(bound, part.Y.shape)
