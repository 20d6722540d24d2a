"""The description of the API: errors under their own media type, each with an example."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from classifier.api.problems import HTTP, TYPE

KIND = "application/problem+json"


def describe(app: FastAPI) -> dict[str, Any]:
    """Return the OpenAPI description of an app, made once."""
    if not app.openapi_schema:
        app.openapi_schema = get_openapi(
            title=app.title,
            version=app.version,
            summary=app.summary,
            description=app.description,
            license_info=app.license_info,
            routes=app.routes,
            servers=app.servers or None,
        )
        for methods in app.openapi_schema["paths"].values():
            for operation in methods.values():
                for status, response in operation["responses"].items():
                    _as_problem(status, response)
    return app.openapi_schema


def _as_problem(status: str, response: dict[str, Any]) -> None:
    content = response.get("content", {})
    if int(status) < 400 or "application/json" not in content:
        return
    type, title, detail = HTTP.get(
        int(status), ("invalid-request", "Requête invalide", "« limit » : nombre trop grand.")
    )
    example = {"type": TYPE + type, "title": title, "status": int(status), "detail": detail.replace("{size}", "10 Mo")}
    response["content"] = {KIND: {**content["application/json"], "example": example}}
    if status in ("429", "503"):
        response["headers"] = {"Retry-After": {"schema": {"type": "integer"}, "description": "seconds to wait"}}
