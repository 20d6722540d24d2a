"""Runs the application on a socket that is already bound."""

from collections.abc import Callable
from socket import socket

import uvicorn
from fastapi import FastAPI


class _Server(uvicorn.Server):
    """Says when it is ready: the model is loaded and the socket is served."""

    def __init__(self, config: uvicorn.Config, on_ready: Callable[[], None]) -> None:
        super().__init__(config)
        self.on_ready = on_ready

    async def startup(self, sockets: list[socket] | None = None) -> None:
        """Start, then tell."""
        await super().startup(sockets)
        if self.started:
            self.on_ready()


def run(app: FastAPI, listening: socket, *, on_ready: Callable[[], None]) -> None:
    """Serve an application until it is told to stop."""
    _Server(uvicorn.Config(app, log_level="warning"), on_ready).run(sockets=[listening])
