"""The shapes of what the dashboard shows: a model's card, and how editors' verdicts move."""

import datetime
from collections.abc import Callable
from typing import Any, Self

from pydantic import BaseModel, Field

from classifier.feedback import Fall, TagStats, Trends, Week

Label = Callable[[str], str]


class TagFigures(BaseModel):
    """What a model is worth for one tag, on the articles that it was judged on; null where nothing is known."""

    id: str
    label: str
    cold: bool = Field(description="whether it has too few examples, and is suggested by its names only")
    support: int | None = Field(None, description="how many of the articles bear it")
    proposed: int | None = None
    precision: float | None = None
    recall: float | None = None
    f1: float | None = None
    average_precision: float | None = None
    threshold: float | None = None
    automatic: float | None = Field(None, description="the probability from which it is set unseen; null for never")
    automatic_decisions: float | None = None
    automatic_precision: float | None = None
    automatic_recall: float | None = Field(None, description="the share of its articles that the automatic band covers")


class ModelCard(BaseModel):
    """What a version was made of, and is worth."""

    model: str | None = Field(description="the model in service")
    name: str
    in_service: bool
    created: str | None = None
    corpus: dict[str, Any] = Field({}, description="what it learned from: name, documents, fingerprint")
    test: dict[str, Any] = Field({}, description="what it was judged on: documents, fingerprint, split")
    analyzer: dict[str, Any] = {}
    versions: dict[str, Any] = Field({}, description="the libraries that made it")
    figures: dict[str, Any] = Field({}, description="each with its 95 % interval, where there is one")
    tags: list[TagFigures]


class VerdictCounts(BaseModel):
    """How many suggestions editors accepted and rejected, and tags they added."""

    accepted: int
    rejected: int
    added: int
    agreement: float | None = Field(description="accepted of those that were judged")

    @classmethod
    def of(cls, counts: TagStats, **more: Any) -> Self:
        """Return the wire shape of counts."""
        return cls(
            accepted=counts.accepted,
            rejected=counts.rejected,
            added=counts.added,
            agreement=counts.agreement,
            **more,
        )


class TagVerdicts(VerdictCounts):
    """What editors decided about one tag."""

    id: str
    label: str


class WeekVerdicts(VerdictCounts):
    """What editors decided in one week."""

    monday: datetime.date

    @classmethod
    def at(cls, week: Week) -> Self:
        """Return the wire shape of a week."""
        return cls.of(week.counts, monday=week.monday)


class FallOut(BaseModel):
    """A tag that editors accept less than before."""

    id: str
    label: str
    before: VerdictCounts
    latest: VerdictCounts
    since: datetime.date
    chance: float = Field(description="how probable it is that so few of the latest were accepted by chance")

    @classmethod
    def of(cls, fall: Fall, label: Label) -> Self:
        """Return the wire shape of a fall."""
        before, latest = VerdictCounts.of(fall.before), VerdictCounts.of(fall.latest)
        return cls(
            id=fall.tag, label=label(fall.tag), before=before, latest=latest, since=fall.since, chance=fall.chance
        )


class FeedbackStats(BaseModel):
    """How editors' verdicts move."""

    model: str | None
    submissions: int
    overall: VerdictCounts
    weeks: list[WeekVerdicts] = Field(description="the latest 53, oldest first, empty ones too")
    tags: list[TagVerdicts] = Field(description="those with most verdicts first")
    falling: list[FallOut] = Field(description="beyond chance, the surest first")

    @classmethod
    def of(cls, model: str | None, trends: Trends, label: Label) -> Self:
        """Return the wire shape of trends."""
        tags = [TagVerdicts.of(counts, id=id, label=label(id)) for id, counts in trends.tags.items()]
        return cls(
            model=model,
            submissions=trends.submissions,
            overall=VerdictCounts.of(trends.overall),
            weeks=[WeekVerdicts.at(week) for week in trends.weeks],
            tags=sorted(tags, key=lambda one: (-one.accepted - one.rejected - one.added, one.label)),
            falling=[FallOut.of(fall, label) for fall in trends.falls],
        )
