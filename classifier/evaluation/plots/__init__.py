"""What plots show: computed and held here, drawn with matplotlib by `plot`, or by whoever can draw otherwise."""

from classifier.evaluation.plots.contributions import Contributions, MarkedArticle
from classifier.evaluation.plots.over_time import TagsOverTime
from classifier.evaluation.plots.reliability import Reliability
from classifier.evaluation.plots.tags import TagCounts, TagScores
from classifier.evaluation.plots.variants import Variants
from classifier.evaluation.plots.words import HeaviestWords

__all__ = [
    "Contributions",
    "HeaviestWords",
    "MarkedArticle",
    "Reliability",
    "TagCounts",
    "TagScores",
    "TagsOverTime",
    "Variants",
]
