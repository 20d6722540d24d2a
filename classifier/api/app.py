"""The application: settings in, ASGI app out."""

from asyncio import to_thread
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles

from classifier.api import health, problems, suggest, tags
from classifier.api.dependencies import Service
from classifier.api.limits import BodyLimit
from classifier.settings import Settings

PAGE = Path(__file__).parent / "page"


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return the service; the model is loaded when it starts, not before."""
    service = Service(settings or Settings.from_environ())

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        await to_thread(service.load)
        yield

    app = FastAPI(
        title="motscles",
        version=version("motscles"),
        summary="Suggests an archive's own tags for a French article, with the words that made each suggestion.",
        lifespan=lifespan,
    )
    app.state.service = service
    app.add_middleware(BodyLimit)
    problems.install(app)
    for router in (suggest.router, tags.router, health.router):
        app.include_router(router)
    app.mount("/page", StaticFiles(directory=PAGE), name="page")
    app.get("/", include_in_schema=False)(_page)
    return app


def _page() -> FileResponse:
    return FileResponse(PAGE / "index.html")
