from dataclasses import replace
from datetime import date

import pytest

from classifier.corpora import Corpus
from classifier.documents import Document
from classifier.drift import ReadArchive, candidates, new_words, over_time, read_archive
from classifier.errors import CorpusError
from classifier.evaluation import OverTime, evaluate, judged
from classifier.tagging import Tagger
from classifier.text import FrenchAnalyzer
from classifier.vocabulary import Tag, Vocabulary

HIDDEN = "Fintech"


def without(hidden: str, corpus: Corpus, vocabulary: Vocabulary, analyzer: FrenchAnalyzer) -> ReadArchive:
    """Return a corpus as read by a model that never heard of one of its tags."""
    known = Vocabulary([tag for tag in vocabulary if tag.label != hidden])
    documents = [one.with_tags(*(tag for tag in one.tags if tag != hidden)) for one in corpus]
    return read_archive(Tagger(known, analyzer=analyzer).fit(judged(documents)), documents)


@pytest.fixture(scope="module")
def archive(small_corpus: Corpus, vocabulary: Vocabulary, analyzer: FrenchAnalyzer) -> ReadArchive:
    return without(HIDDEN, small_corpus, vocabulary, analyzer)


def check_found(archive: ReadArchive, truth: set[str], words: set[str]) -> None:
    """Check that the first group is of a hidden subject: at least half of its articles, and few others."""
    first, *_ = candidates(archive)
    hits = len(truth & {one.id for one in first.documents})
    assert hits >= 0.5 * len(truth)
    assert hits >= 0.8 * len(first.documents)
    assert words & set(first.words)
    assert first.examples == first.documents[:5]
    assert 0 < first.cohesion <= 1


def test_a_subject_that_no_tag_covers_comes_out_first_with_its_words(
    archive: ReadArchive, small_corpus: Corpus
) -> None:
    truth = {one.id for one in small_corpus if HIDDEN in one.tags}
    check_found(archive, truth, {"banque", "paiement", "monnaie"})


def test_so_does_another_one(small_corpus: Corpus, vocabulary: Vocabulary, analyzer: FrenchAnalyzer) -> None:
    hidden = "TIC pour la santé"
    truth = {one.id for one in small_corpus if hidden in one.tags}
    check_found(without(hidden, small_corpus, vocabulary, analyzer), truth, {"enfants", "femmes", "santé"})


def test_the_same_archive_gives_the_same_groups(archive: ReadArchive) -> None:
    first, again = candidates(archive), candidates(archive)
    assert first == again
    assert all(len(group.documents) >= 5 for group in first)
    ids = [one.id for group in first for one in group.documents]
    assert len(ids) == len(set(ids))


def test_only_articles_from_a_day_on_are_gathered(archive: ReadArchive) -> None:
    day = sorted(one.date for one in archive.documents if one.date)[50]
    gathered = [one for group in candidates(archive, since=day) for one in group.documents]
    assert gathered
    assert all(one.date and one.date >= day for one in gathered)
    assert candidates(archive, since=date(2100, 1, 1)) == []


@pytest.mark.parametrize("count", [3, 6, 12])
def test_a_tiny_archive_is_no_mishap(tagger: Tagger, small_corpus: Corpus, count: int) -> None:
    tiny = read_archive(tagger, list(small_corpus)[:count])
    assert all(group.words for group in candidates(tiny))
    assert new_words(tiny) == []


def test_an_archive_of_copies_is_no_mishap(tagger: Tagger) -> None:
    same = [Document(str(number), "La radio", "La radio émet à Kolda.") for number in range(12)]
    assert len(candidates(read_archive(tagger, same))) <= 1


def test_too_few_articles_are_refused(tagger: Tagger) -> None:
    with pytest.raises(CorpusError, match="au moins 3 articles à lire ; il y en a 1"):
        read_archive(tagger, [Document("a", "", "Texte."), Document("b", "", " ")])


def test_a_word_that_rises_and_that_no_tag_explains_is_found(tagger: Tagger, small_corpus: Corpus) -> None:
    documents = [replace(one, date=date(2010, 1, 1)) for one in small_corpus]
    recent = [
        replace(one, id=f"new-{one.id}", date=date(2025, 1, 1), text=f"{one.text} Chacun craint les hypertrucages.")
        for one in list(small_corpus)[::4]
    ]
    found = new_words(read_archive(tagger, [*documents, *recent]), since=date(2020, 1, 1))
    words = {one.word: one for one in found}
    assert "hypertrucages" in " ".join(words)
    risen = next(one for word, one in words.items() if "hypertrucages" in word)
    assert (risen.before, risen.since, risen.share_since) == (0, len(recent), 1.0)
    assert risen.examples[0].id.startswith("new-")
    assert "radio" not in words  # a tag explains it


