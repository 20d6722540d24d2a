"""GET /api/models/{name} and GET /api/feedback/stats: what the dashboard shows."""

from typing import Any

import numpy as np
from anyio import to_thread
from fastapi import APIRouter

from classifier.api.dashboard_schemas import FeedbackStats, Label, ModelCard, TagFigures
from classifier.api.dependencies import CurrentService, Service
from classifier.api.problems import RESPONSES, Told
from classifier.errors import DamagedModelError
from classifier.store import read_figures
from classifier.tagging import Tagger

router = APIRouter(prefix="/api", tags=["dashboard"])
FACTS = ("corpus", "test", "analyzer", "versions", "figures")


@router.get("/models/{name}", responses={**RESPONSES, 404: RESPONSES[404], 409: RESPONSES[409]})
async def card(name: str, service: CurrentService) -> ModelCard:
    """Tell what a version was made of and is worth, overall and tag by tag."""
    try:
        return await to_thread.run_sync(_card, service, name)
    except DamagedModelError as error:
        raise Told(409, "damaged-model", str(error)) from error


@router.get("/feedback/stats", responses=RESPONSES)
async def stats(service: CurrentService) -> FeedbackStats:
    """Count what editors decided, by week and by tag; no article and no name is in it."""
    trends = await service.keep(lambda _: service.trends.read())
    return FeedbackStats.of(service.version, trends, _labels(service))


def _card(service: Service, name: str) -> ModelCard:
    store = service.store
    if name not in store.versions():
        raise Told(404, "unknown-model", "aucun modèle ne s’appelle ainsi. Voyez GET /api/models.")
    said = store.describe(name)
    rows: list[dict[str, Any]] = read_figures(store.path / name)
    loaded = service.loaded
    if not rows and loaded and loaded.version == name:
        rows = _known(loaded.tagger)
    return ModelCard(
        model=service.version,
        name=name,
        in_service=name == service.version,
        created=said.get("created"),
        **{fact: said[fact] for fact in FACTS if isinstance(said.get(fact), dict)},
        tags=[TagFigures(**row) for row in rows],
    )


def _known(tagger: Tagger) -> list[dict[str, Any]]:
    """Return what can be told of the tags of a model that was not judged."""
    classifier = tagger.classifier
    columns = zip(tagger.vocabulary, classifier.cold_, classifier.thresholds_, classifier.automatic_, strict=True)
    return [
        {
            "id": tag.id,
            "label": tag.label,
            "cold": bool(cold),
            "threshold": float(threshold),
            "automatic": float(automatic) if np.isfinite(automatic) else None,
        }
        for tag, cold, threshold, automatic in columns
    ]


def _labels(service: Service) -> Label:
    """Return what names a tag by its id: its label, or the id where the model does not know it."""
    vocabulary = service.loaded.tagger.vocabulary if service.loaded else None

    def label(id: str) -> str:
        heirs = (vocabulary.heirs_of(id) if vocabulary else None) or ()
        return heirs[0].label if len(heirs) == 1 else id

    return label
