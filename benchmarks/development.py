"""How good the default model is on re-told articles of the real site, beside two floors.

    python benchmarks/development.py [--evaluation FILE] [--models DIR] [--model NAME]

The floors know only the vocabulary: matching by names, and by names and scope notes. Intervals are a seeded
bootstrap over the articles. The evaluation set never enters the training.
"""

import argparse
import platform
import re
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer

from classifier import Corpus, Document, ModelStore, Vocabulary
from classifier.evaluation import Figure, bootstrap
from classifier.evaluation.metrics import ranks_of
from classifier.features.folding import folded_words
from markdown import head, line

ROOT = Path(__file__).parents[1]
EVALUATION = ROOT / "training_data" / "evaluation" / "osiris_dev.jsonl"
RECALLS = (1, 3, 5, 10)


def plain(text: str) -> str:
    """Return a text as folded words between spaces, so that "in" finds whole words."""
    return f" {' '.join(word.form for word in folded_words(text))} "


def names_only(vocabulary: Vocabulary, documents: list[Document]) -> NDArray[np.float64]:
    """Score a tag by how often the words of its label occur in the article."""
    scores = np.zeros((len(documents), len(vocabulary)))
    for row, document in enumerate(documents):
        text = plain(f"{document.title} {document.text}")
        for column, tag in enumerate(vocabulary):
            halves = [plain(half) for half in re.split("/", tag.label)]
            scores[row, column] = sum(text.count(half) for half in halves)
    return scores


def names_and_notes(vocabulary: Vocabulary, documents: list[Document]) -> NDArray[np.float64]:
    """Score a tag by the TF-IDF likeness of its label and scope note to the article."""
    vectorizer = TfidfVectorizer(analyzer=lambda text: [word.form for word in folded_words(text)], sublinear_tf=True)
    notes = [f"{tag.label} {tag.label} {tag.scope_note}" for tag in vocabulary]
    texts = [f"{document.title} {document.text}" for document in documents]
    vectorizer.fit(notes + texts)
    return np.asarray((vectorizer.transform(texts) @ vectorizer.transform(notes).T).toarray())


def report(name: str, scores: NDArray[np.float64], vocabulary: Vocabulary, documents: list[Document]) -> str:
    """Return one line of the table."""
    dominant = np.array([vocabulary.column(document.tags[0]) for document in documents])
    # ties are broken by the order of the vocabulary, as a list on a screen would
    broken = scores - np.arange(scores.shape[1]) * 1e-12
    ranks = ranks_of(dominant, broken)
    first = [vocabulary[int(column)].label for column in broken.argmax(axis=1)]
    fair = [label in (*document.tags, *also(document)) for label, document in zip(first, documents, strict=True)]
    cells = [str(share(ranks < k)) for k in RECALLS] + [str(share(np.array(fair)))]
    return line([name, *cells])


def also(document: Document) -> list[str]:
    """Return the other tags that a reasonable colleague could have given."""
    others = document.extra.get("also", [])
    return list(others) if isinstance(others, list) else []


def share(hits: NDArray[np.bool_]) -> Figure:
    """Return the share of hits with its interval."""
    values = hits.astype(float)
    return bootstrap(lambda weights: weights @ values / weights.sum(axis=1), len(values))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--evaluation", type=Path, default=EVALUATION)
    parser.add_argument("--models", type=Path, default=ROOT / "models")
    parser.add_argument("--model")
    options = parser.parse_args()
    if not options.evaluation.exists():
        raise SystemExit(f"No evaluation set at {options.evaluation}: nothing measured.")
    corpus = Corpus.read(options.evaluation)
    documents = list(corpus)
    store = ModelStore(options.models)
    manifest = store.manifest(options.model)
    tagger = store.load(options.model)
    vocabulary = tagger.vocabulary
    print(f"{len(documents)} articles, fingerprint {corpus.fingerprint()}, seed 0, Python {platform.python_version()}")
    print(f"model {manifest.name}, trained on {manifest.corpus['documents']} articles, ", end="")
    print(f"fingerprint {manifest.corpus['fingerprint']}\n")
    print(head(["", *(f"recall@{k}" for k in RECALLS), "first is right or reasonable"]))
    print(report("names only", names_only(vocabulary, documents), vocabulary, documents))
    print(report("names + scope notes", names_and_notes(vocabulary, documents), vocabulary, documents))
    print(report("motscles", tagger.predict(documents)[1], vocabulary, documents))


if __name__ == "__main__":
    main()
