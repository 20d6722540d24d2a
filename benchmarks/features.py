"""What each part of the learner brings, on several corpora.

    python benchmarks/features.py [CORPUS...] [--shared DIR] [--only NAME...]

One table a corpus, one line a variant. Every figure is out of fold on the part to learn from, so that nothing is
chosen on a test set: average precision over all decisions (micro), its mean over the labels (macro), both free of
thresholds; the micro F1 at the best common cut; the share of documents whose first suggestion is right. For the
starter corpus that is the dominant tag, and the development set is judged too. Last, the seconds of learning as a
ratio to those of the default.
"""

import argparse
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score
from sklearn.preprocessing import normalize
from sklearn.svm import LinearSVC
from spacy.tokens import Doc

import corpora
from classifier import Corpus, Document, Vocabulary
from classifier.evaluation.metrics import ranks_of
from classifier.features import ArticleVectorizer, CharacterVectorizer, LemmaVectorizer, MentionVectorizer, owners
from classifier.features.vectorizer import OPENING, TITLE
from classifier.learning import Indicator, TagClassifier
from classifier.learning.margins import Margins
from classifier.learning.thresholds import best_cut
from classifier.settings import Settings
from classifier.tagging import Tagger, has_order
from classifier.text import DocCache, FrenchAnalyzer, article_text
from markdown import table

ROOT = Path(__file__).parents[1]
DEVELOPMENT = ROOT / "training_data" / "evaluation"
Features = Callable[[Vocabulary], ArticleVectorizer]


class Balanced(TagClassifier):
    """Weighs a tag's documents against the others by their numbers."""

    def _scorer(self) -> Any:
        return LinearSVC(C=self.C, tol=0.1, class_weight="balanced", random_state=self.random_state)


class Logistic(TagClassifier):
    """Learns margins by the logistic loss."""

    def _scorer(self) -> Any:
        return LogisticRegression(C=10 * self.C, solver="liblinear", random_state=self.random_state)


class Nested(TagClassifier):
    """Chooses C for each tag and question among three, by average precision out of fold."""

    def _margins(self, X: csr_array, y: NDArray[np.int_]) -> Margins:
        tried = [
            Margins.fit(X, y, LinearSVC(C=C, tol=0.1, random_state=self.random_state), folds=self.folds, random_state=0)
            for C in (0.3, 1.0, 3.0)
        ]
        return max(tried, key=lambda one: float(average_precision_score(y, one.out_of_fold)))


class BM25(LemmaVectorizer):
    """Weighs counts as BM25 does (k1 1.2, b 0.75) instead of by their logarithm."""

    def weigh(self, counts: csr_array) -> csr_array:
        """Return counts as weights, each row of length `scale`."""
        length = counts.sum(axis=1)
        self.mean_ = getattr(self, "mean_", None) or float(length.mean())
        weighed = csr_array(counts, copy=True)
        weighed.sort_indices()
        dull = np.repeat(1.2 * (0.25 + 0.75 * length / self.mean_), np.diff(weighed.indptr))
        weighed.data = weighed.data * 2.2 / (weighed.data + dull) * self.idf_[weighed.indices]
        return csr_array(normalize(weighed) * self.scale)


@dataclass(frozen=True)
class Variant:
    """One change to the default."""

    name: str
    features: Features = ArticleVectorizer.of
    classifier: Callable[[], TagClassifier] = TagClassifier
    forms: bool = False  # words as they stand instead of their lemmas
    ordered: bool = True  # whether the learner is told which tag comes first
    owned: bool = True  # whether a tag sees its own mentions only


def without(*parts: str) -> Features:
    """Return the default features less some of "title", "opening", "mentions"."""

    def make(vocabulary: Vocabulary) -> ArticleVectorizer:
        kept = [one for one in ArticleVectorizer.of(vocabulary).vectorizers if _part(one) not in parts]
        return ArticleVectorizer(tuple(kept))

    return make


