from pathlib import Path

import numpy as np
import pytest

from classifier.documents import Document
from classifier.store import ModelStore, checksum
from classifier.tagging import Tagger, extended
from classifier.vocabulary import Tag, Vocabulary

NEW = Tag("metavers", "Métavers", synonyms=("monde virtuel",), mentions=("avatar",))
ARTICLE = Document("a", "Le métavers s’invite à Dakar", "Un monde virtuel où chaque avatar paie en francs.")


@pytest.fixture(scope="module")
def grown(tagger: Tagger) -> Tagger:
    return extended(tagger, Vocabulary([*tagger.vocabulary, NEW]))


def test_a_new_tag_works_at_once_and_says_that_it_was_not_learned(grown: Tagger) -> None:
    found = {one.tag.id: one for one in grown.suggest(ARTICLE, limit=None)}["metavers"]
    assert found.is_proposed
    assert found.source == "vocabulary"
    assert found.band == "review"
    assert {evidence.words.lower() for evidence in found.evidence} >= {"métavers", "monde virtuel"}


def test_the_tags_that_were_learned_stay_as_they_were(tagger: Tagger, grown: Tagger) -> None:
    before, after = tagger.predict([ARTICLE]), grown.predict([ARTICLE])
    for old, new in zip(before, after, strict=True):
        np.testing.assert_array_equal(old[0], new[0, : len(tagger.vocabulary)])


def test_an_explanation_of_a_new_tag_adds_up(grown: Tagger) -> None:
    probability = grown.predict_proba([ARTICLE])[0, grown.vocabulary.column("metavers")]
    explanation = grown.explain(ARTICLE, "metavers")
    assert explanation.log_odds == pytest.approx(np.log(probability / (1 - probability)))


def test_without_a_new_tag_nothing_changes(tagger: Tagger) -> None:
    assert extended(tagger, tagger.vocabulary) is tagger


def test_a_model_follows_the_file_that_it_learned_from(tagger: Tagger, tmp_path: Path) -> None:
    file = tmp_path / "tags.yaml"
    tagger.vocabulary.write(file)
    store = ModelStore(tmp_path / "models")
    store.save(tagger, name="small", corpus={"tags": {"source": str(file), "checksum": checksum(file)}})
    assert len(store.load("small", tags=file).vocabulary) == len(tagger.vocabulary)
    Vocabulary([*tagger.vocabulary, NEW]).write(file)
    assert store.load("small", tags=file).vocabulary.find("Métavers").id == "metavers"
    assert len(store.load("small").vocabulary) == len(tagger.vocabulary)
    other = tmp_path / "other.yaml"
    Vocabulary([NEW]).write(other)
    assert len(store.load("small", tags=other).vocabulary) == len(tagger.vocabulary)
