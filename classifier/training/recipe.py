"""The recipe: corpus -> tagger -> evaluation -> version."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from classifier.corpora import Corpus
from classifier.errors import CorpusError, TooFewExamplesError, UnknownTagError
from classifier.evaluation import Evaluation, evaluate, judged
from classifier.learning import TagClassifier, processes_for
from classifier.store import Contest, ModelStore, checksum
from classifier.tagging import Progress, Tagger, reading
from classifier.text import Analysis, DocCache, FrenchAnalyzer, article_text, is_readable
from classifier.vocabulary import Vocabulary

TEST_SIZE = 0.2


Refusals = Mapping[str, tuple[str, ...]]
"""By the id of a document: the tags that it is known not to bear, where nothing else is known of it."""
Rivalry = Callable[[Evaluation, Corpus], Contest | None]
"""From what a candidate says of some documents, and these, to its comparison with the model in service."""


@dataclass(frozen=True)
class Trained:
    """A new version: its name, its tagger, and what it is worth (None when the corpus is too small to tell)."""

    version: str
    tagger: Tagger
    evaluation: Evaluation | None


def vocabulary_of(corpus: Corpus, known: Path | None = None) -> Vocabulary:
    """Return the labels that a corpus uses, in alphabetical order, as a vocabulary.

    Where the vocabulary file `known` knows them all, that vocabulary is returned instead.
    """
    labels = sorted(corpus.tag_counts())
    try:
        vocabulary = Vocabulary.read(known) if known else Vocabulary([])
        for label in labels:
            vocabulary.heirs(label)
    except UnknownTagError:
        return Vocabulary.from_labels(labels)
    return vocabulary


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
    refusals: Refusals | None = None,
    facts: Mapping[str, Any] | None = None,
    rivalry: Rivalry | None = None,
    progress: Progress | None = None,
) -> Trained:
    """Train on a part of the corpus, evaluate on the rest, train on all of it, and save that as a version.

    Documents without a tag are left out, nobody having said that they bear none, but for those of `refusals`, of
    which some tags are known to be absent. `facts` are more to say of the corpus in the manifest; `rivalry` compares
    the candidate with the model in service. With a `cache` a text that is analysed in full is analysed once for both
    trainings; the version reads new articles by the same `analysis`.
    """
    if name is not None:
        store.check_name(name)  # now, and not after minutes of training
    corpus = corpus.current(vocabulary)
    tagged = judged(corpus)
    known = _learnable(corpus, refusals) if refusals else tagged
    tagger = beginners(known, vocabulary, cache=cache, analysis=analysis, jobs=jobs, progress=progress)
    held_out = _held_out(tagged, known, split)
    evaluation = _evaluation(held_out, tagger(), refusals, progress) if held_out else None
    contest = rivalry(evaluation, held_out[1]) if rivalry and evaluation and held_out else None
    final = tagger().fit(known, refusals=refusals, progress=progress)
    version = store.save(
        final,
        evaluation,
        name=name,
        corpus={
            "name": corpus.name,
            "documents": len(known),
            "fingerprint": known.fingerprint(),
            "tags": _source(vocabulary),
            "examples": _examples(known, vocabulary),
            **(facts or {}),
        },
        split="the latest" if split == "date" else "drawn by chance, seed 0",
        learned=(document.id for document in known),
        contest=contest,
    )
    return Trained(version, final, evaluation)


def _examples(known: Corpus, vocabulary: Vocabulary) -> dict[str, int]:
    """Return how many articles bear each tag, by its id, in the order of the vocabulary."""
    counts = Counter(dict.fromkeys((tag.id for tag in vocabulary), 0))
    for label, count in known.tag_counts().items():
        counts[vocabulary.find(label).id] += count
    return dict(counts)


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
        for _ in reading(analyzer.analyze(texts), total, progress):
            pass
    processes = processes_for(total, jobs)
    return lambda: Tagger(vocabulary, analyzer=analyzer, classifier=TagClassifier(n_jobs=processes))


def _learnable(corpus: Corpus, refusals: Refusals) -> Corpus:
    return corpus.filter(lambda document: is_readable(document) and (bool(document.tags) or document.id in refusals))


def _held_out(tagged: Corpus, known: Corpus, split: Literal["date", "chance"]) -> tuple[Corpus, Corpus] | None:
    """Return (train, test), or None for a corpus too small; what has no tags can be learned from, not judged by."""
    try:
        train_part, test_part = tagged.split(test_size=TEST_SIZE, by=split)
    except CorpusError:
        return None
    if known is tagged:
        return train_part, test_part
    ids = {document.id for document in test_part}
    return known.filter(lambda document: document.id not in ids), test_part


def _evaluation(
    parts: tuple[Corpus, Corpus], tagger: Tagger, refusals: Refusals | None, progress: Progress | None
) -> Evaluation | None:
    try:
        return evaluate(tagger.fit(parts[0], refusals=refusals, progress=progress), parts[1])
    except (CorpusError, TooFewExamplesError):
        return None  # the final training says so if the corpus is too small to learn from
