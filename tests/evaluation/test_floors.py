import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from classifier.errors import DataError, RegressionError
from classifier.evaluation import Evaluation, Floors

PINNED = Path(__file__).parents[2] / "benchmarks" / "floors.json"
Y = (np.arange(600).reshape(100, 6) % 7 == 0).astype(int)
FACTS: dict[str, object] = {"name": "essai", "documents": 100, "fingerprint": "abc"}


def evaluation(said: np.ndarray, **facts: object) -> Evaluation:
    return Evaluation(list("abcdef"), Y, said, np.full(6, 0.5), Y.argmax(axis=1), corpus=FACTS | facts)


GOOD = evaluation(Y + 0.0)
BAD = evaluation(Y * np.where(np.arange(100) % 3, 1.0, 0.4)[:, None])  # a third is missed


@pytest.fixture
def floors() -> Floors:
    return Floors.of(GOOD, split="all")


def test_what_was_pinned_holds_and_survives_the_file(floors: Floors, tmp_path: Path) -> None:
    floors.write(tmp_path / "floors.json")
    again = Floors.read(tmp_path / "floors.json")
    assert again == floors
    assert again.broken_by(GOOD) == []


def test_each_broken_floor_is_named_with_both_figures(floors: Floors) -> None:
    broken = floors.broken_by(BAD)
    assert any(one.startswith("micro_f1 est tombé à 0.") and "plancher de 1.0000" in one for one in broken)
    assert not any("recall_at_5" in one for one in broken)


def test_the_calibration_error_has_a_ceiling(floors: Floors) -> None:
    (broken,) = floors.broken_by(evaluation(np.where(Y, 0.6, 0.3)))
    assert broken.startswith("calibration_error est monté à 0.3")


def test_noise_breaks_nothing(floors: Floors) -> None:
    higher = replace(floors, figures={name: value + 0.004 for name, value in floors.figures.items()})
    assert higher.broken_by(GOOD) == []
    assert len(higher.broken_by(GOOD, noise=0.003)) == 4


def test_other_articles_must_be_pinned_anew(floors: Floors) -> None:
    (broken,) = floors.broken_by(evaluation(GOOD.probabilities, fingerprint="def"))
    assert "empreinte abc, pas pour ceux-ci (100, empreinte def). Refixez-les" in broken
    assert floors.updated(evaluation(BAD.probabilities, fingerprint="def")).fingerprint == "def"


def test_a_floor_is_raised_freely_and_lowered_only_when_said(floors: Floors) -> None:
    low = Floors.of(BAD, split="all")
    assert low.updated(GOOD) == floors
    with pytest.raises(RegressionError, match=r"micro_f1 est tombé .* --allow-regression"):
        floors.updated(BAD)
    assert floors.updated(BAD, allow_regression=True) == low


@pytest.mark.parametrize("content", ["[]", "{", '{"figures": {}}', json.dumps({"corpus": "a", "figures": None})])
def test_a_damaged_file_is_said(tmp_path: Path, content: str) -> None:
    path = tmp_path / "floors.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(DataError, match="planchers illisibles"):
        Floors.read(path)


@pytest.mark.slow
def test_the_default_model_keeps_its_floors(default_evaluation: Evaluation) -> None:
    """When the articles or the recipe have changed for the better: python benchmarks/floors.py --update."""
    assert Floors.read(PINNED).broken_by(default_evaluation) == []
