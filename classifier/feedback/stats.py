"""How often editors agree with what they are shown."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from classifier.feedback.store import Entry
from classifier.feedback.submission import Decision
from classifier.vocabulary import Vocabulary


@dataclass(slots=True)
class TagStats:
    """What was decided about one tag, or with one model."""

    shown: int = 0
    accepted: int = 0
    rejected: int = 0
    added: int = 0

    @property
    def agreement(self) -> float | None:
        """The share of the judged suggestions that were accepted; None where none was judged."""
        judged = self.accepted + self.rejected
        return self.accepted / judged if judged else None

    def count(self, decision: Decision) -> None:
        """Count one decision more."""
        setattr(self, decision, getattr(self, decision) + 1)


@dataclass(slots=True)
class Stats:
    """All submissions counted: overall, for each tag, for each model."""

    submissions: int = 0
    articles: int = 0
    people: int = 0
    overall: TagStats = field(default_factory=TagStats)
    tags: dict[str, TagStats] = field(default_factory=dict)
    models: dict[str, TagStats] = field(default_factory=dict)


def stats(entries: Iterable[Entry], vocabulary: Vocabulary | None = None) -> Stats:
    """Count submissions; with a vocabulary, a tag that was merged since counts as the one that took it over."""

    def now(id: str) -> str:
        heirs = (vocabulary.heirs_of(id) if vocabulary else None) or ()
        return heirs[0].id if len(heirs) == 1 else id

    found = Stats()
    articles, people = set(), set()
    for entry in entries:
        one = entry.submission
        found.submissions += 1
        articles.add(entry.digest)
        people.add(one.who)
        model = found.models.setdefault(one.model or "", TagStats())
        for tag in (now(shown.tag) for shown in one.shown):
            for counts in (found.overall, model, found.tags.setdefault(tag, TagStats())):
                counts.shown += 1
        for verdict in one.verdicts:
            for counts in (found.overall, model, found.tags.setdefault(now(verdict.tag), TagStats())):
                counts.count(verdict.decision)
    found.articles, found.people = len(articles), len(people - {""})
    return found
