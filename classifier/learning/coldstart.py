"""Tags with too few examples: their names and mentions in the text instead of learned weights.

The rule is itself a row of weights, so that a cold tag is predicted, explained and stored like any other.
"""

from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_array, lil_array

# Log-odds of one occurrence. A name in the text gives 0.5, in the title 0.94 (it counts twice there, and
# 1 + log 2 = 1.69); one typical word gives 0.12, three of them 0.55: enough to show, rarely enough to propose.
NAME_WEIGHT, MENTION_WEIGHT, BIAS = 4.0, 2.0, -4.0
THRESHOLD = 0.5


def warm_up(
    weights: csr_array,
    biases: np.ndarray,
    thresholds: np.ndarray,
    cold: np.ndarray,
    *,
    name_terms: Sequence[int],
    mention_terms: Sequence[int],
    scale: float,
) -> csr_array:
    """Return the weights with a column for each cold tag; biases and thresholds are filled in place.

    `name_terms` and `mention_terms` give, for each tag, the column of its two mention features (−1 where
    there is none); `scale` is what one occurrence counts in the feature matrix.
    """
    table = lil_array(weights)
    for tag in np.flatnonzero(cold).tolist():
        for term, weight in ((name_terms[tag], NAME_WEIGHT), (mention_terms[tag], MENTION_WEIGHT)):
            if term >= 0:
                table[term, tag] = weight / scale
        biases[tag], thresholds[tag] = BIAS, THRESHOLD
    warmed = csr_array(table, dtype=np.float32)
    warmed.sort_indices()
    return warmed