def test_a_word_that_one_tag_explains_is_not_new(tagger: Tagger, small_corpus: Corpus) -> None:
    health = [one for one in small_corpus if one.tags[0] == "TIC pour la santé"]
    recent = [replace(one, id=f"new-{one.id}", date=date(2025, 1, 1)) for one in health]
    old = [replace(one, date=date(2010, 1, 1)) for one in small_corpus if one not in health]
    archive = read_archive(tagger, [*old, *recent])
    assert (archive.tags > 0).any()
    assert not {"santé", "hôpital", "hôpitaux", "médecin", "patients"} & {one.word for one in new_words(archive)}


@pytest.fixture(scope="module")
def dated(small_corpus: Corpus) -> Corpus:
    """Return the small corpus, five eighths of it of one year, the rest of three later ones; two have no date."""
    years = [2001, 2002, 2001, 2003, 2001, 2005, 2001, 2001]
    documents = [replace(one, date=date(years[number % 8], 1, 1)) for number, one in enumerate(small_corpus)]
    documents[6:8] = [replace(one, date=None) for one in documents[6:8]]
    return Corpus(documents, name="dated")


@pytest.fixture(scope="module")
def told(dated: Corpus, vocabulary: Vocabulary) -> OverTime:
    return over_time(dated, six(vocabulary), years=3)


def six(vocabulary: Vocabulary) -> Vocabulary:
    return Vocabulary([tag for tag in vocabulary if tag.label in SIX])


SIX = {
    *("Fintech", "Infrastructures", "Noms de domaine", "Qualité de service", "Radios communautaires"),
    "TIC pour la santé",
}


def test_each_year_is_judged_by_models_of_the_years_before(told: OverTime) -> None:
    assert [(cell.until, cell.year) for cell in told.cells] == [
        *((2001, year) for year in (2002, 2003, 2005)),
        *((2002, year) for year in (2003, 2005)),
        (2004, 2005),
    ]
    assert [learned for _, learned, _ in told.rows()] == [60, 72, 84]  # with those without a date
    assert [cell is None for cell in list(told.rows())[1][2]] == [True, False, False]
    assert told.years == [2002, 2003, 2005]
    assert all(cell.micro_f1.low <= cell.micro_f1.value <= cell.micro_f1.high for cell in told.cells)


def test_a_cell_is_what_training_and_judging_by_hand_give(
    told: OverTime, dated: Corpus, vocabulary: Vocabulary, analyzer: FrenchAnalyzer
) -> None:
    train = dated.filter(lambda one: one.date is None or one.date.year < 2005)
    test = dated.filter(lambda one: one.date is not None and one.date.year == 2005)
    by_hand = evaluate(Tagger(six(vocabulary), analyzer=analyzer).fit(train), test)
    cell = told.cell(2004, 2005)
    assert cell is not None
    assert cell.micro_f1 == pytest.approx(by_hand.micro_f1)
    assert cell.recall_at_1 == pytest.approx(by_hand.recall_at(1))


def test_ages_compare_with_fresh_models_on_the_same_articles(told: OverTime) -> None:
    assert [age.years for age in told.ages] == [1, 2, 3, 4]  # 2005 is judged by models of one, three and four years
    fresh, *_, old = told.ages
    assert fresh.fall == (0, 0, 0)
    assert fresh.micro_f1 == fresh.fresh
    assert old.documents == 12
    assert old.fall.value == pytest.approx(old.micro_f1.value - old.fresh.value)
    assert old.fall.low <= old.fall.value <= old.fall.high
    assert len(told.next_year.Y) == fresh.documents


def test_one_year_alone_cannot_be_judged(small_corpus: Corpus, vocabulary: Vocabulary) -> None:
    one_year = [replace(one, date=date(2020, 5, 1)) for one in small_corpus]
    with pytest.raises(CorpusError, match="au moins deux années"):
        over_time(Corpus(one_year), vocabulary)
    few = [replace(one, date=date(2019 + (number > 3), 5, 1)) for number, one in enumerate(small_corpus)]
    with pytest.raises(CorpusError, match="aucune année n’a assez d’articles avant elle"):
        over_time(Corpus(few), vocabulary)


def test_what_was_merged_counts_as_its_heir_in_every_year(dated: Corpus, vocabulary: Vocabulary) -> None:
    tags = [tag for tag in six(vocabulary) if tag.label != HIDDEN]
    retired = Tag("radios", HIDDEN, retired=date(2006, 1, 1), replaced_by=(tags[0].id,))
    found = over_time(dated, Vocabulary([*tags, retired]), years=1)
    assert found.next_year.Y.sum() == sum(len(one.tags) for one in dated if one.date and one.date.year == 2005)
