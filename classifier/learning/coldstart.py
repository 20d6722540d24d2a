"""Tags with too few examples: their names and mentions in the text instead of learned weights.

The rule is itself a row of weights, so that a cold tag is predicted, explained and stored like any other.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, lil_array

from classifier.features import MentionColumns
from classifier.learning.classifier import TagClassifier
from classifier.learning.table import Table

# Log-odds of one occurrence. A name in the text gives 0.5, in the title 0.94 (it counts twice there, and
# 1 + log 2 = 1.69); one typical word gives 0.12, three of them 0.55: enough to show, rarely enough to propose.
NAME_WEIGHT, MENTION_WEIGHT, BIAS = 4.0, 2.0, -4.0
THRESHOLD = 0.5
REVIEW = 0.1  # one typical word is worth a look; without evidence, no cold tag is automatic
RARELY_FIRST = -4.0  # log-odds: a tag that hardly anyone has used comes after those that the corpus knows


def warm_up(classifier: TagClassifier, columns: MentionColumns) -> None:
    """Give each cold tag of a classifier its rule: weights, bias and cuts, in place."""
    cold = classifier.cold_
    if not cold.any():
        return
    classifier.bears_ = _with_rules(classifier.bears_, cold, columns, BIAS)
    classifier.leads_ = _with_rules(classifier.leads_, cold, columns, BIAS + RARELY_FIRST)
    for cuts, value in (
        (classifier.thresholds_, THRESHOLD),
        (classifier.automatic_, np.inf),
        (classifier.review_, REVIEW),
    ):
        cuts[cold] = value


def _with_rules(table: Table, cold: NDArray[np.bool_], columns: MentionColumns, bias: float) -> Table:
    weights = lil_array(table.weights)
    for tag in np.flatnonzero(cold).tolist():
        for term, weight in ((columns.names[tag], NAME_WEIGHT), (columns.mentions[tag], MENTION_WEIGHT)):
            if term >= 0:
                weights[term, tag] = weight / columns.scale
    warmed = csr_array(weights, dtype=np.float32)
    warmed.sort_indices()
    return Table(warmed, np.where(cold, bias, table.biases), table.gains, table.offsets, table.pulls)
