"""The shapes of plans and of decisions about them on the wire."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field

from classifier.api.schemas import whole_characters
from classifier.errors import PlanError, ReviewError
from classifier.retagging import (
    Action,
    Answer,
    Counts,
    Listed,
    Numbered,
    OpenPlan,
    Operation,
    PlanBand,
    Where,
    percent_of,
    ranges_of,
)

Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9._:-]{1,100}$")]
Percent = Annotated[int, Field(ge=0, le=100)]
Number = Annotated[int, Field(ge=1, le=2**31)]
CHECKSUM = "9f2c6f1d5d3f4a0c8f0e7b5a1c2d3e4f"
EXAMPLE: dict[str, Any] = {
    "plan": CHECKSUM,
    "operations": [
        {"id": "k3v9", "answer": "accepted", "changes": [17, 18]},
        {"id": "k3va", "answer": "refused", "changes": [19]},
        {"id": "k3vb", "undoes": "k3va"},
        {
            "id": "k3vc",
            "answer": "accepted",
            "where": {"tag": "fintech", "band": "review", "low": 80},
            "expected": 132,
        },
    ],
}


class CountsOut(BaseModel):
    """How many changes have which answer."""

    undecided: int
    accepted: int
    refused: int

    @classmethod
    def of(cls, counts: Counts) -> Self:
        """Return the wire shape of counts."""
        return cls(**counts._asdict())


class PlanListed(BaseModel):
    """A plan, as far as it can be told without reading it."""

    name: str
    source: str = Field(description="the archive that it would change")
    articles: int = Field(description="articles of that archive")
    version: str = Field(description="the model that made it")
    written: datetime.datetime
    counts: CountsOut | None = Field(description="null while nobody decided anything")
    problem: str | None = Field(description="what is wrong with it, in French")

    @classmethod
    def of(cls, one: Listed) -> Self:
        """Return the wire shape of a plan."""
        values = {name: getattr(one, name) for name in ("name", "source", "articles", "version", "written", "problem")}
        return cls(**values, counts=CountsOut.of(one.counts) if one.counts else None)


class PlansResponse(BaseModel):
    """The plans that wait for a review, the newest first."""

    model: str | None
    plans: list[PlanListed]


class PlanTag(BaseModel):
    """A tag of a plan, and how many of its changes there are."""

    id: str
    label: str
    changes: int
    undecided: int


class PlanResponse(BaseModel):
    """One plan, and how far its review is."""

    model: str | None
    name: str
    plan: str = Field(description="the plan's checksum, to send back with decisions")
    source: str
    version: str
    articles: int
    changes: int
    counts: CountsOut
    tags: list[PlanTag]
    bands: list[PlanBand] = Field(description="those that occur")
    actions: list[Action] = Field(description="those that occur")

    @classmethod
    def of(cls, model: str | None, name: str, one: OpenPlan) -> Self:
        """Return the wire shape of an opened plan."""
        plan, answers = one.index.plan, one.review.answers
        tags = [PlanTag(**tag._asdict()) for tag in one.index.tags(answers)]
        bands: tuple[PlanBand, ...] = ("automatic", "review")
        actions: tuple[Action, ...] = ("add", "remove")
        return cls(
            model=model,
            name=name,
            plan=plan.checksum,
            source=str(plan.header.archive["source"]),
            version=str(plan.header.model["version"]),
            articles=plan.articles,
            changes=plan.changes,
            counts=CountsOut.of(one.review.counts()),
            tags=tags,
            bands=[band for band in bands if one.index.mask(Where(band=band), answers).any()],
            actions=[action for action in actions if one.index.mask(Where(action=action), answers).any()],
        )


class ChangeOut(BaseModel):
    """One change that is proposed for an article, and what was answered."""

    number: int
    rank: int = Field(description="its place in the order that was asked for; ask for what comes after it")
    article: str
    title: str
    tags: list[str] = Field(description="those that the article bears now")
    action: Action
    tag: str
    label: str
    probability: float = Field(description="that the article bears the tag")
    percent: int = Field(description="how sure the change is to be right, rounded down")
    band: PlanBand
    words: list[str] = Field(description="the evidence")
    answer: Answer

    @classmethod
    def of(cls, rank: int, one: Numbered, answer: Answer) -> Self:
        """Return the wire shape of a change."""
        article, change = one.article, one.change
        return cls(
            number=one.number,
            rank=rank,
            article=whole_characters(article.id),
            title=whole_characters(article.title),
            tags=list(map(whole_characters, article.tags)),
            action=change.action,
            tag=change.id,
            label=change.tag,
            probability=change.probability,
            percent=percent_of(change),
            band=change.band,
            words=list(map(whole_characters, change.words)),
            answer=answer,
        )


class ChangesResponse(BaseModel):
    """A page of the changes that are meant."""

    model: str | None
    plan: str
    matching: int = Field(description="how many are meant in all")
    before: int = Field(description="how many of them come before this page")
    changes: list[ChangeOut]
    counts: CountsOut = Field(description="of the whole plan")
    undecided: list[int] = Field(description="those without an answer among the ones meant, at each per cent from 0")


class WhereIn(BaseModel):
    """Which changes are meant."""

    model_config = ConfigDict(extra="forbid")

    tag: Annotated[str, Field(max_length=200)] | None = None
    band: PlanBand | None = None
    action: Action | None = None
    low: Percent = 0
    high: Percent = 100

    def undecided(self) -> Where:
        """Return the filter, for changes without an answer."""
        return Where(self.tag, self.band, self.action, "undecided", self.low, self.high)


class _OperationIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    id: Id = Field(description="your name for it; what is sent twice counts once")


class AnswerIn(_OperationIn):
    """The same answer to some changes."""

    answer: Answer
    changes: Annotated[list[Number], Field(min_length=1, max_length=10_000)]

    def operation(self, one: OpenPlan) -> Operation:
        """Return the operation."""
        return Operation(self.id, self.answer, ranges_of(self.changes))


class AnswerAllIn(_OperationIn):
    """The same answer to all changes that a filter means and that have none yet."""

    answer: Answer
    where: WhereIn
    expected: int | None = Field(None, ge=0, description="how many these should be; refused (409) if they are not")

    def operation(self, one: OpenPlan) -> Operation:
        """Return the operation; raise `ReviewError` where it means other changes than were expected."""
        numbers = one.index.numbers(self.where.undecided(), one.review.answers)
        if self.expected not in (None, len(numbers)):
            raise ReviewError(
                f"vous en attendiez {self.expected}, ils sont {len(numbers)} à présent : quelqu’un d’autre a décidé "
                "entre-temps. Vérifiez le nombre, puis recommencez."
            )
        return Operation(self.id, self.answer, ranges_of(numbers))


class UndoIn(_OperationIn):
    """An operation taken back: what was answered before it holds again."""

    undoes: Id

    def operation(self, one: OpenPlan) -> Operation:
        """Return the operation."""
        return Operation(self.id, undoes=self.undoes)


class DecisionsRequest(BaseModel):
    """Some operations on the review of a plan, in order; all of them are kept, or none."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [EXAMPLE]})

    plan: Annotated[str, Field(max_length=100)] = Field(description="the checksum of the plan that was looked at")
    operations: Annotated[list[AnswerIn | AnswerAllIn | UndoIn], Field(min_length=1, max_length=1_000)]

    def record(self, one: OpenPlan, *, who: str, now: datetime.datetime) -> list["OperationOut"]:
        """Keep the operations; raise `PlanError` where they were meant for another plan."""
        if self.plan != one.index.plan.checksum:
            raise PlanError("le plan a été refait depuis que vous l’avez ouvert. Rechargez la page.")
        at = now.isoformat(timespec="seconds")
        found = [one.review.kept(each.id) or replace(each.operation(one), who=who, at=at) for each in self.operations]
        one.review.record(found)
        return [OperationOut(id=operation.id, changes=len(operation)) for operation in found]


class OperationOut(BaseModel):
    """An operation that is on the disk."""

    id: str
    changes: int = Field(description="how many changes it is about; 0 where it takes another back")


class DecisionsResponse(BaseModel):
    """What was kept: on the disk when this is answered."""

    model: str | None
    plan: str
    operations: list[OperationOut]
    counts: CountsOut


def changes_of(pairs: Iterable[tuple[int, Numbered]], answers: Callable[[int], Answer]) -> list[ChangeOut]:
    """Return the wire shape of a page."""
    return [ChangeOut.of(rank, one, answers(one.number)) for rank, one in pairs]
