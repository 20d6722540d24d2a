"""What a site is read from: a file, judged by its contents and not by its name, or the address of a server."""

import gzip
import os
import shutil
import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from sqlalchemy import Engine, create_engine
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import NullPool

from classifier.errors import SiteError
from classifier.files import open_bytes
from classifier.spip.loading import load_dump
from classifier.spip.scanner import CUT

SQLITE = b"SQLite format 3\x00"
GZIP, ZIP, UTF8_BOM = b"\x1f\x8b", b"PK\x03\x04", b"\xef\xbb\xbf"
UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")
HEAD = 1 << 16  # bytes that tell what a file is
SQL_WORDS = (
    b"CREATE TABLE",
    b"INSERT INTO",
    b"INSERT IGNORE",
    b"REPLACE INTO",
    b"SET NAMES",
    b"-- MySQL",
    b"-- MariaDB",
)
DRIVERS = ("mysql", "mariadb", "mysql+pymysql", "mariadb+pymysql")
ADVICE = "Donnez une sauvegarde de SPIP (.sqlite), un export SQL (.sql, .sql.gz) ou une adresse mysql+pymysql://…"

FILE, SERVER, DUMP = "file", "server", "dump"
Read = Callable[[int, int], None]  # told bytes read, of how many


@dataclass(frozen=True, slots=True)
class Opened:
    """A database that can be asked, and how errors name it: without its password."""

    engine: Engine
    kind: str
    name: str


@contextmanager
def opened(source: str, *, prefix: str | None = None, read: Read | None = None) -> Iterator[Opened]:
    """Give the database of a source; a dump is first written to a SQLite file that is gone at the end.

    Raises `SiteError` when the source is none of what we read.
    """
    if "://" not in source:
        with _opened_file(Path(source), prefix, read) as found:
            yield found
        return
    url = server_address(source)
    if url.get_backend_name() == "sqlite":
        if not url.database or url.database == ":memory:":
            raise SiteError(
                "une adresse sqlite:/// nomme un fichier. Écrivez sqlite:///chemin/du/fichier.", path=source
            )
        with _opened_file(Path(url.database), prefix, read) as found:
            yield found
        return
    engine = create_engine(url, poolclass=NullPool, connect_args={"connect_timeout": 10, "read_timeout": 300})
    try:
        yield Opened(engine, SERVER, url.set(query={}).render_as_string(hide_password=True))
    finally:
        engine.dispose()


def server_address(source: str) -> URL:
    """Return an address; raise `SiteError`, which never repeats it since it may hold a password."""
    scheme = source.partition("://")[0]
    try:
        url = make_url(source)
    except (ArgumentError, ValueError) as cause:
        raise SiteError(
            "adresse de base illisible. On attend mysql+pymysql://utilisateur:mot-de-passe@serveur/base ; dans le mot "
            "de passe, écrivez %40 pour @, %3A pour : et %2F pour /.",
            path=f"{scheme}://…",
        ) from cause
    if url.drivername in DRIVERS:
        if not url.database:
            raise SiteError("l’adresse ne nomme pas la base. Ajoutez /nom-de-la-base.", path=f"{scheme}://…")
        password = os.environ.get("MYSQL_PWD", "") if url.password is None else url.password
        sent = password.encode().decode("latin-1")  # PyMySQL encodes it so, and what was set by PHP was UTF-8
        return url.set(drivername="mysql+pymysql", password=sent or None).update_query_dict({"charset": "utf8mb4"})
    if url.get_backend_name() == "sqlite":
        return url
    raise SiteError(f"« {scheme} » n’est pas une base de SPIP que l’on sait lire. {ADVICE}", path=f"{scheme}://…")


@contextmanager
def _opened_file(path: Path, prefix: str | None, read: Read | None) -> Iterator[Opened]:
    """Give the database that a file is, or that its contents become."""
    with ExitStack() as stack:
        file = stack.enter_context(open_bytes(path, SiteError))
        if file.read(len(SQLITE)) == SQLITE:
            yield Opened(_sqlite(path), FILE, str(path))
            return
        file.seek(0)
        stream = _Unpacked(file, path, read)
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="motscles-")))
        kind = _write_database(stream, folder / "site.sqlite", path, prefix)
        yield Opened(_sqlite(folder / "site.sqlite"), kind, str(path))


