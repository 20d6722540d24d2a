"""GET /api/plans, GET /api/plans/{name}, its changes, and POST of decisions about them."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Path, Query

from classifier.api.dependencies import CurrentKey, CurrentService
from classifier.api.problems import RESPONSES, Told
from classifier.api.review_schemas import (
    ChangesResponse,
    CountsOut,
    DecisionsRequest,
    DecisionsResponse,
    PlanListed,
    PlanResponse,
    PlansResponse,
    changes_of,
)
from classifier.retagging import Action, Answer, OpenPlan, Order, PlanBand, PlanShelf, Where

router = APIRouter(prefix="/api/plans", tags=["review"])
REFUSALS = {**RESPONSES, 404: RESPONSES[404], 409: RESPONSES[409]}
Name = Annotated[str, Path(max_length=300, description="the name of a file in the folder of plans")]
Share = Annotated[int, Query(ge=0, le=100, description="per cent of sureness")]


@router.get("", responses=RESPONSES)
async def plans(service: CurrentService) -> PlansResponse:
    """List the plans that can be reviewed."""
    found = await service.review(lambda shelf: [PlanListed.of(one) for one in shelf.list()])
    return PlansResponse(model=service.version, plans=found)


@router.get("/{name}", responses=REFUSALS)
async def plan(name: Name, service: CurrentService) -> PlanResponse:
    """Describe a plan and how far its review is."""
    version = service.version
    return await service.review(lambda shelf: PlanResponse.of(version, name, _open(shelf, name)))


@router.get("/{name}/changes", responses=REFUSALS)
async def changes(
    name: Name,
    service: CurrentService,
    tag: Annotated[str | None, Query(max_length=200, description="a tag's id")] = None,
    band: PlanBand | None = None,
    action: Action | None = None,
    answer: Answer | None = None,
    low: Share = 0,
    high: Share = 100,
    order: Order = "plan",
    after: Annotated[int, Query(ge=0, le=2**31, description="the rank of the last change that you have")] = 0,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
) -> ChangesResponse:
    """Return a page of changes; ranks stay as they are while answers are given."""
    where = Where(tag, band, action, answer, low, high)

    def work(shelf: PlanShelf) -> ChangesResponse:
        one = _open(shelf, name)
        answers = one.review.answers
        page = one.index.page(where, answers, order=order, after=after, limit=limit)
        undecided = Where(tag, band, action, "undecided", low, high)
        return ChangesResponse(
            model=service.version,
            plan=one.index.plan.checksum,
            matching=page.matching,
            before=page.before,
            changes=changes_of(page.changes, one.review.answer),
            counts=CountsOut.of(one.review.counts()),
            undecided=one.index.histogram(undecided, answers),
        )

    return await service.review(work)


@router.post("/{name}/decisions", responses=REFUSALS)
async def decide(name: Name, request: DecisionsRequest, service: CurrentService, key: CurrentKey) -> DecisionsResponse:
    """Keep answers to changes; once answered, they are on the disk, beside the plan, for `motscles retag apply`."""
    version, who = service.version, key.name if key else ""

    def work(shelf: PlanShelf) -> DecisionsResponse:
        one = _open(shelf, name)
        operations = request.record(one, who=who, now=datetime.now(UTC))
        counts = CountsOut.of(one.review.counts())
        return DecisionsResponse(model=version, plan=request.plan, operations=operations, counts=counts)

    return await service.review(work)


def _open(shelf: PlanShelf, name: str) -> OpenPlan:
    one = shelf.open(name)
    if one is None:
        raise Told(404, "unknown-plan", "aucun plan ne s’appelle ainsi. Voyez GET /api/plans.")
    return one
