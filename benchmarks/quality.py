"""How good motscles is on public French corpora, beside plain floors and Annif.

    python benchmarks/quality.py [CORPUS ...] [--shared DIR] [--annif DIR] [--systems NAME ...] [--scale [N]]

One table for each corpus, and one of the means. All systems get the same documents to learn from, the same to be
judged by, the same texts and the same labels; everything is chosen on the documents to learn from. Figures are over
all labels, with 95 % intervals of a seeded bootstrap over the judged documents. (That of macro F1 leans low: a tag
counts 0 in a draw that has lost its few documents.)

- svm, logistic: the floors, see baselines.py;
- motscles: the default recipe, with the bare labels for a vocabulary (for the starter corpus, with its own);
- motscles-full: the same, reading by spaCy's neural pipeline instead of the lexicon (not by default: ten times slower);
- the others: backends of Annif, see annif.py; they need --annif.

Each system runs in a process of its own, so that its peak memory is its own (Annif's shows as at least that of the
process that starts it). Seconds are of processor time, so that other work on the machine does not count. Learning is
everything between the documents and a model with its thresholds; for Annif it includes starting its commands.
motscles keeps the texts that it has read, so that a second run is fast: the lines under a table tell how many it read
and how long that took, and --no-cache reads all anew. Ratios are to the svm floor. With --keep DIR the floors and
Annif are measured once for a corpus, and only motscles each time; the lines under a table tell from what day the
others' answers, and times, are.

The public corpora are those of a folder beside the repository; without it, the starter corpus is measured.
"""

import argparse
import os
import platform
import resource
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from joblib import parallel_config
from scipy.stats import binom

from annif import BACKENDS, SINGLE, USUAL, Annif, AnnifError
from baselines import MODELS, floor
from classifier.evaluation import bootstrap
from classifier.learning import Probabilities
from classifier.learning.bands import CONFIDENCE, PRECISION
from classifier.settings import Settings
from classifier.tagging import Tagger
from classifier.text import Analysis, DocCache, FrenchAnalyzer
from corpora import PUBLIC, SCALE, SEED, STARTER, Split, read
from kept import Kept
from markdown import table
from scoring import METRICS, Answer, Outcome, cell, mean_figures, seconds

if TYPE_CHECKING:
    from spacy.tokens import Doc

ROOT = Path(__file__).parents[1]
FLOOR, MOTSCLES, FULL = "svm", "motscles", "motscles-full"
OURS = (*MODELS, MOTSCLES, FULL)
NAMES = {
    "svm": "floor: TF-IDF, SVM",
    "logistic": "floor: TF-IDF, logistic",
    MOTSCLES: "**motscles**",
    FULL: "motscles, full analysis",
}
COLUMNS = ["learning s", "÷ floor", "tagging s", "÷ floor", "peak MB"]
LIBRARIES = ("numpy", "scikit-learn", "spacy", "simplemma")


class TimedAnalyzer(FrenchAnalyzer):
    """Remembers how many texts it read anew, and how long that took."""

    read = 0
    seconds = 0.0

    def _pipe(self, texts: list[str]) -> Iterator["Doc"]:
        start = seconds()
        docs = list(super()._pipe(texts))
        self.seconds += seconds() - start
        self.read += len(docs)
        return iter(docs)


def motscles(split: Split, cache: DocCache | None, jobs: int, analysis: Analysis) -> Answer:
    """Return what the default recipe says of the test part, with its own thresholds."""
    start = seconds()
    tagger = Tagger(split.vocabulary)
    analyzer = TimedAnalyzer(analysis=analysis, jobs=jobs, cache=cache)
    tagger.analyzer = analyzer
    with parallel_config(n_jobs=jobs):
        tagger.fit(split.train)
    learning, start = seconds() - start, seconds()
    probabilities = tagger.predict_proba(split.test)
    tagging = seconds() - start
    total = len(split.train) + len(split.test)
    note = f"{analyzer.read} of {total} texts read anew, in {analyzer.seconds:.0f} s of learning and tagging"
    note += f"; {bands(tagger, split, probabilities)}"
    return Answer(probabilities, probabilities >= tagger.classifier.thresholds_, learning, tagging, note)


