"""Which tag is proposed where another was meant, and in which articles."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from classifier.evaluation.report import Evaluation, Head

LIMIT = 20
EXAMPLES = 3


class Confusion(NamedTuple):
    """Documents that bear one tag, which was missed, and were given another, which they do not bear."""

    missed: str
    proposed: str
    documents: int
    examples: tuple[Head, ...]


def confusions(evaluation: Evaluation, *, limit: int = LIMIT, examples: int = EXAMPLES) -> list[Confusion]:
    """Return the most frequent confusions; the examples are the documents in which the model was surest.

    >>> said = np.array([[0.1, 0.9], [0.2, 0.8]])
    >>> one, = confusions(Evaluation(["a", "b"], np.array([[1, 0], [1, 0]]), said, np.full(2, 0.5), np.zeros(2, int)))
    >>> one.missed, one.proposed, one.documents
    ('a', 'b', 2)
    """
    missed = evaluation.Y * (1 - evaluation.predictions)
    wrong = (1 - evaluation.Y) * evaluation.predictions
    counts = missed.T.astype(float) @ wrong  # of floats, since only these are multiplied fast
    order = np.argsort(-counts, axis=None, kind="stable")[:limit]
    pairs = [divmod(int(cell), len(evaluation.labels)) for cell in order]
    return [
        Confusion(
            evaluation.labels[meant],
            evaluation.labels[given],
            int(counts[meant, given]),
            _examples(evaluation, missed[:, meant] * wrong[:, given], given, examples),
        )
        for meant, given in pairs
        if counts[meant, given]
    ]


def _examples(evaluation: Evaluation, confused: NDArray[np.int_], given: int, limit: int) -> tuple[Head, ...]:
    if not evaluation.articles:
        return ()
    rows = np.flatnonzero(confused)
    surest = rows[np.argsort(-evaluation.probabilities[rows, given], kind="stable")][:limit]
    return tuple(evaluation.articles[row] for row in surest)
