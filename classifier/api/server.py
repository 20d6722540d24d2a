"""Runs the application on a socket that is already bound, in one process or several."""

import asyncio
import logging
from collections.abc import Callable
from socket import AF_UNIX, IPPROTO_TCP, TCP_NODELAY, socket
from typing import Any

import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.http.h11_impl import H11Protocol

from classifier.api.journal import log_as_lines
from classifier.api.service import Service

GRACE = 30  # seconds that running requests have to end when the service is stopped
CONNECTIONS = 1_000  # of one process; each takes some kilobytes


class Protocol(H11Protocol):
    """Gives up on a client that never ends its headers, or never reads its answer."""

    patience = 30.0  # seconds for the headers of a request; twice as many for a client to read on
    _headers: asyncio.TimerHandle | None = None
    _reading: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for headers, and send answers at once."""
        super().connection_made(transport)
        connection = transport.get_extra_info("socket")
        if connection is not None and connection.family != AF_UNIX:
            # else what follows the headers waits for the client to confirm them, which it puts off for 40 ms
            connection.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)
        self._expect()

    def data_received(self, data: bytes) -> None:
        """Wait for headers unless a request is being answered."""
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            self._stop("_headers")
        elif self._headers is None:
            self._expect()

    def pause_writing(self) -> None:
        """Begin to wait for the client to read."""
        super().pause_writing()
        self._stop("_reading")
        self._reading = self.loop.call_later(2 * self.patience, self.transport.abort)

    def resume_writing(self) -> None:
        """Be content."""
        super().resume_writing()
        self._stop("_reading")

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing more."""
        self._stop("_headers")
        self._stop("_reading")
        super().connection_lost(exc)

    def _expect(self) -> None:
        self._headers = self.loop.call_later(self.patience, self._give_up)

    def _give_up(self) -> None:
        self._headers = None
        if self.cycle is None or self.cycle.response_complete:
            self.transport.abort()

    def _stop(self, name: str) -> None:
        timer = getattr(self, name)
        if timer is not None:
            timer.cancel()
            setattr(self, name, None)


class _Server(uvicorn.Server):
    """Says when it is ready: the model is loaded and the socket is served."""

    def __init__(self, config: uvicorn.Config, service: Service, on_ready: Callable[[], None]) -> None:
        super().__init__(config)
        self.service, self.on_ready = service, on_ready

    async def startup(self, sockets: list[socket] | None = None) -> None:
        """Start, then tell."""
        await super().startup(sockets)
        if self.started:
            if not self.service.is_shared:
                self.service.set_aside()
            self.on_ready()


def run(app: FastAPI, listening: socket, *, on_ready: Callable[[], None]) -> None:
    """Serve an application in this process until it is told to stop."""
    log_as_lines()
    logging.getLogger("uvicorn").setLevel(logging.WARNING)
    _Server(config(app), app.state.service, on_ready).run(sockets=[listening])


def config(app: Any) -> uvicorn.Config:
    """Return how we serve: our protocol, our log, and an end that waits for what runs."""
    return uvicorn.Config(
        app,
        http=type("Patient", (Protocol,), {"patience": app.state.service.settings.patience}),
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        limit_concurrency=CONNECTIONS,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=GRACE,
    )
