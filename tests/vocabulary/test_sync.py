from dataclasses import replace

import pytest

from classifier.vocabulary import SiteGroup, SiteKeyword, Sync, Tag, TagGroup, Vocabulary, compare

THEMES = SiteGroup(1, "Thèmes", mandatory=True, tables=("articles",))
SECTIONS = SiteGroup(2, "Pour les rubriques", tables=("rubriques",))
NOTED = TagGroup("Thèmes", 1, mandatory=True, tables=("articles",))
RADIO = Tag("radio", "Radio", "Ce qui s’écoute.", mentions=("antenne",), count=3, spip=4, rank=2, group=NOTED)
ORANGE = Tag("orange", "Orange", spip=8)


def sync(*tags: Tag, keywords: list[SiteKeyword], groups: list[SiteGroup] | None = None) -> Sync:
    return compare(Vocabulary(tags), keywords, groups or [])


def labels(found: Sync) -> list[str]:
    return found.vocabulary.labels


def test_a_vocabulary_that_follows_its_site_has_nothing_to_change() -> None:
    found = sync(RADIO, keywords=[SiteKeyword(4, "Radio", 1, 2, 3)], groups=[THEMES])
    assert not found.changes
    assert (found.new, found.gone, found.renamed, found.merged, found.folded) == ((), (), [], (), ())
    assert found.vocabulary.tags == (RADIO,)


def test_a_keyword_renamed_on_the_site_keeps_its_tag_and_all_that_was_written_by_hand() -> None:
    found = sync(RADIO, keywords=[SiteKeyword(4, "Radio et podcast", 1, 2, 9)], groups=[THEMES])
    (pair,) = found.renamed
    assert pair.new == replace(RADIO, label="Radio et podcast", former=("Radio",), count=9)
    assert found.vocabulary.find("Radio").id == "radio"


@pytest.mark.parametrize("field", ["former", "synonyms"])
def test_a_site_that_prints_a_former_label_or_a_synonym_decides_what_is_printed(field: str) -> None:
    tag = Tag("x", "X (réseau)", **{field: ("Twitter", "Gazouillis")})  # type: ignore[arg-type]  # both are tuples
    found = sync(tag, keywords=[SiteKeyword(5, "twitter")])
    new = found.vocabulary[0]
    assert (new.label, new.spip) == ("twitter", 5)
    assert "Twitter" not in new.labels
    assert {"X (réseau)", "Gazouillis"} < set(new.labels)
    assert found.new == ()


@pytest.mark.parametrize("label", ["Désengagement de l'Etat", "Désengagement\u00a0de l’Etat"])
def test_apostrophes_and_spaces_rename_nothing(label: str) -> None:
    found = sync(Tag("etat", "Désengagement de l’Etat", spip=3), keywords=[SiteKeyword(3, label)])
    assert found.renamed == []
    assert labels(found) == ["Désengagement de l’Etat"]


def test_another_accent_renames_without_a_former_label() -> None:
    found = sync(Tag("eco", "Economie", spip=3), keywords=[SiteKeyword(3, "Économie")])
    assert (labels(found), found.vocabulary[0].former) == (["Économie"], ())


def test_the_first_time_tags_are_found_by_label_and_tied() -> None:
    found = sync(Tag("radio", "Radio"), keywords=[SiteKeyword(4, "RADIO", 1, 2, 3)], groups=[THEMES])
    new = found.vocabulary[0]
    assert (new.spip, new.rank, new.group, new.count) == (4, 2, NOTED, 3)
    assert (len(found.linked), found.ranked, found.regrouped) == (1, [], [])  # noted, not changed


def test_a_printed_label_finds_its_tag_before_a_synonym_does() -> None:
    tags = [Tag("presse", "Presse", synonyms=("Journal",)), Tag("journal", "Journal")]
    found = sync(*tags, keywords=[SiteKeyword(1, "Journal"), SiteKeyword(2, "Presse")])
    assert [(tag.id, tag.spip) for tag in found.vocabulary] == [("presse", 2), ("journal", 1)]


