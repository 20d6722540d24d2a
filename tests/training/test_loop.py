import json
import shutil
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from classifier.corpora import Corpus
from classifier.documents import Document
from classifier.feedback import FeedbackStore, Submission, Verdict
from classifier.store import ModelStore, id_digest
from classifier.store.manifest import Manifest
from classifier.tagging import Tagger
from classifier.text import DocCache
from classifier.training import Candidate, join, retrain, train
from classifier.training.rival import Rival, Translation
from classifier.vocabulary import Tag, Vocabulary

KNOWN = 72  # articles of the archive; editors bring the others


@pytest.fixture(scope="module")
def articles(small_corpus: Corpus) -> list[Document]:
    return sorted(small_corpus, key=lambda one: one.id[::-1])


@pytest.fixture(scope="module")
def archive(articles: list[Document]) -> Corpus:
    return Corpus(articles[:KNOWN], name="archive")


@pytest.fixture(scope="module")
def own(vocabulary: Vocabulary, archive: Corpus) -> Vocabulary:
    """Return the tags of the archive: all others would only be columns of zeros."""
    used = set(archive.tag_counts())
    return Vocabulary([tag for tag in vocabulary if tag.label in used], source="few")


@pytest.fixture(scope="module")
def feedback(articles: list[Document], tmp_path_factory: pytest.TempPathFactory) -> FeedbackStore:
    feedback = FeedbackStore(tmp_path_factory.mktemp("feedback") / "feedback.sqlite")
    for document in articles[KNOWN:]:
        verdicts = tuple(Verdict(tag, "accepted") for tag in document.tags)
        feedback.record(Submission(document.with_tags(), verdicts, who="awa"))
    for document in articles[:4]:
        feedback.record(Submission(document.with_tags(), (Verdict(document.tags[0], "rejected"),), who="awa"))
    return feedback


@pytest.fixture(scope="module")
def models(archive: Corpus, own: Vocabulary, cache: DocCache, tmp_path_factory: pytest.TempPathFactory) -> ModelStore:
    store = ModelStore(tmp_path_factory.mktemp("models"))
    store.promote(train(archive, own, store, name="old", cache=cache).version)
    return store


def candidate(name: str, archive: Corpus, feedback: FeedbackStore, own: Vocabulary, models: ModelStore) -> Candidate:
    return retrain(archive, join(archive, feedback, own), feedback, own, models, name=name)


@pytest.fixture(scope="module")
def first(archive: Corpus, feedback: FeedbackStore, own: Vocabulary, models: ModelStore) -> Candidate:
    return candidate("new", archive, feedback, own, models)


def test_a_candidate_is_compared_on_the_newest_articles_and_not_put_into_service(
    first: Candidate, models: ModelStore, archive: Corpus, feedback: FeedbackStore, own: Vocabulary
) -> None:
    assert (first.rival, first.absence, models.current()) == ("old", None, "old")
    assert first.comparison is not None
    joined = join(archive, feedback, own)
    tagged = joined.corpus.filter(lambda one: bool(one.tags))
    _, held_out = tagged.split(test_size=0.2, by="date")
    assert first.comparison.documents == len(held_out)
    assert first.comparison.figures["micro_f1"].new == pytest.approx(first.trained.evaluation.micro_f1.value, abs=1e-4)  # type: ignore[union-attr]
    manifest = models.manifest("new")
    assert manifest.corpus["feedback"]["through"] == 28
    assert manifest.corpus["documents"] == len(tagged) + len(joined.refusals)
    assert sum(manifest.corpus["examples"].values()) == joined.corpus.tag_counts().total()
    assert models.learned("new").tolist() == sorted(id_digest(one.id) for one in joined.corpus)  # type: ignore[union-attr]


def test_the_same_inputs_give_the_same_model_bit_for_bit_and_the_rival_does_not_know_what_judges_it(
    monkeypatch: pytest.MonkeyPatch,
    first: Candidate,
    archive: Corpus,
    feedback: FeedbackStore,
    own: Vocabulary,
    models: ModelStore,
) -> None:
    lessons: list[set[str]] = []
    fit = Tagger.fit

    def noted(self: Tagger, documents: Corpus, **options: object) -> Tagger:
        lessons.append({document.id for document in documents})
        return fit(self, documents, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Tagger, "fit", noted)
    again = candidate("again", archive, feedback, own, models)
    assert again.comparison == first.comparison
    sums = []
    for name in ("new", "again"):
        files = sorted(path for path in (models.path / name).iterdir() if path.suffix in (".npy", ".json"))
        sums.append(
            {path.name: sha256(path.read_bytes()).hexdigest() for path in files if path.name != "manifest.json"}
        )
    assert len(sums[0]) >= 24
    assert sums[0] == sums[1]
    assert {"comparison.json", "learned.npy", "bears.weights.data.npy"} <= sums[0].keys()

    joined = join(archive, feedback, own)
    _, test = joined.corpus.filter(lambda one: bool(one.tags)).split(test_size=0.2, by="date")
    judges = {document.id for document in test}
    new, old, final = lessons
    everything = {document.id for document in joined.corpus}
    assert new == everything - judges
    assert old == {document.id for document in archive} - judges  # what the old one knew, and nothing of the editors
    assert final == everything


