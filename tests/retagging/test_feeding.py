from collections.abc import Iterator
from threading import Thread, current_thread

import pytest

from classifier.retagging.feeding import in_one_thread


def test_items_are_read_in_one_thread_whoever_asks() -> None:
    readers: set[str] = set()

    def items() -> Iterator[int]:
        for number in range(20):
            readers.add(current_thread().name)
            yield number

    taken: list[int] = []
    with in_one_thread(items(), ahead=2) as read:
        for _ in range(4):
            asking = Thread(target=lambda: taken.extend(next(read) for _ in range(5)))
            asking.start()
            asking.join()
    assert taken == list(range(20))
    assert len(readers) == 1
    assert current_thread().name not in readers


def test_no_more_is_read_than_asked_and_the_source_is_closed_in_its_thread() -> None:
    seen: list[int] = []
    closed: list[str] = []

    def items() -> Iterator[int]:
        try:
            for number in range(1_000):
                seen.append(number)
                yield number
        finally:
            closed.append(current_thread().name)

    with in_one_thread(items(), ahead=3) as read:
        assert next(read) == 0
    assert len(seen) <= 6
    assert closed
    assert closed != [current_thread().name]


def test_an_error_comes_out_where_its_item_would_have() -> None:
    def items() -> Iterator[int]:
        yield 1
        raise ValueError("ligne 2")

    with in_one_thread(items(), ahead=3) as read:
        assert next(read) == 1
        with pytest.raises(ValueError, match="ligne 2"):
            next(read)
