"""The classifier over all tags: learned, calibrated, cut."""

from classifier.learning.bands import Bands, choose_bands, safe_cut
from classifier.learning.calibration import sigmoid
from classifier.learning.classifier import Indicator, Probabilities, TagClassifier
from classifier.learning.coldstart import warm_up
from classifier.learning.context import Context
from classifier.learning.merged import MergedClassifier
from classifier.learning.table import Table

__all__ = [
    "Bands",
    "Context",
    "Indicator",
    "MergedClassifier",
    "Probabilities",
    "Table",
    "TagClassifier",
    "choose_bands",
    "safe_cut",
    "sigmoid",
    "warm_up",
]
