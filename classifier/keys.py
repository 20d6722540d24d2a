"""Who may use the service: keys in a file, of which only digests are kept.

A key is 256 random bits. Nobody guesses that, however fast, so a plain SHA-256 protects it as well as a slow password
hash would, and costs a request a microsecond instead of fifty milliseconds.
"""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import sha256
from hmac import compare_digest
from ipaddress import ip_address
from pathlib import Path
from secrets import token_hex, token_urlsafe
from typing import Literal, get_args

from classifier.errors import AccessError
from classifier.files import write_bytes

Role = Literal["read", "edit", "admin"]
ROLES: tuple[Role, ...] = get_args(Role)  # each may do what those before it may
PREFIX = "mc"


@dataclass(frozen=True, slots=True)
class Key:
    """One key as it is kept: its public id, whose it is, what it may do, and the digest of its secret."""

    id: str
    name: str
    role: Role
    digest: str
    created: str

    def may(self, role: Role) -> bool:
        """Whether the key may do what a role may.

        >>> Key("a1", "awa", "edit", "", "").may("read"), Key("a1", "awa", "edit", "", "").may("admin")
        (True, False)
        """
        return ROLES.index(self.role) >= ROLES.index(role)


NOBODY = Key("", "", "read", sha256(b"").hexdigest(), "")


class KeyRing:
    """The keys of a file; a change of the file is seen at the next question."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._read_at: tuple[int, int, int] | None = None
        self._keys: dict[str, Key] = {}

    def keys(self) -> list[Key]:
        """Return the keys; raise `AccessError` for a file that cannot be read."""
        try:
            state = self.path.stat()
        except FileNotFoundError:
            self._read_at, self._keys = None, {}
            return []
        except OSError as error:
            raise _unreadable(self.path) from error
        version = (state.st_mtime_ns, state.st_size, state.st_ino)
        if version != self._read_at:
            self._keys = {key.id: key for key in _read(self.path)}
            self._read_at = version
        return list(self._keys.values())

    def add(self, name: str, role: Role) -> tuple[Key, str]:
        """Make a key; return it, and the text that its owner will send: it is not kept and cannot be told again."""
        keys = self.keys()
        if not name.strip() or len(name) > 100 or not name.isprintable():
            raise AccessError("un nom de clé a de 1 à 100 caractères, sur une ligne.")
        if any(key.name == name for key in keys):
            raise AccessError(f"une clé s’appelle déjà « {name} ». Choisissez un autre nom, ou supprimez-la d’abord.")
        id, secret = token_hex(4), token_urlsafe(32)
        key = Key(id, name, role, _digest(secret), datetime.now(UTC).isoformat(timespec="seconds"))
        self._write([*keys, key])
        return key, f"{PREFIX}_{id}_{secret}"

    def remove(self, name: str) -> Key:
        """Remove the key of a name or id; it opens nothing from now on. Raises `AccessError`."""
        keys = self.keys()
        gone = next((key for key in keys if name in (key.name, key.id)), None)
        if gone is None:
            known = ", ".join(f"« {key.name} »" for key in keys) or "aucune"
            raise AccessError(f"aucune clé ne s’appelle « {name} » dans {self.path}. Clés : {known}.")
        self._write([key for key in keys if key is not gone])
        return gone

    def find(self, text: str) -> Key | None:
        """Return the key that a text is, or None, in a time that does not tell how near it was."""
        self.keys()
        prefix, _, rest = text.partition("_")
        id, _, secret = rest.partition("_")
        key = self._keys.get(id, NOBODY)
        same = compare_digest(_digest(secret), key.digest)
        return key if same and prefix == PREFIX and key is not NOBODY else None

    def _write(self, keys: list[Key]) -> None:
        content = json.dumps({"keys": [asdict(key) for key in keys]}, ensure_ascii=False, indent=2) + "\n"
        try:
            write_bytes(self.path, content.encode(), mode=0o600)
        except OSError as error:
            raise AccessError(f"{self.path} : écriture impossible ({error.strerror}). Vérifiez les droits.") from error


def check_exposure(host: str, ring: KeyRing) -> None:
    """Raise `AccessError` where others than this machine would be answered without a key."""
    if not is_here(host) and not ring.keys():
        raise AccessError(
            f"{host or 'toute adresse'} s’atteint d’ailleurs, et aucune clé n’existe dans {ring.path}. Créez-en une "
            "(motscles keys add NOM), ou écoutez sur 127.0.0.1."
        )


def is_here(host: str) -> bool:
    """Whether an address to listen on can be reached from this machine only; a name may stand for anything.

    >>> [is_here(host) for host in ("127.0.0.1", "::1", "localhost", "0.0.0.0", "", "example.org")]
    [True, True, True, False, False, False]
    """
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _read(path: Path) -> list[Key]:
    try:
        keys = [Key(**row) for row in json.loads(path.read_bytes())["keys"]]
        if not all(key.role in ROLES and key.id and len(key.digest) == 64 for key in keys):
            raise ValueError
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise _unreadable(path) from error
    return keys


def _unreadable(path: Path) -> AccessError:
    return AccessError(f"{path} : fichier des clés illisible. Réparez-le, ou supprimez-le et refaites les clés.")


def _digest(secret: str) -> str:
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
