import numpy as np
import pytest

from classifier.learning.calibration import fit_log_odds, sigmoid

GENERATOR = np.random.default_rng(1)


def test_calibrated_margins_keep_their_promise() -> None:
    margins = GENERATOR.normal(size=20_000)
    y = (GENERATOR.random(20_000) < sigmoid(2.5 * margins - 1.0)).astype(int)
    found = fit_log_odds(margins[:, None], y, own=1)
    assert found.coefficients[0] == pytest.approx(2.5, abs=0.15)
    assert found.bias == pytest.approx(-1.0, abs=0.1)
    promised = sigmoid(found.out_of_sample)
    for low in (0.1, 0.4, 0.7):
        inside = (promised >= low) & (promised < low + 0.2)
        assert abs(promised[inside].mean() - y[inside].mean()) < 0.02


def test_a_few_well_parted_examples_do_not_give_certainty() -> None:
    margins, y = np.array([2.0, 1.8, -1.0, -1.2, -0.9, -1.1]), np.array([1, 1, 0, 0, 0, 0])
    found = fit_log_odds(margins[:, None], y, own=1)
    assert 0.6 < sigmoid(found.bias + found.coefficients[0] * margins).max() < 0.95


def test_leaving_one_out_without_refitting_is_close_to_refitting() -> None:
    features = GENERATOR.normal(size=(120, 12))
    y = (GENERATOR.random(120) < sigmoid(features[:, 0] * 2 + features[:, 1])).astype(int)
    found = fit_log_odds(features, y, own=1)
    refitted = []
    for left_out in range(120):
        kept = np.arange(120) != left_out
        without = fit_log_odds(features[kept], y[kept], own=1)
        refitted.append(without.bias + features[left_out] @ without.coefficients)
    fitted = found.bias + features @ found.coefficients
    assert np.abs(found.out_of_sample - refitted).max() < 0.3 * np.abs(fitted - refitted).max()


def test_data_that_can_be_parted_perfectly_come_to_an_end() -> None:
    margins = np.r_[np.full(200, -1.0), np.full(200, 1.0)]
    found = fit_log_odds(margins[:, None], (margins > 0).astype(int), own=1)
    assert np.isfinite(found.out_of_sample).all()
    assert 2 < found.coefficients[0] < 10
