"""How learning and tagging grow with the archive: seconds and memory for more and more articles, 78 tags.

    python benchmarks/scale.py [--shared DIR] [--articles N ...] [--jobs N]

The articles are drawn, with a seed, from a large public corpus of the folder beside the repository (see corpora.py):
it serves to time, and says nothing about news. Each size is measured in a process of its own. Learning is everything
between the articles and a tagger with its thresholds, once; tagging is suggestions for all of the same articles, by
processes that are forked from the tagger, as `motscles suggest` does. Seconds are of the clock; memory is the greatest
that all processes took together, shared pages counted once.
"""

import argparse
import os
import platform
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Event, Thread
from typing import NamedTuple

import psutil

from classifier import Corpus, Document, Tagger
from classifier.batches import batches, worked
from classifier.learning import TagClassifier, processes_for
from classifier.text import FrenchAnalyzer
from corpora import SCALE, SEED, read
from markdown import head, line

ROOT = Path(__file__).parents[1]
SIZES = (5_000, 10_000, 20_000, 35_000, 40_000)
BATCH_SIZE = 64
EVERY = 1.0  # seconds between two looks at the memory: each costs some hundredths


class Row(NamedTuple):
    """What one size took."""

    articles: int
    tags: int
    fingerprint: str
    reading: float
    learning: float
    learning_peak: float
    tagging: float
    tagging_peak: float


@contextmanager
def watched() -> Iterator[list[float]]:
    """Give a list that holds, in the end, the greatest megabytes of this process and its children."""
    most, stop = [0.0], Event()

    def watch() -> None:
        while not stop.wait(EVERY):
            most[0] = max(most[0], memory() / 1e6)

    thread = Thread(target=watch)
    thread.start()
    try:
        yield most
    finally:
        stop.set()
        thread.join()


def memory() -> int:
    """Return the bytes of this process and its children, shared ones counted once."""
    total = 0
    for one in (psutil.Process(), *psutil.Process().children(recursive=True)):
        try:
            total += one.memory_full_info().pss
        except psutil.NoSuchProcess:
            continue
    return total


def measure(shared: Path, count: int, jobs: int, answer: Connection) -> None:
    """Send the row of one size; this is the work of a process of its own."""
    split = read(SCALE, shared, scale=count)
    corpus = Corpus([*split.train, *split.test], name=SCALE)
    classifier = TagClassifier(n_jobs=processes_for(len(corpus), jobs))
    tagger = Tagger(split.vocabulary, analyzer=FrenchAnalyzer(jobs=jobs), classifier=classifier)
    read_at = 0.0

    def progress(stage: str, *_: int) -> None:
        nonlocal read_at
        read_at = time.perf_counter() if stage == "reading" else read_at

    with watched() as learning_peak:
        start = time.perf_counter()
        tagger.fit(corpus, progress=progress)
        end = time.perf_counter()

    def tag(batch: list[Document]) -> int:
        return len(list(tagger.suggest_batch(batch)))

    with watched() as tagging_peak:
        begun = time.perf_counter()
        for _ in worked(tag, ((None, batch) for batch in batches(corpus, BATCH_SIZE)), jobs=jobs):
            pass
        tagging = time.perf_counter() - begun
    answer.send(
        Row(
            len(corpus),
            len(split.vocabulary),
            corpus.fingerprint(),
            read_at - start,
            end - start,
            learning_peak[0],
            tagging,
            tagging_peak[0],
        )
    )


def measured(shared: Path, count: int, jobs: int) -> Row:
    """Return the row of one size."""
    receiving, sending = get_context("spawn").Pipe(duplex=False)
    process = get_context("spawn").Process(target=measure, args=(shared, count, jobs, sending))
    process.start()
    sending.close()
    try:
        row: Row = receiving.recv()
    except EOFError:
        raise SystemExit(f"{count} articles were not measured.") from None
    process.terminate()  # joblib's processes would let it wait for minutes: they are kept for more work
    process.join()
    return row


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="the folder with corpora/ in it")
    parser.add_argument("--articles", type=int, nargs="+", default=SIZES, metavar="N")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    if not (options.shared / "corpora").exists():
        raise SystemExit(f"No public corpora at {options.shared / 'corpora'}: nothing is measured.")
    machine = f"{platform.machine()}, {os.cpu_count()} cores, {options.jobs} used, Python {platform.python_version()}"
    print(f"{SCALE}, seed {SEED}; {machine}.\n")
    columns = ["articles", "tags", "fingerprint", "read s", "learned s", "ms an article", "MB", "tagged s", "a second"]
    print(head([*columns, "MB "]), flush=True)
    for count in options.articles:
        row = measured(options.shared / "corpora", count, options.jobs)
        learning = [f"{row.reading:.0f}", f"{row.learning:.0f}", f"{1_000 * row.learning / row.articles:.1f}"]
        tagging = [f"{row.tagging:.0f}", f"{row.articles / row.tagging:.0f}", f"{row.tagging_peak:.0f}"]
        sizes = [f"{row.articles:,}", f"{row.tags}", f"`{row.fingerprint}`"]
        print(line([*sizes, *learning, f"{row.learning_peak:.0f}", *tagging]), flush=True)


if __name__ == "__main__":
    main()
