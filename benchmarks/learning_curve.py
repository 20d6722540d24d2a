"""What more articles would bring: the default recipe on growing shares of the starter corpus.

    python benchmarks/learning_curve.py [--evaluation FILE] [--plot FILE] [--jobs N]

Two curves. By cross-validation: five seeded draws, each an 80/20 split, whose test parts together hold every article
once; a draw learns from nested shares of its 80 % and is judged on the same 20 % for all shares. On the development
set, where it is there: five seeded draws of nested shares of the whole corpus. Figures are means over the draws, ±
their standard deviation. After the tables: what the last 10 % brought, the tags that are found worst, and which tag
is taken for which. The plot needs `pip install motscles[plots]`; the suffix of its file chooses SVG or PNG.
"""

import argparse
import platform
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from classifier import Corpus, Document, Evaluation, Tagger, Vocabulary, evaluate
from classifier.evaluation.metrics import f1, ratio
from classifier.features import ArticleVectorizer
from classifier.learning import TagClassifier
from classifier.settings import Settings
from classifier.text import DocCache, FrenchAnalyzer, is_readable
from curve_plot import draw_plot, require_matplotlib
from markdown import table

if TYPE_CHECKING:
    from spacy.tokens import Doc

ROOT = Path(__file__).parents[1]
EVALUATION = ROOT / "training_data" / "evaluation" / "osiris_dev.jsonl"
PLOT = ROOT / ".cache" / "learning_curve.svg"
SHARES = (0.25, 0.5, 0.75, 0.9, 1.0)
DRAWS = 5
SEED = 0
STEADY = 0.5  # from this share on, a figure grows about evenly with the logarithm of the share
WORST, CONFUSIONS = 15, 25

FIGURES: dict[str, Callable[[Evaluation], float]] = {
    "recall@1": lambda evaluation: evaluation.recall_at(1).value,
    "recall@3": lambda evaluation: evaluation.recall_at(3).value,
    "recall@5": lambda evaluation: evaluation.recall_at(5).value,
    "micro F1": lambda evaluation: evaluation.micro_f1.value,
    "macro F1": lambda evaluation: evaluation.macro_f1.value,
}


@dataclass(frozen=True)
class Run:
    """One training on a share of the articles, and what it is worth."""

    share: float
    draw: int
    trained_on: int
    evaluation: Evaluation

    @cached_property
    def figures(self) -> NDArray[np.float64]:
        """The figures, in the order of FIGURES."""
        return np.array([figure(self.evaluation) for figure in FIGURES.values()])


class RememberingAnalyzer(FrenchAnalyzer):
    """Keeps its docs in memory too: here the same few thousand texts are read again and again."""

    def analyze(self, texts: Iterable[str]) -> Iterator["Doc"]:
        """Yield one doc for each text, the same doc for the same text."""
        known: dict[str, Doc] = self.__dict__.setdefault("_known", {})
        texts = list(texts)
        missing = [text for text in dict.fromkeys(texts) if text not in known]
        known.update(zip(missing, super().analyze(missing), strict=True))
        yield from (known[text] for text in texts)


class Laboratory:
    """Trains the default tagger on many parts of one corpus; each text is analysed, and its terms counted, once."""

    def __init__(self, vocabulary: Vocabulary, *, docs: DocCache, jobs: int) -> None:
        self.vocabulary, self.jobs = vocabulary, jobs
        self.vectorizer = ArticleVectorizer.of(vocabulary)
        self.analyzer = RememberingAnalyzer(names=self.vectorizer.reads_names, jobs=jobs, cache=docs)
        for one in self.vectorizer.vectorizers:
            one.counts = cache(one.counts)  # type: ignore[method-assign]  # counts do not depend on what is learned

    def run(self, share: float, draw: int, training: list[Document], test: list[Document]) -> Run:
        """Learn from some documents, as `motscles train` does, and judge by others."""
        print(f"draw {draw + 1}, {share * 100:.0f} %: {len(training)} articles…", file=sys.stderr)
        tagger = Tagger(
            self.vocabulary,
            analyzer=self.analyzer,
            vectorizer=self.vectorizer,
            classifier=TagClassifier(n_jobs=self.jobs),
        )
        return Run(share, draw, len(training), evaluate(tagger.fit(training), test))


def folds(count: int) -> list[NDArray[np.int_]]:
    """Return the test positions of each draw: together they hold every position once."""
    order = np.random.default_rng(SEED).permutation(count)
    return [np.sort(fold) for fold in np.array_split(order, DRAWS)]


