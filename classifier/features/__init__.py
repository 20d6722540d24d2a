"""Docs turned into features, each with a name and its places in the text."""

from classifier.features.characters import CharacterVectorizer
from classifier.features.counted import CountedArticles, counts_of_articles
from classifier.features.entities import EntityVectorizer
from classifier.features.lemmas import LemmaVectorizer
from classifier.features.mentions import (
    MENTION,
    NAME,
    MentionColumns,
    MentionVectorizer,
    mention_columns,
    mention_names,
    owners,
)
from classifier.features.reader import ArticleReader
from classifier.features.terms import Term, TermCounts, TermVectorizer
from classifier.features.vectorizer import ArticleVectorizer

__all__ = [
    "MENTION",
    "NAME",
    "ArticleReader",
    "ArticleVectorizer",
    "CharacterVectorizer",
    "CountedArticles",
    "EntityVectorizer",
    "LemmaVectorizer",
    "MentionColumns",
    "MentionVectorizer",
    "Term",
    "TermCounts",
    "TermVectorizer",
    "counts_of_articles",
    "mention_columns",
    "mention_names",
    "owners",
]
