"""The recipe, its cross-validation, and the loop that learns from editors."""

from classifier.training.cross_validation import cross_validate
from classifier.training.joining import Conflict, Joined, join
from classifier.training.loop import Candidate, retrain
from classifier.training.next import Cause, Choice, Pick, examples_of, next_articles
from classifier.training.recipe import Trained, train, vocabulary_of

__all__ = [
    "Candidate",
    "Cause",
    "Choice",
    "Conflict",
    "Joined",
    "Pick",
    "Trained",
    "cross_validate",
    "examples_of",
    "join",
    "next_articles",
    "retrain",
    "train",
    "vocabulary_of",
]
