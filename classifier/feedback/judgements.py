"""What editors, taken together, say of each article: of each tag the latest word counts."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from classifier.documents import Document
from classifier.errors import UnknownTagError
from classifier.feedback.store import Entry
from classifier.feedback.submission import Decision, article_digest
from classifier.vocabulary import Vocabulary

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one submission says of one tag, and in which place."""

    number: int
    place: int
    who: str
    decision: Decision

    @property
    def bears(self) -> bool:
        """Whether the article bears the tag."""
        return self.decision != "rejected"


@dataclass(slots=True)
class Judgement:
    """All that editors said of one article: opinions by label, the oldest first; never its text.

    `number` is its latest submission that kept the text, 0 where none did.
    """

    id: str = ""
    title: str = ""
    number: int = 0
    opinions: dict[str, list[Opinion]] = field(default_factory=dict)

    @property
    def borne(self) -> tuple[str, ...]:
        """The tags that the article bears, in the order of the latest submission, then of those before it."""
        last = {label: opinions[-1] for label, opinions in self.opinions.items() if opinions[-1].bears}
        return tuple(sorted(last, key=lambda label: (-last[label].number, last[label].place)))

    @property
    def refused(self) -> tuple[str, ...]:
        """The tags that the article is known not to bear."""
        return tuple(label for label, opinions in self.opinions.items() if not opinions[-1].bears)

    @property
    def disputed(self) -> tuple[str, ...]:
        """The tags on which people differ; someone who changes his own mind does not.

        Those who gave no name are taken for different people.
        """
        return tuple(label for label, opinions in self.opinions.items() if _differ(opinions))

    def joined(self, other: "Judgement") -> "Judgement":
        """Return both as one, of the same article."""
        newest = max(self, other, key=lambda one: one.number)
        found = Judgement(newest.id or self.id or other.id, newest.title or self.title or other.title, newest.number)
        for label in self.opinions | other.opinions:
            opinions = self.opinions.get(label, []) + other.opinions.get(label, [])
            found.opinions[label] = sorted(opinions, key=lambda one: one.number)
        return found


class Judgements:
    """The judgements of all articles, found again by id, address or text.

    `unknown` counts the verdicts on tags that the vocabulary does not know, by their name.
    """

    def __init__(self, entries: Iterable[Entry], vocabulary: Vocabulary) -> None:
        self.unknown: Counter[str] = Counter()
        self.submissions, self.through = 0, 0
        self._groups: dict[int, Judgement] = {}
        self._of_key: dict[Key, int] = {}
        self._keys: dict[int, list[Key]] = {}
        for entry in entries:
            self.submissions, self.through = self.submissions + 1, entry.number
            keys = keys_of(entry.submission.document, entry.digest)
            self._merge(keys, self._read(entry, vocabulary), entry.number)

    def __iter__(self) -> Iterator[tuple[int, Judgement]]:
        """Iterate over the judgements, each with a number of its own, in the order of their first submission."""
        return iter(sorted(self._groups.items()))

    def of(self, document: Document) -> tuple[frozenset[int], Judgement | None]:
        """Return what is said of an article, and the numbers of the judgements that this is made of."""
        keys = keys_of(document, article_digest(document))
        numbers = frozenset(self._of_key[key] for key in keys if key in self._of_key)
        found: Judgement | None = None
        for number in sorted(numbers):
            found = self._groups[number] if found is None else found.joined(self._groups[number])
        return numbers, found

    def _read(self, entry: Entry, vocabulary: Vocabulary) -> Judgement:
        one = entry.submission
        found = Judgement(one.document.id, one.document.title, entry.number if entry.whole else 0)
        for place, verdict in enumerate(one.verdicts):
            try:
                label = vocabulary.find(verdict.tag).label
            except UnknownTagError:
                self.unknown[verdict.tag] += 1
                continue
            found.opinions[label] = [Opinion(entry.number, place, one.who, verdict.decision)]
        return found

    def _merge(self, keys: list[Key], judgement: Judgement, number: int) -> None:
        """Add a judgement to those that share one of its keys, which become one."""
        same = sorted({self._of_key[key] for key in keys if key in self._of_key})
        for other in same:
            judgement = self._groups.pop(other).joined(judgement)
            keys += self._keys.pop(other)
        number = same[0] if same else number
        self._groups[number], self._keys[number] = judgement, keys
        self._of_key |= dict.fromkeys(keys, number)


def keys_of(document: Document, digest: str) -> list[Key]:
    """Return what an article may be known again by.

    >>> keys_of(Document("a1", "", "…", url="http://www.example.org/a1/"), "d1")
    [('digest', 'd1'), ('id', 'a1'), ('url', 'www.example.org/a1')]
    """
    keys = [("digest", digest)]
    keys += [("id", document.id)] if document.id else []
    return keys + ([("url", _address(document.url))] if document.url else [])


def _address(url: str) -> str:
    """Return an address without what changes while the article stays: protocol, last slash, fragment."""
    try:
        parts = urlsplit(url)
    except ValueError:  # brackets that are no IPv6 address
        return url
    return f"{parts.netloc.lower()}{parts.path.rstrip('/')}{'?' if parts.query else ''}{parts.query}"


def _differ(opinions: list[Opinion]) -> bool:
    pairs = ((one, other) for number, one in enumerate(opinions) for other in opinions[number + 1 :])
    return any(one.bears != other.bears and not (one.who and one.who == other.who) for one, other in pairs)
