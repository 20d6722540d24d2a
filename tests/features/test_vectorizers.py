from collections import Counter
from collections.abc import Callable

import numpy as np
import pytest
from spacy.tokens import Doc

from classifier.corpora import Corpus
from classifier.features import (
    ArticleVectorizer,
    CharacterVectorizer,
    EntityVectorizer,
    LemmaVectorizer,
    MentionVectorizer,
    TermVectorizer,
    counts_of_articles,
)
from classifier.features.counted import BATCH_SIZE
from classifier.text import FrenchAnalyzer
from classifier.vocabulary import Tag, Vocabulary

VOCABULARY = Vocabulary(
    [
        Tag("regulation", "Régulation", mentions=("ARTP", "ART", "mise en demeure")),
        Tag("reseaux", "Médias/Réseaux sociaux", synonyms=("réseau social",), mentions=("Facebook",)),
        Tag("culture", "Art et culture", mentions=("exposition",)),
    ]
)
TEXTS = [
    "L'ARTP et les réseaux\nL'ARTP adresse une mise en demeure à l'opérateur de téléphonie de Saint-Louis.",
    "Art\nL'exposition montre l'art du numérique. Des oeuvres partagées sur Facebook et les réseaux sociaux.",
    "\nLes opérateurs de téléphonie : le marché.",
]
VECTORIZERS: list[Callable[[], TermVectorizer]] = [
    lambda: LemmaVectorizer(min_df=1),
    lambda: EntityVectorizer(min_df=1),
    lambda: CharacterVectorizer(min_df=1),
    lambda: CharacterVectorizer(part="title", min_df=1),
    lambda: MentionVectorizer(VOCABULARY),
]


@pytest.fixture(scope="module")
def docs() -> list[Doc]:
    return list(FrenchAnalyzer(names=True).analyze(TEXTS))


def names(vectorizer: TermVectorizer, doc: Doc) -> list[str]:
    return [term.name for term in vectorizer.terms(doc)]


@pytest.mark.parametrize("make", VECTORIZERS)
def test_what_is_counted_is_what_has_a_place(make: Callable[[], TermVectorizer], docs: list[Doc]) -> None:
    vectorizer = make()
    for doc in docs:
        expected: Counter[str] = Counter()
        for name, start, end in vectorizer.terms(doc):
            assert 0 <= start < end <= len(doc.text)
            expected[name] += 2 if start < doc.text.index("\n") else 1
        assert dict(vectorizer.counts(doc)) == dict(expected)


@pytest.mark.parametrize("make", VECTORIZERS)
def test_transforming_the_training_docs_gives_the_training_matrix(
    make: Callable[[], TermVectorizer], docs: list[Doc]
) -> None:
    vectorizer = make()
    fitted = vectorizer.fit_transform(docs)
    assert fitted.shape == (3, len(vectorizer.get_feature_names_out()))
    assert fitted.nnz > 0
    np.testing.assert_array_equal(fitted.toarray(), vectorizer.transform(docs).toarray())


@pytest.mark.parametrize("make", VECTORIZERS)
def test_columns_do_not_depend_on_the_order_of_the_docs(make: Callable[[], TermVectorizer], docs: list[Doc]) -> None:
    one, other = make().fit(docs), make().fit(docs[::-1])
    assert list(one.get_feature_names_out()) == list(other.get_feature_names_out())


def test_lemmas_and_their_pairs(docs: list[Doc]) -> None:
    found = names(LemmaVectorizer(), docs[2])
    assert found == ["lemma:operateur", "lemma:telephonie", "lemma:operateur telephonie", "lemma:marche"]


def test_the_voice_of_a_text_has_features_of_its_own() -> None:
    (doc,) = FrenchAnalyzer().analyze(["\nNous le demandons : que ferez-vous de notre réseau ?"])
    found = [name for name in names(LemmaVectorizer(), doc) if name.startswith("voice:")]
    assert found == ["voice:nous", "voice:vous", "voice:notre", "voice:?"]


def test_names_of_places_carry_their_kind(docs: list[Doc]) -> None:
    assert "loc:saint-louis" in names(EntityVectorizer(), docs[0])


def test_an_acronym_is_not_a_word(docs: list[Doc]) -> None:
    vectorizer = MentionVectorizer(VOCABULARY)
    assert Counter(names(vectorizer, docs[0])) == {"mention:regulation": 3}
    assert "mention:regulation" not in names(vectorizer, docs[1])
    assert Counter(names(vectorizer, docs[1])) == {"mention:culture": 1, "mention:reseaux": 1, "name:reseaux": 1}


def test_mentions_have_two_columns_for_each_tag_whatever_the_docs(docs: list[Doc]) -> None:
    vectorizer = MentionVectorizer(VOCABULARY).fit(docs[:1])
    assert len(vectorizer.get_feature_names_out()) == 6
    assert vectorizer.transform(docs)[[1]].nnz == 3


def test_rows_are_as_long_as_their_scale(docs: list[Doc]) -> None:
    X = LemmaVectorizer(min_df=1, scale=0.5).fit_transform(docs)
    np.testing.assert_allclose(np.sqrt((X.toarray() ** 2).sum(axis=1)), 0.5)


def test_rare_terms_are_left_out_and_frequent_ones_kept_first(docs: list[Doc]) -> None:
    assert set(LemmaVectorizer(min_df=2).fit(docs).get_feature_names_out()) == {
        "lemma:operateur",
        "lemma:telephonie",
        "lemma:operateur telephonie",
        "lemma:reseau",
    }
    assert len(LemmaVectorizer(min_df=1, max_terms=3).fit(docs).get_feature_names_out()) == 3


def test_side_by_side_is_the_parts_side_by_side(docs: list[Doc]) -> None:
    parts = [make() for make in VECTORIZERS]
    together = ArticleVectorizer([make() for make in VECTORIZERS])
    X = together.fit_transform(iter(docs))
    np.testing.assert_array_equal(X.toarray(), np.hstack([part.fit_transform(docs).toarray() for part in parts]))
    assert list(together.get_feature_names_out()) == [n for part in parts for n in part.get_feature_names_out()]
    assert [term.name for term in together.terms(docs[0])] == [n for part in parts for n in names(part, docs[0])]


def test_several_processes_count_what_one_does(starter: Corpus) -> None:
    some, told = Corpus(list(starter)[:300]), list[int]()
    alone = counts_of_articles(some, FrenchAnalyzer(), ArticleVectorizer.of(VOCABULARY))
    shared = counts_of_articles(some, FrenchAnalyzer(jobs=3), ArticleVectorizer.of(VOCABULARY), watch=told.append)
    assert told[-1] == len(some) > 2 * BATCH_SIZE
    for one, other in zip(alone, shared, strict=True):
        assert list(one.columns) == list(other.columns)
        assert (one.matrix() != other.matrix()).nnz == 0
        assert one.matrix().shape[0] == len(some)
