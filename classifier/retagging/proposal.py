"""What a model would change in one article."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from classifier.documents import Document
from classifier.errors import UnknownTagError
from classifier.retagging.archive import Placed, Rules
from classifier.retagging.plan import Article, Change, Options, content_of
from classifier.tagging import Suggestion, Tagger
from classifier.text import is_readable
from classifier.vocabulary import Vocabulary

DIGITS = 4  # of a probability: more is noise, and may differ between processors
WORDS = 5  # pieces of evidence with a change


@dataclass(frozen=True)
class Proposer:
    """Chooses, of all that a model says about an article, what a plan proposes.

    A label that the vocabulary does not know is left alone.
    """

    tagger: Tagger
    options: Options
    _ids: dict[str, str | None] = field(default_factory=dict, repr=False)

    def articles(self, batch: Iterable[Placed], rules: Rules) -> list[Article]:
        """Return the articles of a plan; one without anything to read has no changes."""
        batch = list(batch)
        answers = self.tagger.suggest_batch(
            (document for document, _ in batch if is_readable(document)),
            limit=None,
            explained=True,
            choose=lambda document, suggestions: self._choose(document, suggestions, rules),
        )
        found = {document.id: suggestions for document, suggestions in answers}
        return [self._article(one, found.get(one.document.id, [])) for one in batch]

    def _choose(self, document: Document, suggestions: list[Suggestion], rules: Rules) -> list[Suggestion]:
        """Return the additions, the likeliest dominant one first, then the removals."""
        present = self._present(document)
        taken = {rules.single[id] for id in present if id in rules.single}
        additions: list[Suggestion] = []
        for one in suggestions:
            group = rules.single.get(one.tag.id)
            may_add = one.tag.id not in present and self._is_sure(one) and rules.allow(one.tag.id)
            if len(additions) == self.options.limit or group in taken or not may_add:
                continue
            taken |= {group} if group else set()
            additions.append(one)
        removals = [one for one in suggestions if self.options.remove and one.tag.id in present and _is_unlikely(one)]
        return additions + removals

    def _is_sure(self, one: Suggestion) -> bool:
        return one.band == "automatic" or (one.band == "review" and self.options.band == "review")

    def _article(self, placed: Placed, suggestions: Iterable[Suggestion]) -> Article:
        document, place = placed
        present = self._present(document)
        changes = tuple(_change(one, borne=present.get(one.tag.id)) for one in suggestions)
        return Article(document.id, document.title, document.tags, content_of(document), changes, place)

    def _present(self, document: Document) -> dict[str, str]:
        """Return the tags that an article bears, as far as the vocabulary knows them: id -> the label it bears."""
        return {id: label for label in document.tags if (id := self._id_of(label)) is not None}

    def _id_of(self, label: str) -> str | None:
        if label not in self._ids:  # looking for the labels closest to an unknown one takes long
            self._ids[label] = _find(self.tagger.vocabulary, label)
        return self._ids[label]


def _change(one: Suggestion, *, borne: str | None) -> Change:
    """Return the removal of a tag under the label that the article bears, or the addition of one it does not bear."""
    return Change(
        "add" if borne is None else "remove",
        one.tag.label if borne is None else borne,
        one.tag.id,
        round(one.probability, DIGITS),
        "automatic" if one.band == "automatic" else "review",
        one.source,
        tuple(evidence.words for evidence in one.evidence[:WORDS]),
    )


def _is_unlikely(one: Suggestion) -> bool:
    """Whether there is something to say against a tag; of one that was too rare to learn from, nothing is known."""
    return one.band == "silent" and one.source == "model"


def _find(vocabulary: Vocabulary, label: str) -> str | None:
    try:
        return vocabulary.find(label).id
    except UnknownTagError:
        return None
