"""What editors decided: kept, counted, and turned into articles to learn from."""

from classifier.feedback.examples import examples
from classifier.feedback.judgements import Judgement, Judgements
from classifier.feedback.stats import Stats, TagStats, stats
from classifier.feedback.store import Entry, FeedbackStore
from classifier.feedback.submission import Decision, Shown, Submission, Verdict, article_digest

__all__ = [
    "Decision",
    "Entry",
    "FeedbackStore",
    "Judgement",
    "Judgements",
    "Shown",
    "Stats",
    "Submission",
    "TagStats",
    "Verdict",
    "article_digest",
    "examples",
    "stats",
]
