"""The recipe: corpus -> tagger -> evaluation -> version."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from classifier.corpora import Corpus
from classifier.errors import CorpusError, TooFewExamplesError
from classifier.evaluation import Evaluation, evaluate, judged
from classifier.learning import TagClassifier
from classifier.store import ModelStore, checksum
from classifier.tagging import Progress, Tagger
from classifier.text import Analysis, DocCache, FrenchAnalyzer, article_text
from classifier.vocabulary import Vocabulary

TEST_SIZE = 0.2
WORTH_PROCESSES = 8_000  # articles: below, all tags are learned before the processes have started


@dataclass(frozen=True)
class Trained:
    """A new version: its name, its tagger, and what it is worth (None when the corpus is too small to tell)."""

    version: str
    tagger: Tagger
    evaluation: Evaluation | None


def vocabulary_of(corpus: Corpus) -> Vocabulary:
    """Return the labels that a corpus uses, in alphabetical order, as a vocabulary."""
    return Vocabulary.from_labels(sorted(corpus.tag_counts()))


def train(
    corpus: Corpus,
    vocabulary: Vocabulary,
    store: ModelStore,
    *,
    name: str | None = None,
    cache: DocCache | None = None,
    analysis: Analysis = "fast",
    jobs: int = 1,
    split: Literal["date", "chance"] = "date",
    progress: Progress | None = None,
) -> Trained:
    """Train on a part of the corpus, evaluate on the rest, train on all of it, and save that as a version.

    Documents without a tag are left out: nobody said that they bear none. With a `cache` a text that is analysed
    in full is analysed once for both trainings; the version reads new articles by the same `analysis`.
    """
    if name is not None:
        store.check_name(name)  # now, and not after minutes of training
    tagged = judged(corpus, vocabulary)
    total = len(tagged)
    tagger = beginners(tagged, vocabulary, cache=cache, analysis=analysis, jobs=jobs, progress=progress)
    evaluation = _evaluation(tagged, tagger(), split, progress)
    final = tagger().fit(tagged, progress=progress)
    facts = {"name": corpus.name, "documents": total, "fingerprint": tagged.fingerprint(), "tags": _source(vocabulary)}
    version = store.save(
        final, evaluation, name=name, corpus=facts, split="the latest" if split == "date" else "drawn by chance, seed 0"
    )
    return Trained(version, final, evaluation)


def _source(vocabulary: Vocabulary) -> dict[str, str]:
    """Return the file that a vocabulary was read from and its checksum: tags may be added to it later."""
    path = Path(vocabulary.source)
    return {"source": vocabulary.source, "checksum": checksum(path)} if path.is_file() else {}


def beginners(
    tagged: Corpus,
    vocabulary: Vocabulary,
    *,
    cache: DocCache | None,
    analysis: Analysis,
    jobs: int,
    progress: Progress | None,
) -> Callable[[], Tagger]:
    """Return what makes taggers that have learned nothing yet, after reading all texts into the cache.

    Read all at once, every training that follows finds its texts read.
    """
    total = len(tagged)
    analyzer = FrenchAnalyzer(analysis=analysis, jobs=jobs, cache=cache)
    if analyzer.remembers:
        texts = (article_text(document) for document in tagged)
        for done, _ in enumerate(analyzer.analyze(texts), start=1):
            if progress:
                progress("reading", done, total)
    processes = jobs if total >= WORTH_PROCESSES else 1
    return lambda: Tagger(vocabulary, analyzer=analyzer, classifier=TagClassifier(n_jobs=processes))


def _evaluation(
    tagged: Corpus, tagger: Tagger, split: Literal["date", "chance"], progress: Progress | None
) -> Evaluation | None:
    try:
        train_part, test_part = tagged.split(test_size=TEST_SIZE, by=split)
        return evaluate(tagger.fit(train_part, progress=progress), test_part)
    except (CorpusError, TooFewExamplesError):
        return None  # too small to hold anything out; the final training says so if it is too small to learn
