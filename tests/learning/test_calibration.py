import numpy as np

from classifier.learning.calibration import fit_sigmoid, sigmoid


def test_calibrated_scores_keep_their_promise() -> None:
    generator = np.random.default_rng(1)
    scores = generator.normal(size=20_000)
    y = (generator.random(20_000) < sigmoid(2.5 * scores - 1.0)).astype(int)
    found = fit_sigmoid(scores, y)
    assert abs(found.slope - 2.5) < 0.15
    assert abs(found.shift + 1.0) < 0.1
    promised = found(scores)
    for low in (0.1, 0.4, 0.7):
        inside = (promised >= low) & (promised < low + 0.2)
        assert abs(promised[inside].mean() - y[inside].mean()) < 0.02


def test_a_few_well_parted_examples_do_not_give_certainty() -> None:
    scores, y = np.array([2.0, 1.8, -1.0, -1.2, -0.9, -1.1]), np.array([1, 1, 0, 0, 0, 0])
    assert 0.6 < fit_sigmoid(scores, y)(scores).max() < 0.9
