"""An archive and what editors decided, as one corpus: an editor's verdict outweighs the archive."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from classifier.corpora import Corpus
from classifier.documents import Document
from classifier.errors import UnknownTagError
from classifier.feedback import Entry, FeedbackStore, Judgement, Judgements
from classifier.tagging import has_order
from classifier.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Conflict:
    """A tag on which the archive and the editors differ, or editors among themselves; what was kept of it."""

    between: Literal["archive", "editors"]
    article: str
    title: str
    tag: str
    in_archive: bool | None  # None where the archive has no tags for the article, or not the article
    opinions: tuple[tuple[str, bool], ...]  # who, and whether the article bears it, the oldest first
    kept: bool


@dataclass(frozen=True)
class Joined:
    """A corpus with the editors' tags.

    `refusals` gives, for the documents without any known tag of which editors said something, the tags that they
    are known not to bear: nothing is known of their other tags. `facts` says what was joined, for the manifest.
    """

    corpus: Corpus
    refusals: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    conflicts: tuple[Conflict, ...] = ()
    unknown: Mapping[str, int] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)


def join(archive: Corpus, feedback: FeedbackStore, vocabulary: Vocabulary, *, through: int | None = None) -> Joined:
    """Return an archive joined with the feedback, up to a submission's number, by default with all there is now.

    The same article is known by its id, its address or its text. Tags that editors refused go, those that they
    accepted or added come; articles that only the feedback knows are added when their text was kept. Texts do not
    wait in memory: archive and feedback are read again whenever the corpus is.
    """
    entries = feedback.entries() if through is None else _up_to(through, feedback)
    judgements = Judgements(entries, vocabulary)
    work = _Joining(archive, judgements, vocabulary)
    last = judgements.through
    corpus = Corpus(lambda: _documents(archive, feedback, work, last), name=archive.name)
    facts = {"through": last, "submissions": judgements.submissions, **work.counts}
    return Joined(corpus, work.refusals, tuple(work.conflicts), dict(judgements.unknown), facts)


class _Joining:
    """One walk through the archive: what changes in it, and what the feedback adds to it."""

    def __init__(self, archive: Corpus, judgements: Judgements, vocabulary: Vocabulary) -> None:
        self.changes: dict[str, tuple[str, ...]] = {}
        self.alone: dict[int, Document] = {}  # by the number of the submission that holds the text
        self.refusals: dict[str, tuple[str, ...]] = {}
        self.conflicts: list[Conflict] = []
        self.counts = Counter(judged=0, changed=0, added=0, lost=0)
        # an archive that keeps no order of tags would be taken for one that does because of a few editors
        self.ordered = has_order(archive) or not any(document.tags for document in archive)
        self._names = _Names(vocabulary)
        matched: set[int] = set()
        ids: set[str] = set()
        for document in archive:
            ids.add(document.id)
            numbers, judgement = judgements.of(document)
            if judgement is not None:
                matched |= numbers
                self._change(document, judgement)
        for number, judgement in judgements:
            if number not in matched:
                self._add(judgement, number, ids)

    def _change(self, document: Document, judgement: Judgement) -> None:
        archived = self._names.of(document.tags)
        tags = self._in_order(merged(archived, judgement))
        self.counts["judged"] += 1
        self.counts["changed"] += set(tags) != set(archived)
        if tags != document.tags:
            self.changes[document.id] = tags
        self._refuse(document.id, tags, judgement)
        self._compare(document.id, document.title, archived or None, judgement)

    def _add(self, judgement: Judgement, number: int, ids: set[str]) -> None:
        id = judgement.id or f"retour-{number}"
        while id in ids:
            id += "-"
        ids.add(id)
        self._compare(id, judgement.title, None, judgement)
        tags = self._in_order(judgement.borne)
        if not judgement.number:
            self.counts["lost"] += 1  # nothing to read was kept
            return
        self.counts["added"] += 1
        self.alone[judgement.number] = Document(id, "", "", tags=tags)
        self._refuse(id, tags, judgement)

    def _refuse(self, id: str, tags: tuple[str, ...], judgement: Judgement) -> None:
        if not tags and judgement.refused:
            self.refusals[id] = judgement.refused

    def _in_order(self, tags: tuple[str, ...]) -> tuple[str, ...]:
        return tags if self.ordered else tuple(sorted(tags))

    def _compare(self, id: str, title: str, archived: tuple[str, ...] | None, judgement: Judgement) -> None:
        for label, opinions in judgement.opinions.items():
            kept = opinions[-1].bears
            said = tuple((one.who, one.bears) for one in opinions)
            there = None if archived is None else label in archived
            if label in judgement.disputed:
                self.conflicts.append(Conflict("editors", id, title, label, there, said, kept))
            if there is not None and there != kept:
                self.conflicts.append(Conflict("archive", id, title, label, there, said, kept))


class _Names:
    """The printed labels of an archive's own; a label that the vocabulary does not know stays as it is."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._known: dict[str, str] = {}

    def of(self, labels: tuple[str, ...]) -> tuple[str, ...]:
        for label in labels:
            if label not in self._known:
                try:
                    self._known[label] = self._vocabulary.find(label).label
                except UnknownTagError:
                    self._known[label] = label  # said with the article's id when it is learned from
        return tuple(dict.fromkeys(self._known[label] for label in labels))


def merged(archived: tuple[str, ...], judgement: Judgement) -> tuple[str, ...]:
    """Return the tags of an article after its judgement.

    Where editors spoke of every tag of the archive, their order counts; else they only took and added some, and
    the dominant tag stays the archive's.
    """
    borne, refused = judgement.borne, set(judgement.refused)
    kept = tuple(label for label in archived if label not in refused)
    return tuple(dict.fromkeys((*borne, *kept) if set(kept) <= set(borne) else (*kept, *borne)))


def _documents(archive: Corpus, feedback: FeedbackStore, work: _Joining, last: int) -> Iterator[Document]:
    for document in archive:
        tags = work.changes.get(document.id)
        yield document if tags is None else document.with_tags(*tags)
    if not work.alone:
        return
    for entry in _up_to(last, feedback):
        found = work.alone.get(entry.number)
        if found is not None:
            yield replace(entry.submission.document, id=found.id).with_tags(*found.tags)


def _up_to(last: int, feedback: FeedbackStore) -> Iterator[Entry]:
    for entry in feedback.entries():
        if entry.number > last:
            return
        yield entry
