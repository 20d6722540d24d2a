"""Suggestions, and why."""

from classifier.tagging.suggestion import Evidence, Explanation, Source, Suggestion
from classifier.tagging.tagger import LIMIT, Progress, Tagger

__all__ = ["LIMIT", "Evidence", "Explanation", "Progress", "Source", "Suggestion", "Tagger"]