def nested(positions: NDArray[np.int_], draw: int) -> Iterator[tuple[float, NDArray[np.int_]]]:
    """Yield each share with its positions, in their order; a share holds every smaller one.

    >>> [(share, len(part)) for share, part in nested(np.arange(20), 0)]
    [(0.25, 5), (0.5, 10), (0.75, 15), (0.9, 18), (1.0, 20)]
    """
    order = np.random.default_rng(SEED + 1 + draw).permutation(positions)
    for share in SHARES:
        yield share, np.sort(order[: round(share * len(order))])


def chosen(documents: list[Document], positions: NDArray[np.int_]) -> list[Document]:
    """Return the documents at some positions."""
    return [documents[position] for position in positions]


def cross_validation(laboratory: Laboratory, documents: list[Document]) -> Iterator[Run]:
    """Yield the runs whose test articles come from the corpus itself."""
    for draw, held_out in enumerate(folds(len(documents))):
        test = chosen(documents, held_out)
        for share, part in nested(np.setdiff1d(np.arange(len(documents)), held_out), draw):
            yield laboratory.run(share, draw, chosen(documents, part), test)


def development(laboratory: Laboratory, documents: list[Document], test: list[Document]) -> Iterator[Run]:
    """Yield the runs judged by the development set; the whole corpus is the same in every draw, and learned once."""
    for draw in range(DRAWS):
        for share, part in nested(np.arange(len(documents)), draw):
            if share < 1 or draw == 0:
                yield laboratory.run(share, draw, chosen(documents, part), test)


def by_share(runs: list[Run]) -> Iterator[tuple[float, list[Run]]]:
    """Yield each share with its runs, the smallest first."""
    ordered = sorted(runs, key=lambda run: run.share)
    yield from ((share, list(group)) for share, group in groupby(ordered, key=lambda run: run.share))


def points(runs: list[Run]) -> list[tuple[float, NDArray[np.float64]]]:
    """Return each share with the figures of its draws, both in per cent."""
    return [(100 * share, 100 * np.array([run.figures for run in group])) for share, group in by_share(runs)]


def curve(runs: list[Run]) -> str:
    """Return the table of the curve: mean ± standard deviation over the draws, in per cent."""
    rows = []
    for share, group in by_share(runs):
        values = 100 * np.array([run.figures for run in group])
        cells = [f"{mean:.1f}" for mean in values.mean(axis=0)]
        if len(group) > 1:
            spreads = values.std(axis=0, ddof=1)
            cells = [f"{cell} ± {spread:.1f}" for cell, spread in zip(cells, spreads, strict=True)]
        rows.append(
            [f"{share * 100:.0f} %", f"{np.mean([run.trained_on for run in group]):.0f}", str(len(group)), *cells]
        )
    return table(["share", "articles", "trainings", *FIGURES], rows)


def last_tenth(runs: list[Run]) -> NDArray[np.float64]:
    """Return the points that each draw gained from 90 % to 100 %, shape (draws, figures)."""
    whole = {run.draw: run.figures for run in runs if run.share == 1}
    return np.array([100 * (whole.get(run.draw, whole[0]) - run.figures) for run in runs if run.share == 0.9])


def per_tenth(runs: list[Run]) -> NDArray[np.float64]:
    """Return the points that a further 10 % would bring, by a line through the figures over log(share)."""
    steady = [run for run in runs if run.share >= STEADY]
    slopes = np.polyfit(np.log([run.share for run in steady]), np.array([100 * run.figures for run in steady]), 1)[0]
    return np.asarray(slopes * np.log(1.1))


def slope(runs: list[Run]) -> str:
    """Return the table of what the last 10 % brought and of what a further 10 % would bring."""
    gains = last_tenth(runs)
    errors = gains.std(axis=0, ddof=1) / np.sqrt(len(gains))
    measured = [f"{gain:+.2f} ± {error:.2f}" for gain, error in zip(gains.mean(axis=0), errors, strict=True)]
    fitted = [f"{gain:+.2f}" for gain in per_tenth(runs)]
    rows = [
        ["from 90 % to 100 %, mean over the draws ± standard error", *measured],
        [f"a further 10 %, by a line over log(share) from {STEADY * 100:.0f} % on", *fitted],
    ]
    return table(["points", *FIGURES], rows)


def worst_tags(whole: list[Evaluation], vocabulary: Vocabulary) -> str:
    """Return the tags with the lowest F1 over the held-out articles of all draws."""
    Y = np.concatenate([one.Y for one in whole])
    predictions = np.concatenate([one.predictions for one in whole])
    dominant = np.bincount(np.concatenate([one.dominant for one in whole]), minlength=len(vocabulary))
    hits, proposed, actual = (part.sum(axis=0).astype(float) for part in (Y * predictions, predictions, Y))
    precision, recall, score = ratio(hits, proposed), ratio(hits, actual), f1(hits, proposed, actual)
    rows = [
        [vocabulary[tag].label, int(actual[tag]), dominant[tag], int(proposed[tag])]
        + [f"{part[tag]:.2f}" for part in (precision, recall, score)]
        for tag in np.argsort(score, kind="stable")[:WORST]
    ]
    return table(["tag", "articles", "dominant", "proposed", "precision", "recall", "F1"], rows)


