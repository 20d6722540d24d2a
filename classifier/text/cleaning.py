"""From the text as it came to the text that the French pipeline knows how to read.

Every step is one substitution. `clean` runs them; `CleanText.of` runs the same steps and remembers
where each character came from, so that evidence can be shown in the original text.
"""

import html
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Replacement = str | Callable[[re.Match[str]], str]  # a string stands for itself: there are no "\\1" in it


class Step(NamedTuple):
    """One substitution; where `wanted` says no of a text, the pattern is sure not to match and is not tried."""

    pattern: re.Pattern[str]
    replacement: Replacement
    wanted: Callable[[str], object] = bool


PASSES = 20  # "&lt;b&gt;" hides "<b>": steps are run until nothing hides, which no honest text needs four times
MAX_CHARACTERS = 100_000  # some 16,000 words: the longest articles of an archive stay far below


def straighten_apostrophes(text: str) -> str:
    """Return the text with typographic apostrophes made straight.

    The French model was trained on straight ones: it lemmatises "l'école"
    to "le" + "école", and leaves "l’école" as "l’" + "école".

    >>> straighten_apostrophes("l’école d’Amiens")
    "l'école d'Amiens"
    """
    return _run([APOSTROPHES], text)


def compose(text: str) -> str:
    """Return the text with each accent joined to its letter (Unicode NFC).

    >>> len(compose("e\\u0301cole"))
    5
    """
    return _run([COMBINING], text)


def strip_markup(text: str) -> str:
    """Return the text without HTML tags and comments, entities turned into characters.

    >>> strip_markup("<p>Chiffre d&#8217;affaires&nbsp;: <b>+3&nbsp;%</b></p>").split()
    ['Chiffre', 'd’affaires', ':', '+3', '%']
    """
    return _run(MARKUP, text)


def drop_source_line(text: str) -> str:
    """Return the text without the closing line that names its source.

    >>> drop_source_line("Le texte.\\n(Source : Le Quotidien, 3 mai 2004)")
    'Le texte.'
    """
    return _run([SOURCE_LINE], text)


def lower_capitals(text: str) -> str:
    """Return the text with lines typed all in capitals in lower case: the model takes capitals for names.

    >>> lower_capitals("SONATEL : LA GREVE CONTINUE A DAKAR")
    'sonatel : la greve continue a dakar'
    """
    return _run([CAPITALS], text)


def normalise_spaces(text: str) -> str:
    """Return the text with one kind of space, no soft hyphens, and one line break between paragraphs.

    >>> normalise_spaces("  10\\u202f000  francs\\n \\n co\\u00adopération ")
    '10 000 francs\\ncoopération'
    """
    return _run(SPACES, text)


def clean(text: str) -> str:
    """Return the text ready for the French pipeline; cleaning twice is cleaning once.

    >>> clean("L’e&#769;cole   num&eacute;rique<br/>(Source&nbsp;: APS)")
    "L'école numérique"
    """
    text = text[:MAX_CHARACTERS]
    for _ in range(PASSES):
        before = text
        text = _run(STEPS, text)
        if text == before:
            break
    return text