def _part(vectorizer: object) -> str:
    return vectorizer.part if isinstance(vectorizer, LemmaVectorizer) else "mentions"


def with_pieces(vocabulary: Vocabulary) -> ArticleVectorizer:
    """Return the default features and the pieces of all words."""
    pieces = CharacterVectorizer(min_df=3, max_terms=30_000, scale=0.6)
    return ArticleVectorizer((*ArticleVectorizer.of(vocabulary).vectorizers, pieces))


def with_title_pieces(vocabulary: Vocabulary) -> ArticleVectorizer:
    """Return the default features and the pieces of the title's words."""
    return ArticleVectorizer(
        (*ArticleVectorizer.of(vocabulary).vectorizers, CharacterVectorizer(part="title", scale=TITLE))
    )


def scaled(vocabulary: Vocabulary, *, title: float = TITLE, opening: float = OPENING, mentions: float = 0.15) -> Any:
    """Return the default features with other loudnesses."""
    parts = (LemmaVectorizer(part="title", scale=title), LemmaVectorizer(part="opening", scale=opening))
    return ArticleVectorizer((LemmaVectorizer(), *parts, MentionVectorizer(vocabulary, scale=mentions)))


def bm25(vocabulary: Vocabulary) -> ArticleVectorizer:
    """Return the default features with BM25 weights of all the text's lemmas."""
    return ArticleVectorizer((BM25(), *ArticleVectorizer.of(vocabulary).vectorizers[1:]))


VARIANTS = [
    Variant("**the default**"),
    Variant("judged by words alone, no context", classifier=partial(TagClassifier, landmarks=0)),
    Variant("300 landmarks instead of 100", classifier=partial(TagClassifier, landmarks=300)),
    Variant("no features of the title", without("title")),
    Variant("no features of the opening", without("opening")),
    Variant("neither", without("title", "opening")),
    Variant("words instead of lemmas", forms=True),
    Variant("no mentions", without("mentions")),
    Variant("mentions at 0.05 instead of 0.15", partial(scaled, mentions=0.05)),
    Variant("mentions of all tags for all", owned=False),
    Variant("the order of tags unknown", ordered=False),
    Variant("+ pieces of all words", with_pieces),
    Variant("+ pieces of the title", with_title_pieces),
    Variant("C = 0.5", classifier=partial(TagClassifier, C=0.5)),
    Variant("C = 2", classifier=partial(TagClassifier, C=2.0)),
    Variant("C chosen for each tag, nested", classifier=Nested),
    Variant("BM25 weights", bm25),
    Variant("5 folds instead of 3", classifier=partial(TagClassifier, folds=5)),
    Variant("classes balanced", classifier=Balanced),
    Variant("logistic loss", classifier=Logistic),
]
HEAD = ("variant", "AP micro", "AP macro", "micro F1", "first", "learning")


