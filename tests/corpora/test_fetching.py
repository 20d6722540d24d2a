"""Articles from addresses: only where it is allowed, and never within our own network."""

import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from classifier.corpora import fetch, fetching
from classifier.corpora.fetching import check_address, is_public
from classifier.errors import CorpusError

PAGE = "<title>La radio</title><h1>La radio</h1><article><p>{}</p></article>".format(
    "La radio communautaire de Kolda émet depuis lundi matin, et tout le quartier l’écoute avec plaisir. " * 4
).encode()
NAMES = {"site.example": ["127.0.0.1"], "autre.example": ["127.0.0.1"], "interne.example": ["127.0.0.1", "10.0.0.8"]}


class Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        where = {"/ailleurs": "http://pirate.example/", "/dedans": f"http://interne.example:{self.port}/"}.get(
            self.path
        )
        self.send_response(302 if where else 200)
        if where:
            self.send_header("Location", where)
        if self.path == "/grand":
            self.send_header("Content-Length", "9000000")
        self.end_headers()
        if self.path == "/lent":
            for _ in range(40):
                self.wfile.write(b" ")
                time.sleep(0.05)
        self.wfile.write(PAGE if self.path != "/grand" else b" " * 9_000_000)

    @property
    def port(self) -> int:
        return self.server.server_port  # type: ignore[attr-defined,no-any-return]  # an HTTPServer has it

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with HTTPServer(("127.0.0.1", 0), Site) as server:
        server.handle_error = lambda *_: None  # type: ignore[method-assign]  # clients that are cut off
        Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


@pytest.fixture
def site(port: int, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the address of a site that passes for one of the Internet's."""
    monkeypatch.setattr(fetching, "PORTS", (port,))
    monkeypatch.setattr(fetching, "is_public", lambda address: address == "127.0.0.1")
    return f"http://site.example:{port}"


def read(address: str) -> str:
    return fetch(address, hosts=tuple(NAMES), resolve=lambda host, port: NAMES[host]).title


def test_an_article_is_read_from_an_allowed_site(site: str) -> None:
    assert read(f"{site}/article1.html") == "La radio"


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/ailleurs", "http://pirate.example/ : ce site n’est pas de ceux qui sont permis"),
        ("/dedans", "interne.example : cette adresse mène à un réseau privé"),
        ("/grand", "plus de 3 Mo"),
    ],
)
def test_a_redirection_passes_the_same_door(site: str, path: str, told: str) -> None:
    with pytest.raises(CorpusError, match=told):
        read(site + path)


def test_a_site_that_drips_is_cut_off(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "WHOLE", 0.3)
    start = time.monotonic()
    with pytest.raises(CorpusError):
        read(f"{site}/lent")
    assert time.monotonic() - start < 1.5


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "::1"])
def test_this_machine_is_never_read_even_when_it_is_named(name: str) -> None:
    address = f"http://[{name}]/" if ":" in name else f"http://{name}/"
    with pytest.raises(CorpusError, match="mène à un réseau privé"):
        fetch(address, hosts=[name])


@pytest.mark.parametrize(
    "address",
    "10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 255.255.255.255 :: ::1 fe80::1 "
    "fc00::1 ff02::1 ::ffff:10.0.0.1 64:ff9b::a00:1 2002:a00:1::".split(),
)
def test_what_is_not_the_internet_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["196.207.202.51", "2a00:1450:4007:80e::2003"])
def test_what_is_the_internet_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    "file:///etc/passwd ftp://site.example/ http://site.example:8000/ http://site.example@pirate.example/ "
    "http://site.example.pirate.example/ http://[site.example/ //site.example/ site.example".split(),
)
def test_addresses_that_are_not_read(address: str) -> None:
    with pytest.raises(CorpusError):
        check_address(address, ["site.example"])


def test_a_name_is_the_same_in_capitals_and_with_its_root() -> None:
    check_address("https://SITE.example./a", ["Site.example"])
