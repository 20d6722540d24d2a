"""The tables and rows of an SQL dump, read as a stream of bytes: rows one by one, other tables not at all.

It reads what mysqldump, mariadb-dump and phpMyAdmin write. Values stay bytes: their encoding is decided later, field
by field, since the header of a dump cannot be trusted on it.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from classifier.spip.scanner import CHUNK, STRING, Scanner, Stream

LONGEST = 1 << 28  # bytes of one value: what MySQL would take from one in practice, and no article has

NAME = rb"(?:`[^`]+`|\"[^\"]+\"|[\w$]+)"
TABLE = rb"(?:" + NAME + rb"\s*\.\s*)?(" + NAME + rb")"
CREATE = re.compile(rb"CREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?" + TABLE + rb"\s*\(", re.IGNORECASE)
INSERT = re.compile(
    rb"(?:INSERT|REPLACE)\s+(?:(?:LOW_PRIORITY|DELAYED|HIGH_PRIORITY|IGNORE)\s+)*(?:INTO\s+)?"
    + TABLE
    + rb"\s*(?:\(([^()]*)\)\s*)?VALUES?\s*(?=\()",
    re.IGNORECASE,
)
INSERT_INTO = re.compile(rb"(?:INSERT|REPLACE)\s+(?:IGNORE\s+)?(?:INTO\s+)?" + TABLE, re.IGNORECASE)
VALUE = re.compile(
    rb"\s*+(?:(_\w+\s*+|[NnXx](?='))?(" + STRING + rb")|([^\s'\"`(),;]++(?:\([^()'\"]*+\))?))\s*+([,)])", re.DOTALL
)
BEGUN = re.compile(rb"\s*+(?:(?:_\w*\s*+|[NnXx])?['\"]|0x)")  # values that may well be longer than a chunk
DECLARED = re.compile(rb"(?:[^`\w$'\",()]++)?(" + STRING + rb"|`[^`]+`|[\w$]+|[(),])", re.DOTALL)
NO_COLUMN = {b"PRIMARY", b"KEY", b"UNIQUE", b"INDEX", b"FULLTEXT", b"SPATIAL", b"CONSTRAINT", b"FOREIGN", b"CHECK"}
ESCAPE = {quote: re.compile(rb"\\(.)|" + quote * 2, re.DOTALL) for quote in (b"'", b'"')}
ESCAPED = {b"0": b"\0", b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"Z": b"\x1a"}

Row = list[bytes | None]


@dataclass(frozen=True, slots=True)
class CreateTable:
    """A table and its columns, in order."""

    name: str
    columns: list[str]


@dataclass(frozen=True, slots=True)
class Insert:
    """Rows of a table; `columns` is empty where the statement names none."""

    name: str
    columns: list[str]
    rows: Iterator[Row]


def read_dump(
    stream: Stream, *, source: str, wanted: Callable[[str], bool] = lambda _: True
) -> Iterator[CreateTable | Insert]:
    """Yield the wanted tables and their rows, in the order of the dump; rows not read before the next are passed over.

    Raises `SiteError`, with the line, where the dump ends too early or cannot be understood.

    >>> from io import BytesIO
    >>> text = b"CREATE TABLE `t` (`a` int, KEY `a` (`a`)); INSERT INTO t VALUES (1),(NULL),('l\\\\'eau');"
    >>> create, insert = read_dump(BytesIO(text), source="a.sql")
    >>> create.columns
    ['a']
    """
    scanner = Scanner(stream, source=source)
    while scanner.to_next_statement():
        word = scanner.peek(7).upper()
        statement: CreateTable | Insert | None = None
        if word.startswith(b"CREATE"):
            statement = _create(scanner)
        elif word.startswith((b"INSERT", b"REPLACE")):
            statement = _insert(scanner, wanted)
        if statement is not None and wanted(statement.name):
            yield statement
        scanner.skip_statement()
    scanner.check_end()


def _create(scanner: Scanner) -> CreateTable | None:
    head = scanner.match(CREATE)
    if head is None:
        return None
    scanner.position = head.end()
    return CreateTable(_name(head[1]), list(_declared(scanner)))


def _declared(scanner: Scanner) -> Iterator[str]:
    """Yield the names of the columns that are being declared, up to the closing parenthesis."""
    depth, is_first = 1, True
    while depth:
        token = scanner.match(DECLARED)
        if token is None:
            raise scanner.cut()
        scanner.position = token.end()
        if is_first and token[1].upper() not in NO_COLUMN and token[1] not in b"(),":
            yield _name(token[1])
        depth += {b"(": 1, b")": -1}.get(token[1], 0)
        is_first = token[1] == b"," and depth == 1


def _insert(scanner: Scanner, wanted: Callable[[str], bool]) -> Insert | None:
    head = scanner.match(INSERT)
    if head is None:
        other = scanner.match(INSERT_INTO)
        if other and wanted(_name(other[1])):
            if b";" not in scanner.buffer[scanner.position :]:
                raise scanner.cut()
            raise scanner.error(f"instruction INSERT non comprise, table « {_name(other[1])} ».")
        return None
    scanner.position = head.end()
    columns = [_name(column) for column in head[2].split(b",")] if head[2] else []
    return Insert(_name(head[1]), columns, _rows(scanner))


def _rows(scanner: Scanner) -> Iterator[Row]:
    """Yield the rows of a list of values, each read when it is asked for."""
    while True:
        scanner.expect(b"(")
        row: Row = []
        end = b","
        while end == b",":
            value, end = _value(scanner)
            row.append(value)
        yield row
        scanner.skip()
        if scanner.peek(1) != b",":
            return
        scanner.position += 1
        scanner.skip()


def _value(scanner: Scanner) -> tuple[bytes | None, bytes]:
    """Return the next value and what ends it, a comma or the closing parenthesis."""
    found = VALUE.match(scanner.buffer, scanner.position)
    while found is None:
        _read_on(scanner)
        found = VALUE.match(scanner.buffer, scanner.position)
    scanner.position = found.end()
    kind, string, bare, end = found.groups()
    if string is not None:
        text = _unescaped(string)
        return (bytes.fromhex(text.decode("ascii", "replace")) if kind in (b"X", b"x") else text), end
    if bare[:2] == b"0x":
        return bytes.fromhex(bare[2:].decode("ascii", "replace")), end
    return (None if bare.upper() in (b"NULL", b"DEFAULT") else bare), end


def _read_on(scanner: Scanner) -> None:
    """Read more of a value; raise `SiteError` when it is none, or when nothing more comes."""
    begun = BEGUN.match(scanner.buffer, scanner.position)
    at_hand = len(scanner.buffer) - scanner.position
    if at_hand > (LONGEST if begun else CHUNK):
        raise scanner.error("valeur non comprise.")
    if not scanner.fill():
        rest = scanner.buffer[scanner.position :]
        raise scanner.cut() if begun or not re.search(rb"[,);]", rest) else scanner.error("valeur non comprise.")


def _name(quoted: bytes) -> str:
    """Return an identifier without its quotes; one that is not ASCII is none of SPIP's."""
    return quoted.strip().strip(b'`"').decode("utf-8", "replace")


def _unescaped(string: bytes) -> bytes:
    """Return what a string stands for, given with its quotes.

    >>> _unescaped(b"'l\\\\'eau''\\\\n'"), _unescaped(b"'a'")
    (b"l'eau'\\n", b'a')
    """
    quote, inside = string[:1], string[1:-1]
    if b"\\" not in inside and quote not in inside:
        return inside
    return ESCAPE[quote].sub(_character, inside)


def _character(found: re.Match[bytes]) -> bytes:
    escaped: bytes | None = found[1]
    return found[0][:1] if escaped is None else ESCAPED.get(escaped, escaped)
