"""Retag an archive: plan, review, apply, undo."""

from classifier.retagging.archive import Archive, CorpusArchive, Placed, Rules
from classifier.retagging.plan import Article, Change, Header, Options, Plan
from classifier.retagging.run import make_plan
from classifier.retagging.work import ModelPlace, Workers

__all__ = [
    "Archive",
    "Article",
    "Change",
    "CorpusArchive",
    "Header",
    "ModelPlace",
    "Options",
    "Placed",
    "Plan",
    "Rules",
    "Workers",
    "make_plan",
]
