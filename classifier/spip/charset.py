"""Text that was encoded twice, and characters that were bytes of Windows, made right, field by field.

On many old sites UTF-8 bytes were stored as if each were a letter of MySQL's "latin1". That charset is
Windows's cp1252, with the five bytes that cp1252 leaves undefined passed through.
"""

import codecs
import re

PASSED_THROUGH = frozenset("\x81\x8d\x8f\x90\x9d")
FROM_WINDOWS = {byte: bytes([byte]).decode("cp1252") for byte in range(0x80, 0xA0) if chr(byte) not in PASSED_THROUGH}
TO_BYTE = codecs.charmap_build("".join(FROM_WINDOWS.get(byte, chr(byte)) for byte in range(256)))
WINDOWS = re.compile(f"[{''.join(map(chr, FROM_WINDOWS))}]")
LAYERS = 3  # encoded twice is common, thrice happens; more was never told of

# Below, text is written with one character for one byte (as ISO-8859-1 does), so "Ã©" is "\xc3\xa9".
CLOSING = "\x85\x91-\x94\x96\x97\xa0\xbb"  # … ‘ ’ “ ” – — no-break space »: what may follow a word of capitals
CAPITALS = "A-Z\xc0-\xd6\xd8-\xde"
LETTERS = "a-z\xdf-\xf6\xf8-\xff0-9" + CAPITALS
CERTAIN = re.compile(
    "|".join(
        [
            r"\xc2[\x80-\xbf]",  # ° « » and the no-break space; no French word ends in Â
            # é à ç; but "IRMÃ…" is Portuguese: a word of capitals that ends in Ã, then punctuation
            rf"\xc3(?:[\x80-\xbf](?<![{CAPITALS}][{CAPITALS}]\xc3[{CLOSING}])|[{CLOSING}](?=[{LETTERS}]))",
            r"\xc5[\x80-\xbf]",  # œ Œ Ÿ
            r"\xcc[\x80-\x83\x88\xa7]",  # accents that stand apart from their letter
            r"\xe2[\x80\x82\x84\x86\x88\x89\x98-\x9e][\x80-\xbf]",  # ’ “ – … € ™ and other signs
            r"\xef\xbb\xbf|\xef\xb8\x8f",  # a byte order mark, what follows an emoji
            r"\xf0\x9f[\x80-\xbf]{2}",  # emoji
            r"[\xc2-\xf4][\x80-\xbf]{0,2}[\x81\x8d\x8f\x90\x9d]",  # bytes that no text in cp1252 holds
        ]
    )
)
# What may be left of a character that was cut: not "é", with which right text ends and which would begin a Chinese one.
CUT = re.compile(r"[\xc2\xc3\xc5]|\xe2(?:[\x80\x82\x84\x86\x88\x89])?|\xf0(?:\x9f[\x80-\xbf]?)?|\xef\xb8")
# Two in a row: a word in Arabic, Greek, Chinese. One alone may be right French: "SANTÉ : " with a no-break space.
NEIGHBOURS = re.compile(
    r"(?:[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3})"
    r"(?:[\xc4-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3})"
)


def repaired(value: str) -> str:
    """Return the text as it was meant; the very same object when nothing needs repair, so that repairs can be counted.

    A field encoded twice is repaired only as a whole: when all of it is UTF-8 once its letters are bytes again, and
    when it holds a sequence that right text does not. A field cut in the middle of a character is repaired as well;
    the half character at its end, which stands for nothing, goes.

    >>> repaired("LÃ©gislation de lâ€™internet")
    'Législation de l’internet'
    >>> repaired("L\\x92école")
    'L’école'
    >>> repaired("SÃO TOMÉ, « à venir »")
    'SÃO TOMÉ, « à venir »'
    """
    if value.isascii():
        return value
    text = without_windows_bytes(value)
    for _ in range(LAYERS):
        once = _decoded_once(text)
        if once is None:
            break
        text = without_windows_bytes(once)
    return value if text == value else text


def without_windows_bytes(text: str) -> str:
    """Return the text with U+0080 to U+009F read as cp1252, apart from the five that it does not define."""
    return WINDOWS.sub(lambda match: FROM_WINDOWS[ord(match.group())], text)


def _decoded_once(text: str) -> str | None:
    """Return the text with one layer of wrong encoding taken off, or None when there is none for certain."""
    try:
        raw = codecs.charmap_encode(text, "strict", TO_BYTE)[0]  # some ten times as fast as `str.translate`
    except UnicodeEncodeError:
        return None  # a letter that no byte stands for: this field was not encoded twice
    bytewise = raw.decode("latin-1")
    if not CERTAIN.search(bytewise) and not NEIGHBOURS.search(bytewise):
        return None
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        # "unexpected end of data" is a character cut in the middle; everything before it is valid
        cut = error.reason == "unexpected end of data" and CUT.fullmatch(bytewise, error.start)
        if not cut or not CERTAIN.search(bytewise, 0, error.start):
            return None
        return raw[: error.start].decode("utf-8")
