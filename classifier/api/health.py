"""GET /health, GET /ready and GET /metrics, also under /api."""

from typing import Any

from fastapi import APIRouter, Response

from classifier.api.dependencies import CALLER, CurrentService
from classifier.api.metrics import TYPE
from classifier.api.problems import RESPONSES
from classifier.api.schemas import Health

router = APIRouter(tags=["service"])


@router.get("/health")
async def health(service: CurrentService) -> Health:
    """Say that the process answers; open to all."""
    return Health(status="ok", model=service.version)


@router.get("/ready", responses={503: RESPONSES[503]})
async def ready(service: CurrentService) -> Health:
    """Say which model answers; 503 until there is one. `problem` says why a later one does not. Open to all."""
    _ = service.current
    problem = str(service.failure) if service.failure else None
    return Health(status="ready", model=service.version, problem=problem)


METRICS: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/plain": {"schema": {"type": "string"}}}, "description": "Prometheus's text format"}
}


@router.get("/metrics", responses={**RESPONSES, **METRICS}, response_class=Response, dependencies=CALLER)
async def metrics(service: CurrentService) -> Response:
    """Return counts and times for Prometheus."""
    return Response(service.metrics.page(service.version, service.waiting), media_type=TYPE)
