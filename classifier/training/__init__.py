"""The recipe, and its cross-validation."""

from classifier.training.cross_validation import cross_validate
from classifier.training.recipe import Trained, train, vocabulary_of

__all__ = ["Trained", "cross_validate", "train", "vocabulary_of"]
