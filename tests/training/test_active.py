import numpy as np
from scipy.sparse import csr_array

from classifier.training.active import Pool, choose, doubts, surprises, worths

EVEN = np.zeros(2)


def test_a_tag_is_most_in_doubt_at_its_own_threshold() -> None:
    found = doubts(np.array([[0.2, 0.2], [0.5, 0.5], [1.0, 0.0]]), np.array([0.2, 0.5]))
    assert found[0, 0] == found[1, 1] == 1.0
    assert found[0, 0] > found[1, 0] > found[2, 0] > 0


def test_only_a_plain_contradiction_is_a_surprise() -> None:
    found = surprises(np.array([[0.95, 0.05], [0.8, 0.2]]), np.array([[0, 1], [0, 1]]))
    assert found.round(2).tolist() == [[0.95, 0.95], [0.0, 0.0]]


def test_rare_tags_come_first() -> None:
    doubt = np.array([[1.0, 0.0], [0.0, 0.5]])
    examples = np.array([50.0, 1.0])
    assert worths(doubt, examples).argmax() == 1
    assert choose(doubt, csr_array(np.eye(2)), examples, 2) == [1, 0]


def test_the_choice_spreads_over_tags_and_over_subjects() -> None:
    by_tags = np.array([[1.0, 0.0], [0.9, 0.0], [0.0, 0.8]])
    assert choose(by_tags, csr_array(np.eye(3)), EVEN, 2) == [0, 2]
    alike = csr_array(np.array([[1.0, 0.0], [0.9, 0.1], [0.0, 1.0]]))
    assert choose(np.array([[1.0], [0.9], [0.3]]), alike, np.array([9.0]), 2) == [0, 2]


def test_it_never_chooses_twice_nor_more_than_there_are() -> None:
    rows = csr_array(np.ones((3, 1)))  # one article three times
    assert sorted(choose(np.ones((3, 2)), rows, EVEN, 9)) == [0, 1, 2]
    assert choose(np.zeros((0, 2)), csr_array((0, 1)), EVEN, 5) == []


def test_a_pool_holds_few_and_chooses_as_if_it_held_the_best() -> None:
    generator = np.random.default_rng(0)
    doubt, rows = generator.random((200, 3)), csr_array(generator.random((200, 5)))
    examples = np.array([3.0, 0.0, 20.0])
    pool: Pool[int] = Pool(20, examples)
    most = 0
    for document in range(200):
        pool.add(document, doubt[document], csr_array(rows[[document]]))
        most = max(most, len(pool.origins))
    assert most < 40
    best = np.sort(np.argsort(-worths(doubt, examples), kind="stable")[:20])
    among = choose(doubt[best], csr_array(rows[best]), examples, 6)
    assert pool.choose(6) == best[among].tolist()
    assert Pool(5, examples).choose(3) == []