def confusions(whole: list[Evaluation], vocabulary: Vocabulary) -> str:
    """Return the pairs of a dominant tag and another that was suggested first, the most frequent first, and sums."""
    pairs: Counter[tuple[int, int]] = Counter()
    borne: Counter[tuple[int, int]] = Counter()
    articles: Counter[int] = Counter()
    for one in whole:
        for row, (dominant, first) in enumerate(zip(one.dominant, one.probabilities.argmax(axis=1), strict=True)):
            articles[dominant] += 1
            if first != dominant:
                pairs[dominant, first] += 1
                borne[dominant, first] += int(one.Y[row, first])
    rows = [
        [vocabulary[pair[0]].label, vocabulary[pair[1]].label, count, articles[pair[0]], borne[pair]]
        for pair, count in pairs.most_common(CONFUSIONS)
    ]
    sums = f"In all {pairs.total()} of {articles.total()} articles, of which {borne.total()} bear the other tag too."
    head = ["dominant tag", "suggested first", "articles", "of", "which bear it too"]
    return f"{sums}\n\n{table(head, rows)}"


def intervals(runs: list[Run]) -> str:
    """Return the figures of the whole corpus with their bootstrap intervals over the articles."""
    (whole,) = (run.evaluation for run in runs if run.share == 1)
    figures = {f"recall@{k}": whole.recall_at(k) for k in (1, 3, 5)} | {"micro F1": whole.micro_f1}
    return ", ".join(f"{name} {figure}" for name, figure in figures.items())


def tagged(corpus: Corpus) -> Corpus:
    """Return the articles that there is something to learn from."""
    return corpus.filter(lambda document: bool(document.tags) and is_readable(document))


def arguments() -> argparse.Namespace:
    """Return the options of the command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--evaluation", type=Path, default=EVALUATION, help="the development set")
    parser.add_argument("--plot", type=Path, default=PLOT, help="the file of the plot, .svg or .png")
    parser.add_argument("--jobs", type=int, default=2, help="processes that read and learn")
    return parser.parse_args()


def main() -> None:
    """Print the tables and draw the plot."""
    options = arguments()
    require_matplotlib()
    settings = Settings.from_environ()
    vocabulary = Vocabulary.read(ROOT / settings.tags)
    corpus = tagged(Corpus.read(ROOT / settings.corpus))
    documents = list(corpus)
    laboratory = Laboratory(vocabulary, docs=DocCache(ROOT / settings.cache), jobs=options.jobs)
    print(f"{len(documents)} articles, fingerprint {corpus.fingerprint()}, {len(vocabulary)} tags; ", end="")
    print(f"seeds: split {SEED}, shares {SEED + 1} to {SEED + DRAWS}; Python {platform.python_version()}")

    curves = {"Cross-validation": list(cross_validation(laboratory, documents))}
    print(f"\n## Cross-validation\n\n{curve(curves['Cross-validation'])}\n\n{slope(curves['Cross-validation'])}")
    if options.evaluation.exists():
        test = tagged(Corpus.read(options.evaluation))
        runs = curves["Development set"] = list(development(laboratory, documents, list(test)))
        print(f"\n## Development set\n\n{len(test)} articles, fingerprint {test.fingerprint()}.")
        print("Spreads are those of the draws; the luck of so few articles comes on top.")
        print(
            f"They bear {len(test.tag_counts())} of the {len(vocabulary)} tags, one each: every other proposal counts"
        )
        print("as wrong, and a tag that none bears counts 0, so that F1 only serves to compare the shares.\n")
        print(f"{curve(runs)}\n\n{slope(runs)}\n\nWhole corpus, bootstrap over the articles: {intervals(runs)}.")
    else:
        print(f"\nNo development set at {options.evaluation}: only cross-validation was measured.")

    whole = [run.evaluation for run in curves["Cross-validation"] if run.share == 1]
    print(f"\n## The {WORST} worst tags by F1\n\nEvery article, judged by the draw that held it out; 80 % learned.\n")
    print(worst_tags(whole, vocabulary))
    print(f"\n## The {CONFUSIONS} most frequent confusions\n\n{confusions(whole, vocabulary)}")
    draw_plot({title: points(runs) for title, runs in curves.items()}, list(FIGURES), options.plot)
    print(f"\nPlot: {options.plot}")


if __name__ == "__main__":
    main()
