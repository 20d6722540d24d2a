import numpy as np
from scipy.sparse import csr_array

from classifier.learning import sigmoid, warm_up


def test_a_cold_tag_is_weighed_by_its_names_and_a_warm_one_is_left_alone() -> None:
    weights = csr_array(np.array([[1.0, 0.0], [0.0, 0.0], [0.0, 0.0]], dtype=np.float32))
    biases, thresholds = np.array([-1.0, -5.0]), np.array([0.3, 0.3])
    warmed = warm_up(
        weights, biases, thresholds, np.array([False, True]), name_terms=[-1, 1], mention_terms=[-1, 2], scale=0.5
    )
    assert warmed[:, [0]].toarray().ravel().tolist() == [1.0, 0.0, 0.0]
    assert (biases[0], thresholds[0]) == (-1.0, 0.3)
    one_name = np.array([0.0, 0.5, 0.0])
    assert sigmoid(one_name @ warmed.toarray()[:, 1] + biases[1]) == thresholds[1] == 0.5
