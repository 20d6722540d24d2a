"""The promise of the automatic band, on data whose truth is known."""

import numpy as np
import pytest

from classifier.learning import choose_bands, safe_cut

DRAWS = 300


def draw(generator: np.random.Generator, size: int) -> tuple[np.ndarray, np.ndarray]:
    """Return probabilities and labels that keep them, as a calibrated model gives them for a tag of a fifth."""
    probabilities = 1 / (1 + np.exp(3.0 - 4.0 * generator.normal(size=size)))
    return probabilities, (generator.random(size) < probabilities).astype(int)


@pytest.mark.parametrize("precision", [0.8, 0.9, 0.95])
def test_the_promise_is_broken_at_most_once_in_twenty(precision: float) -> None:
    """Labels are drawn from known probabilities, so the true precision above a cut is their mean."""
    generator = np.random.default_rng(7)
    kept = broken = 0
    for _ in range(DRAWS):
        probabilities, y = draw(generator, 3_000)
        cut = safe_cut(probabilities, y, precision=precision, confidence=0.95)
        if np.isfinite(cut):
            above = probabilities[probabilities >= cut]
            broken += above.mean() < precision
            kept += 1
    assert kept > 0.8 * DRAWS  # or the bound would be useless
    assert broken <= 0.05 * DRAWS + 2 * np.sqrt(DRAWS * 0.05 * 0.95)


def test_a_higher_promise_is_kept_by_fewer() -> None:
    probabilities, y = draw(np.random.default_rng(1), 20_000)
    cuts = [safe_cut(probabilities, y, precision=precision, confidence=0.95) for precision in (0.7, 0.8, 0.9)]
    assert cuts == sorted(cuts)
    assert cuts[0] < cuts[2] < 1


def test_a_tag_without_enough_evidence_has_no_automatic_band() -> None:
    assert safe_cut(np.linspace(0.5, 1.0, 40), np.ones(40, dtype=int), precision=0.95, confidence=0.95) == np.inf


def test_equal_probabilities_are_not_parted() -> None:
    probabilities, y = np.full(200, 0.9), np.r_[np.ones(100, dtype=int), np.zeros(100, dtype=int)]
    assert safe_cut(probabilities, y, precision=0.95, confidence=0.95) == np.inf


def test_bands_lie_in_order_and_few_bearers_are_silent() -> None:
    probabilities, y = draw(np.random.default_rng(2), 5_000)
    thresholds = np.array([0.4])
    bands = choose_bands(probabilities[:, None], y[:, None], thresholds, precision=0.9)
    assert bands.review[0] <= thresholds[0] < bands.automatic[0] < 1
    assert (probabilities[y == 1] < bands.review[0]).mean() <= 0.05


def test_a_tag_that_nobody_bears_is_never_automatic() -> None:
    bands = choose_bands(np.full((50, 1), 0.01), np.zeros((50, 1), dtype=int), np.array([0.5]))
    assert bands.automatic[0] == np.inf
