"""How far some work has come, told to whoever waits."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from classifier.batches import watched

Item = TypeVar("Item")
Progress = Callable[[str, int, int], None]
"""Called with (stage, done, in all)."""


def reading(items: Iterable[Item], total: int, progress: Progress | None) -> Iterator[Item]:
    """Yield texts, docs or documents as they are read, and tell how many of all there have been."""
    return watched(items, watch(total, progress))


def watch(total: int, progress: Progress | None) -> Callable[[int], None] | None:
    """Return what tells how many of all have been read, if there is somebody to be told."""
    return (lambda done: progress("reading", done, total)) if progress else None
