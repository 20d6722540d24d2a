import numpy as np
import pytest

from classifier.evaluation import Evaluation, Head, Reliability, TagsOverTime, calibration_error

Y = np.array([[1, 0, 0], [1, 1, 0], [0, 1, 0], [0, 1, 0]])
SAID = np.array([[0.9, 0.1, 0.0], [0.2, 0.8, 0.0], [0.1, 0.9, 0.0], [0.1, 0.7, 1.0]])
YEARS = (2001, 2001, 2003, None)


@pytest.fixture
def evaluation() -> Evaluation:
    heads = tuple(Head(str(n), "", year) for n, year in enumerate(YEARS))
    return Evaluation(["a", "b", "c"], Y, SAID, np.full(3, 0.5), Y.argmax(axis=1), articles=heads)


def test_the_curve_holds_every_decision_and_explains_the_error(evaluation: Evaluation) -> None:
    curve = Reliability.of(evaluation)
    assert curve.decisions.sum() == Y.size
    error = np.abs(curve.promised - curve.kept) @ curve.decisions / Y.size
    assert error == pytest.approx(calibration_error(Y, SAID))


def test_tags_over_time_count_the_bearers_of_each_year_and_show_the_empty_year(evaluation: Evaluation) -> None:
    over_time = TagsOverTime.of(evaluation)
    assert over_time.years == [2001, 2002, 2003]
    assert dict(zip(over_time.tags, over_time.counts.tolist(), strict=True)) == {"a": [2, 0, 0], "b": [1, 0, 1]}
    assert over_time.documents == [2, 0, 1]
    assert TagsOverTime.of(evaluation, limit=1).tags == ["a"]


def test_without_dates_there_is_no_time(evaluation: Evaluation) -> None:
    undated = Evaluation(["a", "b", "c"], Y, SAID, np.full(3, 0.5), Y.argmax(axis=1))
    assert TagsOverTime.of(undated).years == []
    assert undated.by_year().empty


def test_the_figures_of_a_year_are_those_of_its_documents(evaluation: Evaluation) -> None:
    years = evaluation.by_year()
    assert years.index.tolist() == [2001, 2003]
    assert years["documents"].tolist() == [2, 1]
    assert years["micro_f1"].tolist() == pytest.approx([2 * 2 / (2 + 3), 1.0])
    assert (years["micro_f1_low"].iloc[1], years["micro_f1_high"].iloc[1]) == (1.0, 1.0)
    assert years["recall_at_1"].tolist() == [0.5, 1.0]
