"""A stream of SQL text in a buffer: what stands next, and how to pass over what nobody wants."""

import re
from typing import Protocol

from classifier.errors import SiteError

CHUNK = 1 << 18
CUT = (
    "le fichier s’arrête avant la fin : l’export ou sa copie a été interrompu. Refaites l’export, et comparez la "
    "taille des fichiers après la copie."
)

STRING = rb"'(?:[^'\\]++|\\.|'')*+'|\"(?:[^\"\\]++|\\.|\"\")*+\""
BLANK = re.compile(rb"\s++")
SEPARATORS = re.compile(rb"[\s;]++")
COMMENT = re.compile(rb"/\*.*?\*/|(?:--(?=\s)|\#)[^\n]*+\n", re.DOTALL)
COMMENT_START = re.compile(rb"/\*|--\s|\#")
# what may be passed over in one stride; a string counts only when the byte after it is seen, since '' is not its end
STRIDE = re.compile(
    rb"(?:[^'\"`;/\#\-]++|(?:" + STRING + rb"|`[^`]*+`)(?=[^'\"`])|/(?=[^*])|-(?=[^\-])|--(?=\S))*+", re.DOTALL
)
REST_OF_STRING = {
    b"'": re.compile(rb"(?:[^'\\]++|\\.|'')*+", re.DOTALL),
    b'"': re.compile(rb"(?:[^\"\\]++|\\.|\"\")*+", re.DOTALL),
    b"`": re.compile(rb"[^`]*+"),
}

# What the beginning of a dump promises of its end: a last comment, and settings that are put back.
LAST = {b"-- MySQL dump": b"-- Dump completed", b"-- MariaDB dump": b"-- Dump completed"}
SAVED = re.compile(rb"@OLD_(\w+)\s*=\s*@@")
RESTORED = re.compile(rb"=\s*@OLD_(\w+)")
LASTING = {b"SQL_NOTES", b"CHARACTER_SET_CLIENT"}  # the others are put back at other places, or not at all


class Stream(Protocol):
    """Where bytes come from: a file, or what opens a compressed one."""

    def read(self, size: int, /) -> bytes:
        """Return up to so many bytes, none at the end."""


class Scanner:
    """A position in a stream of SQL; memory holds what is looked at and no more.

    >>> from io import BytesIO
    >>> scanner = Scanner(BytesIO(b"/* said */ SET a = ';'; INSERT"), source="a.sql")
    >>> scanner.to_next_statement(), scanner.peek(3)
    (True, b'SET')
    >>> scanner.skip_statement()
    >>> scanner.to_next_statement(), scanner.peek(6)
    (True, b'INSERT')
    """

    def __init__(self, stream: Stream, *, source: str) -> None:
        self.stream, self.source = stream, source
        self.buffer, self.position = b"", 0
        self.lines = 1  # up to the start of the buffer
        self.promised: bytes | None = None
        self.saved: set[bytes] = set()

    def fill(self) -> bool:
        """Read more, and tell whether there was more; a long rest doubles the reading, so it is rarely rescanned."""
        rest = len(self.buffer) - self.position
        try:
            chunk = self.stream.read(max(CHUNK, rest))
        except EOFError as cause:  # a compressed file without its end
            raise self.cut() from cause
        self.lines += self.buffer.count(b"\n", 0, self.position)
        self.buffer, self.position = self.buffer[self.position :] + chunk, 0
        return bool(chunk)

    def ensure(self, size: int) -> int:
        """Return how many bytes are at hand, at least `size` unless the stream ends."""
        while len(self.buffer) - self.position < size and self.fill():
            pass
        return len(self.buffer) - self.position

    def peek(self, size: int) -> bytes:
        """Return the next bytes, without passing them."""
        self.ensure(size)
        return self.buffer[self.position : self.position + size]

    def match(self, pattern: re.Pattern[bytes]) -> re.Match[bytes] | None:
        """Return the match of something short, whole within a chunk, without passing it."""
        self.ensure(CHUNK)
        return pattern.match(self.buffer, self.position)

    def expect(self, byte: bytes) -> None:
        """Pass one byte, which must be this one."""
        seen = self.peek(1)
        if seen != byte:
            raise self.error(f"on attend « {byte.decode()} ».") if seen else self.cut()
        self.position += 1

    def skip(self, blank: re.Pattern[bytes] = BLANK) -> None:
        """Pass over blanks."""
        while self.ensure(1) and (found := blank.match(self.buffer, self.position)):
            self.position = found.end()

    def to_next_statement(self) -> bool:
        """Pass over blanks, ends of statements and comments; tell whether a statement follows."""
        while True:
            self.skip(SEPARATORS)
            start = self.peek(3)
            if not COMMENT_START.match(start):
                return bool(start)
            self._comment()

    def skip_statement(self) -> None:
        """Pass over the rest of a statement, however long."""
        while True:
            stride = STRIDE.match(self.buffer, self.position)
            self.position = stride.end() if stride else self.position
            start = self.peek(3)
            if not start:
                raise self.cut()
            if start[:1] == b";":
                return
            if start[:1] in REST_OF_STRING:
                self._string(start[:1])
            elif COMMENT_START.match(start):
                self._comment()
            else:
                self.position += 1

    def check_end(self) -> None:
        """Raise `SiteError` when the end is not what the beginning promised."""
        if self.promised or self.saved:
            raise self.cut()

    def _string(self, quote: bytes) -> None:
        """Pass over a string of any length, which need not fit into the buffer."""
        self.position += 1
        while True:
            rest = REST_OF_STRING[quote].match(self.buffer, self.position)
            self.position = rest.end() if rest else self.position
            seen = self.peek(2)
            if not seen:
                raise self.cut()
            if seen[:1] == quote and (seen != quote * 2 or quote == b"`"):
                self.position += 1
                return
            if seen == b"\\":  # the file ends within an escape
                raise self.cut()

    def _comment(self) -> None:
        found = COMMENT.match(self.buffer, self.position)
        while found is None:
            if not self.fill():
                if self.peek(2) == b"/*":
                    raise self.cut()
                self._note(self.buffer[self.position :])  # a last line without its line break
                self.position = len(self.buffer)
                return
            found = COMMENT.match(self.buffer, self.position)
        self._note(found[0])
        self.position = found.end()

    def _note(self, comment: bytes) -> None:
        """Remember what a comment promises of the end, or that it keeps a promise."""
        for start, end in LAST.items():
            if comment.startswith(start):
                self.promised = end
        if self.promised and comment.startswith(self.promised):
            self.promised = None
        self.saved |= set(SAVED.findall(comment)) & LASTING
        self.saved -= set(RESTORED.findall(comment))

    def error(self, message: str) -> SiteError:
        """Return the error of something not understood here."""
        advice = "Exportez la base de nouveau avec mysqldump ou phpMyAdmin (format SQL)."
        return SiteError(f"{message} {advice}", path=self.source, line=self._line())

    def cut(self) -> SiteError:
        """Return the error of a file that ends here too early."""
        return SiteError(CUT, path=self.source, line=self._line())

    def _line(self) -> int:
        return self.lines + self.buffer.count(b"\n", 0, self.position)
