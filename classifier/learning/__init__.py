"""The classifier over all tags: learned, calibrated, cut."""

from classifier.learning.calibration import sigmoid
from classifier.learning.classifier import Indicator, Probabilities, TagClassifier
from classifier.learning.coldstart import warm_up

__all__ = ["Indicator", "Probabilities", "TagClassifier", "sigmoid", "warm_up"]
