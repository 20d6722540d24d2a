"""The simulation of `motscles feedback next` measures what it says it measures."""

import numpy as np
from scipy.sparse import csr_array

from active_learning import RIDGE, START, STEP, STRATEGIES, Data, Light, figures, run, simulate


def data(documents: int = 260, tags: int = 4, terms: int = 30) -> Data:
    generator = np.random.default_rng(0)
    X = generator.random((documents, terms)) * (generator.random((documents, terms)) < 0.3)
    Y = (X @ generator.normal(size=(terms, tags)) > 0.5).astype(int)
    half = documents // 4
    learned, judged = csr_array(X[half:]), csr_array(X[:half])
    products = (learned @ learned.T).toarray(), (judged @ learned.T).toarray()
    return Data(learned, Y[half:], judged, Y[:half], np.full(terms, -1), *products)


def test_the_inner_model_holds_out_what_it_says() -> None:
    made = data()
    rows = np.arange(60)
    inverse = np.linalg.inv(made.kernel[np.ix_(rows, rows)] + RIDGE * np.eye(60))
    truth, rate = made.Y[rows], made.Y[rows].mean(axis=0)
    held_out = truth - (inverse @ (truth - rate)) / np.diag(inverse)[:, None]
    others = rows[1:]
    without = np.linalg.solve(made.kernel[np.ix_(others, others)] + RIDGE * np.eye(59), (truth - rate)[1:])
    np.testing.assert_allclose(held_out[0], made.kernel[0, others] @ without + rate)
    model = Light(made, rows)
    assert 0 < model.threshold < 1
    assert model.probabilities(made.kernel_test).shape == made.Y_test.shape


def test_every_strategy_tags_new_articles_of_the_part_to_learn_from_until_the_goals() -> None:
    made = data()
    for strategy in STRATEGIES:
        steps = [rows for rows, _ in simulate(made, strategy, 3, (2.0, 2.0))]  # goals that nothing reaches
        assert [len(rows) for rows in steps] == [START, START + STEP]
        assert len(set(steps[-1].tolist())) == START + STEP
        assert (steps[0] == steps[1][:START]).all()
    starts = {tuple(next(iter(simulate(made, strategy, 3, (0, 0))))[0]) for strategy in STRATEGIES}
    assert len(starts) == 1  # they all begin with the same articles


def test_what_was_needed_is_the_first_size_that_reaches_a_goal() -> None:
    made = data()
    first, second = (worth for _, worth in simulate(made, "motscles", 1, (2.0, 2.0)))
    found = run(made, "motscles", 1, (first[0], 2.0), recipe=False)
    assert found["needed"] == [START, None]
    assert figures(made, made.Y_test.astype(float), 0.5) == (1.0, 1.0)
    assert len(second) == 2
