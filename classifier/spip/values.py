"""From what a database column holds to what it means: SPIP's dates, flags, and texts in uncertain encodings."""

import codecs
import datetime
import re

CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")  # no text: they come from damaged or binary pastes
WINDOWS = "spip-windows"


def _windows(error: UnicodeError) -> tuple[str, int]:
    """Return the bytes that are no UTF-8 as Windows characters; the five that it lacks pass through, as in MySQL."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    return "".join(_WINDOWS[byte] for byte in wrong), error.end


_WINDOWS = [bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(256)]
codecs.register_error(WINDOWS, _windows)


def decoded(value: object) -> str:
    """Return the text of a column, given as its bytes: UTF-8, and Windows characters wherever it is not.

    The bytes of a column are surer than what the server or the header of a dump says of them.

    >>> decoded("école".encode()), decoded("école".encode("cp1252")), decoded(None)
    ('école', 'école', '')
    """
    if isinstance(value, bytes):
        return value.decode("utf-8", WINDOWS)
    return "" if value is None else str(value)


def without_controls(text: str) -> str:
    """Return a text without control characters; the same object where there are none.

    >>> without_controls("a\\x00b\\n")
    'ab\\n'
    """
    return CONTROLS.sub("", text)


def as_date(value: object) -> datetime.date | None:
    """Return the day of a date column; None for 0000-00-00 and other days that are not in the calendar.

    >>> as_date(b"2019-03-14 08:00:00"), as_date(b"0000-00-00 00:00:00"), as_date("2019-06-00")
    (datetime.date(2019, 3, 14), None, None)
    """
    try:
        return datetime.date.fromisoformat(decoded(value)[:10])
    except ValueError:
        return None


def as_number(value: object) -> int:
    """Return a number column; 0 for what is none.

    >>> as_number(7), as_number(b"7"), as_number(None)
    (7, 7, 0)
    """
    try:
        return int(decoded(value))
    except ValueError:
        return 0
