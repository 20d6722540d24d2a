"""The recipe, its cross-validation, and the loop that learns from editors."""

from classifier.training.cross_validation import cross_validate
from classifier.training.joining import Conflict, Joined, join
from classifier.training.loop import Candidate, retrain
from classifier.training.recipe import Trained, train, vocabulary_of

__all__ = [
    "Candidate",
    "Conflict",
    "Joined",
    "Trained",
    "cross_validate",
    "join",
    "retrain",
    "train",
    "vocabulary_of",
]
