"""Changes the tags of an article in its line of JSON, and not a byte besides."""

import json
from collections.abc import Sequence
from typing import NamedTuple

FIELD = "tags"
BLANKS = " \t\r\n"
BOM = "\ufeff"


class Spot(NamedTuple):
    """Where the value of `tags` stands in a line; an empty spot at the closing brace when there is none."""

    start: int
    end: int
    is_first: bool  # no other field stands before it

    @property
    def is_absent(self) -> bool:
        """Whether the line has no tags."""
        return self.start == self.end


def tags_text(line: str) -> str | None:
    """Return the value of `tags` as it is written, or None.

    >>> tags_text('{"id": 1, "tags":["Radio" , "5G"]}')
    '["Radio" , "5G"]'
    """
    spot = _spot(line)
    return None if spot.is_absent else line[spot.start : spot.end]


def with_tags(line: str, tags: Sequence[str] | str | None) -> str:
    """Return a line with other tags: a list of labels, a text that `tags_text` returned, or None for no field.

    >>> line = '{"id": 1, "text": "…"}'
    >>> with_tags(line, ["Radio"])
    '{"id": 1, "text": "…", "tags": ["Radio"]}'
    >>> with_tags(with_tags(line, ["Radio"]), None) == line
    True
    """
    spot = _spot(line)
    text = tags if isinstance(tags, str) or tags is None else json.dumps(list(tags), ensure_ascii=False)
    if spot.is_absent:
        return line if text is None else f"{line[: spot.start]}{_named(text, spot)}{line[spot.end :]}"
    if text is None:
        before = line[: spot.start].rstrip(BLANKS + ":").removesuffix(f'"{FIELD}"').rstrip(BLANKS).removesuffix(",")
        return f"{before}{line[spot.end :]}"
    return f"{line[: spot.start]}{text}{line[spot.end :]}"


def _named(text: str, spot: Spot) -> str:
    return f'{"" if spot.is_first else ", "}"{FIELD}": {text}'


def _spot(line: str) -> Spot:
    """Return where the tags stand in a line that is known to hold one JSON object."""
    decoder = json.JSONDecoder()
    found: Spot | None = None
    place, first = _skip(line, line.index("{") + 1), True
    while line[place] != "}":
        name, place = decoder.raw_decode(line, place)
        start = _skip(line, _skip(line, place) + 1)
        _, place = decoder.raw_decode(line, start)
        if name == FIELD:
            found = Spot(start, place, first)  # of two, JSON means the last
        first = False
        place = _skip(line, place)
        if line[place] == ",":
            place = _skip(line, place + 1)
    return found or Spot(place, place, first)


def _skip(line: str, place: int) -> int:
    while line[place] in BLANKS:
        place += 1
    return place
