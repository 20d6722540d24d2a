import numpy as np
import pytest
from sklearn import metrics

from classifier.evaluation import Decisions, Figure, bootstrap, overall
from classifier.evaluation.intervals import bootstrap_all, mean

GENERATOR = np.random.default_rng(1)
Y = (GENERATOR.random((80, 12)) < 0.2).astype(int)
Y[np.arange(80), GENERATOR.integers(0, 11, 80)] = 1
Y[:, 11] = 0
PROBABILITIES = np.clip(Y * 0.4 + GENERATOR.random((80, 12)) * 0.6, 0, 1)
DECISIONS = Decisions(Y, PROBABILITIES, PROBABILITIES, (PROBABILITIES >= 0.5).astype(int), Y.argmax(axis=1))


@pytest.fixture(scope="module")
def figures() -> dict[str, Figure]:
    return overall(DECISIONS)


@pytest.mark.parametrize("average", ["micro", "macro", "weighted", "samples"])
@pytest.mark.parametrize("name", ["precision", "recall", "f1"])
def test_the_averages_are_those_of_scikit_learn(figures: dict[str, Figure], average: str, name: str) -> None:
    expected = getattr(metrics, f"{name}_score")(Y, DECISIONS.predictions, average=average, zero_division=0)
    ours = "document" if average == "samples" else average
    assert figures[f"{ours}_{name}"].value == pytest.approx(expected)


def test_the_other_figures_are_those_of_scikit_learn(figures: dict[str, Figure]) -> None:
    assert figures["ndcg_at_5"].value == pytest.approx(metrics.ndcg_score(Y, PROBABILITIES, k=5))
    expected = metrics.label_ranking_average_precision_score(Y, PROBABILITIES)
    assert figures["ranking_precision"].value == pytest.approx(expected)
    brier = np.mean([metrics.brier_score_loss(Y[:, tag], PROBABILITIES[:, tag]) for tag in range(11)])
    of_all = (brier * 11 + np.square(PROBABILITIES[:, 11]).mean()) / 12
    assert figures["brier_score"].value == pytest.approx(of_all)


def test_the_first_suggestions_by_hand() -> None:
    truth, said = np.array([[1, 0, 1], [0, 1, 0]]), np.array([[0.9, 0.2, 0.1], [0.8, 0.7, 0.1]])
    found = overall(Decisions(truth, said, said, (said >= 0.5).astype(int), np.array([2, 1])))
    assert {name: found[name].value for name in ("first_suggestion", "recall_at_1", "recall_at_3")} == {
        "first_suggestion": 0.0,
        "recall_at_1": 0.0,
        "recall_at_3": 1.0,
    }
    assert found["precision_at_1"].value == 0.5
    assert found["precision_at_3"].value == pytest.approx((2 / 3 + 1 / 3) / 2)
    assert found["recall_of_all_at_1"].value == 0.25
    assert "recall_at_5" not in found  # there are three tags


def test_the_automatic_band_by_hand() -> None:
    truth, said = np.array([[1, 0, 1], [0, 1, 0]]), np.array([[0.9, 0.2, 0.1], [0.8, 0.7, 0.1]])
    automatic = (said >= [0.75, 0.75, np.inf]).astype(int)
    shown = (said >= 0.15).astype(int)
    found = overall(Decisions(truth, said, said, (said >= 0.5).astype(int), np.array([0, 1]), automatic, shown))
    assert found["automatic_precision"].value == 0.5
    assert found["automatic_recall"].value == pytest.approx(1 / 3)  # of three tags borne, one
    assert found["automatic_share"].value == 0.5  # two of the four that an editor would see


def test_every_figure_has_an_interval_that_holds_it(figures: dict[str, Figure]) -> None:
    assert len(figures) >= 25
    for name, figure in figures.items():
        assert 0 <= figure.low <= figure.value <= figure.high <= 1, name
    assert overall(DECISIONS) == figures


def test_draws_do_not_depend_on_how_many_come_together(monkeypatch: pytest.MonkeyPatch) -> None:
    hits = np.arange(30) % 3 / 2
    at_once = bootstrap(lambda weights: mean(weights, hits), 30)
    monkeypatch.setattr("classifier.evaluation.intervals.CELLS", 200)
    assert bootstrap(lambda weights: mean(weights, hits), 30) == pytest.approx(at_once)


def test_figures_of_one_call_come_from_the_same_draws() -> None:
    hits = (np.arange(30) % 2).astype(float)
    found = bootstrap_all(lambda w: {"a": mean(w, hits), "b": 1 - mean(w, hits)}, 30)
    assert found["a"].low == pytest.approx(1 - found["b"].high)


def test_averages_over_rare_tags_stay_in_their_interval() -> None:
    """Each tag has one document: a third of the tags is absent from a draw, and would count zero there."""
    found = overall(Decisions(np.eye(30, dtype=int), np.eye(30), np.eye(30), np.eye(30, dtype=int), np.arange(30)))
    assert found["macro_f1"].value == 1.0
    assert found["macro_f1"].high == 1.0
    assert found["macro_f1"].low > 0.8
