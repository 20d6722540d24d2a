from datetime import UTC, datetime
from pathlib import Path

import pytest

from classifier.corpora import Corpus
from classifier.errors import ModelError, RegressionError, UnknownVersionError
from classifier.evaluation import Evaluation, evaluate
from classifier.store import ModelStore
from classifier.tagging import Tagger

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def good(tagger: Tagger, small_corpus: Corpus) -> Evaluation:
    return evaluate(tagger, small_corpus)


def worse(evaluation: Evaluation) -> Evaluation:
    return Evaluation(
        evaluation.labels,
        evaluation.Y,
        1 - evaluation.probabilities,
        evaluation.thresholds,
        evaluation.dominant,
        evaluation.corpus,
    )


def test_versions_are_named_by_day_and_letter(tagger: Tagger, tmp_path: Path) -> None:
    store = ModelStore(tmp_path)
    assert [store.save(tagger, now=NOON) for _ in range(2)] == ["2026-11-22-a", "2026-11-22-b"] == store.versions()
    assert store.current() is None
    assert [path.name for path in tmp_path.glob(".*")] == []


@pytest.mark.parametrize("name", ["../up", "current", "", "a/b", ".hidden"])
def test_a_name_that_is_no_folder_name_is_refused(tagger: Tagger, tmp_path: Path, name: str) -> None:
    with pytest.raises(ModelError, match="ne peut pas nommer un modèle"):
        ModelStore(tmp_path).save(tagger, name=name)


def test_a_version_is_never_overwritten(tagger: Tagger, store: ModelStore) -> None:
    with pytest.raises(ModelError, match="« small » existe déjà"):
        store.save(tagger, name="small")


def test_a_save_that_fails_leaves_no_version(tagger: Tagger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = ModelStore(tmp_path)

    def full_disk(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("classifier.store.archive.np.save", full_disk)
        with pytest.raises(OSError, match="No space left"):
            store.save(tagger, name="a")
    assert store.versions() == []
    assert store.save(tagger, name="a") == "a"


def test_promoting_puts_into_service(tagger: Tagger, tmp_path: Path) -> None:
    store = ModelStore(tmp_path)
    for name in ("a", "b"):
        store.promote(store.save(tagger, name=name))
    assert store.current() == "b"
    assert store.manifest().name == "b"


def test_a_worse_model_is_not_promoted_unless_told(tagger: Tagger, good: Evaluation, tmp_path: Path) -> None:
    store = ModelStore(tmp_path)
    store.promote(store.save(tagger, good, name="good"))
    store.save(tagger, worse(good), name="worse")
    with pytest.raises(RegressionError, match="« worse » est moins bon que « good »"):
        store.promote("worse")
    assert store.current() == "good"
    store.promote("worse", allow_regression=True)
    assert store.current() == "worse"


def test_models_measured_on_other_articles_are_not_compared(tagger: Tagger, good: Evaluation, tmp_path: Path) -> None:
    store = ModelStore(tmp_path)
    store.promote(store.save(tagger, good, name="good"))
    other = worse(good)
    other.corpus.clear()
    store.promote(store.save(tagger, other, name="other"))
    assert store.current() == "other"


@pytest.mark.parametrize(
    ("version", "message"), [(None, "aucun modèle en service"), ("absent", "pas de version « absent ».*aucune")]
)
def test_what_is_not_there_is_said_with_what_is(tmp_path: Path, version: str | None, message: str) -> None:
    with pytest.raises(UnknownVersionError, match=message):
        ModelStore(tmp_path).load(version)


def test_the_card_says_what_the_model_is_worth(tagger: Tagger, good: Evaluation, tmp_path: Path) -> None:
    version = ModelStore(tmp_path).save(tagger, good, corpus={"name": "small", "documents": 96, "fingerprint": "f00"})
    card = (tmp_path / version / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert "$" not in card
    for expected in ("`f00`", "| micro F1 | ", "| Radios communautaires | 1", "72 with too few articles"):
        assert expected in card
