import json
from dataclasses import replace

import numpy as np
import pytest
from sklearn.metrics import f1_score

from classifier.evaluation import Comparison, Evaluation


def evaluation(noise: float, seed: int = 1, documents: int = 300) -> Evaluation:
    """Return what a model says that is wrong the more the more noise; the truth is the same for all."""
    truth = np.random.default_rng(0)
    Y = (truth.random((documents, 4)) < 0.3).astype(int)
    Y[:, 0] |= Y.sum(axis=1) == 0
    probabilities = np.clip(0.5 + 0.4 * (Y - 0.5) + noise * (np.random.default_rng(seed).random(Y.shape) - 0.5), 0, 1)
    return Evaluation(list("abcd"), Y, probabilities, np.full(4, 0.5), Y.argmax(axis=1))


def test_figures_are_those_of_scikit_learn_and_the_tags_their_own() -> None:
    old, new = evaluation(0.8), evaluation(0.6, 2)
    comparison = Comparison.of(old, new)
    for average in ("micro", "macro"):
        one = comparison.figures[f"{average}_f1"]
        assert one.old == pytest.approx(f1_score(old.Y, old.predictions, average=average))
        assert one.new == pytest.approx(f1_score(new.Y, new.predictions, average=average))
        assert one.low < one.value < one.high
    assert [tag.label for tag in comparison.tags] == list("abcd")
    assert np.mean([tag.value for tag in comparison.tags]) == pytest.approx(comparison.figures["macro_f1"].value)


def test_worse_is_what_chance_does_not_explain() -> None:
    good, bad = evaluation(0.5), evaluation(1.2)
    assert set(Comparison.of(good, bad).worse) == {"micro_f1", "macro_f1", "first_suggestion"}
    assert Comparison.of(bad, good).worse == {}
    assert Comparison.of(bad, good).reversed().worse.keys() == Comparison.of(good, bad).worse.keys()
    # as good, and wrong elsewhere
    assert Comparison.of(evaluation(0.8), evaluation(0.8, 2)).worse == {}
    same = Comparison.of(good, good)
    assert all((one.value, one.low, one.high) == (0.0, 0.0, 0.0) for one in same.figures.values())


def test_pairs_tell_what_two_intervals_would_not() -> None:
    """A model that is a little worse on one article in fifteen: their own intervals overlap by far."""
    good = evaluation(0.9)
    probabilities = good.probabilities.copy()
    probabilities[::15] = 0.0
    slightly = replace(good, probabilities=probabilities)
    assert slightly.micro_f1.high > good.micro_f1.value
    assert "micro_f1" in Comparison.of(good, slightly).worse


def test_the_same_draws_give_the_same_and_json_keeps_it() -> None:
    old, new = evaluation(0.8), evaluation(0.6, 2)
    comparison = Comparison.of(old, new)
    assert comparison == Comparison.of(old, new)
    read = Comparison.from_dict(json.loads(json.dumps(comparison.to_dict())))
    assert read.to_dict() == comparison.to_dict()
    assert read.figures["micro_f1"].low == pytest.approx(comparison.figures["micro_f1"].low, abs=1e-4)


def test_other_articles_are_no_comparison() -> None:
    with pytest.raises(ValueError, match="not of the same documents"):
        Comparison.of(evaluation(0.5), evaluation(0.5, documents=200))