def _sqlite(path: Path) -> Engine:
    """Return a SQLite file, opened so that it cannot be written to."""
    address = f"file:{quote(str(path.resolve()))}?mode=ro"
    return create_engine("sqlite://", creator=lambda: sqlite3.connect(address, uri=True), poolclass=NullPool)


def _write_database(stream: "_Unpacked", target: Path, path: Path, prefix: str | None) -> str:
    """Write what a file holds, a dump or a packed database, to a SQLite file; return which it was."""
    try:
        head = stream.peek(HEAD)
        if not head.startswith(SQLITE):
            _check_dump(head, path)
            load_dump(stream, target, source=str(path), prefix=prefix)
            return DUMP
        with target.open("wb") as copy:
            shutil.copyfileobj(stream, copy)
    except EOFError as cause:  # from what decompresses
        raise SiteError(CUT, path=path) from cause
    return FILE


def _check_dump(head: bytes, path: Path) -> None:
    """Raise `SiteError` when a file does not begin as an SQL dump, and say what to give instead."""
    if head.startswith(UTF16_BOMS):
        raise SiteError(
            "fichier en UTF-16, comme en écrit « > » dans PowerShell. Refaites l’export avec --result-file=site.sql.",
            path=path,
        )
    if head.lstrip().startswith((b"<SPIP", b"<?xml")):
        raise SiteError(
            "sauvegarde XML de SPIP 2, que l’on ne lit pas. Donnez un export SQL de la base (mysqldump ou phpMyAdmin).",
            path=path,
        )
    if b"PRAGMA foreign_keys" in head:
        raise SiteError("export texte de SQLite. Donnez le fichier .sqlite lui-même.", path=path)
    upper = head.upper()
    if not head:
        raise SiteError("fichier vide. Refaites l’export.", path=path)
    if not any(word.upper() in upper for word in SQL_WORDS) and not upper.lstrip().startswith((b"--", b"/*")):
        raise SiteError(f"ce fichier n’est ni une base SQLite, ni un export SQL. {ADVICE}", path=path)


class _Unpacked:
    """The contents of a file, decompressed where its first bytes say that it is compressed; to be read once."""

    def __init__(self, file: BinaryIO, path: Path, read: Read | None) -> None:
        self.file, self.path, self.told = file, path, read
        self.size = path.stat().st_size
        start = file.read(4)
        file.seek(0)
        self.inner: BinaryIO = file
        if start.startswith(GZIP):
            self.inner = gzip.GzipFile(fileobj=file)  # type: ignore[assignment]  # reads as a BinaryIO does
        elif start == ZIP:
            self.inner = self._only_member()
        elif path.suffix in (".gz", ".zip"):
            raise SiteError(
                f"ce fichier porte le nom d’un {path.suffix} et n’en est pas un. S’il n’est pas compressé, renommez-le "
                "en .sql ; sinon, copiez-le de nouveau.",
                path=path,
            )
        self.ahead = self.read(len(UTF8_BOM))
        self.ahead = b"" if self.ahead == UTF8_BOM else self.ahead

    ahead = b""

    def _only_member(self) -> BinaryIO:
        try:
            archive = zipfile.ZipFile(self.file)
        except zipfile.BadZipFile as cause:
            raise self._damaged() from cause
        members = [one for one in archive.infolist() if not one.is_dir()]
        if len(members) != 1:
            raise SiteError(f"archive de {len(members)} fichiers. Donnez le fichier .sql seul.", path=self.path)
        return archive.open(members[0])  # type: ignore[return-value]  # reads as a BinaryIO does

    def peek(self, size: int) -> bytes:
        """Return the first bytes, which will be read again."""
        while len(self.ahead) < size and (more := self._read(size - len(self.ahead))):
            self.ahead += more
        return self.ahead[:size]

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes; raise `SiteError` for damaged ones, and EOFError for a compressed file cut short."""
        if self.ahead:
            given, self.ahead = self.ahead[:size], self.ahead[size:]
            return given
        return self._read(size)

    def _read(self, size: int) -> bytes:
        try:
            content = self.inner.read(size)
        except (gzip.BadGzipFile, zlib.error, zipfile.BadZipFile) as cause:
            raise self._damaged() from cause
        if self.told:
            self.told(self.file.tell(), self.size)
        return content

    def _damaged(self) -> SiteError:
        return SiteError("fichier compressé abîmé. Copiez-le de nouveau, en mode binaire.", path=self.path)
