from dataclasses import replace
from datetime import UTC, datetime

from classifier.corpora import Corpus
from classifier.documents import Document
from classifier.feedback import Entry, Judgements, Submission, Verdict, article_digest
from classifier.tagging import Tagger
from classifier.training import examples_of, next_articles
from classifier.vocabulary import Vocabulary

NOBODY = Judgements([], Vocabulary([]))


def said(document: Document, tag: str, number: int = 1) -> Entry:
    submission = Submission(document, (Verdict(tag, "accepted"),))
    return Entry(number, datetime(2026, 1, 1, tzinfo=UTC), article_digest(document), True, submission)


def untagged(corpus: Corpus, count: int) -> list[Document]:
    return [replace(document, id=f"u{n}", tags=()) for n, document in enumerate(list(corpus)[::7][:count])]


def test_articles_without_tags_are_chosen_with_the_tags_in_doubt(tagger: Tagger, starter: Corpus) -> None:
    documents = untagged(starter, 60)
    seen: list[int] = []
    choice = next_articles(tagger, Corpus(documents), NOBODY, {"Fintech": 16}, 5, progress=seen.append)
    assert len({pick.document.id for pick in choice.picks}) == 5
    assert seen == list(range(1, 61))
    for pick in choice.picks:
        assert 1 <= len(pick.causes) <= 3
        assert pick.document.text == ""  # nothing that is not shown is held
        assert all(cause.in_archive is None for cause in pick.causes)
    probabilities = tagger.predict_proba(
        [document for document in documents if document.id == choice.picks[0].document.id]
    )
    column = tagger.vocabulary.column(choice.picks[0].causes[0].label)
    assert choice.picks[0].causes[0].probability == probabilities[0, column]


def test_what_editors_judged_and_what_cannot_be_read_is_left_out(
    tagger: Tagger, starter: Corpus, vocabulary: Vocabulary
) -> None:
    documents = [*untagged(starter, 4), Document("vide", "", " ")]
    judged = Judgements([said(documents[1], "fintech")], vocabulary)
    choice = next_articles(tagger, Corpus(documents), judged, {}, 50)
    assert {pick.document.id for pick in choice.picks} == {"u0", "u2", "u3"}


def test_a_tagged_article_is_chosen_only_where_the_model_contradicts_it(tagger: Tagger, small_corpus: Corpus) -> None:
    documents = list(small_corpus)[:40]
    right = next_articles(tagger, Corpus(documents), NOBODY, {}, 50).picks
    document = documents[0]
    other = next(tag for tag in ("Fintech", "TIC pour la santé") if tag not in document.tags)
    documents[0] = document.with_tags(other)
    found = {pick.document.id: pick for pick in next_articles(tagger, Corpus(documents), NOBODY, {}, 50).picks}
    assert document.id in found
    assert document.id not in {pick.document.id for pick in right}
    causes = {cause.label: cause.in_archive for cause in found[document.id].causes}
    assert causes[other] is True


def test_tags_that_lack_examples_come_with_their_number(tagger: Tagger, starter: Corpus) -> None:
    examples = dict.fromkeys(tagger.vocabulary.labels, 8) | {"Fintech": 2, "Radios communautaires": 1}
    choice = next_articles(tagger, Corpus(untagged(starter, 3)), NOBODY, examples, 2)
    assert choice.lacking == [("Radios communautaires", 1), ("Fintech", 2)]


def test_examples_are_what_was_learned_and_what_editors_said_since(vocabulary: Vocabulary) -> None:
    archive = Corpus([Document("a", "", "Un.", tags=("Fintech", "Inconnu")), Document("b", "", "Deux.")])
    judged = Judgements(
        [said(Document("c", "", "Trois."), "fintech", 1), said(Document("d", "", "Quatre."), "Fintech", 2)], vocabulary
    )
    assert examples_of({"fintech": 7}, archive, judged, vocabulary, since=1) == {"Fintech": 8}
    assert examples_of(None, archive, judged, vocabulary, since=0) == {"Fintech": 3}
