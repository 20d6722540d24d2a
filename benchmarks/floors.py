"""Whether the recipe still keeps the figures pinned in benchmarks/floors.json.

    python benchmarks/floors.py [--update] [--allow-regression]

Learns from the older four fifths of the starter corpus and judges by the latest fifth. With --update, what was
measured becomes the new floors; a floor is lowered only with --allow-regression, and the change is committed with
its reason.
"""

import argparse
from pathlib import Path

from classifier import Corpus, Evaluation, Tagger, Vocabulary, evaluate
from classifier.errors import RegressionError
from classifier.evaluation import Floors
from classifier.text import DocCache, FrenchAnalyzer

ROOT = Path(__file__).parents[1]
FLOORS = ROOT / "benchmarks" / "floors.json"
SPLIT = "the latest fifth"


def measured() -> Evaluation:
    """Return what the recipe is worth."""
    vocabulary = Vocabulary.read(ROOT / "training_data" / "tags.yaml")
    train, test = Corpus.read(ROOT / "training_data" / "articles").split(test_size=0.2, by="date")
    analyzer = FrenchAnalyzer(cache=DocCache(ROOT / ".cache" / "docs"))
    evaluation = evaluate(Tagger(vocabulary, analyzer=analyzer).fit(train), test)
    evaluation.corpus["name"] = "training_data/articles"  # wherever it was run from
    return evaluation


def main() -> None:
    """Check the floors, or pin them anew."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--allow-regression", action="store_true")
    options = parser.parse_args()
    evaluation = measured()
    print(evaluation)
    if not options.update:
        broken = Floors.read(FLOORS).broken_by(evaluation)
        if broken:
            raise SystemExit("\n".join(broken))
        return
    if FLOORS.exists():
        try:
            new = Floors.read(FLOORS).updated(evaluation, allow_regression=options.allow_regression)
        except RegressionError as error:
            raise SystemExit(str(error)) from error
    else:
        new = Floors.of(evaluation, split=SPLIT)
    new.write(FLOORS)
    print(f"written: {FLOORS}")


if __name__ == "__main__":
    main()
