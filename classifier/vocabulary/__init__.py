"""The controlled vocabulary: tags, and how to find one."""

from classifier.vocabulary.changes import Add, Change, Merge, Part, Rename, Retire, Split, new_id, replay
from classifier.vocabulary.files import from_json, to_json
from classifier.vocabulary.history import History, read_changes
from classifier.vocabulary.ranks import split_rank
from classifier.vocabulary.skos import read_skos, write_skos
from classifier.vocabulary.sync import SiteGroup, SiteKeyword, Sync, compare
from classifier.vocabulary.tag import KINDS, Period, Tag, TagGroup, label_key, slug
from classifier.vocabulary.vocabulary import Vocabulary

__all__ = [
    "KINDS",
    "Add",
    "Change",
    "History",
    "Merge",
    "Part",
    "Period",
    "Rename",
    "Retire",
    "SiteGroup",
    "SiteKeyword",
    "Split",
    "Sync",
    "Tag",
    "TagGroup",
    "Vocabulary",
    "compare",
    "from_json",
    "label_key",
    "new_id",
    "read_changes",
    "read_skos",
    "replay",
    "slug",
    "split_rank",
    "to_json",
    "write_skos",
]
