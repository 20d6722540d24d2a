"""Suggestions, and why."""

from classifier.tagging.extension import extended, updated
from classifier.tagging.order import has_order
from classifier.tagging.pipeline import pipeline_of, tagger_of
from classifier.tagging.progress import Progress, reading, watch
from classifier.tagging.suggestion import Band, Evidence, Explanation, Source, Suggestion
from classifier.tagging.tagger import LIMIT, Tagger

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
    "reading",
    "tagger_of",
    "updated",
    "watch",
]
