"""What clients of Annif expect, under /v1: they work unchanged, with our model behind.

Its shapes and manners stay here: a wrong request is 400, suggestions come by probability, a batch has 32 documents.
"""

import datetime
from importlib.metadata import version
from typing import Annotated, Any

from fastapi import Body, FastAPI, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from pydantic import ValidationError
from starlette.exceptions import HTTPException

from classifier.api import annif_schemas as shapes
from classifier.api.dependencies import CALLER, CurrentKey, CurrentService, Service
from classifier.api.feedback_schemas import kept_characters, tag_id
from classifier.api.openapi import describe
from classifier.api.problems import RESPONSES, Told, install
from classifier.api.schemas import whole_characters
from classifier.documents import Document
from classifier.errors import TextError
from classifier.feedback import Submission, Verdict
from classifier.tagging import LIMIT, Suggestion
from classifier.text import language_scores

LANGUAGE = "fr"
VOCABULARY = "tags"
FORM = "application/x-www-form-urlencoded"
PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: RESPONSES[status] for status in (400, 401, 403, 404, 408, 413, 415, 429, 503)
}

Limit = Annotated[int, Query(ge=0, le=10_000)]
Threshold = Annotated[float, Query(ge=0, le=1)]


def create(service: Service) -> FastAPI:
    """Return the application to mount at /v1."""
    app = FastAPI(
        title="motscles, as Annif",
        version=service_version(),
        docs_url=None,
        redoc_url=None,
        dependencies=CALLER,
        responses=PROBLEMS,
        servers=[{"url": "/v1"}],
        root_path_in_servers=False,
    )
    app.state.service = service
    install(app, invalid=400)
    for method, path, function, model in ROUTES:
        app.add_api_route(
            path,
            function,
            methods=[method],
            response_model=model,
            status_code=204 if function is learn else 200,
            openapi_extra=FORM_BODY if function is suggest else None,
        )
    app.get("/ui", include_in_schema=False)(lambda: RedirectResponse("/docs"))
    app.openapi = lambda: describe(app)  # type: ignore[method-assign]
    return app


def service_version() -> str:
    """Return our version."""
    return version("motscles")


async def info() -> shapes.Info:
    """Tell name and version."""
    return shapes.Info(title="motscles", version=service_version())


async def vocabs(service: CurrentService) -> shapes.Vocabs:
    """List the one vocabulary."""
    return shapes.Vocabs(vocabs=[_vocab(service)])


async def projects(service: CurrentService) -> shapes.Projects:
    """List the one project."""
    return shapes.Projects(projects=[_project(service)])


async def project(project_id: str, service: CurrentService) -> shapes.Project:
    """Describe the project."""
    _check(project_id, service)
    return _project(service)


