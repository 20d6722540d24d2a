"""What each kind of feature brings to the default model.

    python benchmarks/features.py [--jobs N]

One line for each set of features. On the starter corpus: out-of-fold (3 folds, seed 0) recall of the dominant tag
among the first 1, 3 and 5 suggestions, and micro average precision, which needs no threshold. On the development
set, which is never learned from: the same recall at 1 and 5. Then the seconds of counting and of learning, as a ratio
to those of lemmas alone.
"""

import argparse
import platform
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score
from spacy.tokens import Doc

from classifier import Corpus, Document, Vocabulary
from classifier.evaluation.metrics import ranks_of
from classifier.features import (
    ArticleVectorizer,
    CharacterVectorizer,
    EntityVectorizer,
    LemmaVectorizer,
    MentionVectorizer,
    owners,
)
from classifier.learning import TagClassifier
from classifier.settings import Settings
from classifier.tagging import Tagger
from classifier.text import DocCache, FrenchAnalyzer, article_text
from markdown import head, line

ROOT = Path(__file__).parents[1]
Recipe = tuple[str, Callable[[Vocabulary], ArticleVectorizer], float, bool]


def recipes() -> list[Recipe]:
    """Return name, features, lead of the dominant tag, and whether mentions belong to their tag alone."""

    def with_mentions(scale: float) -> Callable[[Vocabulary], ArticleVectorizer]:
        return lambda vocabulary: ArticleVectorizer((LemmaVectorizer(), MentionVectorizer(vocabulary, scale=scale)))

    names, pieces = EntityVectorizer(scale=0.3), CharacterVectorizer(min_df=3, max_terms=30_000, scale=0.6)
    return [
        ("lemmas, pairs and voices", lambda _: ArticleVectorizer((LemmaVectorizer(),)), 0.5, True),
        *((f"+ a tag's own mentions, scale {scale}", with_mentions(scale), 0.5, True) for scale in (0.05, 0.1, 0.2)),
        ("+ a tag's own mentions, scale 0.15: **the default**", with_mentions(0.15), 0.5, True),
        ("the default, mentions of all tags for all", with_mentions(0.15), 0.5, False),
        ("the default, the order of tags unknown", with_mentions(0.15), 0.0, True),
        ("the default + names", lambda v: ArticleVectorizer((*ArticleVectorizer.of(v).vectorizers, names)), 0.5, True),
        (
            "the default + pieces of words",
            lambda v: ArticleVectorizer((*ArticleVectorizer.of(v).vectorizers, pieces)),
            0.5,
            True,
        ),
    ]


def recalls(probabilities: NDArray[np.float64], dominant: NDArray[np.int_], ks: tuple[int, ...]) -> list[str]:
    """Return the share of documents whose dominant tag is among the first k, as cells."""
    ranks = ranks_of(dominant, probabilities)
    return [f"{(ranks < k).mean():.3f}" for k in ks]


def read(documents: list[Document], jobs: int) -> list[Doc]:
    """Return the docs, with names recognised."""
    analyzer = FrenchAnalyzer(names=True, jobs=jobs, cache=DocCache(Settings.from_environ().cache))
    return list(analyzer.analyze(map(article_text, documents)))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=Settings.from_environ().jobs)
    options = parser.parse_args()
    vocabulary = Vocabulary.read(ROOT / "training_data" / "tags.yaml")
    starter = Corpus.read(ROOT / "training_data" / "articles")
    documents, held_out = list(starter), list(Corpus.read(ROOT / "training_data" / "evaluation"))
    docs, others = read(documents, options.jobs), read(held_out, options.jobs)
    tagger = Tagger(vocabulary)
    Y = tagger.indicator(documents)
    first = tagger.indicator([document.with_tags(document.tags[0]) for document in documents])
    dominant, site = first.argmax(axis=1), np.array([vocabulary.column(one.tags[0]) for one in held_out])
    print(f"{len(docs)} articles, fingerprint {starter.fingerprint()}, seed 0, ", end="")
    print(f"{platform.machine()}, Python {platform.python_version()}\n")
    measured = ["@1", "@3", "@5", "average precision", "development @1", "@5", "counting", "learning"]
    print(head(["features", *measured]))
    unit: tuple[float, float] | None = None
    for name, make, lead, is_own in recipes():
        vectorizer, start = make(vocabulary), time.perf_counter()
        X = vectorizer.fit_transform(docs)
        counting, start = time.perf_counter() - start, time.perf_counter()
        owned = owners(vectorizer.get_feature_names_out(), vocabulary) if is_own else None
        classifier = TagClassifier(lead=lead).fit(X, Y, first=first, owners=owned)
        learning = time.perf_counter() - start
        unit = unit or (counting, learning)
        held = classifier.out_of_fold_
        cells = [*recalls(held, dominant, (1, 3, 5)), f"{average_precision_score(Y.ravel(), held.ravel()):.3f}"]
        cells += recalls(classifier.predict_proba(vectorizer.transform(others)), site, (1, 5))
        cells += [f"{counting / unit[0]:.1f}", f"{learning / unit[1]:.1f}"]
        print(line([name, *cells]), flush=True)


if __name__ == "__main__":
    main()