@dataclass(frozen=True)
class CleanText:
    """A cleaned text, and for each of its characters the span it comes from in the original."""

    text: str
    starts: NDArray[np.intp]
    ends: NDArray[np.intp]

    @classmethod
    def of(cls, original: str) -> "CleanText":
        """Clean a text and keep the way back; the text is the same as `clean` returns."""
        text = original[:MAX_CHARACTERS]
        starts = np.arange(len(text), dtype=np.intp)
        ends = starts + 1
        for _ in range(PASSES):
            before = text
            for step in STEPS:
                if step.wanted(text):
                    text, starts, ends = _substitute(step, text, starts, ends)
            if text == before:
                break
        return cls(text, starts, ends)

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the original that characters start to end (excluded) come from.

        >>> original = "A&eacute;ro l’école"
        >>> "".join(original[slice(*CleanText.of(original).original_span(5, 12))])
        'l’école'
        """
        return int(self.starts[start]), int(self.ends[end - 1])


def _run(steps: list[Step], text: str) -> str:
    for step in steps:
        if step.wanted(text):
            text = step.pattern.sub(step.replacement, text)
    return text


def _substitute(
    step: Step, text: str, starts: NDArray[np.intp], ends: NDArray[np.intp]
) -> tuple[str, NDArray[np.intp], NDArray[np.intp]]:
    """Return what the substitution makes of a text, with the spans carried over.

    A replacement as long as what it replaces keeps its characters in place; any other takes
    the whole span for each of its characters.
    """
    parts: list[str] = []
    first: list[NDArray[np.intp]] = []
    last: list[NDArray[np.intp]] = []
    done = carried = 0  # up to where the text, and the spans, have been taken over
    for match in step.pattern.finditer(text):
        begin, stop = match.span()
        new = step.replacement if isinstance(step.replacement, str) else step.replacement(match)
        parts += [text[done:begin], new]
        done = stop
        if len(new) != stop - begin:
            first += [starts[carried:begin], np.full(len(new), _at(starts, begin))]
            last += [ends[carried:begin], np.full(len(new), _at(ends, stop - 1))]
            carried = stop
    if not parts:
        return text, starts, ends
    parts.append(text[done:])
    return "".join(parts), np.concatenate([*first, starts[carried:]]), np.concatenate([*last, ends[carried:]])


def _at(positions: NDArray[np.intp], index: int) -> int:
    return int(positions[index]) if 0 <= index < len(positions) else 0


def _capitals_to_lower(match: re.Match[str]) -> str:
    line = match.group()
    if 10 * sum(map(str.islower, line[: len(line) // 5])) > len(line):
        return line  # most lines: small letters enough in the first fifth alone
    letters = "".join(filter(str.isalpha, line))
    shouted = sum(map(str.isupper, letters)) >= 0.9 * len(letters)
    lower = line.lower()
    return lower if shouted and len(letters) >= 12 and " " in line.strip() else line


def _begins_or_ends_in_space(text: str) -> bool:
    return text[0].isspace() or text[-1].isspace() if text else False


LINES = "\\n\\r\\x0b\\x0c\\x85\\u2028\\u2029"  # what breaks lines
OTHER_SPACES = r"\t\x1c-\x1f\xa0\u1680\u2000-\u200a\u202f\u205f\u3000"  # all others but " "; a test compares
COMBINING = Step(
    re.compile(r"\w[\u0300-\u036f]+"),
    lambda match: unicodedata.normalize("NFC", match.group()),
    re.compile(r"[\u0300-\u036f]").search,
)
APOSTROPHES = Step(re.compile("[\u2019\u2018\u02bc\u02b9\u00b4\u2032\uff07`]"), "'")
MARKUP = [
    # as in a browser, a comment or a script that is never closed goes on to the end
    Step(re.compile(r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE), " "),
    Step(re.compile(r"</?(?:p|br|div|li|ul|ol|h[1-6]|tr|blockquote)\b[^<>]*>", re.IGNORECASE), "\n"),
    Step(re.compile(r"</?[a-zA-Z][^<>]*>"), " "),
    Step(re.compile(r"&(?:amp;|#0{0,5}38;|#x0{0,4}26;)+", re.IGNORECASE), "&"),  # any depth of "&amp;amp;" at once
    Step(
        re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]\w{1,30});"), lambda match: html.unescape(match.group())
    ),
]
CAPITALS = Step(re.compile(r"[^\n]+"), _capitals_to_lower)
SPACES = [
    Step(re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\x00-\x08\x0e-\x1f\x7f]"), ""),
    # first, so that no later step meets a long run; a single space, as most are, is none of its business
    Step(re.compile(f"[{OTHER_SPACES}][ {OTHER_SPACES}]*| [ {OTHER_SPACES}]+"), " "),
    Step(re.compile(rf" [{LINES}]\s*|[{LINES}]\s*"), "\n"),
    Step(re.compile(r"^\s+|\s+$"), "", _begins_or_ends_in_space),
]
SOURCE_LINE = Step(
    re.compile(r"\s*\(\s*sources?\s*:[^()\n]{1,200}\)\s*$", re.IGNORECASE), "", lambda text: text.rstrip().endswith(")")
)
# Apostrophes come after the entities that may hide them, spaces after all that leaves spaces behind.
STEPS = [*MARKUP, COMBINING, APOSTROPHES, *SPACES, SOURCE_LINE, CAPITALS]
