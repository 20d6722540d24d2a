"""Collections of documents: read, counted, fingerprinted, split."""

from classifier.corpora.corpus import Corpus, files_of
from classifier.corpora.feeds import parse_feed, read_feed
from classifier.corpora.fetching import fetch
from classifier.corpora.importing import ImportReport, write_articles
from classifier.corpora.labels import LabelMatcher
from classifier.corpora.pages import page_files, read_page, read_pages
from classifier.corpora.received import READABLE, read_received
from classifier.corpora.tables import parse_row, plain_document, read_file, read_plain, read_rows, to_line, to_row

__all__ = [
    "READABLE",
    "Corpus",
    "ImportReport",
    "LabelMatcher",
    "fetch",
    "files_of",
    "page_files",
    "parse_feed",
    "parse_row",
    "plain_document",
    "read_feed",
    "read_file",
    "read_page",
    "read_pages",
    "read_plain",
    "read_received",
    "read_rows",
    "to_line",
    "to_row",
    "write_articles",
]
