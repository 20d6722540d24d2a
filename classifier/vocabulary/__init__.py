"""The controlled vocabulary: tags, and how to find one."""

from classifier.vocabulary.files import from_json, to_json
from classifier.vocabulary.ranks import split_rank
from classifier.vocabulary.sync import SiteGroup, SiteKeyword, Sync, compare
from classifier.vocabulary.tag import KINDS, Period, Tag, TagGroup, label_key, slug
from classifier.vocabulary.vocabulary import Vocabulary

__all__ = [
    "KINDS",
    "Period",
    "SiteGroup",
    "SiteKeyword",
    "Sync",
    "Tag",
    "TagGroup",
    "Vocabulary",
    "compare",
    "from_json",
    "label_key",
    "slug",
    "split_rank",
    "to_json",
]
