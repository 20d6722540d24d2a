"""Retag an archive: plan, review, apply, undo."""

from classifier.retagging.archive import Archive, CorpusArchive, Placed, Rules
from classifier.retagging.decisions import Decisions, read_decisions
from classifier.retagging.plan import Article, Change, Header, Options, Plan
from classifier.retagging.run import make_plan
from classifier.retagging.sheets import write_sheet
from classifier.retagging.summary import Summary, summarize
from classifier.retagging.work import ModelPlace, Workers

__all__ = [
    "Archive",
    "Article",
    "Change",
    "CorpusArchive",
    "Decisions",
    "Header",
    "ModelPlace",
    "Options",
    "Placed",
    "Plan",
    "Rules",
    "Summary",
    "Workers",
    "make_plan",
    "read_decisions",
    "summarize",
    "write_sheet",
]
