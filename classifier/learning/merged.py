"""A trained classifier whose tags were merged or retired since: what it learned, read as the tags of today."""

from collections.abc import Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from classifier.learning.classifier import TagClassifier

Array = NDArray[np.float64]


class MergedClassifier(TagClassifier):
    """Some learned columns for each tag, of which the likeliest speaks; learned columns of no tag stay silent.

    The probability of a merged tag is the highest of its members': that of bearing any of them is never less. It is
    proposed from the lowest of their thresholds, so that whatever was proposed as one of them still is; it may be set
    unseen only from the highest of their bounds, so that each member's promise holds. The context still likens
    articles by all that was learned.
    """

    members_: list[NDArray[np.int_]]
    learned_cold_: NDArray[np.bool_]

    @classmethod
    def of(cls, classifier: TagClassifier, members: Sequence[Sequence[int]]) -> Self:
        """Return a classifier whose tags are some learned columns each, at least one, the first its own."""
        merged = cls(**classifier.get_params(deep=False))
        merged.members_ = [np.array(columns) for columns in members]
        merged.bears_, merged.leads_, merged.context_ = classifier.bears_, classifier.leads_, classifier.context_
        merged.learned_cold_ = classifier.cold_
        for name, choose in (("thresholds_", np.min), ("automatic_", np.max), ("review_", np.min), ("cold_", np.all)):
            learned = getattr(classifier, name)
            setattr(merged, name, np.array([choose(learned[columns]) for columns in merged.members_]))
        merged.n_features_in_ = classifier.n_features_in_
        merged.classes_ = [np.array([0, 1])] * len(members)
        return merged

    def log_odds(self, X: Any) -> tuple[Array, Array]:
        """Return the log-odds of bearing each tag, and of bearing it first, both of shape (documents, tags)."""
        bears, leads = super().log_odds(X)
        return self._merged(bears), self._merged(leads)

    def speakers(self, X: Any) -> NDArray[np.int_]:
        """Return the learned column that speaks for each tag, shape (documents, tags)."""
        learned = super()._log_odds(X)
        chosen = [columns[np.argmax(learned[:, columns], axis=1)] for columns in self.members_]
        return np.column_stack(chosen)

    def _log_odds(self, X: Any) -> Array:
        return self._merged(super()._log_odds(X))

    def _merged(self, learned: Array) -> Array:
        merged = learned[:, [columns[0] for columns in self.members_]]
        for tag, columns in enumerate(self.members_):
            if len(columns) > 1:
                merged[:, tag] = learned[:, columns].max(axis=1)
        return merged

    def _profile(self, text: Array) -> Array:
        return np.where(self.learned_cold_, 0.0, text)
