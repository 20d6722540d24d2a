"""What a tag's words say, learned from margins; then all tags together, each in the context of the others."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from classifier.learning.calibration import fit_log_odds
from classifier.learning.margins import Margins
from classifier.learning.table import Table, side_by_side

Rows = slice | NDArray[np.bool_]
"""The documents of which it is known whether they bear a tag."""
ALL = slice(None)


class Text(NamedTuple):
    """What a tag's words say of one question: text log-odds, and those of documents that it had not seen."""

    weights: NDArray[np.float32] | None
    bias: float
    out_of_fold: NDArray[np.float64]


class TagText(NamedTuple):
    """The texts of both questions: who bears the tag, and who bears it first."""

    bears: Text
    leads: Text


def fold(margins: list[Margins], y: NDArray[np.int_], seen: NDArray[np.bool_]) -> Text:
    """Return margins as text log-odds; a prior where they are no better than chance."""
    found = fit_log_odds(np.column_stack([one.out_of_fold for one in margins]), y, own=len(margins))
    if found.out_of_sample[y == 1].mean() <= found.out_of_sample[y == 0].mean():
        return prior(y)
    weights = np.zeros(len(seen), dtype=np.float32)
    weights[seen] = sum(slope * one.weights for slope, one in zip(found.coefficients, margins, strict=True))
    bias = found.bias + sum(slope * one.intercept for slope, one in zip(found.coefficients, margins, strict=True))
    return Text(weights, float(bias), found.out_of_sample)


def spread(text: Text, X: csr_array, rows: NDArray[np.bool_]) -> Text:
    """Return a text of some rows with the log-odds of all: of the others nothing was learned."""
    of_all = np.full(len(rows), text.bias) if text.weights is None else X @ text.weights + text.bias
    of_all[rows] = text.out_of_fold
    return Text(text.weights, text.bias, of_all)


def prior(y: NDArray[np.int_], rows: Rows = ALL) -> Text:
    """Return what is known of a tag by its frequency alone."""
    rate = (y[rows].sum() + 0.5) / (len(y[rows]) + 1.0)
    bias = float(np.log(rate / (1 - rate)))
    return Text(None, bias, np.full(len(y), bias))


def following(bears: Text, y: NDArray[np.int_], first: NDArray[np.int_]) -> Text:
    """Return the text of leading for a tag that leads too rarely to learn when: as often as it does among bearers."""
    shift = float(np.log((first.sum() + 0.5) / (y.sum() + 1.0)))
    return Text(bears.weights, bears.bias + shift, bears.out_of_fold + shift)


def in_context(
    texts: list[Text],
    Y: NDArray[np.int_],
    told: list[Rows],
    even: NDArray[np.float64],
    whitening: NDArray[np.float64],
    *,
    terms: int,
) -> tuple[Table, NDArray[np.float64]]:
    """Return the table of a question, and the log-odds of the documents, each as if not learned from."""
    tags = Y.shape[1]
    gains, offsets, pulls = np.ones(tags), np.zeros(tags), np.zeros((len(whitening), tags))
    held_out = np.column_stack([text.out_of_fold for text in texts])
    for tag, text in enumerate(texts):
        rows, y = told[tag], Y[told[tag], tag]
        if text.weights is None or not 0 < y.sum() < len(y):
            continue
        features = np.column_stack([text.out_of_fold, even])
        found = fit_log_odds(features[rows], y, own=1, calibrated=True)
        gains[tag], offsets[tag] = found.coefficients[0], found.bias
        pulls[:, tag] = whitening @ found.coefficients[1:]
        held_out[:, tag] = features @ found.coefficients + found.bias
        held_out[rows, tag] = found.out_of_sample
    biases = np.array([text.bias for text in texts])
    return Table(side_by_side([text.weights for text in texts], terms), biases, gains, offsets, pulls), held_out
