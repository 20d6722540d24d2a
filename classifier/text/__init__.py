"""Texts: cleaned, located, analysed."""

from classifier.text.analyzer import Analysis, FrenchAnalyzer
from classifier.text.article import ArticleMap, Place, article_text, is_readable, text_of, title_end
from classifier.text.cache import DocCache
from classifier.text.cleaning import MAX_CHARACTERS, CleanText, clean
from classifier.text.forms import Forms, french_forms
from classifier.text.language import language_of, language_scores
from classifier.text.warnings import TextWarning, warnings_about

__all__ = [
    "MAX_CHARACTERS",
    "Analysis",
    "ArticleMap",
    "CleanText",
    "DocCache",
    "Forms",
    "FrenchAnalyzer",
    "Place",
    "TextWarning",
    "article_text",
    "clean",
    "french_forms",
    "is_readable",
    "language_of",
    "language_scores",
    "text_of",
    "title_end",
    "warnings_about",
]
