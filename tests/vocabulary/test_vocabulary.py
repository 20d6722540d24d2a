import pytest

from classifier.errors import UnknownTagError, VocabularyError
from classifier.vocabulary import Tag, Vocabulary


def test_the_starter_vocabulary_has_the_78_tags_of_the_archive(vocabulary: Vocabulary) -> None:
    assert len(vocabulary) == 78
    assert sum(tag.count for tag in vocabulary) == 81_744
    assert all(tag.scope_note and tag.not_for and tag.mentions and tag.synonyms for tag in vocabulary)


@pytest.mark.parametrize("tag", ["Commerce électronique", "commerce-electronique", "COMMERCE ELECTRONIQUE"])
def test_a_tag_is_found_by_label_id_and_spelling(vocabulary: Vocabulary, tag: str) -> None:
    assert vocabulary.find(tag).id == "commerce-electronique"


def test_a_renamed_tag_is_found_by_its_former_label() -> None:
    vocabulary = Vocabulary([Tag("x", "Twitter"), Tag("y", "Radio")]).rename("Twitter", "X")
    assert vocabulary.find("Twitter").label == "X"
    assert vocabulary.rename("X", "Twitter").find("X").label == "Twitter"


def test_an_unknown_label_is_answered_with_the_closest(vocabulary: Vocabulary) -> None:
    with pytest.raises(UnknownTagError, match=r"« Comerce électronique ».*« Commerce électronique »"):
        vocabulary.find("Comerce électronique")


def test_a_name_that_two_tags_share_is_no_answer() -> None:
    vocabulary = Vocabulary([Tag("a", "Free", former=("Sentel",)), Tag("b", "Yas", former=("Sentel",))])
    with pytest.raises(UnknownTagError, match=r"« Sentel » désigne plusieurs mots-clés : « Free », « Yas »"):
        vocabulary.find("Sentel")


def test_two_tags_may_not_bear_one_label() -> None:
    with pytest.raises(VocabularyError, match="porté par deux mots-clés"):
        Vocabulary([Tag("a", "Radio"), Tag("b", "Radio")])


def test_labels_that_slug_alike_keep_ids_of_their_own() -> None:
    vocabulary = Vocabulary.from_labels(["C++", "C", "c", "été", "ete", "!"])
    assert len({tag.id for tag in vocabulary}) == 6
    assert [vocabulary.find(label).label for label in ("C++", "C", "c")] == ["C++", "C", "c"]
