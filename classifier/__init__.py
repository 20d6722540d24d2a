"""motscles: suggest a French news archive's own tags for a new article, with the words that made each suggestion."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from classifier.corpora import Corpus
    from classifier.documents import Document
    from classifier.errors import ClassifierError
    from classifier.evaluation import Evaluation, evaluate
    from classifier.store import ModelStore
    from classifier.tagging import Evidence, Explanation, Suggestion, Tagger
    from classifier.vocabulary import Tag, Vocabulary

__all__ = [
    "ClassifierError",
    "Corpus",
    "Document",
    "Evaluation",
    "Evidence",
    "Explanation",
    "ModelStore",
    "Suggestion",
    "Tag",
    "Tagger",
    "Vocabulary",
    "evaluate",
]

_ROOMS = {
    "ClassifierError": "errors",
    "Corpus": "corpora",
    "Document": "documents",
    "Evaluation": "evaluation",
    "Evidence": "tagging",
    "Explanation": "tagging",
    "ModelStore": "store",
    "Suggestion": "tagging",
    "Tag": "vocabulary",
    "Tagger": "tagging",
    "Vocabulary": "vocabulary",
    "evaluate": "evaluation",
}


def __getattr__(name: str) -> object:
    """Open a room only when someone knocks, so that `motscles --help` is instant."""
    if name not in _ROOMS:
        raise AttributeError(f"module 'classifier' has no attribute {name!r}")
    return getattr(import_module(f"classifier.{_ROOMS[name]}"), name)