def test_the_next_turn_of_the_loop_knows_what_the_last_one_knew(
    first: Candidate, archive: Corpus, feedback: FeedbackStore, own: Vocabulary, models: ModelStore, tmp_path: Path
) -> None:
    served = ModelStore(tmp_path / "models")
    shutil.copytree(models.path, served.path)
    served.promote("new", allow_regression=True)
    assert first.trained.evaluation is not None
    _, test = join(archive, feedback, own).corpus.filter(lambda one: bool(one.tags)).split(test_size=0.2, by="date")
    found = Rival(served, archive, feedback, own)(first.trained.evaluation, test)
    assert found is not None
    assert found.rival == "new"
    assert all(one.value == 0 == one.low == one.high for one in found.comparison.figures.values())  # nothing was added


@pytest.mark.parametrize("absence", ["none", "unreadable", "unknown", "gone"])
def test_without_a_fair_rival_there_is_no_comparison_and_it_is_said_why(
    absence: str,
    first: Candidate,
    archive: Corpus,
    feedback: FeedbackStore,
    own: Vocabulary,
    models: ModelStore,
    tmp_path: Path,
) -> None:
    store = ModelStore(tmp_path / "models")
    if absence != "none":
        shutil.copytree(models.path / "old", store.path / "old")
        (store.path / "current").write_text("old\n")
    if absence == "unreadable":
        (store.path / "old" / "idf.npy").write_bytes(b"")
    if absence == "unknown":  # a version from before articles were noted, which learned from something else
        (store.path / "old" / "learned.npy").unlink()
        path = store.path / "old" / "manifest.json"
        manifest = json.loads(path.read_text(encoding="utf-8"))
        manifest["corpus"]["fingerprint"] = "f00"
        path.write_text(json.dumps(manifest), encoding="utf-8")
        Manifest(**manifest).write(path.parent)
    elsewhere = Corpus(list(archive)[: KNOWN // 2]) if absence == "gone" else archive
    evaluation = first.trained.evaluation
    assert evaluation is not None
    _, held_out = archive.split(test_size=0.2, by="date")
    rival = Rival(store, elsewhere, feedback, own)
    assert rival(evaluation, held_out) is None
    assert rival.absence == absence


def test_a_rival_of_other_words_is_asked_in_its_own(
    first: Candidate, archive: Corpus, feedback: FeedbackStore, own: Vocabulary, models: ModelStore
) -> None:
    """A tag that was renamed since is the same tag; one that is new the old model never proposes."""
    renamed = own.rename("Fintech", "Finance numérique")
    now = Vocabulary([*renamed, Tag("drones", "Drones")])
    names = Translation(now, own)
    assert names.column("Finance numérique") == names.column("Fintech") == own.column("Fintech")
    assert names.column("Drones") == -1
    assert names.of(("Finance numérique", "Drones")) == ("Fintech",)
    evaluation = first.trained.evaluation
    assert evaluation is not None
    _, test = join(archive, feedback, now).corpus.filter(lambda one: bool(one.tags)).split(test_size=0.2, by="date")
    wider = np.column_stack([evaluation.Y, np.zeros(len(evaluation.Y), dtype=int)])
    said = np.column_stack([evaluation.probabilities, np.full(len(wider), 0.9)])
    cuts = np.append(evaluation.thresholds, 0.5)
    like = replace(evaluation, labels=now.labels, Y=wider, probabilities=said, scores=said, thresholds=cuts)
    found = Rival(models, archive, feedback, now)(like, test)
    assert found is not None
    tags = {one.label: one for one in found.comparison.tags}
    assert (tags["Drones"].old, tags["Drones"].support) == (0.0, 0)
    assert tags["Finance numérique"].support > 0
    assert tags["Finance numérique"].old > 0
