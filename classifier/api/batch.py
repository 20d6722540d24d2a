"""POST /api/suggest-batch: any number of articles, one line each, in and out."""

import json
from collections.abc import AsyncIterator, Iterator
from tempfile import SpooledTemporaryFile
from typing import IO

from fastapi import APIRouter, Query, Request
from fastapi.responses import StreamingResponse
from pydantic import ValidationError
from starlette.exceptions import HTTPException

from classifier.api.dependencies import CurrentService
from classifier.api.limits import RefusedError, chunks
from classifier.api.problems import RESPONSES, sentence
from classifier.api.schemas import BATCH_LINE, BatchArticle, BatchLine
from classifier.api.service import Loaded, Service
from classifier.errors import BusyError, ClassifierError
from classifier.tagging import LIMIT

router = APIRouter(prefix="/api", tags=["suggestions"])
NDJSON = "application/x-ndjson"
AT_ONCE = 8  # articles in one turn: others wait for no more
IN_MEMORY = 1_000_000  # bytes of a request; the rest waits on the disk
LONGEST = 10_000_000  # bytes of a line
EXAMPLE = json.dumps(BATCH_LINE, ensure_ascii=False) + "\n"
BODY = {
    "required": True,
    "description": "one article a line, as JSON; `id` comes back with the answer",
    "content": {NDJSON: {"schema": {"type": "string"}, "example": EXAMPLE}},
}
ANSWER = {
    "description": "one line for each line, in order: suggestions, or what is wrong with that line",
    "content": {NDJSON: {"schema": {"type": "string"}}},
}


@router.post(
    "/suggest-batch",
    responses={**RESPONSES, 200: ANSWER, 415: RESPONSES[415]},
    response_class=StreamingResponse,
    openapi_extra={"requestBody": BODY},
)
async def suggest_batch(
    request: Request,
    service: CurrentService,
    limit: int = Query(LIMIT, ge=1, le=1_000, description="how many tags for an article"),
    explain: bool = Query(False, description="whether to return the words that made each suggestion"),
) -> StreamingResponse:
    """Suggest tags for any number of articles: one JSON object a line in, one a line out, in order.

    The request is taken in whole before the first answer, on the disk where it is large: a client that first sends
    everything and then reads would otherwise wait for a service that waits for it. A line that cannot be read is
    answered by `{"error": "…"}` with its number, and the others go on.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != NDJSON:
        raise HTTPException(415)
    _ = service.current
    file: IO[bytes] = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  # closed when it has been answered
    try:
        async for chunk in chunks(request.receive, service.settings.max_batch, service.settings.patience):
            file.write(chunk)
    except RefusedError as refused:
        file.close()
        raise HTTPException(refused.status) from None
    file.seek(0)
    return StreamingResponse(_answers(service, file, limit, explain), media_type=NDJSON)


async def _answers(service: Service, file: IO[bytes], limit: int, explain: bool) -> AsyncIterator[bytes]:
    with file:
        for rows in _groups(file):

            def work(loaded: Loaded, rows: list[tuple[int, bytes]] = rows) -> bytes:
                return b"".join(_answer(loaded, number, row, limit, explain) for number, row in rows)

            try:
                answer = await service.run(work)
            except BusyError as error:  # the status is sent: the lines say it
                answer = b"".join(_line(service.version, number, error=str(error)) for number, _ in rows)
            service.metrics.articles.inc(len(rows))
            yield answer


def _groups(file: IO[bytes]) -> Iterator[list[tuple[int, bytes]]]:
    group: list[tuple[int, bytes]] = []
    number = 0
    while row := file.readline(LONGEST):
        number += 1
        if row.strip():
            group.append((number, row))
        if len(group) == AT_ONCE or sum(len(one) for _, one in group) > IN_MEMORY:
            yield group
            group = []
    if group:
        yield group


def _answer(loaded: Loaded, number: int, row: bytes, limit: int, explain: bool) -> bytes:
    id = None
    try:
        article = BatchArticle.model_validate_json(row)
        id = article.id
        suggestions = loaded.tagger.suggest(article.document(), limit=limit, explained=explain)
    except ValidationError as error:
        return _line(loaded.version, number, id=id, error=sentence(error.errors()))
    except ClassifierError as error:
        return _line(loaded.version, number, id=id, error=str(error))
    return BatchLine.of(loaded.version, number, id, suggestions).model_dump_json().encode() + b"\n"


def _line(version: str | None, number: int, *, error: str, id: str | None = None) -> bytes:
    line = BatchLine(model=version or "", line=number, id=id, error=error[:1].upper() + error[1:])
    return line.model_dump_json().encode() + b"\n"
