"""No request larger, slower or more numerous than the service can hold."""

import asyncio
from collections.abc import AsyncIterator

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from classifier.api.problems import HTTP, problem

MAX_BODY = 10_000_000  # bytes: twice the longest text that anyone pastes
PACE = 1_000  # bytes a second: a body that comes slower, once patience is over, is given up
HELD = 10  # bodies of the largest size that are held at once
STREAMED = ("/api/suggest-batch",)  # takes its body itself, piece by piece


class RefusedError(Exception):
    """A body that will not be read to its end; `status` says why."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


async def chunks(receive: Receive, limit: int, patience: float) -> AsyncIterator[bytes]:
    """Yield the pieces of a body; raise `RefusedError` when it grows too large or comes too slowly."""
    loop = asyncio.get_running_loop()
    start, size, more = loop.time(), 0, True
    while more:
        left = start + patience + size / PACE - loop.time()
        try:
            message = await asyncio.wait_for(receive(), max(left, 0.01))
        except TimeoutError:
            raise RefusedError(408) from None
        if message["type"] == "http.disconnect":
            raise RefusedError(0)
        piece = message.get("body", b"")
        size += len(piece)
        if size > limit:
            raise RefusedError(413)
        yield piece
        more = message.get("more_body", False)


class BodyLimit:
    """Answers 413 as soon as a body is announced, or turns out to be, larger than the limit; 408 to a slow one.

    All bodies together may take `HELD` times the limit; then the next is answered 503.
    """

    def __init__(self, app: ASGIApp, limit: int = MAX_BODY, patience: float = 30) -> None:
        self.app, self.limit, self.patience = app, limit, patience
        self.held = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with its body whole, or refuse it."""
        if scope["type"] != "http" or scope["path"] in STREAMED:
            await self.app(scope, receive, send)
            return
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        if announced.isdigit() and int(announced) > self.limit:
            await self._refuse(413)(scope, receive, send)
            return
        body = bytearray()
        try:
            async for piece in chunks(receive, self.limit, self.patience):
                if self.held + len(piece) > HELD * self.limit:
                    raise RefusedError(503)
                self.held += len(piece)
                body += piece
            await self.app(scope, _whole(body, receive), send)
        except RefusedError as refused:
            if refused.status:
                await self._refuse(refused.status)(scope, receive, send)
        finally:
            self.held -= len(body)

    def _refuse(self, status: int) -> ASGIApp:
        type, title, detail = HTTP[status]
        size = f"{self.limit // 1_000_000} Mo" if self.limit >= 1_000_000 else f"{self.limit // 1_000} ko"
        return problem(status, type, title, detail.replace("{size}", size), headers={"Connection": "close"})


def _whole(body: bytearray, receive: Receive) -> Receive:
    """Return what gives the body at once, then whatever comes after it."""
    sent = False

    async def whole() -> Message:
        nonlocal sent
        if sent:
            return await receive()
        sent = True
        return {"type": "http.request", "body": bytes(body), "more_body": False}

    return whole
