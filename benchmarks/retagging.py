"""Retagging at scale: pace and memory of plans, on one core, on two and on a Dask cluster; and the kill campaign.

    python benchmarks/retagging.py --models DIR [--few 5000] [--many 50000] [--kills 50] [--only NAME]...

Articles are made of the starter corpus: sentences of several articles, in another order, with invented names. Pace is
measured after the start of the processes, from the first line of the plan to the last; memory is the greatest sum of
the resident memory of all processes of the run. The campaign kills the command with SIGKILL at random moments of its
work (seeded), starts it again, and compares what it leaves in the end with an uninterrupted run: plans byte for byte,
a SQLite site table by table, before and after `undo`.
"""

import argparse
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import psutil

from classifier.corpora import Corpus
from spip_sites import Row, write_sqlite

ROOT = Path(__file__).parents[1]
COMMAND = [sys.executable, "-c", "from classifier.cli import main; main()", "retag"]
WORDS = 120  # of an article
KILLED_ARTICLES = 600  # of the archive of the campaign: some seconds of work
ONLY = ("one", "two", "dask", "kill-plan", "kill-apply")
EVERY = 0.2  # seconds between two looks at the memory


class Run(NamedTuple):
    """What a plan took."""

    articles: int
    seconds: float  # of work
    megabytes: float


def articles(count: int, *, seed: int = 0) -> Iterator[dict[str, Any]]:
    """Yield invented articles: sentences of the starter corpus in other company, with names that nobody bears."""
    chance = random.Random(seed)
    starter = list(Corpus.read(ROOT / "training_data" / "articles"))
    for number in range(1, count + 1):
        one, two, three = chance.sample(starter, 3)
        sentences = [*one.text.split(". "), *two.text.split(". "), *three.text.split(". ")[:1]]
        chance.shuffle(sentences)
        name = "".join(chance.choice("bcdfgklmnprst") + chance.choice("aeiou") for _ in range(3)).capitalize()
        text = " ".join(f"Selon {name}, {'. '.join(sentences)}".split()[:WORDS])
        tags = [tag for tag in one.tags if chance.random() < 0.5]
        yield {"id": str(number), "title": one.title, "text": text, "date": str(one.date), "tags": tags}


def write_articles(path: Path, count: int) -> Path:
    """Write invented articles to a file."""
    with path.open("w", encoding="utf-8") as file:
        for row in articles(count):
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return path


def write_site(path: Path, count: int) -> Path:
    """Write a SQLite site of invented articles, with the labels of the starter corpus as keywords."""
    rows = list(articles(count, seed=1))
    labels = sorted(Corpus.read(ROOT / "training_data" / "articles").tag_counts())
    keyword = {label: number for number, label in enumerate(labels, start=1)}
    site: dict[str, list[Row]] = {
        "articles": [
            {"id_article": int(row["id"]), "titre": row["title"], "texte": row["text"], "statut": "publie"}
            for row in rows
        ],
        "mots": [{"id_mot": number, "titre": label, "id_groupe": 1} for label, number in keyword.items()],
        "groupes_mots": [{"id_groupe": 1, "titre": "Thèmes", "unseul": "non", "tables_liees": "articles"}],
        "mots_liens": [
            {"id_mot": keyword[tag], "id_objet": int(row["id"]), "objet": "article"}
            for row in rows
            for tag in row["tags"]
        ],
    }
    return write_sqlite(path, "4", site)


def start(models: Path, *arguments: object) -> "subprocess.Popen[bytes]":
    """Start the command in a process of its own."""
    environ = os.environ | {"CLASSIFIER_MODELS": str(models), "PYTHONPATH": str(ROOT)}
    command = [*COMMAND, *map(str, arguments)]
    return subprocess.Popen(
        command, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    )


def finish(process: "subprocess.Popen[bytes]") -> None:
    """Wait for a command; raise what it said when it failed."""
    _, said = process.communicate()
    if process.returncode:
        raise RuntimeError(said.decode(errors="replace")[-2000:])


def measure(models: Path, archive: Path, out: Path, *options: object, watched: tuple[int, ...] = ()) -> Run:
    """Make a plan and return what it took; `watched` are other processes whose memory counts."""
    out.unlink(missing_ok=True)
    begun = out.with_name(f"{out.name}.partial")
    process = start(models, "plan", archive, "--out", out, *options)
    first, most, last = 0.0, 0, time.perf_counter()
    lines = 0
    while process.poll() is None:
        most = max(most, memory(process.pid, *watched))
        if not first and begun.exists() and (lines := begun.read_bytes().count(b"\n")) > 1:
            first = time.perf_counter()
        time.sleep(EVERY)
        last = time.perf_counter()
    finish(process)
    total = out.read_bytes().count(b"\n") - 2
    return Run(total - (lines - 1), last - first, most / 1e6)


def memory(*pids: int) -> int:
    """Return the resident memory of some processes and of all that they started, in bytes."""
    total = 0
    for pid in pids:
        try:
            family = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
            total += sum(one.memory_info().rss for one in family)
        except psutil.NoSuchProcess:
            continue
    return total


def show(name: str, run: Run) -> None:
    """Print one row."""
    pace = run.articles / run.seconds
    print(f"| {name} | {run.articles:,} | {run.seconds:.0f} | {pace:.1f} | {run.megabytes:.0f} |", flush=True)


