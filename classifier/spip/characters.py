"""The characters that the reading of shortcuts uses as signs of its own, and the first and last steps around it."""

import re
import unicodedata

from classifier.spip.charset import without_windows_bytes

# `readable` takes all control characters out, so from there on they can carry what the text is not to be asked again.
SHELVED = ("\x01", "\x02")  # around the number of a piece that is put aside
PARAGRAPH = "\x03"  # a new paragraph, whatever the lines around it
LINE = "\x04"  # a new line that stays one, where plain line breaks may become spaces
ESCAPABLE = "{}_-[]|<>*#+~\\"
ESCAPED = {ord(sign): chr(0x0E + place) for place, sign in enumerate(ESCAPABLE)}
HELD = re.compile(f"[{''.join(ESCAPED.values())}]")
UNESCAPED = {ord(held): chr(sign) for sign, held in ESCAPED.items()}

# U+0081, 8D, 8F, 90, 9D mean nothing even to Windows; lone surrogates cannot be written to a file
UNWANTED = re.compile("[\x00-\x08\x0e-\x1f\x7f\x81\x8d\x8f\x90\x9d\u00ad\u200b\u2060\ufeff\ud800-\udfff]")
FEEDS = re.compile("[\x0b\x0c]")
ESCAPE = re.compile(rf"\\([{re.escape(ESCAPABLE)}])")
COMBINING = re.compile("[^\\W\\d_][\u0300-\u036f]{1,4}")  # bounded: composing long runs takes quadratic time
ACCENT = re.compile("[\u0300-\u036f]")
SPACES = re.compile(r"[^\S\n]+")
AROUND_BREAKS = re.compile(f" (?=[\n{PARAGRAPH}{LINE}])|(?<=[\n{PARAGRAPH}{LINE}]) ")
BREAKS = re.compile(f"[\n{PARAGRAPH}{LINE}]{{2,}}")


def readable(source: str) -> str:
    """Return the text with one kind of line break, without control characters, soft hyphens and the like."""
    text = source.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n\n")
    text = FEEDS.sub(" ", UNWANTED.sub("", text))
    return without_windows_bytes(text)


def without_escapes(text: str) -> str:
    """Return the text with each `\\{` or `\\*` put out of reach of the shortcuts, until `settled`."""
    if "\\" not in text:
        return text
    return ESCAPE.sub(lambda match: ESCAPED[ord(match.group(1))], text)


def settled(text: str, *, autobr: bool) -> str:
    """Return the text with all signs resolved: plain spaces, lines, a blank line between paragraphs."""
    if ACCENT.search(text):
        text = COMBINING.sub(_composed, text)
    text = AROUND_BREAKS.sub("", SPACES.sub(" ", text))
    text = BREAKS.sub(_one_break, text)
    if not autobr:
        text = text.replace("\n", " ")
    text = text.replace(LINE, "\n").replace(PARAGRAPH, "\n\n")
    if HELD.search(text):  # rare, and `translate` is slow
        text = text.translate(UNESCAPED)
    return text.strip()


def _one_break(match: re.Match[str]) -> str:
    run = match.group()
    if PARAGRAPH in run or run.count("\n") > 1 or run.count(LINE) > 1:
        return PARAGRAPH
    return LINE


def _composed(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFC", match.group())
