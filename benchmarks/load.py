"""How the service stands a newsroom's day, and clients that mean no good.

    python benchmarks/load.py [--models DIR] [--seconds 60] [--clients 50] [--annif DIR [--nltk-data DIR]]

Everything runs against servers of its own on this machine's loopback, which share its cores with the clients: alone,
a server is faster. Articles are made of the starter corpus, with a seed. With `--annif DIR`, a virtual environment
with `annif[spacy,omikuji]` and gunicorn in it, Annif answers the same articles in the same run, once it has learned.
"""

import argparse
import http.client
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from threading import Event, Thread
from urllib.parse import urlencode

import psutil

from annif import SPACY, Annif, write_corpus
from classifier import Document
from corpora import starter
from dawdlers import beside
from markdown import table
from speed import ROOT, long_articles, sample

MOTSCLES = [sys.executable, "-c", "from classifier.cli import main; main()"]
PORT, ANNIF_PORT = 8766, 8767
PROJECT = "omikuji-spacy"
JSON, FORM = "application/json", "application/x-www-form-urlencoded"
SHORT, LONG = 60, 3_000  # words of the shortest and the longest articles of the mixture

Ask = Callable[[http.client.HTTPConnection, Document], int]


@dataclass
class Load:
    """What some clients saw: milliseconds of each answer, and answers that were none."""

    times: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    seconds: float = 0.0
    cpu: float = 0.0  # seconds of the server's processors: says more than the clock where others share the machine

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.times) / self.seconds

    def quantile(self, share: float) -> float:
        """Return the milliseconds within which a share of the answers came.

        >>> Load([1.0, 2.0, 3.0, 4.0]).quantile(0.5)
        3.0
        """
        return sorted(self.times)[min(int(share * len(self.times)), len(self.times) - 1)]

    def row(self, what: str) -> list[str]:
        """Return the line of the table."""
        kinds = ", ".join(sorted(set(self.errors))[:3])
        return [
            what,
            f"{len(self.times)}",
            f"{len(self.errors)} {kinds}".strip(),
            f"{median(self.times):.0f}",
            f"{self.quantile(0.95):.0f}",
            f"{self.rate:.1f}",
            f"{1_000 * self.cpu / len(self.times):.0f}",
        ]


@contextmanager
def motscles(models: Path, data: Path, workers: int) -> Iterator[tuple["subprocess.Popen[bytes]", float]]:
    """Give a running service, and how many seconds after its start it was ready."""
    environ = os.environ | {"CLASSIFIER_FEEDBACK": str(data / "f.sqlite"), "CLASSIFIER_KEYS": str(data / "keys.json")}
    command = [*MOTSCLES, "serve", "--port", str(PORT), "--models", str(models), "--workers", str(workers)]
    start = time.perf_counter()
    with (data / "log").open("wb") as log:
        process = subprocess.Popen(command, env=environ, stderr=log)
    try:
        _wait(PORT, "/ready", process)
        yield process, time.perf_counter() - start
    finally:
        process.terminate()
        process.wait(timeout=60)


@contextmanager
def annif(environment: Path, nltk_data: str | None) -> Iterator[tuple["subprocess.Popen[bytes]", str]]:
    """Give Annif, and its version, while it serves what it learned from the starter corpus with its spaCy analyzer."""
    installed = Annif(environment, nltk_data)
    with TemporaryDirectory(prefix="annif-") as temporary:
        folder = Path(temporary)
        write_corpus(folder, starter(), PROJECT)
        installed.run(folder, "load-vocab", "tags", "vocabulary.tsv", "-L", "fr")
        installed.run(folder, "train", PROJECT, "train.jsonl")
        programs = environment.resolve() / "bin"
        environ = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        environ |= {"ANNIF_PROJECTS": str(folder / "projects.cfg"), "ANNIF_DATADIR": str(folder / "data")}
        environ |= {"NLTK_DATA": nltk_data} if nltk_data else {}
        command = [str(programs / "gunicorn"), "annif:create_app()", "--worker-class", "uvicorn.workers.UvicornWorker"]
        command += ["--workers", "1", "--bind", f"127.0.0.1:{ANNIF_PORT}", "--timeout", "600"]
        process = subprocess.Popen(command, cwd=folder, env=environ, stderr=subprocess.DEVNULL)
        try:
            _wait(ANNIF_PORT, "/v1/projects", process)
            yield process, installed.version()
        finally:
            process.terminate()
            process.wait(timeout=60)


def _wait(port: int, path: str, process: "subprocess.Popen[bytes]") -> None:
    limit = time.monotonic() + 120
    while time.monotonic() < limit and process.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        try:
            connection.request("GET", path)
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.02)
        finally:
            connection.close()
    raise SystemExit("The service did not start.")


def ask_motscles(connection: http.client.HTTPConnection, article: Document) -> int:
    """Ask our API, with explanations, as the page does."""
    body = json.dumps({"title": article.title, "text": article.text}).encode()
    return _post(connection, "/api/suggest", body, JSON)


def ask_annif(connection: http.client.HTTPConnection, article: Document) -> int:
    """Ask Annif, as its clients do."""
    body = urlencode({"text": f"{article.title}\n{article.text}", "limit": 10}).encode()
    return _post(connection, f"/v1/projects/{PROJECT}/suggest", body, FORM)


def _post(connection: http.client.HTTPConnection, path: str, body: bytes, kind: str) -> int:
    connection.request("POST", path, body, {"Content-Type": kind})
    response = connection.getresponse()
    response.read()
    return response.status


