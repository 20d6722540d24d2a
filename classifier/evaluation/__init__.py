"""How good a tagger is, and how sure we are of it."""

from classifier.evaluation.intervals import Figure, bootstrap
from classifier.evaluation.metrics import calibration_error
from classifier.evaluation.report import Evaluation, evaluate

__all__ = ["Evaluation", "Figure", "bootstrap", "calibration_error", "evaluate"]
