"""How many articles must be tagged when `motscles feedback next` chooses them, against drawing them by chance.

    python benchmarks/active_learning.py [--seeds 0,1,2] [--strategies …] [--kept FILE] [--recipe] [--shared DIR]

A simulated editor knows the tags of a public corpus. He starts with some articles drawn by chance, then tags fifty at a
time, chosen by a strategy among all that are left; after each fifty a model is taught anew and judged on the test
part, which is never chosen from. Printed: after how many articles micro and macro F1 reach 90 % of what all articles
give, as the mean over the seeds with the least and the most.

The texts are read once. The inner model is a light one, kernel ridge regression for all tags at once, calibrated and
cut on leave-one-out scores, as it must be taught hundreds of times; `--recipe` also teaches motscles' own classifier
with what was chosen at a few sizes. With `--kept FILE` every finished run is noted there and not made again.
"""

import argparse
import json
import platform
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from classifier import Tagger
from classifier.features import owners
from classifier.learning import TagClassifier, sigmoid
from classifier.learning.calibration import fit_log_odds
from classifier.learning.thresholds import best_cut
from classifier.text import FrenchAnalyzer, article_text
from classifier.training.active import Pool, choose, doubts
from classifier.training.next import LEAST, POOLED
from corpora import ROOT, Split, read
from markdown import table

CORPUS = "servicepublic"
START, STEP = 100, 50  # articles drawn by chance, then tagged at a time
RIDGE = 0.3  # of the inner model; not tuned
SHARE = 0.9  # of the full figure
SIZES = (300, 600, 1000)
FIGURES = ("micro F1", "macro F1")

Rows = NDArray[np.int_]


class State(NamedTuple):
    """What a strategy may look at: the articles left, what the model says of them, the examples of each tag."""

    left: Rows
    X: csr_array
    probabilities: NDArray[np.float64]
    threshold: float
    examples: NDArray[np.float64]
    generator: np.random.Generator


class Data(NamedTuple):
    """A corpus as matrices, and the products of its rows."""

    X: csr_array
    Y: NDArray[np.int_]
    X_test: csr_array
    Y_test: NDArray[np.int_]
    owners: NDArray[np.int_]
    kernel: NDArray[np.float64]
    kernel_test: NDArray[np.float64]

    @classmethod
    def of(cls, split: Split) -> "Data":
        """Read all texts of a split once."""
        tagger, analyzer = Tagger(split.vocabulary), FrenchAnalyzer()
        X = tagger.vectorizer.fit_transform(analyzer.analyze(map(article_text, split.train)))
        X_test = tagger.vectorizer.transform(analyzer.analyze(map(article_text, split.test)))
        own = owners(tagger.vectorizer.get_feature_names_out(), split.vocabulary)
        truth = tagger.indicator(split.train), tagger.indicator(split.test)
        return cls(X, truth[0], X_test, truth[1], own, (X @ X.T).toarray(), (X_test @ X.T).toarray())


