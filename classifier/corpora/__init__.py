"""Collections of documents: read, counted, fingerprinted, split."""

from classifier.corpora.corpus import Corpus, files_of
from classifier.corpora.tables import parse_row, plain_document, read_file, read_plain, read_rows, to_row

__all__ = ["Corpus", "files_of", "parse_row", "plain_document", "read_file", "read_plain", "read_rows", "to_row"]