def on_dask(models: Path, archive: Path, out: Path) -> Run:
    """Make a plan on a local cluster of two worker processes."""
    from distributed import LocalCluster

    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:  # type: ignore[no-untyped-call]
        pids = tuple(worker.pid for worker in cluster.workers.values())
        options = ("--backend", "dask", "--scheduler", cluster.scheduler_address)
        return measure(models, archive, out, *options, watched=pids)


def kill(process: "subprocess.Popen[bytes]") -> bool:
    """Kill a command and all its processes with SIGKILL; return whether it was still running."""
    if process.poll() is not None:
        return False
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    return True


def campaign(
    kills: int, begin: Callable[[], "subprocess.Popen[bytes]"], grows: Path, check: Callable[[], bool]
) -> dict[str, int]:
    """Kill a command at random moments of its work and start it again; whenever it ends, check what it left.

    `grows` is the file that tells when the work begins. One kill in five comes before.
    """
    chance = random.Random(0)
    work = timed(begin, grows)
    counts = {"kills": 0, "kills at work": 0, "runs to the end": 0, "wrong": int(not check())}
    while True:
        process = begin()
        at_work = counts["kills"] < kills and chance.random() < 0.8
        if counts["kills"] < kills:
            wait_for(process, grows) if at_work else None
            pause(process, chance.uniform(0, work))
        else:
            process.wait()
        if counts["kills"] < kills and kill(process):
            counts["kills"] += 1
            counts["kills at work"] += at_work
            continue
        finish(process)
        counts["runs to the end"] += 1
        counts["wrong"] += not check()
        if counts["kills"] == kills:
            return counts


def timed(begin: Callable[[], "subprocess.Popen[bytes]"], grows: Path) -> float:
    """Run a command to its end; return the seconds from when it begins its work."""
    process = begin()
    for _ in range(2):  # the header, which comes before the model is opened everywhere, and the first work
        wait_for(process, grows)
    started = time.perf_counter()
    finish(process)
    return time.perf_counter() - started


def wait_for(process: "subprocess.Popen[bytes]", grows: Path) -> None:
    """Return when a command has written something more, or has ended."""
    before = grows.stat().st_size if grows.exists() else 0
    while process.poll() is None and (grows.stat().st_size if grows.exists() else before) <= before:
        time.sleep(0.002)


def pause(process: "subprocess.Popen[bytes]", seconds: float) -> None:
    """Wait some time, or until a command ends."""
    until = time.perf_counter() + seconds
    while process.poll() is None and time.perf_counter() < until:
        time.sleep(0.002)


def kill_plans(models: Path, folder: Path, kills: int) -> dict[str, int]:
    """Return the counts of the campaign against plans."""
    archive, out = write_articles(folder / "killed.jsonl", KILLED_ARTICLES), folder / "killed-plan.jsonl"
    begin = partial(start, models, "plan", archive, "--out", out, "--jobs", 1)  # several would only start later
    finish(begin())
    wanted = out.read_bytes()
    out.unlink()

    def check() -> bool:
        same = out.read_bytes() == wanted
        out.unlink()
        return same

    begun = out.with_name(f"{out.name}.partial")
    return campaign(kills, begin, begun, check)


def kill_writes(models: Path, folder: Path, kills: int) -> dict[str, int]:
    """Return the counts of the campaign against writing to a site, each time taken back at the end."""
    site, plan, journal = write_site(folder / "site.sqlite", KILLED_ARTICLES), folder / "site-plan.jsonl", folder / "j"
    finish(start(models, "plan", site, "--out", plan))
    before, fresh = dump(site), site.read_bytes()

    def begin() -> "subprocess.Popen[bytes]":
        return start(models, "apply", plan, "--all", "--write", "--yes", "--journal", journal)

    finish(begin())
    wanted = dump(site)

    def reset() -> None:
        site.write_bytes(fresh)
        journal.unlink()

    def check() -> bool:
        done = dump(site) == wanted
        finish(start(models, "undo", journal))
        same = done and dump(site) == before
        reset()
        return same

    if not check():
        raise RuntimeError("an uninterrupted run is not undone")
    return campaign(kills, begin, journal, check)


def dump(path: Path) -> list[str]:
    """Return all rows of all tables of a SQLite file."""
    with closing(sqlite3.connect(path)) as base:
        tables = sorted(row[0] for row in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'"))
        return [repr((name, row)) for name in tables for row in sorted(base.execute(f"SELECT * FROM {name}"), key=repr)]


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", type=Path, default=ROOT / "models", help="a folder with a model in service")
    parser.add_argument("--few", type=int, default=5_000)
    parser.add_argument("--many", type=int, default=50_000, help="0 for none")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--only", action="append", choices=ONLY, help="measure only this, several times for several")
    options = parser.parse_args()
    only = options.only or ONLY
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        out = folder / "plan.jsonl"
        if {"one", "two", "dask"} & set(only):
            print("| run | articles | seconds | a second | MB |\n|---|---|---|---|---|")
            for count in filter(None, (options.few, options.many)):
                archive = write_articles(folder / f"{count}.jsonl", count)
                for name, jobs in (("one", 1), ("two", 2)):
                    if name in only:
                        show(
                            f"{jobs} process{'es' if jobs > 1 else ''}",
                            measure(options.models, archive, out, "--jobs", jobs),
                        )
                if "dask" in only:
                    show("Dask, 2 workers", on_dask(options.models, archive, out))
        if "kill-plan" in only:
            print("plans killed:", kill_plans(options.models, folder, options.kills), flush=True)
        if "kill-apply" in only:
            print("writing to a site killed:", kill_writes(options.models, folder, options.kills), flush=True)


if __name__ == "__main__":
    main()
