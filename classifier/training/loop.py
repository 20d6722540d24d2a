"""The loop: what editors decided makes the next model, beside the one in service."""

from dataclasses import dataclass

from classifier.corpora import Corpus
from classifier.evaluation import Comparison
from classifier.feedback import FeedbackStore
from classifier.store import ModelStore
from classifier.tagging import Progress
from classifier.text import Analysis, DocCache
from classifier.training.joining import Joined
from classifier.training.recipe import Trained, train
from classifier.training.rival import Absence, Rival
from classifier.vocabulary import Vocabulary


@dataclass(frozen=True)
class Candidate:
    """A version that learned from editors too, and how it compares with the one in service.

    Without a `comparison`, `absence` says why; both are None where the corpus is too small to hold anything out.
    """

    trained: Trained
    rival: str | None
    comparison: Comparison | None
    absence: Absence | None


def retrain(
    archive: Corpus,
    joined: Joined,
    feedback: FeedbackStore,
    vocabulary: Vocabulary,
    store: ModelStore,
    *,
    name: str | None = None,
    cache: DocCache | None = None,
    analysis: Analysis = "fast",
    jobs: int = 1,
    progress: Progress | None = None,
) -> Candidate:
    """Train on an archive joined with feedback, save that as a version, and compare it with the one in service.

    Both are judged by the newest articles, from which neither has learned. Nothing is put into service.
    """
    rival = Rival(store, archive, feedback, vocabulary, cache=cache, jobs=jobs, progress=progress)
    trained = train(
        joined.corpus,
        vocabulary,
        store,
        name=name,
        cache=cache,
        analysis=analysis,
        jobs=jobs,
        refusals=joined.refusals,
        facts={"feedback": dict(joined.facts)},
        rivalry=rival,
        progress=progress,
    )
    return Candidate(trained, rival.name, store.comparison(trained.version), rival.absence)