class Light:
    """Kernel ridge regression for all tags at once, calibrated on leave-one-out scores, with one common threshold."""

    def __init__(self, data: Data, rows: Rows) -> None:
        truth = data.Y[rows]
        self.rows, self.rate = rows, truth.mean(axis=0)
        inverse = np.linalg.inv(data.kernel[np.ix_(rows, rows)] + RIDGE * np.eye(len(rows)))
        self.duals = inverse @ (truth - self.rate)
        held_out = truth - self.duals / np.diag(inverse)[:, None]
        self.calibration = fit_log_odds(held_out.reshape(-1, 1), truth.ravel(), own=1)
        self.threshold = best_cut(self._calibrated(held_out).ravel(), truth.ravel())

    def probabilities(self, kernel: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the probabilities of documents from their products with those of the corpus."""
        return self._calibrated(kernel[:, self.rows] @ self.duals + self.rate)

    def _calibrated(self, scores: NDArray[np.float64]) -> NDArray[np.float64]:
        return sigmoid(self.calibration.bias + self.calibration.coefficients[0] * scores)


def by_chance(state: State) -> Rows:
    """Any."""
    return state.generator.permutation(state.left)[:STEP]


def most_entropy(state: State) -> Rows:
    """Those of which the model is least sure over all tags, whatever they are."""
    p = np.clip(state.probabilities, 1e-12, 1 - 1e-12)
    return state.left[np.argsort((p * np.log(p) + (1 - p) * np.log1p(-p)).sum(axis=1), kind="stable")[:STEP]]


def most_doubt(state: State) -> Rows:
    """Those with most tags near the threshold, whatever they are."""
    cuts = np.full(state.probabilities.shape[1], state.threshold)
    return state.left[np.argsort(-doubts(state.probabilities, cuts).sum(axis=1), kind="stable")[:STEP]]


def unlike(state: State) -> Rows:
    """Those unlike each other, whatever the model says."""
    even = np.ones((len(state.left), 1))
    return state.left[choose(even, csr_array(state.X[state.left]), np.zeros(1), STEP)]


def motscles(state: State) -> Rows:
    """As `motscles feedback next` does: doubt, rare tags first, unlike each other, among the articles worth most."""
    cuts = np.full(state.probabilities.shape[1], state.threshold)
    pool: Pool[int] = Pool(max(POOLED * STEP, LEAST), state.examples)
    for document, doubt in zip(state.left.tolist(), doubts(state.probabilities, cuts), strict=True):
        pool.add(document, doubt, csr_array(state.X[[document]]))
    return np.array(pool.choose(STEP))


STRATEGIES: dict[str, Callable[[State], Rows]] = {
    "by chance": by_chance,
    "most entropy": most_entropy,
    "most doubt": most_doubt,
    "unlike each other": unlike,
    "motscles": motscles,
}


def figures(
    data: Data, probabilities: NDArray[np.float64], threshold: float | NDArray[np.float64]
) -> tuple[float, float]:
    """Return micro and macro F1 on the test part, macro over all tags."""
    proposed = probabilities >= threshold
    hits = (proposed & (data.Y_test == 1)).sum(axis=0)
    total = proposed.sum(axis=0) + data.Y_test.sum(axis=0)
    macro = np.divide(2 * hits, total, out=np.zeros(len(total)), where=total > 0).mean()
    return float(2 * hits.sum() / total.sum()), float(macro)


def simulate(
    data: Data, strategy: str, seed: int, goals: tuple[float, float]
) -> Iterator[tuple[Rows, tuple[float, float]]]:
    """Yield the articles tagged so far and what the model is worth, until both goals are reached."""
    generator = np.random.default_rng(seed)
    rows = generator.permutation(len(data.Y))[:START]
    reached = [False, False]
    while True:
        model = Light(data, rows)
        worth = figures(data, model.probabilities(data.kernel_test), model.threshold)
        yield rows, worth
        reached = [done or value >= goal for done, value, goal in zip(reached, worth, goals, strict=True)]
        left = np.setdiff1d(np.arange(len(data.Y)), rows)
        if all(reached) or len(left) < STEP:
            return
        probabilities = model.probabilities(data.kernel[left])
        examples = data.Y[rows].sum(axis=0).astype(float)
        state = State(left, data.X, probabilities, model.threshold, examples, generator)
        rows = np.concatenate([rows, STRATEGIES[strategy](state)])


def run(data: Data, strategy: str, seed: int, goals: tuple[float, float], *, recipe: bool) -> dict[str, Any]:
    """Return after how many articles each goal was reached, and what the sizes gave, as a row for the file."""
    needed: list[int | None] = [None, None]
    at: dict[str, list[float]] = {}
    own: dict[str, list[float]] = {}
    for rows, worth in simulate(data, strategy, seed, goals):
        needed = [
            len(rows) if count is None and value >= goal else count
            for count, value, goal in zip(needed, worth, goals, strict=True)
        ]
        if len(rows) in SIZES:
            at[str(len(rows))] = list(worth)
            if recipe:
                learned = TagClassifier().fit(data.X[rows], data.Y[rows], owners=data.owners)
                own[str(len(rows))] = list(figures(data, learned.predict_proba(data.X_test), learned.thresholds_))
    return {"strategy": strategy, "seed": seed, "needed": needed, "at": at, "recipe": own}


def report(runs: list[dict[str, Any]], documents: int) -> Iterator[str]:
    """Yield the tables."""
    rows = []
    for strategy in STRATEGIES:
        of_it = [one for one in runs if one["strategy"] == strategy]
        if of_it:
            needed = [[one["needed"][column] or documents for one in of_it] for column in (0, 1)]
            cells = [f"{np.mean(counts):,.0f} ({min(counts):,}–{max(counts):,})" for counts in needed]
            rows.append([strategy, str(len(of_it)), *cells, *_at(of_it, "at")])
    head = ["strategy", "seeds", *(f"articles to 90 % of {name}" for name in FIGURES)]
    yield table([*head, *(f"at {size}: micro, macro" for size in SIZES)], rows)
    own = [one for one in runs if one["recipe"]]
    if own:
        found = [
            [strategy, str(len(of_it)), *_at(of_it, "recipe")]
            for strategy in STRATEGIES
            if (of_it := [one for one in own if one["strategy"] == strategy])
        ]
        yield "\nmotscles' own classifier, taught with the same articles:\n"
        yield table(["strategy", "seeds", *(f"at {size}: micro, macro" for size in SIZES)], found)


def _at(runs: list[dict[str, Any]], key: str) -> list[str]:
    cells = []
    for size in map(str, SIZES):
        values = [one[key][size] for one in runs if size in one[key]]
        cells.append(
            ", ".join(f"{value:.3f}" for value in np.mean(values, axis=0)) if len(values) == len(runs) else "–"
        )
    return cells


def arguments() -> argparse.Namespace:
    """Return the parsed command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared" / "corpora", help="where the corpora lie")
    parser.add_argument("--seeds", default="0,1,2,3,4")
    parser.add_argument("--strategies", default=",".join(STRATEGIES))
    parser.add_argument("--kept", type=Path, help="a file of finished runs, added to")
    parser.add_argument("--recipe", action="store_true", help="also teach motscles' own classifier at a few sizes")
    return parser.parse_args()


def main() -> None:
    """Simulate, and print the tables."""
    asked = arguments()
    split = read(CORPUS, asked.shared, scale=0)
    data = Data.of(split)
    full = Light(data, np.arange(len(data.Y)))
    best = figures(data, full.probabilities(data.kernel_test), full.threshold)
    goals = SHARE * best[0], SHARE * best[1]
    kept = asked.kept.read_text(encoding="utf-8").splitlines() if asked.kept and asked.kept.exists() else []
    runs = [json.loads(line) for line in kept]
    for strategy in asked.strategies.split(","):
        for seed in map(int, asked.seeds.split(",")):
            if any((one["strategy"], one["seed"]) == (strategy, seed) for one in runs):
                continue
            began = time.perf_counter()
            runs.append(run(data, strategy, seed, goals, recipe=asked.recipe))
            sys.stderr.write(f"{strategy}, seed {seed}: {time.perf_counter() - began:.0f} s\n")
            if asked.kept:
                with asked.kept.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(runs[-1]) + "\n")
    print(f"{CORPUS}: {split}; all articles: micro F1 {best[0]:.3f}, macro F1 {best[1]:.3f}")
    print(f"start {START}, then {STEP} at a time; {platform.machine()}, Python {platform.python_version()}\n")
    print("\n".join(report(runs, len(data.Y))))


if __name__ == "__main__":
    main()
