"""GET /health and GET /ready."""

from fastapi import APIRouter

from classifier.api.dependencies import CurrentService
from classifier.api.problems import RESPONSES
from classifier.api.schemas import Health

router = APIRouter(tags=["service"])


@router.get("/health")
def health() -> Health:
    """Say that the process answers."""
    return Health(status="ok")


@router.get("/ready", responses={503: RESPONSES[503]})
def ready(service: CurrentService) -> Health:
    """Say that a model is loaded; 503 until then."""
    _ = service.tagger
    return Health(status="ready", model=service.version)
