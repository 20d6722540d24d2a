"""Is a corpus fit to learn from? Everything that is wrong with it, and where."""

from classifier.checking.check import CorpusCheck, Progress
from classifier.checking.findings import Code, Finding
from classifier.checking.tally import MIN_ARTICLES, TagCount

__all__ = ["MIN_ARTICLES", "Code", "CorpusCheck", "Finding", "Progress", "TagCount"]
