"""One line for each request: what, how long, by which model; never what was in it."""

import json
import logging
import re
import time
from datetime import UTC, datetime
from traceback import format_tb
from typing import Any
from uuid import uuid4

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from classifier.api.service import Service

logger = logging.getLogger("classifier.api.access")
ID = re.compile(r"[\w.:-]{1,64}", re.ASCII)
PAGES = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
ELSEWHERE = "default-src 'none'; frame-ancestors 'none'"
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class Journal:
    """Names each request, counts and logs it, and adds the headers that every answer bears."""

    def __init__(self, app: ASGIApp, service: Service) -> None:
        self.app, self.service = app, service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and tell how it went."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = dict(scope["headers"]).get(b"x-request-id", b"").decode("latin-1")
        id = given if ID.fullmatch(given) else uuid4().hex
        scope.setdefault("state", {})["request_id"] = id
        start = time.perf_counter()
        status, size = 499, 0  # 499: the client left before there was an answer

        async def told(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
                self._add_headers(MutableHeaders(scope=message), id)
            size += len(message.get("body", b""))
            await send(message)

        try:
            await self.app(scope, receive, told)
        finally:
            self._tell(scope, id, status, size, time.perf_counter() - start)

    def _add_headers(self, headers: MutableHeaders, id: str) -> None:
        page = headers.get("content-type", "").startswith(("text/html", "text/javascript", "text/css"))
        headers.update(HEADERS)
        headers["X-Request-ID"] = id
        headers["Content-Security-Policy"] = PAGES if page else ELSEWHERE
        headers["Cache-Control"] = "no-cache" if page else "no-store"  # a page is asked about, and rarely sent again
        if self.service.version:
            headers["X-Model"] = self.service.version

    def _tell(self, scope: Scope, id: str, status: int, size: int, seconds: float) -> None:
        route = _route(scope)
        metrics = self.service.metrics
        metrics.requests.labels(_method(scope), route, str(status)).inc()
        metrics.seconds.labels(route).observe(seconds)
        key = scope["state"].get("key")
        logger.info(
            "request",
            extra={
                "told": {
                    "id": id,
                    "method": _method(scope),
                    "route": route,
                    "status": status,
                    "ms": round(1_000 * seconds, 1),
                    "bytes": size,
                    "key": key.id if key else None,
                    "model": self.service.version,
                }
            },
        )


class Lines(logging.Formatter):
    """Each record as one line of JSON; of an exception its kind and place only, since its message may quote a text."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        when = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line: dict[str, Any] = {"time": when, "level": record.levelname.lower()}
        line |= getattr(record, "told", None) or {"logger": record.name, "message": record.getMessage()}
        if record.exc_info and record.exc_info[0]:
            line |= {"error": record.exc_info[0].__name__, "place": "".join(format_tb(record.exc_info[2]))}
        return json.dumps(line, ensure_ascii=False)


def log_as_lines() -> None:
    """Send all logs of this process to standard error, as lines of JSON."""
    handler = logging.StreamHandler()
    handler.setFormatter(Lines())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger("classifier.api").setLevel(logging.INFO)


def _method(scope: Scope) -> str:
    known = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
    return scope["method"] if scope["method"] in known else "other"


def _route(scope: Scope) -> str:
    """Return the route as it is declared: an address may hold anything, and each would be a figure of its own."""
    path = getattr(scope.get("route"), "path", None)
    return f"{scope.get('root_path', '')}{path}" if path else "other"
