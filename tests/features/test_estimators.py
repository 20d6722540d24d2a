"""scikit-learn's own checks, on every estimator of the house."""

from typing import Any

import pytest
from sklearn.base import BaseEstimator, clone
from sklearn.utils import estimator_checks as checks

from classifier.features import (
    ArticleVectorizer,
    CharacterVectorizer,
    EntityVectorizer,
    LemmaVectorizer,
    MentionVectorizer,
)
from classifier.learning import TagClassifier
from classifier.vocabulary import Tag, Vocabulary

VECTORIZERS = [LemmaVectorizer(), EntityVectorizer(), CharacterVectorizer(), MentionVectorizer(), ArticleVectorizer()]
ESTIMATORS = [*VECTORIZERS, TagClassifier(min_examples=3)]
# scikit-learn feeds arrays of numbers to all its other checks, and refuses to run them on estimators that read
# something else (its own text vectorizers included); `test_vectorizers.py` makes the same promises on docs
CHECKS = [
    checks.check_do_not_raise_errors_in_init_or_set_params,
    checks.check_estimator_cloneable,
    checks.check_estimator_repr,
    checks.check_estimator_tags_renamed,
    checks.check_get_params_invariance,
    checks.check_mixin_order,
    checks.check_no_attributes_set_in_init,
    checks.check_parameters_default_constructible,
    checks.check_set_params,
    checks.check_valid_tag_types,
]


EXPECTED_FAILURES = {
    "check_classifier_multioutput": "predict() uses the thresholds that were chosen for each tag; the check wants 0.5",
}


@checks.parametrize_with_checks(  # type: ignore[untyped-decorator]  # scikit-learn has no types
    [TagClassifier(min_examples=3)], expected_failed_checks=lambda estimator: EXPECTED_FAILURES
)
def test_scikit_learn_agrees_on_the_classifier(estimator: BaseEstimator, check: Any) -> None:
    check(estimator)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("estimator", VECTORIZERS, ids=lambda estimator: type(estimator).__name__)
def test_scikit_learn_agrees_on_the_vectorizers(estimator: BaseEstimator, check: Any) -> None:
    check(type(estimator).__name__, estimator)


@pytest.mark.parametrize("estimator", ESTIMATORS, ids=lambda estimator: type(estimator).__name__)
def test_a_clone_has_the_same_parameters_and_has_learned_nothing(estimator: BaseEstimator) -> None:
    copy = clone(estimator)
    assert str(copy.get_params(deep=False)) == str(estimator.get_params(deep=False))
    assert not [name for name in vars(copy) if name.endswith("_") and not name.startswith("_")]


def test_parameters_inside_parameters_survive_cloning() -> None:
    vocabulary = Vocabulary([Tag("radio", "Radio")])
    copy = clone(ArticleVectorizer((LemmaVectorizer(min_df=7), MentionVectorizer(vocabulary))))
    assert [type(one).__name__ for one in copy.vectorizers] == ["LemmaVectorizer", "MentionVectorizer"]
    assert copy.vectorizers[0].min_df == 7
    assert list(copy.vectorizers[1].vocabulary) == list(vocabulary)
