from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from classifier.corpora import Corpus
from classifier.documents import Document
from classifier.errors import ModelError
from classifier.evaluation import evaluate, judged
from classifier.store import ModelStore, checksum
from classifier.tagging import Tagger, extended, updated
from classifier.vocabulary import Add, Change, Merge, Part, Rename, Retire, Split, Tag, Vocabulary, replay

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


DAY = date(2026, 11, 28)


def changed(tagger: Tagger, *changes: Change) -> Tagger:
    return updated(tagger, replay(tagger.vocabulary, changes))


def test_a_renamed_tag_is_suggested_under_its_new_label_with_the_same_bits(tagger: Tagger) -> None:
    after = changed(tagger, Rename(date=DAY, tag="fintech", label="Finance numérique"))
    assert after.vocabulary.find("Fintech").label == "Finance numérique"
    np.testing.assert_array_equal(after.predict_proba([ARTICLE]), tagger.predict_proba([ARTICLE]))


def test_what_the_model_says_of_a_merged_tag_counts_for_its_heir(tagger: Tagger, small_corpus: Corpus) -> None:
    a, b = (tagger.vocabulary.column(id) for id in ("radios-communautaires", "tic-pour-la-sante"))
    after = changed(tagger, Merge(date=DAY, tag="radios-communautaires", into="tic-pour-la-sante"))
    heir = after.vocabulary.column("Radios communautaires")
    assert after.vocabulary[heir].id == "tic-pour-la-sante"
    articles = list(small_corpus)
    before, now = tagger.predict_proba(articles), after.predict_proba(articles)
    np.testing.assert_allclose(now[:, heir], np.maximum(before[:, a], before[:, b]))
    others = [column for column in range(len(tagger.vocabulary)) if column not in (a, b)]
    same = [after.vocabulary.column(tagger.vocabulary[column].id) for column in others]
    np.testing.assert_array_equal(now[:, same], before[:, others])
    old, new = tagger.classifier, after.classifier
    was_proposed = np.asarray(before[:, [a, b]] >= old.thresholds_[[a, b]]).any(axis=1)
    assert was_proposed.sum() >= 20
    assert (now[was_proposed, heir] >= new.thresholds_[heir]).all()
    may_be_set = now[:, heir] >= new.automatic_[heir]
    could_be_set = np.asarray((before[:, [a, b]] >= old.automatic_[[a, b]]).any(axis=1))
    assert could_be_set[may_be_set].all()
    truth = after.indicator(articles)[:, heir]
    assert truth.sum() == (tagger.indicator(articles)[:, [a, b]].any(axis=1)).sum() >= 32


def test_an_explanation_of_a_merged_tag_is_that_of_the_member_which_speaks(
    tagger: Tagger, small_corpus: Corpus
) -> None:
    after = changed(tagger, Merge(date=DAY, tag="radios-communautaires", into="tic-pour-la-sante"))
    (article, *_) = (one for one in small_corpus if one.tags[0] == "Radios communautaires")
    probability = after.predict_proba([article])[0, after.vocabulary.column("tic-pour-la-sante")]
    explanation = after.explain(article, "Radios communautaires")
    assert explanation.tag.id == "tic-pour-la-sante"
    assert explanation.log_odds == pytest.approx(np.log(probability / (1 - probability)))
    (first, *_) = after.suggest(article)
    assert first.tag.id == "tic-pour-la-sante"
    assert "radio" in " ".join(evidence.words.lower() for evidence in first.evidence)


def test_a_tag_merged_into_a_new_one_brings_what_was_learned(tagger: Tagger, small_corpus: Corpus) -> None:
    add = Add(date=DAY, tag="ondes", label="Ondes")
    after = changed(tagger, add, Merge(date=DAY, tag="radios-communautaires", into="ondes"))
    article = next(one for one in small_corpus if one.tags[0] == "Radios communautaires")
    (first, *_) = after.suggest(article)
    assert (first.tag.id, first.source) == ("ondes", "model")
    assert first.is_proposed


def test_what_was_retired_or_split_is_not_suggested_and_its_parts_are_found_by_their_names(
    tagger: Tagger, small_corpus: Corpus
) -> None:
    parts = Part("fm", "Radio FM"), Part("en-ligne", "Radio en ligne")
    split = Split(date=DAY, tag="radios-communautaires", into=parts)
    after = changed(tagger, split, Retire(date=DAY, tag="noms-de-domaine"))
    article = next(one for one in small_corpus if one.tags[0] == "Radios communautaires")
    found = {one.tag.id: one for one in after.suggest(replace(article, title="La radio FM"), limit=None)}
    assert not {"radios-communautaires", "noms-de-domaine"} & set(found)
    assert found["fm"].is_proposed
    assert found["fm"].source == "vocabulary"
    assert len(found) == len(tagger.vocabulary)
    assert after.indicator([article]).sum() == len(article.tags) - 1  # waits for an editor
    others = [tag.id for tag in tagger.vocabulary if tag.id not in ("radios-communautaires", "noms-de-domaine")]
    was = {one.tag.id: one.probability for one in tagger.suggest(article, limit=None)}
    now = {one.tag.id: one.probability for one in after.suggest(article, limit=None)}
    assert [now[id] for id in others] == pytest.approx([was[id] for id in others])


def test_a_model_that_follows_a_changed_vocabulary_is_not_saved_as_if_it_had_learned_so(
    tagger: Tagger, tmp_path: Path
) -> None:
    after = changed(tagger, Retire(date=DAY, tag="fintech"))
    with pytest.raises(ModelError, match="réentraînez-le"):
        ModelStore(tmp_path).save(after)


def test_an_archive_and_feedback_from_before_a_change_train_and_judge_as_after_it(
    tagger: Tagger, small_corpus: Corpus
) -> None:
    changes = [
        Rename(date=DAY, tag="fintech", label="Finance numérique"),
        Merge(date=DAY, tag="radios-communautaires", into="tic-pour-la-sante"),
        Retire(date=DAY, tag="noms-de-domaine"),
    ]
    after = changed(tagger, *changes)
    by_hand = {"Fintech": "Finance numérique", "Radios communautaires": "TIC pour la santé", "Noms de domaine": None}
    renamed = [
        one.with_tags(*dict.fromkeys(now for tag in one.tags if (now := by_hand.get(tag, tag)))) for one in small_corpus
    ]
    renamed = [one for one in renamed if one.tags]
    assert len(renamed) < len(small_corpus)
    old, new = evaluate(after, small_corpus), evaluate(after, renamed)
    np.testing.assert_array_equal(old.Y, new.Y)
    np.testing.assert_array_equal(old.dominant, new.dominant)
    taught = judged(small_corpus, after.vocabulary)
    np.testing.assert_array_equal(after.indicator(taught), after.indicator(renamed))
    ids = [one.with_tags(*(tagger.vocabulary.find(tag).id for tag in one.tags)) for one in small_corpus]  # as feedback
    np.testing.assert_array_equal(after.indicator(judged(ids, after.vocabulary)), after.indicator(renamed))
