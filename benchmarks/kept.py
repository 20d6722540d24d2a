"""Answers kept from earlier runs, so that a change of motscles is judged without measuring the others again."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from classifier.tagging import Tagger
from corpora import Split
from scoring import Answer, Outcome


@dataclass(frozen=True)
class Kept:
    """A folder of answers: a file for each corpus, by its fingerprint, and system."""

    folder: Path

    def path(self, split: Split, system: str) -> Path:
        """Return where an answer lies."""
        return self.folder / f"{split.name}-{split.fingerprint()}-{system}.npz"

    def save(self, split: Split, system: str, outcome: Outcome) -> None:
        """Keep an answer with its costs and the day."""
        answer = outcome.answer
        self.folder.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(
            self.path(split, system),
            scores=answer.scores,
            proposed=answer.proposed,
            costs=np.array([answer.learning, answer.tagging, outcome.peak]),
            note=np.array([answer.note, f"kept from {date.today()}"]),
        )

    def load(self, split: Split, system: str) -> Outcome | None:
        """Return an answer kept, its note says since when; None when there is none."""
        path = self.path(split, system)
        if not path.exists():
            return None
        with np.load(path, allow_pickle=False) as kept:
            learning, tagging, peak = map(float, kept["costs"])
            note = "; ".join(part for part in kept["note"].tolist() if part)
            answer = Answer(kept["scores"], kept["proposed"], learning, tagging, note)
        return Outcome(Tagger(split.vocabulary).indicator(split.test), answer, peak)
