"""The classifier over all tags: learned, calibrated, cut."""

from classifier.learning.affine import folded
from classifier.learning.bands import Bands, choose_bands, safe_cut
from classifier.learning.calibration import sigmoid
from classifier.learning.classifier import MIN_EXAMPLES, TagClassifier, processes_for
from classifier.learning.coldstart import warm_up
from classifier.learning.context import Context
from classifier.learning.merged import MergedClassifier
from classifier.learning.pipeline import Steps
from classifier.learning.table import Table
from classifier.learning.target import Indicator, Probabilities

__all__ = [
    "MIN_EXAMPLES",
    "Bands",
    "Context",
    "Indicator",
    "MergedClassifier",
    "Probabilities",
    "Steps",
    "Table",
    "TagClassifier",
    "choose_bands",
    "folded",
    "processes_for",
    "safe_cut",
    "sigmoid",
    "warm_up",
]
