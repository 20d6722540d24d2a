"""A vocabulary file with some fields changed and every other byte as it was: comments, order, layout."""

from dataclasses import fields
from pathlib import Path
from textwrap import indent

import yaml

from classifier.errors import VocabularyError
from classifier.vocabulary.files import ORDER, entry_text, field_text, parse_tags
from classifier.vocabulary.tag import Tag
from classifier.vocabulary.vocabulary import Vocabulary

Lines = list[str]


def edited(text: str, before: Vocabulary, after: Vocabulary) -> str | None:
    """Return the text of a vocabulary file with the changed fields of some tags, and new tags at its end.

    None where that cannot be done without touching the rest, as in a file of another layout.
    """
    root = next(iter(yaml.compose_all(text, Loader=yaml.SafeLoader)))
    if not isinstance(root, yaml.SequenceNode) or root.flow_style or any(node.flow_style for node in root.value):
        return None
    lines = text.splitlines(keepends=True)
    lines[-1:] = [f"{line}\n" if not line.endswith("\n") else line for line in lines[-1:]]
    starts = [node.start_mark.line for node in root.value]
    ends = [*starts[1:], root.end_mark.line if root.end_mark.line > starts[-1] else len(lines)]
    found = lines[: starts[0]]
    for node, start, end, old in zip(root.value, starts, ends, before.known, strict=True):
        new = after.by_id(old.id)
        assert new is not None  # a tag is never taken out of the file
        found += lines[start:end] if new == old else _entry(node, lines, end, old, new)
    added = [f"\n{entry_text(tag)}" for tag in after.known if not before.by_id(tag.id)]
    stop = _without_trailing(found, 0, len(found))
    whole = "".join([*found[:stop], *added, *found[stop:], *lines[ends[-1] :]])
    return whole if _says(whole, after) else None


def _says(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a text holds this vocabulary, and a list as empty as none is none."""
    try:
        return tuple(parse_tags(text, Path(vocabulary.source))) == vocabulary.known
    except VocabularyError:
        return False


def _entry(node: yaml.MappingNode, lines: Lines, end: int, old: Tag, new: Tag) -> Lines:
    """Return the lines of an entry with the fields that changed; what stands around them stays."""
    starts = [key.start_mark.line for key, _ in node.value]
    column = node.start_mark.column
    pieces: dict[str, tuple[Lines, Lines]] = {}  # field -> its lines, and the comments and blank lines after it
    for (key, _), start, stop in zip(node.value, starts, [*starts[1:], end], strict=True):
        bare = _without_trailing(lines, start, stop)
        pieces[str(key.value)] = lines[start:bare], lines[bare:stop]
    notes = {str(key.value): _note(value, lines) for key, value in node.value}
    first = next(iter(pieces))
    dash = lines[starts[0]][:column]
    for field in (one.name for one in fields(Tag) if getattr(old, one.name) != getattr(new, one.name)):
        text = indent(field_text(new, field), " " * column)
        written = text.splitlines(keepends=True)
        if len(written) == 1 and notes.get(field):
            written = [f"{written[0].rstrip()}  {notes[field]}\n"]
        if field in pieces:
            pieces[field] = written, pieces[field][1]
        else:
            pieces = _inserted(pieces, field, written)
    found = [line for own, trailing in pieces.values() for line in (*own, *trailing)]
    if pieces[first][0]:
        found[0] = dash + found[0][column:]
    return found


def _inserted(pieces: dict[str, tuple[Lines, Lines]], field: str, written: Lines) -> dict[str, tuple[Lines, Lines]]:
    """Return the pieces with a new one at its usual place; comments after the one before it stay after both."""
    before = max((name for name in pieces if ORDER.index(name) < ORDER.index(field)), key=ORDER.index)
    found: dict[str, tuple[Lines, Lines]] = {}
    for name, (own, trailing) in pieces.items():
        if name == before:
            found[name], found[field] = (own, []), (written, trailing)
        else:
            found[name] = own, trailing
    return found


def _note(value: yaml.Node, lines: Lines) -> str:
    """Return the comment on the line where a value ends."""
    rest = lines[value.end_mark.line][value.end_mark.column :].strip() if value.end_mark.line < len(lines) else ""
    return rest if rest.startswith("#") else ""


def _without_trailing(lines: Lines, start: int, stop: int) -> int:
    """Return where some lines end without the blank lines and comments after them."""
    while stop > start + 1 and (not lines[stop - 1].strip() or lines[stop - 1].lstrip().startswith("#")):
        stop -= 1
    return stop
