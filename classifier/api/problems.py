"""Our errors -> HTTP, in one table, answered as application/problem+json."""

import logging
from collections.abc import Mapping, Sequence
from traceback import format_tb
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from classifier.api.schemas import Problem
from classifier.errors import (
    AccessError,
    BusyError,
    ClassifierError,
    ConflictError,
    CorpusError,
    DataError,
    FeedbackError,
    ModelError,
    NotTrainedError,
    PlanError,
    RetaggingError,
    ReviewError,
    TextError,
    UnknownTagError,
)

logger = logging.getLogger(__name__)

TYPE = "urn:motscles:problem:"
# the first class that fits decides: the precise ones come first
STATUSES: list[tuple[type[ClassifierError], int, str, str]] = [
    (TextError, 422, "unreadable-text", "Texte illisible"),
    (CorpusError, 422, "unreadable-article", "Article illisible"),
    (UnknownTagError, 404, "unknown-tag", "Mot-clé inconnu"),
    (NotTrainedError, 503, "not-ready", "Service pas encore prêt"),
    (BusyError, 503, "busy", "Service débordé"),
    (ConflictError, 409, "conflict", "Envoi contradictoire"),
    (FeedbackError, 503, "feedback-unavailable", "Retour non enregistré"),
    (PlanError, 409, "unusable-plan", "Plan inutilisable"),
    (ReviewError, 409, "other-decisions", "Décisions contradictoires"),
    (RetaggingError, 503, "decisions-unavailable", "Décision non enregistrée"),
    (AccessError, 503, "keys-unreadable", "Clés illisibles"),
    (ModelError, 503, "no-model", "Pas de modèle utilisable"),
    (ClassifierError, 500, "internal", "Erreur du service"),
]
HTTP = {
    400: ("unreadable-body", "Requête illisible", "Le corps de la requête n’est pas du JSON lisible, en UTF-8."),
    404: ("not-found", "Adresse inconnue", "Rien à cette adresse. Les routes sont décrites sous /docs."),
    405: ("method-not-allowed", "Méthode refusée", "Cette adresse n’accepte pas cette méthode. Voyez /docs."),
    401: (
        "no-key",
        "Clé absente ou inconnue",
        "Il faut une clé : en-tête X-API-Key, Authorization: Bearer, ou mot de passe du navigateur.",
    ),
    403: ("forbidden", "Droit insuffisant", "Cette clé ne permet pas cela. Demandez-en une autre à l’administrateur."),
    408: (
        "too-slow",
        "Requête trop lente",
        "La requête n’est pas arrivée à temps. Vérifiez le réseau, puis réessayez.",
    ),
    409: ("conflict", "Demande contradictoire", "La demande contredit ce qui est déjà là."),
    413: ("too-large", "Requête trop grande", "La requête dépasse {size}. Coupez le texte."),
    415: ("wrong-kind", "Format inattendu", "Cette adresse lit un autre format. Voyez /docs."),
    429: ("too-many", "Trop de requêtes", "Trop de requêtes à la minute. Attendez un peu."),
    503: ("busy", "Service débordé", "Trop de demandes à la fois. Réessayez dans quelques secondes."),
}
WRONG = {
    "missing": "champ obligatoire absent",
    "extra_forbidden": "champ inconnu",
    "string_type": "on attend un texte",
    "string_unicode": "texte mal encodé ; on attend de l’UTF-8",
    "json_invalid": "JSON illisible",
    "bool_parsing": "on attend true ou false",
    "bool_type": "on attend true ou false",
    "int_parsing": "on attend un nombre entier",
    "int_type": "on attend un nombre entier",
    "int_from_float": "on attend un nombre entier",
    "greater_than_equal": "nombre trop petit",
    "less_than_equal": "nombre trop grand",
    "date_from_datetime_inexact": "on attend une date de la forme AAAA-MM-JJ",
    "date_from_datetime_parsing": "on attend une date de la forme AAAA-MM-JJ",
    "date_parsing": "on attend une date de la forme AAAA-MM-JJ",
    "date_type": "on attend une date de la forme AAAA-MM-JJ",
    "literal_error": "valeur inconnue",
    "float_type": "on attend un nombre",
    "float_parsing": "on attend un nombre",
    "string_too_long": "texte trop long",
    "string_too_short": "texte vide",
    "string_pattern_mismatch": "lettres, chiffres, points, tirets et deux-points seulement",
    "list_type": "on attend une liste",
    "too_short": "liste vide",
    "too_long": "liste trop longue",
    "model_type": "on attend un objet JSON",
    "model_attributes_type": "on attend un objet JSON",
}
DESCRIPTIONS = {
    400: "The body is not readable JSON",
    401: "No key, or an unknown one",
    403: "The key does not allow this",
    404: "Nothing is called so",
    408: "The request took too long to arrive",
    409: "It contradicts what is there",
    413: "The request is too large",
    415: "Not the format that is read here",
    422: "The request or the text cannot be read",
    429: "Too many requests; Retry-After says when to come back",
    503: "No model is in service, or too much work at once; Retry-After says when to come back",
}
# those that any route may answer come first; the others are named by the routes that do
USUAL = (400, 401, 403, 408, 413, 422, 429, 503)


