"""A service on a port of its own, and a browser that looks at it; for benchmarks and for tests."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from socket import create_server
from threading import Thread
from urllib.request import urlopen

import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, sync_playwright

from classifier.api import create_app
from classifier.settings import PREFIX, Settings

NAMES = ("/usr/bin/chromium", "chromium", "chromium-browser", "google-chrome")
CHROMIUM = next((found for name in NAMES if (found := shutil.which(name))), None)
MISSING = "" if CHROMIUM else "no chromium here: apt-get install chromium"
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-background-networking --no-first-run "
    "--disable-component-update --disable-sync"
).split()
WIDTHS = (360, 768, 1280)


@contextmanager
def serving(given: Settings | FastAPI) -> Iterator[str]:
    """Give the address of a service that runs in a thread of this process, and stop it in the end."""
    app = given if isinstance(given, FastAPI) else create_app(given)
    with create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", ws="none"))
        thread = Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        limit = time.monotonic() + 60
        while not server.started and time.monotonic() < limit:
            time.sleep(0.05)
        assert server.started
        try:
            yield "http://{}:{}".format(*listening.getsockname())
        finally:
            server.should_exit = True
            thread.join(timeout=30)
    assert not thread.is_alive()


@contextmanager
def serving_apart(settings: Settings) -> Iterator[str]:
    """Give the address of `motscles serve` in a process of its own, as an editor's service runs."""
    with create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    names = ("models", "feedback", "keys", "rate")
    environ = {f"{PREFIX}{name.upper()}": str(getattr(settings, name)) for name in names}
    command = [sys.executable, "-c", "from classifier.cli import main; main()", "serve", "--port", str(port)]
    with subprocess.Popen(command, env={**os.environ, **environ}, stderr=subprocess.DEVNULL) as process:
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(address)
            yield address
        finally:
            process.terminate()


def _wait_for(address: str) -> None:
    limit = time.monotonic() + 60
    while True:
        try:
            urlopen(f"{address}/ready", timeout=5).close()
        except OSError:
            if time.monotonic() > limit:
                raise
            time.sleep(0.1)
        else:
            return


@contextmanager
def chromium() -> Iterator[Browser]:
    """Give Debian's chromium, without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()
