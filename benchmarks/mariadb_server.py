"""A MariaDB server of one's own, for tests and measures: started in a folder, on a free port, gone afterwards."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pymysql

PATHS = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"])
MARIADBD, INSTALL, DUMP = (
    shutil.which(name, path=PATHS) for name in ("mariadbd", "mariadb-install-db", "mariadb-dump")
)
MISSING = None if MARIADBD and INSTALL and DUMP else "MariaDB is not installed; on Debian: apt install mariadb-server"
SMALL = (  # a server that starts in a second and asks for little
    "--innodb-buffer-pool-size=32M",
    "--innodb-log-file-size=16M",
    "--innodb-flush-log-at-trx-commit=2",
    "--key-buffer-size=4M",
    "--aria-pagecache-buffer-size=4M",
    "--performance-schema=off",
    "--skip-log-bin",
    "--skip-name-resolve",
)
PATIENCE = 60  # seconds until a server must answer


@dataclass(frozen=True)
class MariaDB:
    """A running server; root has no password."""

    socket: Path
    port: int
    pid: int

    def connect(
        self, database: str | None = None, *, charset: str = "utf8mb4"
    ) -> "pymysql.Connection[pymysql.cursors.Cursor]":
        """Return a connection as root."""
        return pymysql.connect(
            unix_socket=str(self.socket), user="root", database=database, charset=charset, autocommit=True
        )

    def execute(self, *statements: str, database: str | None = None) -> None:
        """Run statements as root."""
        with self.connect(database) as connection, connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)

    def url(self, database: str, *, user: str = "root", password: str = "") -> str:
        """Return the address of a database, over TCP as a user would write it."""
        login = f"{user}:{password}" if password else user
        return f"mysql+pymysql://{login}@127.0.0.1:{self.port}/{database}"

    def dump(self, database: str, path: Path, *options: str) -> Path:
        """Write a database to a file with MariaDB's own tool."""
        command = [str(DUMP), "--no-defaults", f"--socket={self.socket}", "--user=root", *options, database]
        with path.open("wb") as file:
            subprocess.run(command, stdout=file, check=True)
        return path


@contextmanager
def mariadb() -> Iterator[MariaDB]:
    """Give a new, empty server; `MISSING` says whether there is one to start."""
    user = "--user=root" if os.getuid() == 0 else ""
    with tempfile.TemporaryDirectory(prefix="mariadb-") as folder:  # the path of a socket must be short
        data, address, log = Path(folder, "data"), Path(folder, "socket"), Path(folder, "log")
        install = [str(INSTALL), "--no-defaults", f"--datadir={data}", "--auth-root-authentication-method=normal", user]
        subprocess.run([*filter(None, install), "--skip-test-db"], check=True, capture_output=True)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        command = [str(MARIADBD), "--no-defaults", f"--datadir={data}", f"--socket={address}", f"--port={port}"]
        command += ["--bind-address=127.0.0.1", *filter(None, [user]), *SMALL]
        with log.open("wb") as output, subprocess.Popen(command, stdout=output, stderr=output) as process:
            server = MariaDB(address, port, process.pid)
            try:
                _wait(server, process, log)
                yield server
            finally:
                process.kill()


def _wait(server: MariaDB, process: "subprocess.Popen[bytes]", log: Path) -> None:
    """Return when the server answers; raise what it said when it does not."""
    until = time.monotonic() + PATIENCE
    while True:
        with socket.socket(socket.AF_UNIX) as attempt:
            try:
                attempt.connect(str(server.socket))
            except OSError as error:
                if process.poll() is not None or time.monotonic() > until:
                    raise RuntimeError(log.read_text(errors="replace")[-2000:]) from error
            else:
                return
        time.sleep(0.05)