def bands(tagger: Tagger, split: Split, probabilities: Probabilities) -> str:
    """Return whether the promise of the automatic bands holds on the test part: 0.95 for each tag, 95 % sure."""
    automatic, Y = probabilities >= tagger.classifier.automatic_, tagger.indicator(split.test)
    decisions, right = automatic.sum(axis=0), (automatic * Y).sum(axis=0)
    used = decisions > 0
    broken = int((binom.cdf(right[used], decisions[used], PRECISION) < 1 - CONFIDENCE).sum())
    return (
        f"{int(np.isfinite(tagger.classifier.automatic_).sum())} tags have an automatic band, in which "
        f"{int(right.sum())} of {int(decisions.sum())} decisions are right; {broken} tags are below {PRECISION} "
        f"beyond chance"
    )


def measure(corpus: str, system: str, options: argparse.Namespace) -> Outcome:
    """Return what one system says of one corpus; this is the work of a process of its own."""
    split = read(corpus, options.shared, scale=options.scale or 0)
    if system in MODELS:
        answer = floor(split, system)
    elif system in (MOTSCLES, FULL):
        cache = DocCache(options.cache) if options.cache else None
        answer = motscles(split, cache, options.jobs, "full" if system == FULL else "fast")
    else:
        answer = annif(options).answer(split, system)
    kilobytes = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return Outcome(Tagger(split.vocabulary).indicator(split.test), answer, kilobytes / 1024)


def annif(options: argparse.Namespace) -> Annif:
    """Return the Annif that the options name."""
    return Annif(options.annif, options.nltk_data, options.minutes, options.jobs)


def outcomes(split: Split, options: argparse.Namespace) -> dict[str, Outcome]:
    """Return what each system that suits a corpus says of it; one that fails says why, and the others go on."""
    done: dict[str, Outcome] = {}
    kept = Kept(options.keep) if options.keep else None
    for system in options.systems:
        if system == SINGLE and not split.is_single:
            continue
        if kept and system not in (MOTSCLES, FULL) and (known := kept.load(split, system)):
            done[system] = known
            continue
        print(f"{split.name}: {system}…", file=sys.stderr, flush=True)
        try:
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
                done[system] = process.submit(measure, split.name, system, options).result()
        except (AnnifError, BrokenProcessPool) as error:
            print(f"{system} was not measured: {str(error).rstrip('.')}.\n")
            continue
        if kept and system not in (MOTSCLES, FULL):
            kept.save(split, system, done[system])
    return done


def report(split: Split, done: dict[str, Outcome]) -> str:
    """Return the table of a corpus, and what is to be known about its rows."""
    rows = []
    for system, outcome in done.items():
        figures = [cell(bootstrap(metric(outcome), len(outcome.Y))) for metric in METRICS.values()]
        rows.append([NAMES.get(system, system), *figures, *costs(outcome, done.get(FLOOR)), f"{outcome.peak:.0f}"])
    metrics = [f"{name} (accuracy)" if split.is_single and name == "precision@1" else name for name in METRICS]
    notes = [f"- {system}: {outcome.answer.note}." for system, outcome in done.items() if outcome.answer.note]
    return "\n".join([table(["", *metrics, *COLUMNS], rows), *([""] if notes else []), *notes])


def costs(outcome: Outcome, unit: Outcome | None) -> list[str]:
    """Return the seconds of learning and of tagging, each with its ratio to the floor's."""
    answer, floor = outcome.answer, unit.answer if unit else None
    return [
        f"{answer.learning:.1f}",
        f"{answer.learning / floor.learning:.2f}" if floor else "",
        f"{answer.tagging:.1f}",
        f"{answer.tagging / floor.tagging:.2f}" if floor else "",
    ]


