"""Whether an archive keeps the order of its tags, the dominant one first."""

from collections.abc import Iterable

from classifier.documents import Document


def has_order(documents: Iterable[Document]) -> bool:
    """Whether the order of tags can tell the dominant one: somewhere it is not the alphabet's.

    >>> has_order([Document("a", "", "…", tags=("Fintech", "Internet")), Document("b", "", "…", tags=("Radio",))])
    False
    """
    return any(list(document.tags) != sorted(document.tags) for document in documents)
