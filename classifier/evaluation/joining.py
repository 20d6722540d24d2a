"""Evaluations of different documents, by different models perhaps, as one."""

import numpy as np
from numpy.typing import NDArray

from classifier.corpora import Corpus
from classifier.evaluation.report import Evaluation


def joined(parts: list[Evaluation], tagged: Corpus) -> Evaluation:
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
