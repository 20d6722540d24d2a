"""Retag an archive: plan, review, apply, undo."""

from classifier.retagging.archive import Archive, CorpusArchive, Placed, Rules
from classifier.retagging.decisions import Decisions, read_decisions
from classifier.retagging.files import apply_to_files, undo_in_files
from classifier.retagging.index import Order, PlanIndex, Where, percent_of
from classifier.retagging.journal import Journal, Outcome
from classifier.retagging.linked import apply_to_site, undo_in_site, write_scripts
from classifier.retagging.plan import Action, Article, Change, Header, Options, Plan, PlanBand
from classifier.retagging.review import Answer, Counts, Operation, Review, is_reviewed, ranges_of, review_path
from classifier.retagging.run import make_plan
from classifier.retagging.sheets import Numbered, neutral, write_sheet
from classifier.retagging.shelf import Listed, OpenPlan, PlanShelf
from classifier.retagging.sites import SiteArchive, open_archive
from classifier.retagging.status import Status, status_of
from classifier.retagging.summary import Summary, summarize
from classifier.retagging.work import ModelPlace, Workers

__all__ = [
    "Action",
    "Answer",
    "Archive",
    "Article",
    "Change",
    "CorpusArchive",
    "Counts",
    "Decisions",
    "Header",
    "Journal",
    "Listed",
    "ModelPlace",
    "Numbered",
    "OpenPlan",
    "Operation",
    "Options",
    "Order",
    "Outcome",
    "Placed",
    "Plan",
    "PlanBand",
    "PlanIndex",
    "PlanShelf",
    "Review",
    "Rules",
    "SiteArchive",
    "Status",
    "Summary",
    "Where",
    "Workers",
    "apply_to_files",
    "apply_to_site",
    "is_reviewed",
    "make_plan",
    "neutral",
    "open_archive",
    "percent_of",
    "ranges_of",
    "read_decisions",
    "review_path",
    "status_of",
    "summarize",
    "undo_in_files",
    "undo_in_site",
    "write_scripts",
    "write_sheet",
]
