"""No request larger than the service can hold."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from classifier.api.problems import HTTP, problem

MAX_BODY = 10_000_000  # bytes: twice the longest text that anyone pastes


class BodyLimit:
    """Answers 413 as soon as a body is announced, or turns out to be, larger than the limit."""

    def __init__(self, app: ASGIApp, limit: int = MAX_BODY) -> None:
        self.app, self.limit = app, limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with its body whole, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        too_large = announced.isdigit() and int(announced) > self.limit
        body = bytearray()
        more = True
        while more and not too_large:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            body += message.get("body", b"")
            more = message.get("more_body", False)
            too_large = len(body) > self.limit
        if too_large:
            await problem(413, *HTTP[413])(scope, receive, send)
            return

        sent = False

        async def whole() -> Message:
            nonlocal sent
            if sent:
                return await receive()
            sent = True
            return {"type": "http.request", "body": bytes(body), "more_body": False}

        await self.app(scope, whole, send)
