"""Reads something in one thread of its own, a little ahead of whoever works on it."""

from collections.abc import Generator, Iterable, Iterator
from contextlib import closing, contextmanager
from queue import Full, Queue
from threading import Event, Thread
from typing import TypeVar

Item = TypeVar("Item")

END = object()
PATIENCE = 0.1  # seconds after which the reader looks whether anybody still wants more


@contextmanager
def in_one_thread(items: Iterable[Item], *, ahead: int) -> Iterator[Iterator[Item]]:
    """Give an iterator over some items that any thread may ask for the next one.

    joblib asks from threads of its own, and a connection to SQLite belongs to the thread that opened it. No more than
    `ahead` items wait; an error comes out where its item would have; the reader ends with the block.
    """
    queue: Queue[object] = Queue(ahead)
    stopped = Event()

    def put(item: object) -> bool:
        while not stopped.is_set():
            try:
                queue.put(item, timeout=PATIENCE)
            except Full:
                continue
            return True
        return False

    def read() -> None:
        try:
            with closing(_each(items)) as iterator:
                for item in iterator:
                    if not put((item,)):
                        return
            put(END)
        except BaseException as error:  # whatever it is, it belongs to whoever asked
            put(error)

    reader = Thread(target=read, daemon=True)
    reader.start()
    try:
        yield _taken(queue)
    finally:
        stopped.set()
        reader.join()


def _each(items: Iterable[Item]) -> Generator[Item, None, None]:
    """Yield some items; a generator can be closed, and closes what it reads."""
    yield from items


def _taken(queue: "Queue[object]") -> Iterator[Item]:
    while (found := queue.get()) is not END:
        if isinstance(found, BaseException):
            raise found
        yield found[0]  # type: ignore[index]  # a tuple of one
