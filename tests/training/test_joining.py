from datetime import date
from pathlib import Path

import pytest

from classifier.corpora import Corpus
from classifier.documents import Document
from classifier.feedback import FeedbackStore, Submission, Verdict
from classifier.training import Conflict, join
from classifier.vocabulary import Tag, Vocabulary

VOCABULARY = Vocabulary([Tag("radio", "Radio"), Tag("fintech", "Fintech"), Tag("web", "Web")])
ARCHIVE = Corpus(
    [
        Document("a", "Un", "Texte un.", date(2020, 1, 1), ("Radio", "Fintech"), "https://example.org/a"),
        Document("b", "Deux", "Texte deux.", date(2020, 1, 2), ("Web",)),
        Document("c", "Trois", "Texte trois."),
    ],
    name="archive",
)


@pytest.fixture
def feedback(tmp_path: Path) -> FeedbackStore:
    return FeedbackStore(tmp_path / "feedback.sqlite")


def say(feedback: FeedbackStore, document: Document, *decisions: str, who: str = "awa") -> int:
    """Record decisions written as "+tag", "=tag" (accepted) or "-tag"."""
    names = {"+": "added", "=": "accepted", "-": "rejected"}
    verdicts = tuple(Verdict(one[1:], names[one[0]]) for one in decisions)  # type: ignore[arg-type]
    return feedback.record(Submission(document, verdicts, (), "small", who))[0]


def tags(corpus: Corpus) -> dict[str, tuple[str, ...]]:
    return {document.id: document.tags for document in corpus}


def test_without_feedback_the_archive_is_itself(feedback: FeedbackStore) -> None:
    joined = join(ARCHIVE, feedback.open(), VOCABULARY)
    assert joined.corpus.fingerprint() == ARCHIVE.fingerprint()
    assert (joined.refusals, joined.conflicts, joined.corpus.name) == ({}, (), "archive")


def test_an_editor_outweighs_the_archive_whichever_way_the_article_is_known(feedback: FeedbackStore) -> None:
    say(feedback, Document("", "Un, relu", "…", url="http://example.org/a/"), "-radio")
    say(feedback, Document("", "Deux", "Texte deux."), "+fintech")
    say(feedback, Document("c", "Trois", "Texte trois, plus long."), "=web", "=radio")
    joined = join(ARCHIVE, feedback, VOCABULARY)
    assert tags(joined.corpus) == {"a": ("Fintech",), "b": ("Web", "Fintech"), "c": ("Web", "Radio")}
    assert {name: joined.facts[name] for name in ("submissions", "judged", "changed", "added", "through")} == {
        "submissions": 3,
        "judged": 3,
        "changed": 3,
        "added": 0,
        "through": 3,
    }


def test_the_order_is_the_editors_where_they_spoke_of_every_tag(feedback: FeedbackStore) -> None:
    say(feedback, Document("a", "", "Relu : a."), "+web", "=fintech", "=radio")
    assert tags(join(ARCHIVE, feedback, VOCABULARY).corpus)["a"] == ("Web", "Fintech", "Radio")
    say(feedback, Document("b", "", "Relu : b."), "+radio")  # nothing on Web: it stays the dominant one
    assert tags(join(ARCHIVE, feedback, VOCABULARY).corpus)["b"] == ("Web", "Radio")


def test_an_archive_without_order_does_not_get_one_from_a_few_editors(feedback: FeedbackStore) -> None:
    alphabetical = Corpus([document.with_tags(*sorted(document.tags)) for document in ARCHIVE])
    say(feedback, Document("a", "", "Relu : a."), "+web", "=radio", "=fintech")
    assert tags(join(alphabetical, feedback, VOCABULARY).corpus)["a"] == ("Fintech", "Radio", "Web")


def test_articles_of_the_feedback_alone_are_added_with_what_is_known(feedback: FeedbackStore, tmp_path: Path) -> None:
    say(feedback, Document("", "Neuf", "Un neuf.", date(2021, 1, 1)), "=radio", "-web")
    say(feedback, Document("d", "Rien", "Ni l’un ni l’autre."), "-radio", "-web")
    joined = join(ARCHIVE, feedback, VOCABULARY)
    added = list(joined.corpus)[3:]
    assert [(one.id, one.text, one.tags) for one in added] == [
        ("retour-1", "Un neuf.", ("Radio",)),
        ("d", "Ni l’un ni l’autre.", ()),
    ]
    assert joined.refusals == {"d": ("Radio", "Web")}
    say(feedback, Document("e", "", "Plus tard."), "=web")
    assert len(joined.corpus) == 5  # what comes while a model is trained waits for the next one
    assert len(join(ARCHIVE, feedback, VOCABULARY, through=1).corpus) == 4
    bare = FeedbackStore(tmp_path / "bare", keep_texts=False)
    say(bare, Document("z", "Neuf", "Un neuf."), "=radio")
    lost = join(ARCHIVE, bare, VOCABULARY)
    assert (len(lost.corpus), lost.facts["lost"]) == (3, 1)


def test_an_article_that_lost_all_its_tags_is_known_by_its_refusals(feedback: FeedbackStore) -> None:
    say(feedback, Document("b", "", "Relu : b."), "-web")
    joined = join(ARCHIVE, feedback, VOCABULARY)
    assert tags(joined.corpus)["b"] == ()
    assert joined.refusals == {"b": ("Web",)}


def test_conflicts_are_listed_and_the_latest_editor_is_kept(feedback: FeedbackStore) -> None:
    say(feedback, Document("a", "Un", "Relu : a."), "-radio", "=fintech")
    say(feedback, Document("a", "Un", "Relu : a."), "=radio", who="binta")
    say(feedback, Document("b", "Deux", "Relu : b."), "+radio", "-web")
    say(feedback, Document("c", "Trois", "Relu : c."), "+radio")  # the archive says nothing of it: no conflict
    assert list(join(ARCHIVE, feedback, VOCABULARY).conflicts) == [
        Conflict("editors", "a", "Un", "Radio", True, (("awa", False), ("binta", True)), True),
        Conflict("archive", "b", "Deux", "Radio", False, (("awa", True),), True),
        Conflict("archive", "b", "Deux", "Web", True, (("awa", False),), False),
    ]


def test_a_tag_that_the_vocabulary_lost_is_told(feedback: FeedbackStore) -> None:
    say(feedback, Document("a", "", "Relu : a."), "+drones")
    joined = join(ARCHIVE, feedback, VOCABULARY)
    assert joined.unknown == {"drones": 1}
    assert tags(joined.corpus)["a"] == ("Radio", "Fintech")
