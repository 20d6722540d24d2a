"""A tag proposed for a document, with its evidence."""

from dataclasses import dataclass, replace
from typing import Literal, Self

from classifier.text import Place
from classifier.vocabulary import Tag

Source = Literal["model", "vocabulary"]
Band = Literal["automatic", "review", "silent"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Some words of the document, and what they weigh in a suggestion.

    `weight` is in log-odds; `terms` are the features that these words make; `places` are where they stand.
    """

    words: str
    weight: float
    terms: tuple[str, ...]
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything that a tag's log-odds are made of: `bias`, the weights of `evidence`, and `context`, exactly.

    `context` is what the likelihoods of the other tags, taken together, add for this article.
    """

    tag: Tag
    bias: float
    evidence: tuple[Evidence, ...]
    context: float = 0.0

    @property
    def log_odds(self) -> float:
        """The sum."""
        return self.bias + self.context + sum(evidence.weight for evidence in self.evidence)

    def reasons(self, limit: int = 5) -> tuple[Evidence, ...]:
        """Return the words that speak for the tag most."""
        return tuple(evidence for evidence in self.evidence[:limit] if evidence.weight > 0)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One tag, how probable it is, from where it is proposed, and why.

    `score` orders the suggestions: how probable it is that the document bears the tag, and that it bears it first,
    both in log-odds and added. `source` is "vocabulary" for a tag that had too few examples to learn from and is
    suggested by its names in the text. `band` says what bulk work may do with it: set it unseen, show it, or leave
    it. `evidence` is empty where no explanation was asked for.
    """

    tag: Tag
    probability: float
    threshold: float
    source: Source = "model"
    evidence: tuple[Evidence, ...] = ()
    score: float = 0.0
    band: Band = "review"

    @property
    def is_proposed(self) -> bool:
        """Whether the probability reaches the tag's threshold."""
        return self.probability >= self.threshold

    def because(self, evidence: tuple[Evidence, ...]) -> Self:
        """Return the same suggestion with its evidence."""
        return replace(self, evidence=evidence)

    def __str__(self) -> str:
        """Return label, probability and words, on one line."""
        words = f"  ({', '.join(evidence.words for evidence in self.evidence)})" if self.evidence else ""
        return f"{self.tag.label}  {self.probability:.2f}{words}"
