"""GET /api/models and POST /api/models/{name}/promote."""

from typing import Any

from anyio import to_thread
from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from classifier.api.dependencies import CurrentService
from classifier.api.problems import RESPONSES, Told
from classifier.errors import DamagedModelError, RegressionError
from classifier.store import ModelStore

router = APIRouter(prefix="/api", tags=["models"])


class ModelOut(BaseModel):
    """One version, as it describes itself."""

    name: str
    in_service: bool
    created: str | None = None
    documents: int | None = Field(None, description="how many articles it learned from")
    figures: dict[str, Any] = Field({}, description="each with its 95 % interval, where there is one")
    problem: str | None = Field(None, description="what is wrong with its folder")


class ModelsResponse(BaseModel):
    """The versions on the disk, and the one that answers."""

    model: str | None
    problem: str | None = Field(description="why the version that was promoted does not answer, if it does not")
    models: list[ModelOut]


class PromoteRequest(BaseModel):
    """Whether a worse model is wanted all the same."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"allow_regression": False}]})

    allow_regression: bool = False


@router.get("/models", responses=RESPONSES)
async def models(service: CurrentService) -> ModelsResponse:
    """List the versions."""
    found = await to_thread.run_sync(_describe, service.store, service.version)
    return ModelsResponse(
        model=service.version, problem=str(service.failure) if service.failure else None, models=found
    )


@router.post("/models/{name}/promote", responses={**RESPONSES, 404: RESPONSES[404], 409: RESPONSES[409]})
async def promote(name: str, request: PromoteRequest, service: CurrentService) -> ModelsResponse:
    """Put a version into service, at once and without a failed request; a damaged or worse one is refused."""
    if name not in await to_thread.run_sync(service.store.versions):
        raise Told(404, "unknown-model", "aucun modèle ne s’appelle ainsi. Voyez GET /api/models.")
    try:
        await to_thread.run_sync(_promote, service.store, name, request.allow_regression)
    except RegressionError as error:
        raise Told(409, "regression", str(error)) from error
    except DamagedModelError as error:
        raise Told(409, "damaged-model", str(error)) from error
    await to_thread.run_sync(service.refresh)
    return await models(service)


def _promote(store: ModelStore, name: str, allow_regression: bool) -> None:
    store.promote(name, allow_regression=allow_regression)


def _describe(store: ModelStore, in_service: str | None) -> list[ModelOut]:
    return [_model(store, name, name == in_service) for name in store.versions()]


def _model(store: ModelStore, name: str, in_service: bool) -> ModelOut:
    try:
        said = store.describe(name)
        return ModelOut(
            name=name,
            in_service=in_service,
            created=said.get("created"),
            documents=said.get("corpus", {}).get("documents"),
            figures=said.get("figures", {}),
        )
    except (DamagedModelError, ValueError, AttributeError) as error:
        return ModelOut(name=name, in_service=in_service, problem=str(error))
