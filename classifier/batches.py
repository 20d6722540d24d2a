"""Streams cut into batches, so that memory is bounded by the batch, and batches shared among processes."""

import signal
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from itertools import chain, islice
from multiprocessing import get_all_start_methods, get_context
from typing import Any, TypeVar

from classifier.errors import StoppedProcessError

Item = TypeVar("Item")
Kept = TypeVar("Kept")
Sent = TypeVar("Sent")
Made = TypeVar("Made")

AHEAD = 3  # items for each process that are read before their turn
_work: Callable[[Any], Any] | None = None  # what forked processes find when they begin


def batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """Yield lists of up to `size` items, in order.

    >>> list(batches("abcde", 2))
    [['a', 'b'], ['c', 'd'], ['e']]
    """
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch


def watched(items: Iterable[Item], watch: Callable[[int], object] | None) -> Iterator[Item]:
    """Yield the items; `watch`, if there is one, is told with each how many there have been.

    >>> list(watched("ab", print))
    1
    2
    ['a', 'b']
    """
    for number, item in enumerate(items, start=1):
        if watch:
            watch(number)
        yield item


def worked(
    work: Callable[[Sent], Made], items: Iterable[tuple[Kept, Sent]], *, jobs: int = 1
) -> Generator[tuple[Kept, Made], None, None]:
    """Yield what some work makes of the second of each two, beside the first, in order.

    Processes are forked from this one, so that whatever the work holds (a model) is shared and not copied or sent; a
    few items are read ahead for each. A single item, one job, or a system that does not fork: this process works
    alone. Raises `StoppedProcessError` when a process is killed.

    >>> list(worked(len, [("a", "x"), ("b", "yz")], jobs=2))
    [('a', 1), ('b', 2)]
    """
    items = iter(items)
    first = list(islice(items, 2))
    items = chain(first, items)
    if jobs == 1 or len(first) < 2 or "fork" not in get_all_start_methods():
        yield from ((kept, work(sent)) for kept, sent in items)
        return
    global _work
    _work = work
    pool = ProcessPoolExecutor(jobs, mp_context=get_context("fork"), initializer=_leave_interrupts)
    try:
        waiting: deque[tuple[Kept, Future[Made]]] = deque()
        for kept, sent in items:
            waiting.append((kept, pool.submit(_at_work, sent)))
            if len(waiting) > AHEAD * jobs:
                kept, made = waiting.popleft()
                yield kept, made.result()
        for kept, made in waiting:
            yield kept, made.result()
    except BrokenExecutor as cause:
        raise StoppedProcessError(
            "un processus s’est arrêté au milieu du travail, peut-être faute de mémoire. Un seul en demande le moins : "
            "--jobs 1, ou CLASSIFIER_JOBS=1."
        ) from cause
    finally:
        _work = None
        pool.shutdown(cancel_futures=True)


def _at_work(sent: Any) -> Any:
    assert _work is not None
    return _work(sent)


def _leave_interrupts() -> None:
    """Leave Ctrl+C to the process that reads and writes: it tells the others to end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