class _Responses(dict[int | str, dict[str, Any]]):
    """The usual problems; any other by its status."""

    def __missing__(self, status: int | str) -> dict[str, Any]:
        return {"model": Problem, "description": DESCRIPTIONS[int(status)]}


RESPONSES = _Responses({status: {"model": Problem, "description": DESCRIPTIONS[status]} for status in USUAL})


def problem(
    status: int, type: str, title: str, detail: str, *, headers: Mapping[str, str] | None = None
) -> JSONResponse:
    """Return an error as application/problem+json."""
    detail = detail[:1].upper() + detail[1:]
    content = Problem(type=TYPE + type, title=title, status=status, detail=detail).model_dump()
    headers = {**({"Retry-After": "5"} if status == 503 else {}), **(headers or {})}
    return JSONResponse(content, status, headers=headers, media_type="application/problem+json")


def install(app: FastAPI, *, invalid: int = 422) -> None:
    """Answer every error of an app as a problem, a wrong request with the status `invalid`."""

    async def wrong(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, RequestValidationError)
        return problem(invalid, "invalid-request", "Requête invalide", sentence(error.errors()))

    app.add_exception_handler(ClassifierError, _ours)
    app.add_exception_handler(RequestValidationError, wrong)
    app.add_exception_handler(HTTPException, _http)
    app.add_middleware(Bugs)


async def _ours(request: Request, error: Exception) -> JSONResponse:
    status, type, title = next(entry[1:] for entry in STATUSES if isinstance(error, entry[0]))
    return problem(status, type, title, _said(error))


def _said(error: Exception) -> str:
    """Return what an error says; the file that it is about stands in quotes, spelled as it is."""
    if not isinstance(error, DataError) or error.path is None:
        return str(error)
    line = f", ligne {error.line}" if error.line is not None else ""
    return f"« {error.path} »{line} : {error.message}"


async def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    type, title, detail = HTTP.get(error.status_code, ("http", "Requête refusée", str(error.detail)))
    if isinstance(error, Told):
        type, detail = error.type, str(error.detail)
    closing = {"Connection": "close"} if error.status_code in (408, 413) else {}
    detail = detail.replace("{size}", "la taille permise")
    return problem(error.status_code, type, title, detail, headers={**closing, **(error.headers or {})})


class Told(HTTPException):
    """A refusal that a handler explains in its own words, with a type of its own."""

    def __init__(self, status: int, type: str, detail: str) -> None:
        super().__init__(status, detail)
        self.type = type


class Bugs:
    """Answers 500 to what nobody foresaw, and logs its kind and place.

    A middleware, since Starlette raises again what its handler for `Exception` has answered, and the server
    would then log the error's message, which may quote the article.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; answer for it when that fails."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def noted(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self.app(scope, receive, noted)
        except Exception as error:
            place = "".join(format_tb(error.__traceback__))  # lines of code: no value, so no article
            logger.error("%s %s: %s\n%s", scope["method"], scope["path"], type(error).__name__, place)
            if not started:
                detail = "Le service a rencontré une erreur ; elle est consignée."
                await problem(500, "internal", "Erreur du service", detail)(scope, receive, send)


def sentence(errors: Sequence[Any]) -> str:
    """Return what is wrong with a request, field by field."""
    parts = []
    for error in errors:
        field = ".".join(str(part) for part in error["loc"] if part != "body")
        what = WRONG.get(error["type"], "valeur refusée")
        parts.append(f"« {field} » : {what}" if field and error["type"] != "json_invalid" else what)
    return " ; ".join(parts) + "."
