"""POST /api/suggest."""

from fastapi import APIRouter

from classifier.api.dependencies import CurrentService
from classifier.api.problems import RESPONSES
from classifier.api.schemas import SuggestRequest, SuggestResponse
from classifier.text import warnings_about

router = APIRouter(prefix="/api", tags=["suggestions"])


@router.post("/suggest", responses=RESPONSES)
def suggest(request: SuggestRequest, service: CurrentService) -> SuggestResponse:
    """Suggest tags for one article."""
    document = request.document()
    suggestions = service.suggest(document, limit=request.limit, explained=request.explain)
    return SuggestResponse.of(service.version or "", suggestions, warnings_about(document))
