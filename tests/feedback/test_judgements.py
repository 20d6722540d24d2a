from datetime import UTC, datetime

from classifier.documents import Document
from classifier.feedback import Entry, Judgements, Submission, Verdict, article_digest
from classifier.vocabulary import Tag, Vocabulary

VOCABULARY = Vocabulary(
    [Tag("radio", "Radio"), Tag("fintech", "Fintech", former=("Argent mobile",)), Tag("web", "Web")]
)
YES, NO, PLUS = "accepted", "rejected", "added"


def entry(number: int, document: Document, *verdicts: tuple[str, str], who: str = "awa", whole: bool = True) -> Entry:
    said = tuple(Verdict(tag, decision) for tag, decision in verdicts)  # type: ignore[arg-type]
    submission = Submission(document, said, (), "small", who)
    return Entry(number, datetime(2026, 1, number, tzinfo=UTC), article_digest(document), whole, submission)


def one(*entries: Entry):  # type: ignore[no-untyped-def]
    ((_, judgement),) = Judgements(entries, VOCABULARY)
    return judgement


def test_the_latest_word_on_each_tag_counts_and_a_tag_has_one_name() -> None:
    document = Document("a", "Un", "Du texte.")
    judgement = one(
        entry(1, document, ("radio", YES), ("Argent mobile", NO)),
        entry(2, document, ("fintech", PLUS)),
    )
    assert (judgement.borne, judgement.refused) == (("Fintech", "Radio"), ())


def test_a_submission_keeps_its_order_whatever_was_said_before() -> None:
    document = Document("a", "Un", "Du texte.")
    before = entry(1, document, ("radio", YES), ("web", YES), whole=False)
    after = entry(2, document, ("web", YES), ("radio", YES), whole=False)
    assert one(before, after).borne == ("Web", "Radio")


def test_an_article_is_known_again_by_id_address_or_text() -> None:
    first = Document("a", "Un", "Du texte.")
    by_text = Document("", "Un", "Du texte.", url="https://example.org/un/")
    by_address = Document("", "Un, corrigé", "Du texte, corrigé.", url="http://EXAMPLE.org/un#suite")
    judgements = Judgements(
        [
            entry(1, by_address, ("radio", YES)),
            entry(2, first, ("web", YES)),
            entry(3, by_text, ("fintech", NO)),  # what ties the two before together
        ],
        VOCABULARY,
    )
    ((number, judgement),) = judgements
    assert (number, judgement.borne, judgement.refused) == (1, ("Web", "Radio"), ("Fintech",))
    for seen in (Document("a", "", ""), by_text, Document("", "", "", url="https://example.org/un")):
        assert judgements.of(seen) == (frozenset({1}), judgement)
    assert judgements.of(Document("b", "", "Un autre.")) == (frozenset(), None)


def test_people_differ_but_someone_may_change_his_mind() -> None:
    document = Document("a", "Un", "Du texte.")
    assert one(entry(1, document, ("radio", YES)), entry(2, document, ("radio", NO))).disputed == ()
    other = entry(2, document, ("radio", NO), who="binta")
    assert one(entry(1, document, ("radio", PLUS)), other).disputed == ("Radio",)
    nameless = entry(1, document, ("radio", YES), who=""), entry(2, document, ("radio", NO), who="")
    assert one(*nameless).disputed == ("Radio",)


def test_verdicts_on_unknown_tags_are_counted() -> None:
    judgements = Judgements([entry(1, Document("a", "", "Du texte."), ("radio", YES), ("Drones", PLUS))], VOCABULARY)
    assert dict(judgements.unknown) == {"Drones": 1}
    assert (judgements.submissions, judgements.through) == (1, 1)