async def suggest(project_id: str, request: Request, service: CurrentService) -> shapes.Results:
    """Suggest tags for a text that comes as a form; other fields (`metadata_…`) are passed over."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        raise HTTPException(415)
    try:
        form = shapes.Form.model_validate(dict(await request.form()))
    except ValidationError as error:
        raise RequestValidationError(error.errors()) from error
    _check(project_id, service, form.language)
    return shapes.Results(results=await _results(service, form.text, form.limit, form.threshold))


async def suggest_batch(
    project_id: str,
    batch: shapes.Batch,
    service: CurrentService,
    limit: Limit = LIMIT,
    threshold: Threshold = 0.0,
    language: str | None = None,
) -> list[shapes.BatchResult]:
    """Suggest tags for up to 32 documents."""
    _check(project_id, service, language)
    return [
        shapes.BatchResult(document_id=one.document_id, results=await _results(service, one.text, limit, threshold))
        for one in batch.documents
    ]


async def learn(
    project_id: str,
    documents: Annotated[list[shapes.Learned], Body(max_length=1_000)],
    service: CurrentService,
    key: CurrentKey,
) -> Response:
    """Keep documents with their right tags as feedback; the next training learns from them."""
    _check(project_id, service)
    submissions = [_submission(service, one, key.name if key else "") for one in documents]
    for submission in submissions:
        _, new = await service.keep(lambda store, one=submission: store.record(one))  # type: ignore[misc]
        service.metrics.feedback.labels("new" if new else "repeated").inc()
    return Response(status_code=204)


async def detect_language(request: shapes.Detect) -> shapes.Languages:
    """Say in which of some languages a text is; null stands for any other."""
    try:
        found = language_scores(whole_characters(request.text), tuple(request.languages))
    except ValueError as error:
        raise Told(400, "unknown-language", str(error)) from error
    return shapes.Languages(results=[shapes.Language(language=one, score=score) for one, score in found])


ROUTES: list[tuple[str, str, Any, Any]] = [
    ("GET", "/", info, shapes.Info),
    ("GET", "/vocabs", vocabs, shapes.Vocabs),
    ("GET", "/projects", projects, shapes.Projects),
    ("GET", "/projects/{project_id}", project, shapes.Project),
    ("POST", "/projects/{project_id}/suggest", suggest, shapes.Results),
    ("POST", "/projects/{project_id}/suggest-batch", suggest_batch, list[shapes.BatchResult]),
    ("POST", "/projects/{project_id}/learn", learn, None),
    ("POST", "/detect-language", detect_language, shapes.Languages),
]
# read by hand: FastAPI takes an empty field of a form for a missing one
FORM_BODY: dict[str, Any] = {
    "requestBody": {"required": True, "content": {FORM: {"schema": shapes.Form.model_json_schema()}}}
}


def _check(project_id: str, service: Service, language: str | None = None) -> None:
    """Refuse another project, or another language."""
    if project_id != service.settings.project:
        raise Told(
            404, "unknown-project", f"aucun projet ne s’appelle ainsi ; celui d’ici : {service.settings.project}."
        )
    if language is not None and language != LANGUAGE:
        raise Told(400, "unknown-language", f"le projet ne connaît que la langue « {LANGUAGE} ».")


async def _results(service: Service, text: str, limit: int, threshold: float) -> list[shapes.Result]:
    document = Document("", "", whole_characters(text))
    try:
        _, suggestions = await service.suggest(document, limit=None, explained=False)
    except TextError:
        return []  # Annif too answers nothing to nothing
    kept = [one for one in suggestions if one.probability >= threshold and one.probability > 0]
    kept.sort(key=lambda one: -one.probability)  # stable: of equals, the likeliest dominant one first
    return [_result(service, one) for one in kept[:limit]]


def _result(service: Service, one: Suggestion) -> shapes.Result:
    return shapes.Result(uri=service.settings.tag_uri + one.tag.id, label=one.tag.label, score=one.probability)


def _submission(service: Service, learned: shapes.Learned, who: str) -> Submission:
    vocabulary = service.loaded.tagger.vocabulary if service.loaded else None
    prefix = service.settings.tag_uri
    verdicts = []
    for subject in learned.subjects:
        uri = subject.uri.strip("<>")
        name = uri.removeprefix(prefix) if uri.startswith(prefix) else subject.label or uri
        verdicts.append(Verdict(tag_id(vocabulary, name)[0], "added"))
    title = str(learned.metadata.get("title", ""))
    document = Document(
        kept_characters(learned.document_id or ""), kept_characters(title), kept_characters(learned.text)
    )
    return Submission(document, tuple(verdicts), model=service.version, who=who, origin="annif")


def _vocab(service: Service) -> shapes.Vocab:
    size = len(service.loaded.tagger.vocabulary) if service.loaded else None
    return shapes.Vocab(vocab_id=VOCABULARY, languages=[LANGUAGE], size=size, loaded=service.loaded is not None)


def _project(service: Service) -> shapes.Project:
    created = service.loaded.created if service.loaded else ""
    name = service.settings.project
    return shapes.Project(
        project_id=name,
        name=f"{name} ({service.version})" if service.version else name,
        language=LANGUAGE,
        backend=shapes.Backend(backend_id="motscles"),
        vocab=_vocab(service),
        vocab_language=LANGUAGE,
        is_trained=service.loaded is not None,
        modification_time=datetime.datetime.fromisoformat(created) if created else None,
    )
