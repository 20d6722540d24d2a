"""Suggestions, and why."""

from classifier.tagging.extension import extended
from classifier.tagging.suggestion import Band, Evidence, Explanation, Source, Suggestion
from classifier.tagging.tagger import LIMIT, Progress, Tagger

__all__ = ["LIMIT", "Band", "Evidence", "Explanation", "Progress", "Source", "Suggestion", "Tagger", "extended"]
