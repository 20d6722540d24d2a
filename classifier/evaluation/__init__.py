"""How good a tagger is, and how sure we are of it."""

from classifier.evaluation.ageing import Age, Cell, OverTime
from classifier.evaluation.comparison import Comparison, Difference, TagDifference
from classifier.evaluation.confusions import Confusion, confusions
from classifier.evaluation.figures import Decisions, overall
from classifier.evaluation.floors import Floors
from classifier.evaluation.intervals import SEED, Figure, bootstrap, bootstrap_all
from classifier.evaluation.joining import joined
from classifier.evaluation.metrics import calibration_error
from classifier.evaluation.mistakes import Mistake, mistakes
from classifier.evaluation.plots import (
    Contributions,
    HeaviestWords,
    MarkedArticle,
    Reliability,
    TagCounts,
    TagScores,
    TagsOverTime,
    Variants,
)
from classifier.evaluation.report import Evaluation, Head, evaluate, judged, said_of

__all__ = [
    "SEED",
    "Age",
    "Cell",
    "Comparison",
    "Confusion",
    "Contributions",
    "Decisions",
    "Difference",
    "Evaluation",
    "Figure",
    "Floors",
    "Head",
    "HeaviestWords",
    "MarkedArticle",
    "Mistake",
    "OverTime",
    "Reliability",
    "TagCounts",
    "TagDifference",
    "TagScores",
    "TagsOverTime",
    "Variants",
    "bootstrap",
    "bootstrap_all",
    "calibration_error",
    "confusions",
    "evaluate",
    "joined",
    "judged",
    "mistakes",
    "overall",
    "said_of",
]
