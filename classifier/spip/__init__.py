"""SPIP sites: opened in whatever form they come, read without being changed, their stored strings made plain."""

from classifier.spip.articles import Tally, read_documents
from classifier.spip.charset import repaired
from classifier.spip.counts import keyword_counts
from classifier.spip.keywords import Group, Keyword
from classifier.spip.linking import Borne, LinkTable, SiteLinks, open_links
from classifier.spip.markup import plain_text
from classifier.spip.schema import Schema
from classifier.spip.scripts import Script
from classifier.spip.site import Article, Site, open_site
from classifier.spip.titles import in_language, keyword_label, rank, without_rank

__all__ = [
    "Article",
    "Borne",
    "Group",
    "Keyword",
    "LinkTable",
    "Schema",
    "Script",
    "Site",
    "SiteLinks",
    "Tally",
    "in_language",
    "keyword_counts",
    "keyword_label",
    "open_links",
    "open_site",
    "plain_text",
    "rank",
    "read_documents",
    "repaired",
    "without_rank",
]
