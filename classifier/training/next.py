"""Which article next: the untagged and the doubtful ones of an archive whose tagging would teach most."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from classifier.batches import watched
from classifier.corpora import Corpus
from classifier.documents import Document
from classifier.errors import UnknownTagError
from classifier.feedback import Judgements
from classifier.learning import MIN_EXAMPLES
from classifier.tagging import Tagger
from classifier.text import is_readable
from classifier.training.active import Pool, doubts, surprises
from classifier.vocabulary import Vocabulary

POOLED = 20  # articles held for each one asked for, and never fewer than LEAST
LEAST = 500
CAUSES = 3  # tags named for each article


class Cause(NamedTuple):
    """A tag that leaves the model in doubt: its probability and threshold, how many examples it has.

    `in_archive` says whether the archive has it, None for an article without tags.
    """

    label: str
    probability: float
    threshold: float
    examples: int
    in_archive: bool | None


class Pick(NamedTuple):
    """An article to tag next, without its text, and why: the tags in doubt, those that count most first."""

    document: Document
    causes: tuple[Cause, ...]


class Choice(NamedTuple):
    """The articles to tag next, the one that teaches most first, and the tags that lack examples, the rarest first."""

    picks: list[Pick]
    lacking: list[tuple[str, int]]


def next_articles(
    tagger: Tagger,
    archive: Corpus,
    judged: Judgements,
    examples: Mapping[str, int],
    count: int,
    *,
    progress: Callable[[int], None] | None = None,
) -> Choice:
    """Return which articles of an archive editors should tag next; those of which they spoke are left out.

    `examples` tells how many articles each label has been learned from. The archive is read once, in batches, and
    only the articles worth most are held. An article without tags is worth what the model doubts, one with tags what
    the model plainly contradicts.
    """
    vocabulary, thresholds = tagger.vocabulary, tagger.classifier.thresholds_
    known = np.array([examples.get(label, 0) for label in vocabulary.labels], dtype=np.float64)
    pool: Pool[Pick] = Pool(max(POOLED * count, LEAST), known)
    candidates = (one for one in watched(archive, progress) if is_readable(one) and not judged.of(one)[0])
    for document, row, probabilities in tagger.read(candidates):
        borne = _borne(document, vocabulary)
        doubt = surprises(probabilities, borne) if document.tags else doubts(probabilities, thresholds)
        if doubt.any():
            head = Document(document.id, document.title, "", document.date, document.tags, document.url)
            causes = _causes(probabilities, doubt, borne if document.tags else None, tagger, known)
            pool.add(Pick(head, causes), doubt, row)
    lacking = [(label, int(known[column])) for column, label in enumerate(vocabulary.labels)]
    lacking = [one for one in lacking if one[1] < MIN_EXAMPLES]
    return Choice(pool.choose(count), sorted(lacking, key=lambda one: one[1]))


def examples_of(
    learned: Mapping[str, int] | None, archive: Corpus, judgements: Judgements, vocabulary: Vocabulary, *, since: int
) -> Counter[str]:
    """Return how many examples each label has: those a model learned from, and what editors said since.

    Where it is not known what the model learned from (None), the tags of the archive are counted.
    """
    counts: Counter[str] = Counter()
    for name, number in (archive.tag_counts() if learned is None else learned).items():
        try:
            counts[vocabulary.find(name).label] += number
        except UnknownTagError:
            continue
    for _, judgement in judgements:
        borne = {label for label, opinions in judgement.opinions.items() if opinions[-1].bears}
        counts.update(label for label in borne if judgement.opinions[label][-1].number > since)
    return counts


def _borne(document: Document, vocabulary: Vocabulary) -> NDArray[np.int_]:
    found = np.zeros(len(vocabulary), dtype=np.int_)
    for label in document.tags:
        try:
            found[vocabulary.column(label)] = 1
        except UnknownTagError:
            continue  # the archive may use labels that the model never met
    return found


def _causes(
    probabilities: NDArray[np.float64],
    doubt: NDArray[np.float64],
    borne: NDArray[np.int_] | None,
    tagger: Tagger,
    examples: NDArray[np.float64],
) -> tuple[Cause, ...]:
    weights = doubt / (1 + examples)
    order = [int(column) for column in np.argsort(-weights, kind="stable")[:CAUSES] if doubt[column] > 0]
    return tuple(
        Cause(
            tagger.vocabulary[column].label,
            float(probabilities[column]),
            float(tagger.classifier.thresholds_[column]),
            int(examples[column]),
            None if borne is None else bool(borne[column]),
        )
        for column in order
    )
