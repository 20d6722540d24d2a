from datetime import date, timedelta

import numpy as np
import pytest

from classifier.corpora import Corpus
from classifier.corpora.splits import stratified_parts
from classifier.documents import Document
from classifier.errors import CorpusError

COUNTS = {"Usuel": 60, "Moyen": 23, "Rare": 5, "Unique": 1}


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    generator = np.random.default_rng(0)
    tags: list[set[str]] = [set() for _ in range(100)]
    for tag, count in COUNTS.items():
        for position in generator.choice(100, count, replace=False):
            tags[position].add(tag)
    day = date(2001, 1, 1)
    return [
        Document(f"a{n}", "", "", day + timedelta(days=n) if n else None, tuple(sorted(of)))
        for n, of in enumerate(tags)
    ]


def test_every_tag_is_spread_evenly_the_rare_ones_too(documents: list[Document]) -> None:
    corpus = Corpus(documents)
    folds = list(corpus.folds(5))
    for tag, count in COUNTS.items():
        found = [test.tag_counts()[tag] for _, test in folds]
        assert sum(found) == count
        assert max(found) - min(found) <= (1 if count <= 5 else 3), tag
    assert all(15 <= len(test) <= 25 for _, test in folds)


def test_chance_alone_spreads_rare_tags_worse(documents: list[Document]) -> None:
    """What the stratification is for: five documents of a tag in five folds are rarely one each by chance."""
    generator = np.random.default_rng(0)
    rare = np.array(["Rare" in document.tags for document in documents])
    uneven = sum(rare[generator.permutation(100)].reshape(5, 20).sum(axis=1).max() > 1 for _ in range(50))
    assert uneven > 40
    for seed in range(10):
        parts = stratified_parts(documents, 5, seed)
        assert max(sum(documents[n].id in part for n in np.flatnonzero(rare)) for part in parts) == 1


def test_every_document_is_tested_once_and_never_learned_from_meanwhile(documents: list[Document]) -> None:
    tested: list[str] = []
    for train, test in Corpus(documents).folds(4):
        ids = {document.id for document in test}
        assert ids.isdisjoint(document.id for document in train)
        assert len(train) + len(test) == len(documents)
        tested += ids
    assert sorted(tested) == sorted(document.id for document in documents)


def test_folds_depend_on_the_seed_and_not_on_the_order(documents: list[Document]) -> None:
    first = stratified_parts(documents, 3, 0)
    assert stratified_parts(documents[::-1], 3, 0) == first
    assert stratified_parts(documents, 3, 1) != first


def test_by_date_the_past_is_learned_and_the_next_block_judged(documents: list[Document]) -> None:
    folds = list(Corpus(documents).folds(4, by="date"))
    assert [(len(train), len(test)) for train, test in folds] == [(20, 20), (40, 20), (60, 20), (80, 20)]
    for train, test in folds:
        latest = max(document.date for document in train if document.date)
        assert all(document.date and document.date > latest for document in test)
    assert documents[0] in folds[0][0]  # without a date: the oldest


@pytest.mark.parametrize(("count", "by"), [(6, "chance"), (5, "date"), (1, "chance")])
def test_more_folds_than_documents_are_refused(documents: list[Document], count: int, by: str) -> None:
    with pytest.raises(CorpusError, match=f"impossible de faire {count} parts de 5 articles"):
        list(Corpus(documents[:5]).folds(count, by=by))  # type: ignore[arg-type]  # a literal, given by a parameter
