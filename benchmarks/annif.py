"""Annif, the best-known tool for this job, through its command line (https://annif.org).

For each backend: load the vocabulary, train, let `annif optimize` choose limit and threshold, and index the test
part. As is Annif's custom the choice is made on documents that were not learned from: every seventh of the training
part, shuffled with a seed. The figures come from its suggestions and our own measure. The settings are those of
Annif's documentation, with min_df = 2; omikuji draws without a seed, so that its figures vary a little from run to run.
"""

import json
import os
import random
import re
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from classifier import Document
from corpora import SEED, Split, plain_text
from scoring import MISSING, Answer, seconds

LIMIT = 100  # suggestions asked for a document
EVERY = 7  # a document in so many chooses limit and threshold
SNOWBALL, SPACY = "snowball(french)", "spacy(fr_core_news_sm,lowercase=1)"
OMIKUJI = {"backend": "omikuji", "min_df": 2}
BONSAI = {**OMIKUJI, "ngram": 2, "cluster_balanced": False, "cluster_k": 100, "max_depth": 3}
FASTTEXT = {"backend": "fasttext", "dim": 100, "lr": 0.25, "epoch": 30, "loss": "hs", "chunksize": 24}
SINGLE = "svc-snow"  # learns one label a document, whatever it is given: measured only where each has one

BACKENDS: dict[str, dict[str, object]] = {
    "omikuji-snow": {**OMIKUJI, "analyzer": SNOWBALL},
    "bonsai-snow": {**BONSAI, "analyzer": SNOWBALL},
    SINGLE: {"backend": "svc", "analyzer": SNOWBALL},
    "fasttext-snow": {**FASTTEXT, "analyzer": SNOWBALL},
    "omikuji-spacy": {**OMIKUJI, "analyzer": SPACY},
}
USUAL = ("omikuji-snow", "bonsai-snow", SINGLE)

BEST = re.compile(r"Best +F1 score \(doc avg\): [\d.]+\tLimit: (\d+)\tThreshold: ([\d.]+)")


class AnnifError(Exception):
    """Annif could not do it; the message is one line."""


@dataclass(frozen=True)
class Annif:
    """An installed Annif: its virtual environment, NLTK's data, and how long a command may take."""

    environment: Path
    nltk_data: str | None = None
    minutes: float = 30
    jobs: int = 1

    def run(self, folder: Path, *arguments: str) -> str:
        """Return what a command of Annif prints; raise `AnnifError` when it fails or takes too long."""
        programs = self.environment.resolve() / "bin"
        # the path of our own modules is not for Annif's Python
        environ = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        environ |= {"PATH": f"{programs}{os.pathsep}{os.environ.get('PATH', '')}", "PYTHONWARNINGS": "ignore"}
        environ |= {"ANNIF_PROJECTS": str(folder / "projects.cfg"), "ANNIF_DATADIR": str(folder / "data")}
        environ |= {"NLTK_DATA": self.nltk_data} if self.nltk_data else {}
        what = f"annif {arguments[0]}"
        try:
            done = subprocess.run(
                [str(programs / "annif"), *arguments],
                cwd=folder,
                env=environ,
                capture_output=True,
                text=True,
                timeout=60 * self.minutes,
            )
        except OSError as error:
            raise AnnifError(f"{what} cannot be started: {error}") from error
        except subprocess.TimeoutExpired as error:
            raise AnnifError(f"{what} took more than {self.minutes:g} minutes") from error
        if done.returncode:
            said = [line for line in done.stderr.splitlines() if line.strip()] or ["it does not say why"]
            raise AnnifError(f"{what} failed: {said[-1].strip()[:200]}")
        return done.stdout

    def version(self) -> str:
        """Return the version of Annif."""
        with TemporaryDirectory() as folder:
            return self.run(Path(folder), "--version").split()[-1]

    def answer(self, split: Split, name: str) -> Answer:
        """Return what a backend says of the test part."""
        with TemporaryDirectory(prefix="annif-") as temporary:
            folder = Path(temporary)
            write_corpus(folder, split, name)
            start, jobs = seconds(), ("-j", str(self.jobs))
            self.run(folder, "load-vocab", "tags", "vocabulary.tsv", "-L", "fr")
            self.run(folder, "train", name, "train.jsonl", *jobs)
            limit, threshold = best_cut(self.run(folder, "optimize", name, "dev.jsonl", *jobs))
            learning, start = seconds() - start, seconds()
            self.run(folder, "index", name, "test.jsonl", "-O", "out.jsonl", "-I", "-f", "-l", str(LIMIT))
            tagging = seconds() - start
            lines = (folder / "out.jsonl").read_text(encoding="utf-8").splitlines()
        shape = (len(split.test), len(split.vocabulary))
        return read_answer(lines, shape, (limit, threshold), (learning, tagging))


