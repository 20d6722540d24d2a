"""POST /api/suggest and POST /api/explain."""

from fastapi import APIRouter

from classifier.api.dependencies import CurrentService
from classifier.api.problems import RESPONSES
from classifier.api.schemas import ExplainRequest, ExplainResponse, SuggestRequest, SuggestResponse
from classifier.api.service import Loaded
from classifier.text import warnings_about

router = APIRouter(prefix="/api", tags=["suggestions"])


@router.post("/suggest", responses=RESPONSES)
async def suggest(request: SuggestRequest, service: CurrentService) -> SuggestResponse:
    """Suggest tags for one article."""
    document = request.document()

    def work(loaded: Loaded) -> SuggestResponse:
        suggestions = loaded.tagger.suggest(document, limit=request.limit, explained=request.explain)
        return SuggestResponse.of(loaded.version, suggestions, warnings_about(document))

    answer = await service.run(work)
    service.metrics.articles.inc()
    return answer


@router.post("/explain", responses={**RESPONSES, 404: RESPONSES[404]})
async def explain(request: ExplainRequest, service: CurrentService) -> ExplainResponse:
    """Say all that makes one tag more or less likely for an article; the parts add up to its log-odds."""
    document = request.document()

    def work(loaded: Loaded) -> ExplainResponse:
        tag = loaded.tagger.vocabulary.find(request.tag)
        explanation = loaded.tagger.explain(document, tag.id)
        every = loaded.tagger.suggest(document, limit=None, explained=False)
        suggestion = next(one for one in every if one.tag.id == tag.id)
        return ExplainResponse.of(loaded.version, suggestion, explanation, warnings_about(document))

    return await service.run(work)
