import pytest

from classifier.checking.duplicates import NearDuplicates, SameTexts
from classifier.checking.words import numbers_of

WORDS = [f"mot{number}" for number in range(300)]


@pytest.mark.parametrize(("every", "near"), [(30, True), (15, True), (3, False)])
def test_a_text_is_near_while_most_of_its_words_stay_in_place(every: int, near: bool) -> None:
    changed = [f"autre{n}" if n % every == 0 else word for n, word in enumerate(WORDS)]
    index = NearDuplicates()
    assert index.add(0, numbers_of(WORDS)) is None
    assert (index.add(1, numbers_of(changed)) is not None) is near


def test_the_nearest_of_several_is_named() -> None:
    index = NearDuplicates()
    index.add(7, numbers_of(WORDS[:200]))
    index.add(8, numbers_of(WORDS[:290]))
    found = index.add(9, numbers_of(WORDS))
    assert found is not None
    assert found.key == 8
    assert found.similarity > 0.8


def test_short_notices_are_never_near() -> None:
    index = NearDuplicates()
    assert [index.add(key, numbers_of(WORDS[:19])) for key in (0, 1)] == [None, None]


def test_the_first_of_equal_texts_is_named() -> None:
    same = SameTexts()
    assert [same.add(key, numbers_of(words)) for key, words in enumerate((["a", "b"], ["b", "a"], ["A", "b"]))] == [
        None,
        None,
        0,
    ]