def means(measured: Sequence[dict[str, Outcome]]) -> str:
    """Return the mean of each system that was measured on all of some corpora."""
    common = [system for system in measured[0] if all(system in done for done in measured)]
    rows = [[NAMES.get(system, system), *mean_figures([done[system] for done in measured])] for system in common]
    return table(["", *METRICS], rows)


def circumstances(options: argparse.Namespace) -> str:
    """Return seed, machine and versions."""
    described = ["git", "describe", "--always", "--dirty"]
    commit = subprocess.run(described, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()
    versions = [f"motscles {version('motscles')} {f'({commit})' if commit else ''}".strip()]
    versions += [f"{library} {version(library)}" for library in LIBRARIES]
    if any(system in BACKENDS for system in options.systems):
        try:
            versions.append(f"Annif {annif(options).version()}")
        except AnnifError as error:
            versions.append(f"no Annif ({error})")
    machine = f"{platform.machine()}, {os.cpu_count()} cores, {options.jobs} used, Python {platform.python_version()}"
    return f"seed {SEED}; {machine}; {', '.join(versions)}"


def arguments() -> argparse.Namespace:
    """Return the options of the command, completed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    known = [STARTER, *PUBLIC]
    parser.add_argument("corpora", nargs="*", metavar="CORPUS", help=f"{', '.join(known)}; by default all public ones")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="the folder with corpora/ in it")
    parser.add_argument("--systems", nargs="+", choices=[*OURS, *BACKENDS], help="by default ours and the usual Annif")
    parser.add_argument("--annif", type=Path, help="a virtual environment with Annif in it")
    parser.add_argument("--nltk-data", default=os.environ.get("NLTK_DATA"), help="NLTK's data, for an Annif offline")
    parser.add_argument("--minutes", type=float, default=30, help="what a command of Annif may take")
    parser.add_argument("--jobs", type=int, default=1, help="processes of motscles (learning ones untimed) and Annif")
    parser.add_argument("--cache", type=Path, default=ROOT / Settings.from_environ().cache, help="texts already read")
    parser.add_argument("--no-cache", dest="cache", action="store_const", const=None, help="read all texts anew")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep the others' answers there, and use those kept")
    parser.add_argument(
        "--scale", type=int, nargs="?", const=35_000, metavar="N", help=f"time N documents of {SCALE} (35,000)"
    )
    options = parser.parse_args()
    if unknown := set(options.corpora) - set(known):
        parser.error(f"no corpus is called {', '.join(sorted(unknown))}; there are: {', '.join(known)}")
    if options.scale is None and SCALE in options.corpora:
        options.scale = 35_000
    if options.scale is not None and SCALE not in options.corpora:
        options.corpora.append(SCALE)
    options.corpora = options.corpora or [name for name in PUBLIC if name != SCALE]
    options.systems = options.systems or [*MODELS, MOTSCLES, *(USUAL if options.annif else ())]
    if options.annif is None and (needing := [one for one in options.systems if one in BACKENDS]):
        parser.error(f"{', '.join(needing)}: --annif must say where Annif is")
    options.shared /= "corpora"
    if not options.shared.exists() and set(options.corpora) - {STARTER}:
        print(f"No public corpora at {options.shared}: only the repository's own is measured.\n")
        options.corpora = [STARTER]
    return options


def main() -> None:
    """Print the tables."""
    options = arguments()
    under = circumstances(options)
    measured: dict[str, dict[str, Outcome]] = {}
    for name in options.corpora:
        split = read(name, options.shared, scale=options.scale or 0)
        print(f"## {name}\n\n{split}; {under}.\n", flush=True)
        measured[name] = outcomes(split, options)
        print(f"{report(split, measured[name])}\n", flush=True)
    if any(system in BACKENDS for system in options.systems):
        print("Annif learned from six sevenths of the documents to learn from; on the others `annif optimize` chose")
        print("limit and threshold, by the documents' mean F1.\n")
    averaged = [name for name in measured if name != SCALE]
    if len(averaged) > 1:
        print(f"## Means\n\nOver {', '.join(averaged)}; {under}.\n")
        print(means([measured[name] for name in averaged]))


if __name__ == "__main__":
    main()
