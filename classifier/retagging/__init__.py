"""Retag an archive: plan, review, apply, undo."""

from classifier.retagging.archive import Archive, CorpusArchive, Placed, Rules
from classifier.retagging.decisions import Decisions, read_decisions
from classifier.retagging.files import apply_to_files, undo_in_files
from classifier.retagging.journal import Journal, Outcome
from classifier.retagging.linked import apply_to_site, undo_in_site, write_scripts
from classifier.retagging.plan import Article, Change, Header, Options, Plan
from classifier.retagging.run import make_plan
from classifier.retagging.sheets import write_sheet
from classifier.retagging.sites import SiteArchive, open_archive
from classifier.retagging.status import Status, status_of
from classifier.retagging.summary import Summary, summarize
from classifier.retagging.work import ModelPlace, Workers

__all__ = [
    "Archive",
    "Article",
    "Change",
    "CorpusArchive",
    "Decisions",
    "Header",
    "Journal",
    "ModelPlace",
    "Options",
    "Outcome",
    "Placed",
    "Plan",
    "Rules",
    "SiteArchive",
    "Status",
    "Summary",
    "Workers",
    "apply_to_files",
    "apply_to_site",
    "make_plan",
    "open_archive",
    "read_decisions",
    "status_of",
    "summarize",
    "undo_in_files",
    "undo_in_site",
    "write_scripts",
    "write_sheet",
]
