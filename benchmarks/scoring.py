"""What a system said of a corpus, and how good that is: the same measure for all systems."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classifier.evaluation import Figure, bootstrap
from classifier.evaluation.metrics import f1
from classifier.learning import Indicator

Statistic = Callable[[NDArray[np.float64]], NDArray[np.float64]]
MISSING = -np.inf  # the score of a tag that a system did not name


def seconds() -> float:
    """Return the processor time of this process and of the finished ones that it started."""
    return sum(os.times()[:4])


@dataclass(frozen=True)
class Answer:
    """Scores and proposals of one system on the test part, both (documents, tags), and what they cost in seconds."""

    scores: NDArray[np.float64]
    proposed: NDArray[np.bool_]
    learning: float
    tagging: float
    note: str = ""


@dataclass(frozen=True)
class Outcome:
    """An answer beside the truth, and the megabytes of the largest process that made it."""

    Y: Indicator
    answer: Answer
    peak: float


def micro_f1(outcome: Outcome) -> Statistic:
    """Return F1 over all decisions (document × tag)."""
    hits, proposed, actual = (part.sum(axis=1) for part in _parts(outcome))
    return lambda weights: f1(weights @ hits, weights @ proposed, weights @ actual)


def macro_f1(outcome: Outcome) -> Statistic:
    """Return the mean of the tags' F1, over the whole vocabulary."""
    hits, proposed, actual = _parts(outcome)
    return lambda weights: f1(weights @ hits, weights @ proposed, weights @ actual).mean(axis=1)


def precision_at_1(outcome: Outcome) -> Statistic:
    """Return the share of documents whose first tag is right: with one label each, the accuracy."""
    scores, rows = outcome.answer.scores, np.arange(len(outcome.Y))
    first = scores.argmax(axis=1)
    right = (outcome.Y[rows, first] * (scores[rows, first] > MISSING)).astype(float)
    return lambda weights: weights @ right / weights.sum(axis=1)


def average_precision(outcome: Outcome) -> Statistic:
    """Return the micro average precision, which needs no threshold; equal scores share one step, as in scikit-learn.

    The sum over the true decisions of the precision at their score: the weights of the true decisions up to there
    over those of all decisions up to there.
    """
    scores, tags = outcome.answer.scores.ravel(), outcome.Y.shape[1]
    order = np.argsort(-scores, kind="stable")
    ranked = scores[order]
    true = np.flatnonzero(outcome.Y.ravel()[order])
    steps = np.append(np.flatnonzero(ranked[1:] != ranked[:-1]), len(ranked) - 1)  # the last place of each score
    ends = steps[np.searchsorted(steps, true)]
    document = (order // tags)[: ends[-1] + 1]
    among_true = np.searchsorted(true, ends, side="right") - 1

    def value(weights: NDArray[np.float64]) -> float:
        own = weights[document[true]]
        hits, reached = np.cumsum(own)[among_true], np.cumsum(weights[document])[ends]
        precision = np.divide(hits, reached, out=np.zeros_like(hits), where=reached > 0)
        return float(own @ precision / own.sum())

    return lambda draws: np.array([value(weights) for weights in draws])


METRICS: dict[str, Callable[[Outcome], Statistic]] = {
    "micro F1": micro_f1,
    "macro F1": macro_f1,
    "precision@1": precision_at_1,
    "average precision": average_precision,
}


def mean_figures(outcomes: Sequence[Outcome]) -> list[str]:
    """Return each metric of a system as a cell: its mean over some corpora, each counting alike.

    The bootstrap draws from the documents of all of them.
    """
    ends = np.cumsum([len(outcome.Y) for outcome in outcomes])
    cells = []
    for metric in METRICS.values():
        statistics = [metric(outcome) for outcome in outcomes]

        def mean(weights: NDArray[np.float64], statistics: list[Statistic] = statistics) -> NDArray[np.float64]:
            parts = np.split(weights, ends[:-1], axis=1)
            values = [one(part) for one, part in zip(statistics, parts, strict=True)]
            return np.asarray(np.mean(values, axis=0))

        cells.append(cell(bootstrap(mean, int(ends[-1]))))
    return cells


def cell(figure: Figure) -> str:
    """Return a figure with its interval, to three digits.

    >>> cell(Figure(0.5, 0.25, 0.75))
    '0.500 [0.250, 0.750]'
    """
    return f"{figure.value:.3f} [{figure.low:.3f}, {figure.high:.3f}]"


def _parts(outcome: Outcome) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Hits, proposed and actual, each of shape (documents, tags)."""
    Y, proposed = outcome.Y.astype(float), outcome.answer.proposed.astype(float)
    return Y * proposed, proposed, Y