def cpu_of(process: "subprocess.Popen[bytes]") -> float:
    """Return the processor seconds of a process and its children so far."""
    whole = psutil.Process(process.pid)
    return float(sum(sum(one.cpu_times()[:2]) for one in (whole, *whole.children(recursive=True))))


def load(
    process: "subprocess.Popen[bytes]", port: int, ask: Ask, articles: list[Document], *, clients: int, seconds: float
) -> Load:
    """Let some clients ask without a pause, each over one connection, and tell what they saw."""
    found, stop = Load(), Event()

    def client(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        turn = number
        while not stop.is_set():
            start = time.perf_counter()
            try:
                status = ask(connection, articles[turn % len(articles)])
            except (OSError, http.client.HTTPException) as error:
                found.errors.append(type(error).__name__)
                connection.close()
            else:
                found.times.append(1_000 * (time.perf_counter() - start))
                found.errors += [] if status == 200 else [str(status)]
            turn += clients
        connection.close()

    threads = [Thread(target=client, args=(number,)) for number in range(clients)]
    start, used = time.perf_counter(), cpu_of(process)
    for thread in threads:
        thread.start()
    time.sleep(seconds)
    stop.set()
    for thread in threads:
        thread.join()
    found.seconds, found.cpu = time.perf_counter() - start, cpu_of(process) - used
    return found


def mixture(count: int) -> list[Document]:
    """Return articles of many lengths, most of them short, as a newspaper's are."""
    whole = long_articles(sample(400), count)
    words = " ".join(one.text for one in whole).split()
    articles = []
    for number, one in enumerate(whole):
        length = int(SHORT * (LONG / SHORT) ** ((number * 0.618) % 1))
        start = (number * 997) % (len(words) - LONG)
        articles.append(Document("", one.title, " ".join(words[start : start + length])))
    return articles


def memory(process: "subprocess.Popen[bytes]") -> tuple[float, float]:
    """Return the megabytes of all processes, shared ones counted once, and those that the largest child has alone."""
    whole = psutil.Process(process.pid)
    children = whole.children()
    total = sum(one.memory_full_info().pss for one in (whole, *children)) / 1e6
    alone = max((one.memory_full_info().uss for one in children), default=whole.memory_full_info().uss) / 1e6
    return total, alone


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", type=Path, default=ROOT / "models")
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--annif", type=Path)
    parser.add_argument("--nltk-data")
    options = parser.parse_args()
    articles, mixed = long_articles(sample(400), 200), mixture(500)
    print(f"{platform.machine()}, {psutil.cpu_count()} cores, Python {platform.python_version()}, ", end="")
    print(f"load of the machine before: {os.getloadavg()[0]:.1f}\n")
    rows, notes = [], []
    with TemporaryDirectory() as data:
        folder = Path(data)
        with motscles(options.models, folder, 1) as (process, ready):
            load(process, PORT, ask_motscles, articles, clients=1, seconds=2)
            one = load(process, PORT, ask_motscles, articles, clients=1, seconds=options.seconds / 4)
            eight = load(process, PORT, ask_motscles, articles, clients=8, seconds=options.seconds / 4)
            load(process, PORT, ask_motscles, mixed, clients=8, seconds=3)
            first = memory(process)[0]
        rows += [one.row("1 worker, 1 client, 500 words"), eight.row("1 worker, 8 clients, 500 words")]
        notes += [f"ready {ready:.1f} s after the start of the process; one worker {first:.0f} MB"]
        with motscles(options.models, folder, 2) as (process, _):
            load(process, PORT, ask_motscles, mixed, clients=8, seconds=3)
            before, alone = memory(process)
            many = load(process, PORT, ask_motscles, mixed, clients=options.clients, seconds=options.seconds)
            after, _ = memory(process)
            rows += [many.row(f"2 workers, {options.clients} clients, {SHORT} to {LONG} words")]
            notes += [
                f"two workers {before:.0f} MB at the start, {after:.0f} MB at the end; a worker's own {alone:.0f} MB"
            ]
            with beside(PORT):
                bad = load(
                    process, PORT, ask_motscles, mixed, clients=options.clients // 5, seconds=options.seconds / 2
                )
            rows += [bad.row(f"… {options.clients // 5} clients, in bad company")]
            notes += [f"{memory(process)[0]:.0f} MB after the bad company"]
    if options.annif:
        with annif(options.annif, options.nltk_data) as (process, version):
            load(process, ANNIF_PORT, ask_annif, articles, clients=1, seconds=5)
            peer = load(process, ANNIF_PORT, ask_annif, articles, clients=1, seconds=options.seconds / 4)
            peers = load(process, ANNIF_PORT, ask_annif, articles, clients=8, seconds=options.seconds / 4)
        name = f"Annif {version}, {SPACY}"
        rows += [peer.row(f"{name}, 1 client, 500 words"), peers.row(f"{name}, 8 clients, 500 words")]
        ratios = median(peer.times) / median(one.times), eight.rate / peers.rate
        notes += ["Annif’s p50 is {:.1f} times ours, our pace at 8 clients {:.1f} times Annif’s".format(*ratios)]
    print(table(["what", "answers", "errors", "p50 ms", "p95 ms", "answers/s", "CPU ms an answer"], rows))
    print("\n" + "; ".join(notes) + ".")


if __name__ == "__main__":
    main()
