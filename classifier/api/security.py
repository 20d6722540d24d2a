"""Who may ask what: keys and roles, the rate of each caller, and nobody from elsewhere while there is no key."""

import binascii
import re
import time
from base64 import b64decode
from collections import OrderedDict
from ipaddress import ip_address

from starlette.types import ASGIApp, Receive, Scope, Send

from classifier.api.metrics import Metrics
from classifier.api.problems import HTTP, problem
from classifier.errors import AccessError
from classifier.keys import Key, KeyRing, Role

# the screens hold nothing: what they show they ask for, with a key
OPEN = re.compile(r"(/api)?/(health|ready)|/page/.+|/|/docs|/v1/ui/?|/relecture|/tableau")
# what needs more than the right to read, which everything else asks for
RULES: list[tuple[str, re.Pattern[str], Role]] = [
    ("GET", re.compile(r"/api/feedback/?"), "admin"),
    ("POST", re.compile(r"/api/models/.+"), "admin"),
    ("POST", re.compile(r"/api/(feedback|read-address)/?"), "edit"),
    ("POST", re.compile(r"/api/plans/.+"), "edit"),
    ("POST", re.compile(r"/v1/projects/[^/]+/learn/?"), "edit"),
]
LOCAL_NAMES = {"localhost", "127.0.0.1", "[::1]", "::1"}
FORWARDED = (b"x-forwarded-for", b"forwarded")
CHALLENGE = {"WWW-Authenticate": 'Basic realm="motscles", charset="UTF-8"'}  # a browser then asks for the key
OUR_OWN = {"WWW-Authenticate": 'Key realm="motscles"'}  # no browser knows it: our pages ask by themselves
MOST_CALLERS = 10_000
NO_KEY_YET = "Aucune clé n’existe : le service ne répond qu’à cette machine. Créez une clé : motscles keys add NOM."
UNREADABLE = "Le fichier des clés est illisible ; rien ne passe tant qu’il n’est pas réparé."


class Doorkeeper:
    """Lets a request in or answers 401, 403 or 429, before its body is read."""

    def __init__(self, app: ASGIApp, ring: KeyRing, rate: int, metrics: Metrics) -> None:
        self.app, self.ring, self.metrics = app, ring, metrics
        self.rate = Rate(rate)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, with the caller's key in its state, or refuse it."""
        if scope["type"] != "http" or (OPEN.fullmatch(scope["path"]) and scope["method"] in ("GET", "HEAD")):
            await self.app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        if refusal is None:
            await self.app(scope, receive, send)
        else:
            await refusal(scope, receive, send)

    def _refusal(self, scope: Scope) -> ASGIApp | None:
        try:
            keys = self.ring.keys()
        except AccessError:
            return problem(503, "keys-unreadable", "Clés illisibles", UNREADABLE)
        if not keys:
            return None if is_local(scope) else self._refuse(401, NO_KEY_YET)
        key = self.ring.find(credentials(scope))
        wait = self.rate.wait(key.id if key else f"address {_host(scope, 'client')}")
        if wait:
            return self._refuse(429, headers={"Retry-After": str(wait)})
        if key is None:
            asks_itself = b"x-requested-with" in dict(scope["headers"])
            return self._refuse(401, headers=OUR_OWN if asks_itself else CHALLENGE)
        if not key.may(role_for(scope["method"], scope["path"])):
            return self._refuse(403)
        scope.setdefault("state", {})["key"] = key
        return None

    def _refuse(self, status: int, detail: str | None = None, headers: dict[str, str] | None = None) -> ASGIApp:
        type, title, usual = HTTP[status]
        self.metrics.refused.labels(type).inc()
        return problem(status, type, title, detail or usual, headers=headers)


class Rate:
    """A bucket for each caller: a minute's worth at once, then as fast as it fills again."""

    def __init__(self, a_minute: int) -> None:
        self.a_minute = a_minute
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, caller: str, now: float | None = None) -> int:
        """Return 0 and count a request, or the seconds until the next one may come.

        >>> rate = Rate(2)
        >>> [rate.wait("awa", now=now) for now in (0.0, 0.0, 0.0, 30.0)]
        [0, 0, 30, 0]
        """
        if not self.a_minute:
            return 0
        now = time.monotonic() if now is None else now
        left, last = self._buckets.pop(caller, (float(self.a_minute), now))
        left = min(self.a_minute, left + (now - last) * self.a_minute / 60)
        allowed = left >= 1
        self._buckets[caller] = (left - 1 if allowed else left, now)
        if len(self._buckets) > MOST_CALLERS:
            self._buckets.popitem(last=False)
        return 0 if allowed else max(1, -int(-(1 - left) * 60 // self.a_minute))


def role_for(method: str, path: str) -> Role:
    """Return the role that a request needs.

    >>> role_for("POST", "/api/suggest"), role_for("POST", "/api/feedback"), role_for("GET", "/api/feedback")
    ('read', 'edit', 'admin')
    """
    method = "GET" if method == "HEAD" else method
    return next((role for verb, pattern, role in RULES if verb == method and pattern.fullmatch(path)), "read")


def credentials(scope: Scope) -> str:
    """Return the key that a request brings: in X-API-Key, as a bearer token, or as the password of a URL or browser."""
    headers = dict(scope["headers"])
    if given := headers.get(b"x-api-key"):
        return str(given.decode("latin-1"))
    kind, _, value = headers.get(b"authorization", b"").decode("latin-1").partition(" ")
    if kind.lower() == "bearer":
        return str(value.strip())
    if kind.lower() != "basic":
        return ""
    try:
        user, _, password = b64decode(value.strip(), validate=True).decode("utf-8").partition(":")
    except (binascii.Error, ValueError):
        return ""
    return password or user


def is_local(scope: Scope) -> bool:
    """Whether a request comes from this machine, to this machine, through no proxy and under no borrowed name.

    The name is checked so that a page on the Web cannot have its own name point here (DNS rebinding).
    """
    headers = dict(scope["headers"])
    if any(name in headers for name in FORWARDED):
        return False
    if not all(is_loopback(_host(scope, end)) for end in ("client", "server")):
        return False
    name = headers.get(b"host", b"").decode("latin-1").lower()
    name = name if name.endswith("]") else name.rsplit(":", 1)[0]
    return not _is_address(_host(scope, "server")) or name in LOCAL_NAMES


def is_loopback(host: str) -> bool:
    """Whether an address is this machine's own; what is no address is a socket in a file, or a test."""
    return host == "localhost" or not _is_address(host) or ip_address(host).is_loopback


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _host(scope: Scope, end: str) -> str:
    return str((scope.get(end) or ("", 0))[0])


__all__ = ["Doorkeeper", "Key", "is_loopback"]
