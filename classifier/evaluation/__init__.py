"""How good a tagger is, and how sure we are of it."""

from classifier.evaluation.figures import Decisions, overall
from classifier.evaluation.intervals import Figure, bootstrap
from classifier.evaluation.metrics import calibration_error
from classifier.evaluation.report import Evaluation, Head, evaluate, judged

__all__ = [
    "Decisions",
    "Evaluation",
    "Figure",
    "Head",
    "bootstrap",
    "calibration_error",
    "evaluate",
    "judged",
    "overall",
]
