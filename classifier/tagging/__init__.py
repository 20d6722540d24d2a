"""Suggestions, and why."""

from classifier.tagging.extension import extended, updated
from classifier.tagging.pipeline import pipeline_of, tagger_of
from classifier.tagging.suggestion import Band, Evidence, Explanation, Source, Suggestion
from classifier.tagging.tagger import LIMIT, Progress, Tagger, has_order

__all__ = [
    "LIMIT",
    "Band",
    "Evidence",
    "Explanation",
    "Progress",
    "Source",
    "Suggestion",
    "Tagger",
    "extended",
    "has_order",
    "pipeline_of",
    "tagger_of",
    "updated",
]
