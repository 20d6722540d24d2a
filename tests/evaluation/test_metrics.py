import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from classifier.evaluation import bootstrap, calibration_error
from classifier.evaluation.metrics import ranks_of


def test_probabilities_that_keep_their_promise_have_no_error() -> None:
    generator = np.random.default_rng(0)
    probabilities = generator.random((20_000, 2))
    Y = (generator.random((20_000, 2)) < probabilities).astype(int)
    assert calibration_error(Y, probabilities) < 0.01
    assert calibration_error(Y, np.sqrt(probabilities)) > 0.1


@given(st.lists(st.floats(0, 1), min_size=2, max_size=8), st.data())
def test_a_rank_counts_the_tags_before_and_the_ties(row: list[float], data: st.DataObject) -> None:
    column = data.draw(st.integers(0, len(row) - 1))
    expected = sum(other >= row[column] for other in row) - 1
    assert ranks_of(np.array([column]), np.array([row])).tolist() == [expected]


def test_more_documents_make_a_narrower_interval() -> None:
    def width(documents: int) -> float:
        hits = np.arange(documents) % 2
        figure = bootstrap(lambda weights: weights @ hits / weights.sum(axis=1), documents)
        return figure.high - figure.low

    assert width(40) > 1.5 * width(400) > 0
