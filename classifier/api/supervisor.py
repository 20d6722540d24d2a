"""Several workers that share one model: it is loaded once, then the process is forked.

Each worker sees the parent's memory until it writes to it, so that a second one costs what it works with, not what it
knows. A worker that ends unasked is replaced.
"""

import gc
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from socket import socket
from types import FrameType

from fastapi import FastAPI

from classifier.api.metrics import SHARED
from classifier.api.server import run
from classifier.api.service import Service
from classifier.text import language_of

AGAIN = 1.0  # seconds before a worker that ended is replaced: one that fails at once must not eat the machine


def run_workers(make: Callable[[], FastAPI], listening: socket, workers: int, *, on_ready: Callable[[], None]) -> None:
    """Serve with several processes until told to stop; `make` is called once, before any of them exists."""
    with tempfile.TemporaryDirectory(prefix="motscles-") as shared:
        os.environ[SHARED] = shared
        app = make()
        service: Service = app.state.service
        service.load()
        language_of("")  # what it knows takes 80 MB, and would take them again in each worker that meets a foreign text
        service.feedback.open()
        service.feedback.close()  # a connection belongs to one process
        service.is_shared = True
        gc.collect()
        gc.freeze()  # the collector marks what it looks at, and a marked page is no longer shared
        _Supervisor(app, listening, workers, Path(shared), on_ready).run()


class _Supervisor:
    def __init__(
        self, app: FastAPI, listening: socket, workers: int, shared: Path, on_ready: Callable[[], None]
    ) -> None:
        self.app, self.listening, self.workers, self.shared = app, listening, workers, shared
        self.on_ready = on_ready
        self.running: set[int] = set()
        self.told: int | None = None

    def run(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        ready, write = os.pipe()
        for _ in range(self.workers):
            self._start(write)
        os.close(write)
        for _ in range(self.workers):
            os.read(ready, 1)
        os.close(ready)
        if self.told is None:
            self.on_ready()
        while self.running:
            self._wait()
        if self.told is not None:
            signal.signal(self.told, signal.SIG_DFL)
            if self.told == signal.SIGINT:
                raise KeyboardInterrupt
            os.kill(os.getpid(), self.told)

    def _start(self, ready: int | None = None) -> None:
        pid = os.fork()
        if pid:
            self.running.add(pid)
            return
        code = 1
        try:
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, signal.SIG_DFL)
            with suppress(KeyboardInterrupt):
                run(self.app, self.listening, on_ready=lambda: _tell(ready))
            code = 0
        finally:
            sys.stderr.flush()
            os._exit(code)

    def _wait(self) -> None:
        try:
            pid, _ = os.wait()
        except InterruptedError:
            return
        self.running.discard(pid)
        for figures in self.shared.glob(f"gauge_live*_{pid}.db"):
            figures.unlink()
        if self.told is None:
            time.sleep(AGAIN)
        if self.told is None:
            self._start()

    def _stop(self, number: int, _: FrameType | None) -> None:
        self.told = number
        for pid in self.running:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGTERM)


def _tell(ready: int | None) -> None:
    if ready is not None:
        os.write(ready, b"1")
