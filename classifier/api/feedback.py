"""POST /api/feedback and GET /api/feedback."""

from fastapi import APIRouter, Query, Response

from classifier.api.dependencies import CurrentKey, CurrentService
from classifier.api.feedback_schemas import EntryOut, FeedbackList, FeedbackRequest, FeedbackResponse
from classifier.api.problems import RESPONSES

router = APIRouter(prefix="/api", tags=["feedback"])


@router.post(
    "/feedback",
    status_code=201,
    responses={
        **RESPONSES,
        200: {"model": FeedbackResponse, "description": "This submission was received before"},
        409: RESPONSES[409],
    },
)
async def feedback(
    request: FeedbackRequest, service: CurrentService, key: CurrentKey, response: Response
) -> FeedbackResponse:
    """Keep an editor's decisions on one article; once answered, they are on the disk.

    The same submission again is answered by 200 and counts once. A tag that the model does not know is kept as it was
    sent, and told.
    """
    vocabulary = service.loaded.tagger.vocabulary if service.loaded else None
    submission, unknown = request.submission(vocabulary, who=key.name if key else "")
    number, new = await service.keep(lambda store: store.record(submission))
    service.metrics.feedback.labels("new" if new else "repeated").inc()
    response.status_code = 201 if new else 200
    return FeedbackResponse(model=service.version, number=number, new=new, unknown_tags=unknown)


@router.get("/feedback", responses=RESPONSES)
async def list_feedback(
    service: CurrentService,
    after: int = Query(0, ge=0, le=2**62, description="the last number that you have"),
    limit: int = Query(100, ge=1, le=1_000, description="how many"),
) -> FeedbackList:
    """Return what was kept, oldest first, in pages."""
    entries = await service.keep(lambda store: list(store.entries(after=after, limit=limit)))
    return FeedbackList(model=service.version, feedback=[EntryOut.of(entry) for entry in entries])
