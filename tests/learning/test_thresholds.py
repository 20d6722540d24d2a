import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.learning.thresholds import best_cut, choose_thresholds


def f1_at(cut: float, probabilities: np.ndarray, y: np.ndarray) -> float:
    proposed = probabilities >= cut
    return float(2 * (proposed & (y == 1)).sum() / (proposed.sum() + y.sum()))


@given(st.lists(st.tuples(st.sampled_from([0.0, 0.1, 0.2, 0.5, 0.9, 1.0]), st.integers(0, 1)), min_size=1, max_size=30))
def test_no_other_cut_is_better(pairs: list[tuple[float, int]]) -> None:
    probabilities, y = np.array([p for p, _ in pairs]), np.array([label for _, label in pairs])
    if not y.any():
        return
    best = f1_at(best_cut(probabilities, y), probabilities, y)
    assert all(best >= f1_at(cut, probabilities, y) - 1e-12 for cut in np.linspace(0, 1, 101))


def test_a_tag_with_few_examples_leans_on_the_common_cut() -> None:
    generator = np.random.default_rng(0)
    Y = np.zeros((2000, 2), dtype=int)
    Y[:1000, 0] = 1
    Y[:3, 1] = 1
    probabilities = np.column_stack([np.where(Y[:, 0], 0.7, 0.1), np.where(Y[:, 1], 0.99, 0.9)])
    probabilities += generator.normal(0, 0.01, probabilities.shape)
    common, rare = choose_thresholds(probabilities, Y)
    assert rare == pytest.approx(common, abs=0.6)
    assert abs(rare - common) < abs(best_cut(probabilities[:, 1], Y[:, 1]) - common) / 5
