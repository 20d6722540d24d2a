"""All overall figures of an evaluation, with intervals that come from the same draws of documents."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from classifier.evaluation.intervals import Figure, Weights, bootstrap_all, mean
from classifier.evaluation.metrics import brier_scores, calibration_gaps, f1, ranks_of, ratio
from classifier.evaluation.ranking import gain_at, ranked, ranking_precision
from classifier.learning import Indicator, Probabilities

CUTS = (1, 3, 5, 10)
GAIN_CUT = 5


class Decisions(NamedTuple):
    """The truth and what was said of it, each of shape (documents, tags); `dominant` has one column per document.

    `scores` order the suggestions of a document.
    """

    Y: Indicator
    probabilities: Probabilities
    scores: NDArray[np.float64]
    predictions: Indicator
    dominant: NDArray[np.int_]
    automatic: Indicator | None = None
    shown: Indicator | None = None


def overall(decisions: Decisions) -> dict[str, Figure]:
    """Return all overall figures, by name.

    `micro_` counts decisions, `macro_` is the mean over the vocabulary, `weighted_` the mean over the tags by how
    many documents bear them, `document_` the mean over the documents.
    """
    per_document = _per_document(decisions)
    values = np.column_stack(list(per_document.values()))
    gaps = calibration_gaps(decisions.Y, decisions.probabilities)
    Y, predictions = decisions.Y.astype(float), decisions.predictions.astype(float)
    hits = Y * predictions
    bands = None if decisions.automatic is None else _band_counts(decisions)

    def figures(weights: Weights) -> dict[str, NDArray[np.float64]]:
        of_tags = weights @ hits, weights @ predictions, weights @ Y
        found = averaged(*of_tags)
        found |= dict(zip(per_document, mean(weights, values).T, strict=True))
        found["calibration_error"] = np.abs(weights @ gaps).sum(axis=1) / (weights.sum(axis=1) * Y.shape[1])
        if bands is not None:
            automatic, right, shown, borne = (weights @ bands).T
            found["automatic_precision"] = ratio(right, automatic)
            found["automatic_recall"] = ratio(right, borne)
            found["automatic_share"] = ratio(automatic, shown)
        return found

    return bootstrap_all(figures, len(Y))


def averaged(
    hits: NDArray[np.float64], proposed: NDArray[np.float64], actual: NDArray[np.float64]
) -> dict[str, NDArray[np.float64]]:
    """Return micro, macro and weighted figures from counts of shape (draws, tags)."""
    sums = tuple(part.sum(axis=1) for part in (hits, proposed, actual))
    found = {}
    for name, micro, of_tags in (
        ("precision", ratio(sums[0], sums[1]), ratio(hits, proposed)),
        ("recall", ratio(sums[0], sums[2]), ratio(hits, actual)),
        ("f1", f1(*sums), f1(hits, proposed, actual)),
    ):
        found[f"micro_{name}"] = micro
        found[f"macro_{name}"] = of_tags.mean(axis=1)
        found[f"weighted_{name}"] = ratio((of_tags * actual).sum(axis=1), sums[2])
    return found


def _per_document(decisions: Decisions) -> dict[str, NDArray[np.float64]]:
    """Return the figures that are means over documents: one value per document."""
    Y, scores = decisions.Y, decisions.scores
    actual, proposed = Y.sum(axis=1).astype(float), decisions.predictions.sum(axis=1).astype(float)
    hits = (Y * decisions.predictions).sum(axis=1).astype(float)
    ranks, truth = ranks_of(decisions.dominant, scores), ranked(Y, scores)
    cuts = [k for k in CUTS if k <= Y.shape[1]]
    found = {
        "document_precision": ratio(hits, proposed),
        "document_recall": ratio(hits, actual),
        "document_f1": f1(hits, proposed, actual),
        "first_suggestion": (ranks < 1).astype(float),
    }
    found |= {f"recall_at_{k}": (ranks < k).astype(float) for k in cuts}
    found |= {f"precision_at_{k}": truth[:, :k].mean(axis=1) for k in cuts}
    found |= {f"recall_of_all_at_{k}": ratio(truth[:, :k].sum(axis=1), actual) for k in cuts}
    found[f"ndcg_at_{GAIN_CUT}"] = gain_at(GAIN_CUT, Y, scores)
    found["ranking_precision"] = ranking_precision(Y, scores)
    found["brier_score"] = brier_scores(Y, decisions.probabilities)
    return found


def _band_counts(decisions: Decisions) -> NDArray[np.float64]:
    """Return for each document how many decisions are automatic, right, shown at all, and how many tags it bears."""
    assert decisions.automatic is not None
    shown = decisions.predictions if decisions.shown is None else decisions.shown
    parts = (decisions.automatic, decisions.automatic * decisions.Y, shown | decisions.automatic, decisions.Y)
    return np.column_stack([part.sum(axis=1) for part in parts]).astype(float)
