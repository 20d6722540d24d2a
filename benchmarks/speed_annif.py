"""How fast Annif is with the same articles, for `speed.py`: the pace of a batch, its start included."""

import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from annif import Annif, AnnifError, write_corpus
from classifier import Corpus, Document, Vocabulary
from corpora import Split

PROJECTS = ("omikuji-spacy", "omikuji-snow", "bonsai-snow", "fasttext-snow")
LEARNED = 1_000  # articles: its pace at suggesting does not depend on how many more there were
LIMIT = 10


def rates(
    annif: Annif, projects: Iterable[str], corpus: Corpus, vocabulary: Vocabulary, documents: list[Document]
) -> Iterator[tuple[str, float | str]]:
    """Yield the articles a second of each project, after learning from a part of a corpus; or why not."""
    split = Split("speed", Corpus(list(corpus)[:: max(1, len(corpus) // LEARNED)]), Corpus(documents), vocabulary)
    for name in projects:
        try:
            yield name, _rate(annif, split, name)
        except AnnifError as error:
            yield name, str(error)


def _rate(annif: Annif, split: Split, name: str) -> float:
    with TemporaryDirectory(prefix="annif-") as temporary:
        folder = Path(temporary)
        write_corpus(folder, split, name)
        annif.run(folder, "load-vocab", "tags", "vocabulary.tsv", "-L", "fr")
        annif.run(folder, "train", name, "train.jsonl", "-j", "2")
        start = time.perf_counter()
        annif.run(folder, "index", name, "test.jsonl", "-O", "out.jsonl", "-I", "-f", "-l", str(LIMIT))
        return len(split.test) / (time.perf_counter() - start)
