"""What a plan would change, counted by tag, with the surest and the least sure examples."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from heapq import nlargest, nsmallest
from typing import NamedTuple

from classifier.retagging.plan import Article, Change

KEPT = 256  # examples that wait before all but the best are let go


class Example(NamedTuple):
    """One change, and the article that it is about."""

    article: Article
    change: Change

    @property
    def sureness(self) -> float:
        """How probable it is that the change is right."""
        return self.change.probability if self.change.action == "add" else 1 - self.change.probability


@dataclass(slots=True)
class TagChanges:
    """How many articles a tag would be added to, surely or after a look, and taken from."""

    tag: str
    automatic: int = 0
    review: int = 0
    removals: int = 0

    def count(self, change: Change) -> None:
        """Count a change."""
        if change.action == "remove":
            self.removals += 1
        elif change.band == "automatic":
            self.automatic += 1
        else:
            self.review += 1

    @property
    def total(self) -> int:
        """The number of changes."""
        return self.automatic + self.review + self.removals


@dataclass(slots=True)
class Summary:
    """What a plan would change."""

    articles: int = 0
    changed: int = 0
    tags: dict[str, TagChanges] = field(default_factory=dict)
    surest: list[Example] = field(default_factory=list)
    least_sure: list[Example] = field(default_factory=list)

    @property
    def changes(self) -> int:
        """The number of changes."""
        return sum(one.total for one in self.tags.values())


def summarize(articles: Iterable[Article], *, examples: int = 5, tag: str | None = None) -> Summary:
    """Return what some articles of a plan would change, all of it or that of one tag; memory stays bounded."""
    summary = Summary()
    for article in articles:
        summary.articles += 1
        changes = [change for change in article.changes if tag in (None, change.tag, change.id)]
        summary.changed += bool(changes)
        for change in changes:
            summary.tags.setdefault(change.id, TagChanges(change.tag)).count(change)
            summary.surest.append(Example(article, change))
            summary.least_sure.append(Example(article, change))
        if len(summary.surest) > KEPT:
            _keep(summary, examples)
    _keep(summary, examples)
    return summary


def _keep(summary: Summary, examples: int) -> None:
    summary.surest = nlargest(examples, summary.surest, key=lambda one: one.sureness)
    summary.least_sure = nsmallest(examples, summary.least_sure, key=lambda one: one.sureness)
