"""Which documents are held out: the latest, or some drawn by chance."""

from collections.abc import Iterable
from datetime import date

import numpy as np

from classifier.documents import Document


def latest_ids(documents: Iterable[Document], share: float) -> frozenset[str]:
    """Return the ids of the latest documents; those without a date count as the oldest."""
    dated = sorted((document.date or date.min, document.id) for document in documents)
    return frozenset(id for _, id in dated[len(dated) - round(share * len(dated)) :])


def sampled_ids(documents: Iterable[Document], share: float, random_state: int) -> frozenset[str]:
    """Return the ids of a share of the documents, drawn with a seed, whatever their order."""
    ids = sorted(document.id for document in documents)
    drawn = np.random.default_rng(random_state).permutation(len(ids))[: round(share * len(ids))]
    return frozenset(ids[position] for position in drawn)
