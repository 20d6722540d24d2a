import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from classifier.corpora import Corpus
from classifier.errors import DamagedModelError, ModelError, RegressionError, UnknownTagError, UnknownVersionError
from classifier.evaluation import Comparison, Difference, Evaluation, TagDifference, evaluate
from classifier.store import Contest, ModelStore
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


def contest(low: float, high: float, rival: str = "a") -> Contest:
    figures = {
        "micro_f1": Difference(0.7, 0.7 + (low + high) / 2, low, high),
        "macro_f1": Difference(0.6, 0.6, -0.1, 0.1),
    }
    return Contest(rival, Comparison(200, figures, (TagDifference("Fintech", 12, 0.5, 0.6),)))


def test_a_candidate_worse_beyond_chance_is_refused_whatever_else_was_measured(tagger: Tagger, tmp_path: Path) -> None:
    store = ModelStore(tmp_path)
    store.promote(store.save(tagger, name="a"))
    store.save(tagger, name="worse", contest=contest(-0.05, -0.01))
    store.save(tagger, name="maybe", contest=contest(-0.05, 0.01))
    with pytest.raises(RegressionError, match=r"au-delà du hasard, sur 200 articles .* entre −0,050 et −0,010\)"):
        store.promote("worse")
    assert store.current() == "a"
    store.promote("maybe")
    assert store.current() == "maybe"
    store.promote("worse")  # it was compared with another one: nothing is known
    store.promote("a", allow_regression=True)
    store.promote("worse", allow_regression=True)
    assert store.current() == "worse"


def test_a_comparison_counts_in_both_directions(tagger: Tagger, tmp_path: Path) -> None:
    store = ModelStore(tmp_path)
    store.promote(store.save(tagger, name="a"))
    store.promote(store.save(tagger, name="better", contest=contest(0.01, 0.05)))
    assert store.comparison("a") == contest(0.01, 0.05).comparison.reversed()
    with pytest.raises(RegressionError, match="« a » est moins bon que « better »"):
        store.promote("a")


def test_the_same_articles_and_a_lower_figure_within_chance_pass_when_compared(
    tagger: Tagger, good: Evaluation, tmp_path: Path
) -> None:
    store = ModelStore(tmp_path)
    store.promote(store.save(tagger, good, name="a"))
    store.promote(store.save(tagger, worse(good), name="b", contest=contest(-0.02, 0.01)))
    assert store.current() == "b"


def test_a_broken_comparison_is_told_and_nothing_is_promoted(tagger: Tagger, tmp_path: Path) -> None:
    store = ModelStore(tmp_path)
    store.promote(store.save(tagger, name="a"))
    store.save(tagger, name="b", contest=contest(0.0, 0.1))
    path = tmp_path / "b" / "comparison.json"
    path.write_text(path.read_text().replace("micro", "macro"))
    with pytest.raises(DamagedModelError, match=r"comparison\.json : le contenu ne correspond plus"):
        store.promote("b")
    manifest = json.loads((tmp_path / "b" / "manifest.json").read_text(encoding="utf-8"))
    del manifest["files"]["comparison.json"]
    (tmp_path / "b" / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    path.write_text("{}")
    with pytest.raises(DamagedModelError, match=r"comparison\.json : comparaison illisible"):
        store.promote("b")
    assert store.current() == "a"


def test_rolling_back_goes_back_step_by_step(tagger: Tagger, tmp_path: Path) -> None:
    store = ModelStore(tmp_path)
    with pytest.raises(UnknownVersionError, match="aucun modèle n’était en service avant"):
        store.rollback()
    for name in ("a", "b", "c", "c"):
        store.promote(name if name in store.versions() else store.save(tagger, name=name))
    assert (store.previous(), store.rollback(), store.current()) == ("b", "b", "b")
    store.remove("a")
    store.promote("c")
    store.save(tagger, name="a")
    assert [store.rollback(), store.rollback()] == ["b", "a"]
    with pytest.raises(UnknownVersionError):
        store.rollback()
    assert store.current() == "a"


def test_a_promotion_that_stops_half_way_is_no_step(tagger: Tagger, tmp_path: Path) -> None:
    store = ModelStore(tmp_path)
    for name in ("a", "b"):
        store.promote(store.save(tagger, name=name))
    (tmp_path / "history").write_text("a\nb\n")  # "b" was noted, and the one that was to follow it never came
    assert store.rollback() == "a"
    assert store.previous() is None


def test_a_version_before_that_is_damaged_is_not_gone_back_to(tagger: Tagger, tmp_path: Path) -> None:
    store = ModelStore(tmp_path)
    for name in ("a", "b"):
        store.promote(store.save(tagger, name=name))
    (tmp_path / "a" / "idf.npy").write_bytes(b"")
    with pytest.raises(DamagedModelError, match="idf"):
        store.rollback()
    assert store.current() == "b"


def test_pruning_spares_what_is_or_was_in_service_and_what_nobody_can_read(tagger: Tagger, tmp_path: Path) -> None:
    store = ModelStore(tmp_path)
    for hour, name in enumerate("edcba"):
        store.save(tagger, name=name, now=NOON.replace(hour=hour))
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "manifest.json").write_text("{")
    for name in ("d", "e"):
        store.promote(name)
    assert list(store.prunable(1)) == ["c", "b"]  # "a" is the newest
    assert list(store.prunable(0, spared=["b"])) == ["c", "a"]
    assert [list(store.prunable(keep)) for keep in range(5, 10)] == [[]] * 5  # more than there are
    assert store.prunable(0)["c"] == sum(file.stat().st_size for file in (tmp_path / "c").iterdir())
    store.remove("c")
    assert "c" not in store.versions()
    assert list(tmp_path.glob(".*")) == []
    with pytest.raises(ModelError, match="« e » est en service"):
        store.remove("e")


def test_a_difference_names_what_changed(tagger: Tagger, good: Evaluation, tmp_path: Path) -> None:
    store = ModelStore(tmp_path)
    good = replace(good, corpus={"fingerprint": "f00"})
    store.save(tagger, good, name="a")
    renamed = tagger.vocabulary.rename("Fintech", "Finance numérique")
    classifier = tagger.classifier
    other = Tagger(renamed, analyzer=tagger.analyzer, vectorizer=tagger.vectorizer, classifier=classifier)
    cuts, column = classifier.thresholds_.copy(), renamed.column("Fintech")
    try:
        classifier.thresholds_ = cuts.copy()
        classifier.thresholds_[column] += 0.25
        store.save(other, worse(good), name="b")
    finally:
        classifier.thresholds_ = cuts
    found = store.difference("a", "b")
    assert found.renamed == (("Fintech", "Finance numérique"),)
    assert (found.added, found.removed, found.same_test) == ((), (), True)
    assert found.thresholds[0].label == "Finance numérique"
    assert found.thresholds[0].new - found.thresholds[0].old == pytest.approx(0.25)
    assert not any(one.came or one.left for one in found.terms)
    assert {one.label for one in found.figures} >= {"micro_f1", "macro_f1"}
    assert len(found.about("Finance numérique").terms) == 1
    with pytest.raises(UnknownTagError, match="« Absent »"):
        found.about("Absent")
