"""Two models on the same documents: how much they differ, and whether by more than chance."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from classifier.evaluation.figures import averaged
from classifier.evaluation.intervals import Weights, bootstrap_all, mean
from classifier.evaluation.metrics import f1, ranks_of
from classifier.evaluation.report import Evaluation

COMPARED = ("micro_f1", "macro_f1", "first_suggestion")


class Difference(NamedTuple):
    """A figure of both models, and the 95 % interval of the new one less the old one, documents drawn in pairs."""

    old: float
    new: float
    low: float
    high: float

    @property
    def value(self) -> float:
        """The new figure less the old one."""
        return self.new - self.old

    @property
    def is_worse(self) -> bool:
        """Whether the new model is worse by more than chance: the whole interval lies below zero."""
        return self.high < 0


class TagDifference(NamedTuple):
    """F1 of one tag by both models, and how many of the documents bear it."""

    label: str
    support: int
    old: float
    new: float

    @property
    def value(self) -> float:
        """The new F1 less the old one."""
        return self.new - self.old


@dataclass(frozen=True)
class Comparison:
    """A new model beside an old one, on the same documents."""

    documents: int
    figures: dict[str, Difference] = field(default_factory=dict)
    tags: tuple[TagDifference, ...] = ()

    @classmethod
    def of(cls, old: Evaluation, new: Evaluation) -> Self:
        """Return the comparison of two evaluations; raises `ValueError` unless they have the same truth.

        Both models are judged by the same draws of documents, so that what makes an article hard for both does not
        count as chance.
        """
        if old.labels != new.labels or not np.array_equal(old.Y, new.Y):
            raise ValueError("the evaluations are not of the same documents and tags")
        sides = _Side.of(old), _Side.of(new)
        once = [side.figures(np.ones((1, len(old.Y)))) for side in sides]

        def differences(weights: Weights) -> dict[str, NDArray[np.float64]]:
            before, after = (side.figures(weights) for side in sides)
            return {name: after[name] - before[name] for name in COMPARED}

        drawn = bootstrap_all(differences, len(old.Y), span=(-1.0, 1.0))
        figures = {
            name: Difference(float(once[0][name][0]), float(once[1][name][0]), drawn[name].low, drawn[name].high)
            for name in COMPARED
        }
        support, f1s = old.Y.sum(axis=0).tolist(), [side.of_tags().tolist() for side in sides]
        tags = map(TagDifference, old.labels, support, *f1s)
        return cls(len(old.Y), figures, tuple(tags))

    @property
    def worse(self) -> dict[str, Difference]:
        """The figures in which the new model is worse by more than chance."""
        return {name: one for name, one in self.figures.items() if one.is_worse}

    def reversed(self) -> "Comparison":
        """Return the comparison of the old model, as if it were the new one, with the new one."""
        figures = {name: Difference(one.new, one.old, -one.high, -one.low) for name, one in self.figures.items()}
        tags = tuple(TagDifference(one.label, one.support, one.new, one.old) for one in self.tags)
        return Comparison(self.documents, figures, tags)

    def to_dict(self) -> dict[str, Any]:
        """Return everything, ready for JSON."""
        return {
            "documents": self.documents,
            "figures": {name: [round(part, 4) for part in one] for name, one in self.figures.items()},
            "tags": [[one.label, one.support, round(one.old, 4), round(one.new, 4)] for one in self.tags],
        }

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """Return what `to_dict` gave; raises `KeyError`, `TypeError` or `ValueError` for anything else."""
        figures = {str(name): Difference(*map(float, one)) for name, one in values["figures"].items()}
        tags = tuple(TagDifference(str(one[0]), int(one[1]), *map(float, one[2:])) for one in values["tags"])
        return cls(int(values["documents"]), figures, tags)


class _Side(NamedTuple):
    """What one model decided, ready to be weighted by draws."""

    hits: NDArray[np.float64]
    proposed: NDArray[np.float64]
    actual: NDArray[np.float64]
    first: NDArray[np.float64]

    @classmethod
    def of(cls, evaluation: Evaluation) -> Self:
        order = evaluation.probabilities if evaluation.scores is None else evaluation.scores
        Y, predictions = evaluation.Y.astype(float), evaluation.predictions.astype(float)
        return cls(Y * predictions, predictions, Y, (ranks_of(evaluation.dominant, order) < 1).astype(float))

    def figures(self, weights: Weights) -> dict[str, NDArray[np.float64]]:
        found = averaged(weights @ self.hits, weights @ self.proposed, weights @ self.actual)
        return found | {"first_suggestion": mean(weights, self.first)}

    def of_tags(self) -> NDArray[np.float64]:
        return f1(self.hits.sum(axis=0), self.proposed.sum(axis=0), self.actual.sum(axis=0))
