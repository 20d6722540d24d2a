"""Clients that mean no good: one that never reads, one that sends a byte a second, and five megabytes at a time."""

import json
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread

HEAD = "POST /api/{} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: {}\r\nContent-Length: {}\r\n\r\n"
SENTENCE = "Le régulateur mesure la qualité de service du réseau de l’opérateur à Saint-Louis. "
LARGE = json.dumps({"text": SENTENCE * 61_000, "explain": False}, ensure_ascii=False).encode()
LINES = (json.dumps({"text": SENTENCE}) + "\n").encode() * 5_000
GREEDY, SLOW = 5, 5  # of each kind at once; of the large bodies there is one at a time


@contextmanager
def beside(port: int) -> Iterator[None]:
    """Keep them at it while something else is measured."""
    stop = Event()
    work = [never_reads] * GREEDY + [a_byte_a_second] * SLOW + [five_megabytes]
    threads = [Thread(target=one, args=(port, stop), daemon=True) for one in work]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join(timeout=30)


def never_reads(port: int, stop: Event) -> None:
    """Ask for five thousand answers and read none of them."""
    while not stop.is_set():
        with suppress(OSError), socket.socket() as one:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
            one.settimeout(30)
            one.connect(("127.0.0.1", port))
            one.sendall(HEAD.format("suggest-batch", "application/x-ndjson", len(LINES)).encode() + LINES)
            stop.wait(20)


def a_byte_a_second(port: int, stop: Event) -> None:
    """Send an article letter by letter."""
    while not stop.is_set():
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=30) as one:
            one.sendall(HEAD.format("suggest", "application/json", 1_000).encode())
            while not stop.wait(1):
                one.sendall(b" ")


def five_megabytes(port: int, stop: Event) -> None:
    """Send the largest article that anyone pastes, again and again."""
    while not stop.is_set():
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=60) as one:
            one.sendall(HEAD.format("suggest", "application/json", len(LARGE)).encode() + LARGE)
            one.recv(65_536)
        time.sleep(0.2)
