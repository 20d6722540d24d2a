"""Figures below which the default model must not fall, pinned to the articles they were measured on.

A floor is raised by whoever makes the model better, and never lowered in silence. The manner is that of
trafilatura's evaluation gate.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

from classifier.errors import DataError, RegressionError
from classifier.evaluation.intervals import SEED
from classifier.evaluation.report import Evaluation
from classifier.files import read_text, write_text

FLOORS = ("micro_f1", "macro_f1", "recall_at_1", "recall_at_5")
CEILINGS = ("calibration_error",)
# The same versions give the same bits. Another version of spaCy, numpy or liblinear moves a few decisions near their
# thresholds: some tenths of a point on the starter corpus, where the interval of a figure is three points wide.
NOISE = 0.005


@dataclass(frozen=True)
class Floors:
    """Pinned figures, and the articles (by their fingerprint), seed and split with which they were measured."""

    corpus: str
    fingerprint: str
    documents: int
    split: str
    seed: int
    figures: Mapping[str, float]

    @classmethod
    def of(cls, evaluation: Evaluation, *, split: str) -> Self:
        """Return what an evaluation gives, as floors."""
        figures = {name: round(evaluation.overall[name].value, 4) for name in (*FLOORS, *CEILINGS)}
        facts = evaluation.corpus
        return cls(str(facts["name"]), str(facts["fingerprint"]), int(str(facts["documents"])), split, SEED, figures)

    @classmethod
    def read(cls, path: Path) -> Self:
        """Return the floors of a JSON file; raise `DataError` when it holds something else."""
        try:
            floors = cls(**json.loads(read_text(path)))
            pinned = {name: float(floors.figures[name]) for name in (*FLOORS, *CEILINGS)}
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise DataError(f"planchers illisibles ({error}). Refaites-les.", path=path) from error
        return cls(**{**asdict(floors), "figures": pinned})

    def write(self, path: Path) -> None:
        """Write the floors as JSON."""
        write_text(path, json.dumps(asdict(self), ensure_ascii=False, indent=2) + "\n")

    def broken_by(self, evaluation: Evaluation, *, noise: float = NOISE) -> list[str]:
        """Return one sentence for each floor that an evaluation breaks; an empty list is good news.

        On other articles nothing can be compared: that is said, and must be settled by pinning the floors anew.
        """
        found = str(evaluation.corpus.get("fingerprint"))
        if found != self.fingerprint:
            return [
                f"les planchers valent pour {self.documents} articles d’empreinte {self.fingerprint}, pas pour ceux-ci "
                f"({len(evaluation.Y)}, empreinte {found}). Refixez-les : les articles ont changé."
            ]
        return self._worse(Floors.of(evaluation, split=self.split).figures, noise)

    def updated(self, evaluation: Evaluation, *, allow_regression: bool = False) -> "Floors":
        """Return the floors that an evaluation gives.

        On the same articles a figure may only become better, unless `allow_regression`: else `RegressionError`.
        """
        new = Floors.of(evaluation, split=self.split)
        worse = self._worse(new.figures, 0.0) if new.fingerprint == self.fingerprint else []
        if worse and not allow_regression:
            raise RegressionError(f"{' '.join(worse)} Pour abaisser un plancher, dites-le : --allow-regression.")
        return new

    def _worse(self, figures: Mapping[str, float], noise: float) -> list[str]:
        """Return one sentence for each figure that is worse than its floor by more than the noise."""
        margin = f" (marge {noise:g})" if noise else ""
        below = [
            f"{name} est tombé à {figures[name]:.4f}, sous son plancher de {self.figures[name]:.4f}{margin}."
            for name in FLOORS
            if figures[name] < self.figures[name] - noise
        ]
        above = [
            f"{name} est monté à {figures[name]:.4f}, au-dessus de son plafond de {self.figures[name]:.4f}{margin}."
            for name in CEILINGS
            if figures[name] > self.figures[name] + noise
        ]
        return below + above
