"""What editors decided: kept, counted, and turned into articles to learn from."""

from classifier.feedback.examples import examples
from classifier.feedback.judgements import Judgement, Judgements
from classifier.feedback.stats import Stats, TagStats, stats
from classifier.feedback.store import Entry, FeedbackStore
from classifier.feedback.submission import Dated, Decision, Shown, Submission, Verdict, article_digest
from classifier.feedback.trends import Fall, LatestTrends, Trends, Week, falling, trends

__all__ = [
    "Dated",
    "Decision",
    "Entry",
    "Fall",
    "FeedbackStore",
    "Judgement",
    "Judgements",
    "LatestTrends",
    "Shown",
    "Stats",
    "Submission",
    "TagStats",
    "Trends",
    "Verdict",
    "Week",
    "article_digest",
    "examples",
    "falling",
    "stats",
    "trends",
]