def write_corpus(folder: Path, split: Split, name: str) -> None:
    """Write what Annif reads: the project, the vocabulary, and the documents to learn from, to choose by, to judge."""
    settings = {"name": name, "language": "fr", "vocab": "tags", "limit": LIMIT, **BACKENDS[name]}
    lines = [f"[{name}]", *(f"{key}={value}" for key, value in settings.items())]
    (folder / "projects.cfg").write_text("\n".join(lines) + "\n", encoding="utf-8")
    tags = (f"<{address(column)}>\t{' '.join(tag.label.split())}\n" for column, tag in enumerate(split.vocabulary))
    (folder / "vocabulary.tsv").write_text("".join(tags), encoding="utf-8")
    known = list(split.train)
    random.Random(SEED).shuffle(known)
    column = {label: number for number, label in enumerate(split.vocabulary.labels)}
    learned = [document for position, document in enumerate(known) if position % EVERY]
    for file, documents in (("train", learned), ("dev", known[::EVERY])):
        write_documents(folder / f"{file}.jsonl", documents, column)
    write_documents(folder / "test.jsonl", split.test, {})


def write_documents(path: Path, documents: Iterable[Document], column: dict[str, int]) -> None:
    """Write documents as JSON Lines, numbered; without columns, without their tags."""
    with path.open("w", encoding="utf-8") as file:
        for number, document in enumerate(documents):
            row: dict[str, object] = {"document_id": str(number), "text": plain_text(document)}
            if column:
                row["subjects"] = [{"uri": address(column[label])} for label in document.tags]
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def address(column: int) -> str:
    """Return the address that stands for a tag."""
    return f"http://example.org/tag/{column}"


def best_cut(printed: str) -> tuple[int, float]:
    """Return limit and threshold with the best F1 from what `annif optimize` prints.

    >>> best_cut("Best  F1 score (doc avg): 0.8271\\tLimit: 6\\tThreshold: 0.35")
    (6, 0.35)
    """
    found = BEST.search(printed)
    if found is None:
        raise AnnifError("annif optimize named no best limit and threshold")
    return int(found[1]), float(found[2])


def read_answer(
    lines: Iterable[str], shape: tuple[int, int], cut: tuple[int, float], costs: tuple[float, float]
) -> Answer:
    """Return the suggestions of `annif index` as scores and, with a limit and a threshold, as proposals.

    >>> line = '{"document_id": "0", "results": [{"uri": "http://example.org/tag/1", "score": 0.5}]}'
    >>> answer = read_answer([line], (1, 2), (5, 0.4), (1.0, 1.0))
    >>> answer.scores.tolist(), answer.proposed.tolist()
    ([[-inf, 0.5]], [[False, True]])
    """
    scores, proposed = np.full(shape, MISSING), np.zeros(shape, dtype=bool)
    limit, threshold = cut
    for line in lines:
        row = json.loads(line)
        for rank, suggestion in enumerate(row["results"]):
            place = int(row["document_id"]), int(suggestion["uri"].rpartition("/")[2])
            scores[place] = suggestion["score"] - rank * 1e-9  # equal scores stay in Annif's order
            proposed[place] = rank < limit and suggestion["score"] >= threshold
    return Answer(scores, proposed, *costs, note=f"limit {limit}, threshold {threshold:g}")
