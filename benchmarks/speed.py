"""How long an editor, a program and an archive wait.

    python benchmarks/speed.py [--models DIR] [--articles N] [--annif DIR [--nltk-data DIR] [--projects NAME ...]]

Every rate is also given as a ratio to spaCy's French tokenizer alone on the same articles in the same run, so that
figures of two machines can be compared. The articles are the starter corpus, repeated with a seed. Where a virtual
environment with Annif is given, its command line tags the same articles in the same run.
"""

import argparse
import json
import os
import platform
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from urllib.request import Request, urlopen

import psutil
import spacy

from annif import Annif
from classifier import Corpus, Document, ModelStore
from classifier.corpora import to_row
from classifier.text import article_text
from markdown import head, line
from speed_annif import PROJECTS, rates

ROOT = Path(__file__).parents[1]
ARTICLES = ROOT / "training_data" / "articles"
MOTSCLES = [sys.executable, "-c", "from classifier.cli import main; main()"]
PORT = 8765
WORDS = 500


def sample(count: int) -> list[Document]:
    """Return articles of the starter corpus, drawn with a seed."""
    documents = list(Corpus.read(ARTICLES))
    drawn = random.Random(0).choices(documents, k=count)
    return [Document(f"{number}", one.title, one.text, date=one.date) for number, one in enumerate(drawn)]


def long_articles(documents: list[Document], count: int) -> list[Document]:
    """Return articles of about five hundred words, made of paragraphs of several."""
    articles: list[Document] = []
    generator = random.Random(1)
    while len(articles) < count:
        words: list[str] = []
        while len(words) < WORDS:
            words += generator.choice(documents).text.split()
        articles.append(Document("", generator.choice(documents).title, " ".join(words[:WORDS])))
    return articles


def rate(work: Callable[[], object], count: int) -> float:
    """Return how many articles a second some work gets through."""
    start = time.perf_counter()
    work()
    return count / (time.perf_counter() - start)


def run(arguments: list[str], text: str) -> tuple[float, float]:
    """Return seconds and peak megabytes of a command of motscles."""
    with tempfile.TemporaryFile("w+") as entry, tempfile.TemporaryFile() as output:
        entry.write(text)
        entry.seek(0)
        start = time.perf_counter()
        process = psutil.Popen([*MOTSCLES, *arguments], stdin=entry, stdout=output, stderr=subprocess.DEVNULL)
        peak = 0
        while process.poll() is None:
            try:
                peak = max(peak, process.memory_info().rss)
            except psutil.NoSuchProcess:
                break
            time.sleep(0.02)
        return time.perf_counter() - start, peak / 1e6


@contextmanager
def service(models: Path) -> Iterator[str]:
    """Give the address of a running service, and how it was started is how an editor would."""
    arguments = ["serve", "--port", str(PORT), "--models", str(models)]
    process = subprocess.Popen([*MOTSCLES, *arguments], stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    try:
        while "prêt" not in (line := process.stderr.readline()):
            if not line:
                raise SystemExit("The service did not start.")
        yield f"http://127.0.0.1:{PORT}"
    finally:
        process.terminate()
        process.wait()


def milliseconds(work: Callable[[], object]) -> float:
    """Return how long some work takes."""
    start = time.perf_counter()
    work()
    return 1_000 * (time.perf_counter() - start)


def ask(address: str, document: Document) -> float:
    """Return the milliseconds of one answer."""
    body = json.dumps({"title": document.title, "text": document.text}).encode()
    request = Request(f"{address}/api/suggest", body, {"Content-Type": "application/json"})
    return milliseconds(lambda: urlopen(request).read())


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", type=Path, default=ROOT / "models")
    parser.add_argument("--articles", type=int, default=500)
    parser.add_argument("--annif", type=Path, help="a virtual environment with annif[spacy,omikuji,fasttext] in it")
    parser.add_argument("--nltk-data", default=os.environ.get("NLTK_DATA"), help="NLTK's data, for an Annif offline")
    parser.add_argument(
        "--projects", nargs="+", default=PROJECTS, metavar="NAME", help=f"of Annif: {', '.join(PROJECTS)}"
    )
    options = parser.parse_args()
    documents = sample(options.articles)
    store = ModelStore(options.models)
    version = store.manifest().name
    tagger = store.load()
    tagger.suggest(documents[0])
    texts = [article_text(document) for document in documents]
    tokenizer = spacy.blank("fr")
    reference = rate(lambda: list(tokenizer.pipe(texts)), len(texts))
    size = sum(file.stat().st_size for file in (options.models / version).iterdir()) / 1e6
    print(f"{len(documents)} articles, {sum(map(len, texts)) // len(texts)} characters on average, seed 0, ", end="")
    print(f"{platform.machine()}, {psutil.cpu_count()} cores, Python {platform.python_version()}, model {version}\n")
    print(head(["what", "figure", "÷ tokenizer"]))

    def show(what: str, figure: str, ratio: str = "") -> None:
        print(line([what, figure, ratio]), flush=True)

    def show_rate(what: str, value: float) -> None:
        show(what, f"{value:.1f} articles/s", f"{value / reference:.2f}")

    show_rate("spaCy's tokenizer alone, one core", reference)
    show_rate("reading (text to doc), in process", rate(lambda: list(tagger.analyzer.analyze(texts)), len(texts)))
    show_rate("… again, all words known", rate(lambda: list(tagger.analyzer.analyze(texts)), len(texts)))
    show_rate("suggestions, in process", rate(lambda: list(tagger.suggest_batch(documents)), len(texts)))
    articles = long_articles(documents, 120)
    for what, explained in ((f"one suggestion, {WORDS} words, in process, p50", False), ("… with its reasons", True)):
        times = [milliseconds(lambda: tagger.suggest(one, explained=explained)) for one in articles][20:]  # noqa: B023
        show(what, f"{median(times):.1f} ms")
    rows = "".join(json.dumps(to_row(document), ensure_ascii=False) + "\n" for document in documents)
    models = ["--models", str(options.models)]
    cold, _ = run(["suggest", *models], documents[0].text)
    seconds, peak = run(["suggest", "--format", "jsonl", "--jobs", "1", *models], rows)
    alone = len(documents) / seconds
    show_rate("`suggest --format jsonl --jobs 1`, start included", alone)
    shared, _ = run(["suggest", "--format", "jsonl", *models], rows)
    show_rate("… with all cores", len(documents) / shared)
    show("`suggest`, from process start to the first suggestion", f"{cold:.1f} s")
    show("peak memory of `suggest --format jsonl --jobs 1`", f"{peak:.0f} MB")
    with service(options.models) as address:
        times = [ask(address, article) for article in articles][20:]
    show(f"`POST /api/suggest`, {WORDS} words, p50", f"{median(times):.0f} ms")
    show("… p95", f"{quantiles(times, n=20)[-1]:.0f} ms")
    show("size of the model folder", f"{size:.1f} MB")
    if options.annif:
        annif = Annif(options.annif, options.nltk_data)
        for name, pace in rates(annif, options.projects, Corpus.read(ARTICLES), tagger.vocabulary, documents):
            if isinstance(pace, str):
                show(f"Annif, {name}", pace)
                continue
            show_rate(f"Annif {annif.version()}, {name}, start included", pace)
            ratios = f"{alone / pace:.1f}, {len(documents) / shared / pace:.1f}"
            show("… motscles with one core, with all, ÷ it", ratios)


if __name__ == "__main__":
    main()
