"""GET /api/tags."""

from fastapi import APIRouter

from classifier.api.dependencies import CurrentService
from classifier.api.problems import RESPONSES
from classifier.api.schemas import TagOut, TagsResponse

router = APIRouter(prefix="/api", tags=["vocabulary"])


@router.get("/tags", responses={503: RESPONSES[503]})
async def tags(service: CurrentService) -> TagsResponse:
    """Return the vocabulary of the model in service."""
    vocabulary = service.tagger.vocabulary
    return TagsResponse(model=service.version or "", tags=[TagOut.of(tag) for tag in vocabulary])