def test_a_new_keyword_becomes_a_tag_with_an_id_of_its_own() -> None:
    found = sync(
        RADIO, keywords=[SiteKeyword(4, "Radio", 1, 2, 3), SiteKeyword(9, "Radio !", 1, 7, 5), SiteKeyword(10, "+", 1)]
    )
    assert found.folded == ((SiteKeyword(9, "Radio !", 1, 7, 5), RADIO),)  # it looks like a tag that has its keyword
    (new,) = found.new
    assert (new.id, new.label, new.spip) == ("mot-10", "+", 10)
    other = sync(Tag("podcast", "Balado"), keywords=[SiteKeyword(3, "Podcast")])
    assert (other.new[0].id, other.new[0].label) == ("podcast--3", "Podcast")


def test_what_the_site_dropped_is_told_and_kept() -> None:
    found = sync(RADIO, ORANGE, keywords=[SiteKeyword(4, "Radio", 1, 2, 3)], groups=[THEMES])
    assert found.gone == (ORANGE,)
    assert found.vocabulary.tags == (RADIO, ORANGE)
    assert not found.changes


def test_a_keyword_that_takes_over_the_name_of_one_that_is_gone_is_a_merging() -> None:
    found = sync(Tag("sonatel", "Sonatel", spip=7), ORANGE, keywords=[SiteKeyword(7, "Sonatel/Orange")])
    (pair,) = found.merged
    assert [tag.label for tag in pair] == ["Orange", "Sonatel/Orange"]
    assert found.gone == ()
    assert labels(found) == ["Sonatel/Orange", "Orange"]


def test_a_label_that_another_tag_prints_is_left_for_people_to_settle() -> None:
    tags = [Tag("ecrite", "Presse écrite", spip=1), Tag("presse", "Presse", spip=2), Tag("autre", "Autre", spip=3)]
    found = sync(*tags, keywords=[SiteKeyword(1, "Presse"), SiteKeyword(3, "Presse écrite")])
    assert labels(found) == ["Presse écrite", "Presse", "Autre"]
    assert [[tag.label for tag in pair] for pair in found.merged] == [["Presse", "Presse écrite"]]


def test_two_labels_may_change_places() -> None:
    tags = [Tag("a", "Alpha", spip=1), Tag("b", "Bêta", spip=2)]
    found = sync(*tags, keywords=[SiteKeyword(1, "Bêta"), SiteKeyword(2, "Alpha")])
    assert labels(found) == ["Bêta", "Alpha"]


def test_ranks_groups_and_rules_that_changed_are_told() -> None:
    single = replace(THEMES, single=True)
    found = sync(RADIO, keywords=[SiteKeyword(4, "Radio", 1, 5, 3)], groups=[single])
    assert [(pair.old.rank, pair.new.rank) for pair in found.ranked] == [(2, 5)]
    (pair,) = found.regrouped
    assert pair.new.group == replace(NOTED, single=True)


def test_keywords_that_articles_cannot_bear_are_left_aside() -> None:
    found = sync(keywords=[SiteKeyword(1, "Mise en page", 2), SiteKeyword(2, "Radio", 1)], groups=[THEMES, SECTIONS])
    assert ([tag.label for tag in found.new], [one.id for one in found.ignored]) == (["Radio"], [1])


def test_only_the_groups_asked_for_are_taken_but_tied_tags_are_followed() -> None:
    places = SiteGroup(3, "Lieux")
    keywords = [SiteKeyword(4, "Radios", 1, 2, 3), SiteKeyword(5, "Podor", 3), SiteKeyword(6, "Presse", 1)]
    found = compare(Vocabulary([RADIO]), keywords, [THEMES, places], only=["lieux"])
    assert labels(found) == ["Radios", "Podor"]
    assert [one.id for one in found.ignored] == [6]
