"""The classifier over all tags: learned, calibrated, cut."""

from classifier.learning.bands import Bands, choose_bands, safe_cut
from classifier.learning.calibration import sigmoid
from classifier.learning.classifier import MIN_EXAMPLES, Indicator, Probabilities, TagClassifier
from classifier.learning.coldstart import warm_up
from classifier.learning.context import Context
from classifier.learning.table import Table

__all__ = [
    "MIN_EXAMPLES",
    "Bands",
    "Context",
    "Indicator",
    "Probabilities",
    "Table",
    "TagClassifier",
    "choose_bands",
    "safe_cut",
    "sigmoid",
    "warm_up",
]
