"""Files of JSON lines that survive a kill: they only grow, and a line counts once it is whole and on the disk."""

import errno
import json
import os
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from classifier.errors import DataError, RetaggingError
from classifier.files import open_bytes, sync_directory

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
REFUSED = (errno.EACCES, errno.EPERM, errno.EROFS)
AGAIN = 0.005  # seconds between two tries to hold a file that another process holds

Object = dict[str, Any]


class GrowingFile:
    """A file of JSON lines, open for adding; only one process at a time may hold it.

    Opening it cuts off a last line that was not written to its end: that is all a kill can leave behind. `patience` is
    how many seconds to wait for another process that holds it.
    """

    def __init__(self, path: Path, *, patience: float = 0.0) -> None:
        self.path = path
        with writing(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = path.open("ab", buffering=0)
        try:
            self._lock(time.monotonic() + patience)
            with writing(path):
                self._end = _end_of_whole_lines(path)
                self._file.truncate(self._end)
                if not self._end:
                    sync_directory(path.parent)  # a new file is on the disk once its folder says so
        except BaseException:
            self._file.close()
            raise

    def add(self, rows: Iterable[Mapping[str, Any]]) -> bytes:
        """Write some lines, wait until the disk has them, and return them."""
        content = b"".join(map(as_line, rows))
        self.add_lines(content)
        return content

    def add_lines(self, content: bytes) -> None:
        """Write lines that are made already, and wait until the disk has them."""
        try:
            with writing(self.path):
                written = 0
                while written < len(content):
                    written += self._file.write(content[written:])
                os.fsync(self._file.fileno())
        except RetaggingError:
            os.ftruncate(self._file.fileno(), self._end)  # nothing half-written
            raise
        self._end += len(content)

    def cut(self, length: int) -> None:
        """Take away some bytes at the end."""
        with writing(self.path):
            self._end -= length
            self._file.truncate(self._end)

    def close(self) -> None:
        """Let another process hold the file."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _lock(self, limit: float) -> None:
        if os.name != "posix":
            return
        import fcntl

        while True:
            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as cause:
                if time.monotonic() >= limit:
                    raise RetaggingError(
                        "un autre processus écrit ce fichier. Attendez qu’il ait fini, ou arrêtez-le.", path=self.path
                    ) from cause
                time.sleep(AGAIN)
            else:
                return


def as_line(row: Mapping[str, Any]) -> bytes:
    """Return an object as one line of JSON, the same bytes each time.

    >>> as_line({"id": "é", "tags": []})
    b'{"id": "\\xc3\\xa9", "tags": []}\\n'
    """
    # half a surrogate pair, which an id may hold, is written as the escape that JSON has for it
    return json.dumps(row, ensure_ascii=False).encode(errors="backslashreplace") + b"\n"


def read_lines(path: Path, error: type[DataError], *, start: int = 0) -> Iterator[tuple[bytes, Object]]:
    """Yield each whole line of a file, with the object that it holds; a last line that was cut is left out.

    `start` is the byte to begin at. Raises `error` at a whole line that holds no JSON object.
    """
    with open_bytes(path, error) as file:
        file.seek(start)
        for number, line in enumerate(file, start=1):
            if not line.endswith(b"\n"):
                return
            try:
                row = json.loads(line)
            except ValueError:
                row = None
            if not isinstance(row, dict):
                raise error(
                    "ligne illisible : le fichier est abîmé. Refaites-le, ou reprenez une copie.",
                    path=path,
                    line=number,
                )
            yield line, row


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn what the system says while writing into a sentence with the next step."""
    try:
        yield
    except OSError as cause:
        raise RetaggingError(_sentence(cause.errno), path=path) from cause


def _sentence(number: int | None) -> str:
    if number in FULL:
        return "le disque est plein, rien n’a été écrit à moitié. Faites de la place et relancez la même commande."
    if number in REFUSED:
        return "écriture refusée. Vérifiez les droits du fichier et du dossier, ou choisissez un autre endroit."
    return f"écriture impossible ({os.strerror(number or 0)}). Vérifiez le chemin et le disque."


def _end_of_whole_lines(path: Path, *, step: int = 1 << 16) -> int:
    """Return where the last whole line ends."""
    with path.open("rb") as file:
        end = file.seek(0, os.SEEK_END)
        while end > 0:
            start = max(0, end - step)
            file.seek(start)
            found = file.read(end - start).rfind(b"\n")
            if found >= 0:
                return start + found + 1
            end = start
    return 0
