"""The application: settings in, ASGI app out."""

import asyncio
from asyncio import to_thread
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from importlib.metadata import version
from pathlib import Path

from fastapi import APIRouter, FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles

from classifier.api import annif, batch, dashboard, feedback, health, models, problems, read, review, suggest, tags
from classifier.api.dependencies import CALLER, Service
from classifier.api.journal import Journal
from classifier.api.limits import BodyLimit
from classifier.api.openapi import describe
from classifier.api.security import Doorkeeper
from classifier.settings import Settings

PAGE = Path(__file__).parent / "page"
SCREENS = {
    "/": "index.html",
    "/relecture": "relecture.html",
    "/tableau": "tableau.html",
    "/docs": "docs.html",
    "/v1/ui": "docs.html",
    "/v1/ui/": "docs.html",
}
DESCRIPTION = (
    "Errors are `application/problem+json` with a French `detail` and a stable `type`. Every answer names the model "
    "that made it, in its body and in the header `X-Model`."
)


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return the service; the model is loaded when it starts, not before."""
    service = Service(settings or Settings.from_environ())
    settings = service.settings

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        service.restart()
        if service.loaded is None:  # several workers find it loaded: they share one
            await to_thread(service.load)
        watch = asyncio.create_task(service.watch())
        yield
        watch.cancel()
        with suppress(asyncio.CancelledError):
            await watch
        service.close()

    app = FastAPI(
        title="motscles",
        version=version("motscles"),
        summary="Suggests an archive's own tags for a French article, with the words that made each suggestion.",
        description=DESCRIPTION,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
    )
    app.state.service = service
    problems.install(app)  # the first to be added is the innermost
    app.add_middleware(BodyLimit, limit=settings.max_body, patience=settings.patience)
    app.add_middleware(Doorkeeper, ring=service.ring, rate=settings.rate, metrics=service.metrics)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=settings.origins,
        allow_methods=["GET", "POST"],
        allow_headers=["Authorization", "Content-Type", "X-API-Key", "X-Request-ID"],
        expose_headers=["X-Model", "X-Request-ID", "Retry-After"],
    )
    app.add_middleware(Journal, service=service)
    for part in (suggest, batch, read, feedback, review, dashboard, models, tags):
        app.include_router(part.router, dependencies=CALLER)
    app.include_router(health.router)
    app.include_router(health.router, prefix="/api", include_in_schema=False)
    app.include_router(_pages())
    app.mount("/v1", annif.create(service))
    app.mount("/page", StaticFiles(directory=PAGE), name="page")
    app.openapi = lambda: describe(app)  # type: ignore[method-assign]
    return app


def _pages() -> APIRouter:
    """Return the routes of what people look at."""
    router = APIRouter(include_in_schema=False)
    for address, file in SCREENS.items():
        router.get(address)(_screen(PAGE / file))
    return router


def _screen(file: Path) -> Callable[[], FileResponse]:
    return lambda: FileResponse(file)
