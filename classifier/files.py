"""Read and write whole files without surprises; knows nothing of what they hold."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from classifier.errors import DataError


def read_text(path: Path, error: type[DataError] = DataError) -> str:
    """Return the text of a UTF-8 file.

    Raises `error`, which says whether the file is absent, binary or in another encoding, and where.
    """
    with open_bytes(path, error) as file:
        content = file.read()
    return decode(content, path=path, error=error)


def open_bytes(path: Path, error: type[DataError] = DataError) -> BinaryIO:
    """Return a file open for reading; raise `error`, which says in French why it cannot be."""
    try:
        return path.open("rb")
    except FileNotFoundError as cause:
        raise error("ce fichier n’existe pas. Vérifiez le chemin.", path=path) from cause
    except IsADirectoryError as cause:
        raise error("c’est un dossier ; donnez un fichier.", path=path) from cause
    except PermissionError as cause:
        raise error("lecture refusée. Vérifiez les droits du fichier.", path=path) from cause
    except OSError as cause:
        raise error("lecture impossible. Vérifiez le chemin et le disque.", path=path) from cause


def decode(content: bytes, *, path: Path | str, line: int | None = None, error: type[DataError] = DataError) -> str:
    """Return bytes as text, the byte order mark dropped; raise `error` when they are not UTF-8 text.

    >>> decode(b"\\xc3\\xa9cole", path="a.txt")
    'école'
    """
    if b"\x00" in content:
        raise error("données binaires ; on attend un fichier de texte en UTF-8.", path=path, line=line)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as cause:
        where = line if line is not None else content.count(b"\n", 0, cause.start) + 1
        raise error(
            f"octet 0x{content[cause.start]:02x} invalide en UTF-8. Convertissez le fichier, p. ex. : "
            f"iconv -f WINDOWS-1252 -t UTF-8 {path}",
            path=path,
            line=where,
        ) from cause


def checksum(path: Path) -> str:
    """Return the SHA-256 of a file."""
    return sha256(path.read_bytes()).hexdigest()


@contextmanager
def written_aside(path: Path, *, mode: int | None = None) -> Iterator[BinaryIO]:
    """Give a file to write to, of any length; it takes the name `path` at the end, whole, or not at all.

    It is written aside and to the disk, then renamed; whatever was there before stays until then. `mode` is who may
    read it, from its first byte on; by default, what the system gives.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with aside.open("wb") as file:
            if mode is not None:
                aside.chmod(mode)
            yield file
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
    sync_directory(path.parent)


def write_bytes(path: Path, content: bytes, *, mode: int | None = None) -> None:
    """Write a file so that it is there whole or not at all; `mode` is who may read it."""
    with written_aside(path, mode=mode) as file:
        file.write(content)


def write_text(path: Path, text: str) -> None:
    """Write a UTF-8 file so that it is there whole or not at all."""
    write_bytes(path, text.encode("utf-8"))


def write_lines(path: Path, lines: Iterable[str]) -> int:
    """Write lines to a UTF-8 file as they come, so that it is there whole or not at all; return their number."""
    count = 0
    with written_aside(path) as file:
        for line in lines:
            file.write(line.encode("utf-8"))
            count += 1
    return count


def sync_directory(path: Path) -> None:
    """Make the names in a directory last through a power cut, where the system can."""
    if os.name == "posix":
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
