"""SPIP's stored strings made plain: charset, ranks, languages, typographic shortcuts."""

from classifier.spip.charset import repaired
from classifier.spip.markup import plain_text
from classifier.spip.titles import in_language, keyword_label, rank, without_rank

__all__ = ["in_language", "keyword_label", "plain_text", "rank", "repaired", "without_rank"]