class Bench:
    """One corpus, read once, on which variants are tried."""

    def __init__(self, split: corpora.Split, cache: DocCache) -> None:
        self.vocabulary, self.cache = split.vocabulary, cache
        self.documents = list(split.train)
        self.docs = self.read(self.documents)
        tagger = Tagger(split.vocabulary)
        self.Y = tagger.indicator(self.documents)
        self.first: Indicator | None = None
        if has_order(self.documents):
            self.first = tagger.indicator([document.with_tags(document.tags[0]) for document in self.documents])
        is_starter = split.name == corpora.STARTER
        self.held_out = list(Corpus.read(DEVELOPMENT)) if is_starter and DEVELOPMENT.exists() else []
        self.others = self.read(self.held_out)

    def read(self, documents: list[Document]) -> list[Doc]:
        """Return the docs of some documents."""
        return list(FrenchAnalyzer(cache=self.cache).analyze(map(article_text, documents)))

    def row(self, variant: Variant) -> tuple[list[str], float]:
        """Return the cells of a variant, and its seconds of learning."""
        vectorizer = variant.features(self.vocabulary)
        X = vectorizer.fit_transform(_forms(self.docs) if variant.forms else self.docs)
        owned = owners(vectorizer.get_feature_names_out(), self.vocabulary) if variant.owned else None
        start = time.perf_counter()
        classifier = variant.classifier().fit(X, self.Y, first=self.first if variant.ordered else None, owners=owned)
        seconds = time.perf_counter() - start
        cells = [variant.name, *self.figures(classifier)]
        if self.held_out:
            cells += self.development(classifier, vectorizer, _forms(self.others) if variant.forms else self.others)
        return cells, seconds

    def figures(self, classifier: TagClassifier) -> list[str]:
        """Return what a classifier is worth on the documents it learned from, each as if it had not."""
        held_out, Y = classifier.out_of_fold_, self.Y
        macro = np.mean([average_precision_score(Y[:, tag], held_out[:, tag]) for tag in range(Y.shape[1])])
        proposed = held_out >= best_cut(held_out.ravel(), Y.ravel())
        micro_f1 = 2 * (proposed * Y).sum() / (proposed.sum() + Y.sum())
        scores = _log_odds(held_out) + _log_odds(classifier.leads_out_of_fold_)
        truth = Y if self.first is None else self.first
        first = truth[np.arange(len(Y)), scores.argmax(axis=1)].mean()
        return [
            f"{value:.3f}" for value in (average_precision_score(Y.ravel(), held_out.ravel()), macro, micro_f1, first)
        ]

    def development(self, classifier: TagClassifier, vectorizer: ArticleVectorizer, docs: list[Doc]) -> list[str]:
        """Return the share of the development set whose tag is among the first 1 and 5."""
        bears, leads = classifier.log_odds(vectorizer.transform(docs))
        for row, document in enumerate(self.held_out):
            for column, tag in enumerate(self.vocabulary):
                if not tag.period.covers(document.date):
                    bears[row, column] = -np.inf
        site = np.array([self.vocabulary.column(one.tags[0]) for one in self.held_out])
        ranks = ranks_of(site, bears + leads)
        return [f"{(ranks < k).mean():.3f}" for k in (1, 5)]


def _log_odds(probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
    inside = np.clip(probabilities, 1e-12, 1 - 1e-12)
    return np.asarray(np.log(inside / (1 - inside)))


def _forms(docs: list[Doc]) -> list[Doc]:
    """Return copies of some docs whose lemmas are the words as they stand."""
    copies = [doc.copy() for doc in docs]
    for doc in copies:
        for token in doc:
            token.lemma_ = token.lower_
    return copies


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", nargs="*", default=[corpora.STARTER, *list(corpora.PUBLIC)[:3]])
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="where the public corpora lie")
    parser.add_argument("--only", nargs="*", default=[], help="variants whose name holds one of these words")
    options = parser.parse_args()
    cache = DocCache(Settings.from_environ().cache)
    for name in options.corpora:
        if name != corpora.STARTER and not (options.shared / "corpora").exists():
            print(f"{name}: no public corpora at {options.shared / 'corpora'}, not measured.")
            continue
        split = corpora.read(name, options.shared / "corpora", scale=0)
        bench = Bench(split, cache)
        print(f"\n## {name}\n\n{split}; seed 0, out of fold.\n")
        rows: list[list[str]] = []
        unit: float | None = None
        for variant in VARIANTS:
            if options.only and variant.name != VARIANTS[0].name and not any(w in variant.name for w in options.only):
                continue
            cells, seconds = bench.row(variant)
            unit = unit or seconds
            rows.append([*cells, f"{seconds / unit:.1f}"])
            print(f"{name}: {variant.name}", file=sys.stderr, flush=True)
        head = (*HEAD[:-1], *(("development first", "among 5") if bench.held_out else ()), HEAD[-1])
        print(f"\n{table(head, rows)}", flush=True)


if __name__ == "__main__":
    main()
