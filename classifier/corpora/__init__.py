"""Collections of documents: read, counted, fingerprinted, split."""

from classifier.corpora.corpus import Corpus
from classifier.corpora.tables import parse_row, plain_document, read_file, read_plain, read_rows, to_row

__all__ = ["Corpus", "parse_row", "plain_document", "read_file", "read_plain", "read_rows", "to_row"]
