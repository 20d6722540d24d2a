import os
import signal

import pytest

from classifier.batches import AHEAD, batches, worked
from classifier.errors import StoppedProcessError


def test_batches_are_read_as_they_are_asked_for() -> None:
    source = iter(range(10))
    assert next(batches(source, 3)) == [0, 1, 2]
    assert next(source) == 3


def test_work_is_shared_among_processes_and_comes_back_in_order() -> None:
    made = list(worked(lambda number: (number, os.getpid()), ((number, number) for number in range(50)), jobs=2))
    assert [kept for kept, _ in made] == [number for _, (number, _) in made] == list(range(50))
    assert os.getpid() not in {process for _, (_, process) in made}


def test_a_single_item_starts_no_process() -> None:
    assert list(worked(lambda _: os.getpid(), [("a", "b")], jobs=2)) == [("a", os.getpid())]


def test_little_is_read_ahead() -> None:
    source = iter(range(1000))
    next(worked(lambda number: number, ((number, number) for number in source), jobs=2))
    assert next(source) <= 2 * AHEAD + 2


def test_a_killed_process_is_told() -> None:
    with pytest.raises(StoppedProcessError, match="CLASSIFIER_JOBS=1"):
        list(worked(lambda _: os.kill(os.getpid(), signal.SIGKILL), [("a", 1), ("b", 2)], jobs=2))
