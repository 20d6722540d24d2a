"""One article from an address, without letting whoever names it look around in our own network.

Only hosts of a list, only their usual ports, and only public addresses: the name is resolved once for each
connection, all its addresses are looked at, and the connection goes to one of those. Redirections pass the same door.
"""

import socket
import ssl
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from threading import Timer
from typing import Any
from urllib.parse import urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    Request,
)

from classifier.corpora.download import download
from classifier.corpora.pages import read_page
from classifier.documents import Document
from classifier.errors import CorpusError

LARGEST = 3_000_000  # bytes of a page
TIMEOUT = 5.0  # seconds, for each silence
WHOLE = 15.0  # seconds, for all of one connection
PORTS = (None, 80, 443)
# networks whose addresses stand for others, which would have to be looked at as well
TRANSLATED = tuple(map(ip_network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")))

Resolve = Callable[[str, int], Sequence[str]]


def fetch(address: str, *, hosts: Sequence[str], resolve: Resolve | None = None) -> Document:
    """Return the article at an address of one of some hosts; raise `CorpusError`, which says why it cannot be had."""
    check_address(address, hosts)
    content = download(address, timeout=TIMEOUT, largest=LARGEST, opener=_opener(hosts, resolve or addresses_of))
    return read_page(content, path=address)


def check_address(address: str, hosts: Sequence[str]) -> None:
    """Raise `CorpusError` for an address that may not be read.

    >>> check_address("https://www.osiris.sn/article1.html", ["www.osiris.sn"])
    >>> check_address("https://www.osiris.sn@ailleurs.example/", ["www.osiris.sn"])  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    classifier.errors.CorpusError: https://www.osiris.sn@ailleurs.example/ : ce site n’est pas de ceux qui sont ...
    """
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError as cause:
        raise CorpusError("cette adresse est mal écrite.", path=address) from cause
    if parts.scheme not in ("http", "https"):
        raise CorpusError("seules les adresses http:// et https:// sont lues.", path=address)
    if host not in {one.lower() for one in hosts} or port not in PORTS:
        allowed = ", ".join(hosts)
        raise CorpusError(
            f"ce site n’est pas de ceux qui sont permis ({allowed}). Copiez le texte de l’article.", path=address
        )


def is_public(address: str) -> bool:
    """Whether an address is one of the Internet's, and not of a machine or a network of our own.

    >>> [is_public(one) for one in ("93.184.215.14", "127.0.0.1", "10.0.0.8", "169.254.169.254", "::ffff:127.0.0.1")]
    [True, False, False, False, False]
    """
    found: IPv4Address | IPv6Address = ip_address(address)
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped:
            return is_public(str(found.ipv4_mapped))
        if any(found in network for network in TRANSLATED):
            return False
    return found.is_global and not found.is_multicast and not found.is_reserved


def addresses_of(host: str, port: int) -> list[str]:
    """Return all addresses of a host."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]).partition("%")[0] for entry in found))


def _connected(host: str, port: int, resolve: Resolve, timeout: float) -> socket.socket:
    """Return a connection to an address that was looked at; the name is not asked for a second time."""
    addresses = resolve(host, port)
    if not addresses or not all(is_public(one) for one in addresses):
        raise CorpusError("cette adresse mène à un réseau privé, et n’est pas lue.", path=host)
    return socket.create_connection((addresses[0], port), timeout)


def _opener(hosts: Sequence[str], resolve: Resolve) -> OpenerDirector:
    """Return what opens http and https only, through no proxy, and looks at each address that it is led to."""
    opener = OpenerDirector()
    for handler in (
        _Http(resolve),
        _Https(resolve),
        _Redirect(hosts),
        HTTPErrorProcessor(),
        HTTPDefaultErrorHandler(),
    ):
        opener.add_handler(handler)
    return opener


class _Guarded(HTTPConnection):
    """A connection to a checked address, cut off when its time is over, however slowly it drips."""

    def __init__(self, *args: Any, resolve: Resolve, **more: Any) -> None:
        super().__init__(*args, **more)
        self.resolve = resolve
        self._clock: Timer | None = None

    def connect(self) -> None:
        self.sock = self._wrapped(_connected(self.host, self.port, self.resolve, TIMEOUT))
        self._clock = Timer(WHOLE, partial(_cut, self.sock))
        self._clock.daemon = True
        self._clock.start()
        if isinstance(self.sock, ssl.SSLSocket):
            self.sock.do_handshake()  # under the clock too

    def _wrapped(self, plain: socket.socket) -> socket.socket:
        return plain


class _GuardedTls(_Guarded, HTTPSConnection):
    """The same, in TLS, for the name that was asked for."""

    def _wrapped(self, plain: socket.socket) -> socket.socket:
        return ssl.create_default_context().wrap_socket(plain, server_hostname=self.host, do_handshake_on_connect=False)


def _cut(connection: socket.socket) -> None:
    with suppress(OSError):  # it may be over
        socket.socket.shutdown(connection, socket.SHUT_RDWR)  # the plain one: TLS would wait for a farewell


class _Http(HTTPHandler):
    def __init__(self, resolve: Resolve) -> None:
        super().__init__()
        self.resolve = resolve

    def http_open(self, request: Request) -> HTTPResponse:
        return self.do_open(partial(_Guarded, resolve=self.resolve), request)


class _Https(HTTPSHandler):
    def __init__(self, resolve: Resolve) -> None:
        super().__init__()
        self.resolve = resolve

    def https_open(self, request: Request) -> HTTPResponse:
        return self.do_open(partial(_GuardedTls, resolve=self.resolve), request)


class _Redirect(HTTPRedirectHandler):
    """Follows to the hosts of the list only."""

    max_redirections = 4

    def __init__(self, hosts: Sequence[str]) -> None:
        self.hosts = hosts

    def redirect_request(self, *args: Any) -> Request | None:
        check_address(args[-1], self.hosts)
        return super().redirect_request(*args)
