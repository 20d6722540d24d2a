"""One download over HTTP, bounded in size and time, whose failures are French sentences."""

import socket
import ssl
import time
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from classifier.errors import CorpusError

LARGEST = 20_000_000  # bytes; a feed of everything that a newspaper wrote in a year stays below
TIMEOUT = 20.0  # seconds, for each silence of the server and three times that for the whole
CHUNK = 1 << 16
AGENT = "motscles"
REASONS = {
    401: "l’accès est protégé par un mot de passe",
    403: "l’accès est refusé",
    404: "la page n’existe pas",
    410: "la page n’existe plus",
    429: "trop de demandes ; réessayez plus tard",
}


def is_address(source: str) -> bool:
    """Whether a source is an address rather than a file.

    >>> is_address("https://www.example.org/spip.php?page=backend"), is_address("backend.xml")
    (True, False)
    """
    return "://" in source


def download(
    url: str, *, timeout: float = TIMEOUT, largest: int = LARGEST, opener: OpenerDirector | None = None
) -> bytes:
    """Return what an http or https address holds; raise `CorpusError`, which says why it cannot be had.

    An `opener` may be choosier about where it goes.
    """
    if not url.lower().startswith(("http://", "https://")):
        raise CorpusError("seules les adresses http:// et https:// sont lues.", path=url)
    try:
        with (opener or _opener()).open(Request(url, headers={"User-Agent": AGENT}), timeout=timeout) as answer:
            return _read(answer, url, timeout, largest)
    except HTTPError as cause:
        why = REASONS.get(cause.code, "panne du serveur ; réessayez plus tard" if cause.code >= 500 else "refus")
        raise CorpusError(f"le serveur répond {cause.code} : {why}. Vérifiez l’adresse.", path=url) from cause
    except TimeoutError as cause:
        raise CorpusError(_too_slow(timeout), path=url) from cause
    except URLError as cause:
        raise CorpusError(_reason(cause.reason, timeout), path=url) from cause
    except ValueError as cause:
        raise CorpusError("cette adresse est mal écrite.", path=url) from cause
    except (HTTPException, OSError) as cause:
        raise CorpusError("réponse illisible ou coupée. Vérifiez l’adresse, puis réessayez.", path=url) from cause


def _opener() -> OpenerDirector:
    """Return what opens http and https only, redirections too: no file and no FTP by a detour."""
    opener = OpenerDirector()
    for handler in (
        ProxyHandler(),
        HTTPHandler(),
        HTTPSHandler(),
        HTTPRedirectHandler(),
        HTTPErrorProcessor(),
        HTTPDefaultErrorHandler(),
    ):
        opener.add_handler(handler)
    return opener


def _read(answer: "_Readable", url: str, timeout: float, largest: int) -> bytes:
    """Return the body; a server that drips is stopped by the clock, an endless one by its size."""
    deadline = time.monotonic() + 3 * timeout
    content = bytearray()
    while chunk := answer.read1(CHUNK):
        content += chunk
        if len(content) > largest:
            raise CorpusError(f"plus de {largest / 1e6:.0f} Mo : c’est plus qu’un flux ou un article.", path=url)
        if time.monotonic() > deadline:
            raise CorpusError(_too_slow(3 * timeout), path=url)
    if answer.length:  # what was announced and did not come
        raise HTTPException
    return bytes(content)


def _too_slow(seconds: float) -> str:
    return f"pas de réponse complète en {seconds:.0f} secondes. Vérifiez l’adresse et le réseau, puis réessayez."


def _reason(reason: object, timeout: float) -> str:
    if isinstance(reason, TimeoutError):
        return _too_slow(timeout)
    if isinstance(reason, socket.gaierror):
        return "ce serveur est introuvable. Vérifiez l’adresse et le réseau."
    if isinstance(reason, ConnectionRefusedError):
        return "le serveur refuse la connexion. Vérifiez l’adresse et le port."
    if isinstance(reason, ssl.SSLError):
        return "le certificat du serveur n’est pas valable. Vérifiez l’adresse."
    return "connexion impossible. Vérifiez l’adresse et le réseau."


class _Readable:
    """What of an answer is used here; `OpenerDirector.open` is untyped."""

    length: int | None

    def read1(self, size: int) -> bytes:
        """Return what has come, up to a size; b"" at the end."""
        raise NotImplementedError
