"""Blocks that shortcuts must not touch: put aside before anything else is read, put back at the end."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from classifier.spip.characters import LINE, PARAGRAPH, SHELVED
from classifier.spip.hypertext import decoded, without_comments, without_tags

SHELTERED = ("html", "pre", "code", "cadre", "frame", "script", "style", "math")
VERSES = ("poesie", "poetry")
DROPPED = frozenset({"script", "style"})
FENCED = re.compile(r"```[\w-]*+[ \t]*+\n(.*?)```", re.DOTALL)
# On old sites "l`école" has a typewriter's apostrophe: a backtick opens code only where no word touches it.
TICKED = re.compile(r"(?<![\w`])(`{1,2})(?=[^\s`])([^`\n\x01]*[^\s`\x01])\1(?![\w`])")
PUT_ASIDE = re.compile(f"{SHELVED[0]}([0-9]+){SHELVED[1]}")


@dataclass
class Shelf:
    """Pieces of text that are finished, each held by a sign in the text it came from.

    >>> shelf = Shelf()
    >>> shelf.restored("Avant " + shelf.held("{tel quel}") + ", après.")
    'Avant {tel quel}, après.'
    """

    pieces: list[str] = field(default_factory=list)

    def held(self, piece: str) -> str:
        """Return the sign that stands for the piece."""
        if not piece:
            return ""
        self.pieces.append(piece)
        return f"{SHELVED[0]}{len(self.pieces) - 1}{SHELVED[1]}"

    def restored(self, text: str) -> str:
        """Return the text with each sign replaced by its piece."""
        return PUT_ASIDE.sub(lambda match: self.pieces[int(match.group(1))], text)


def sheltered(text: str, shelf: Shelf) -> str:
    """Return the text with its blocks put on the shelf, as they will be read.

    What `<code>`, `<cadre>` and `<frame>` show is kept, character by character: on old sites they frame whole letters
    and press releases, and a few lines of program in a text do less harm than lost words. `<html>` and `<pre>` are
    HTML without shortcuts, `<math>` is its formula; `<script>` and `<style>` show nothing and go.
    """
    parts: list[str] = []
    done = 0
    for block in _blocks(text, SHELTERED, to_the_end=DROPPED):
        parts += [text[done : block.start], shelf.held(_shown(block.name, text[block.begin : block.stop]))]
        done = block.end
    text = "".join([*parts, text[done:]])
    text = FENCED.sub(lambda match: shelf.held(_as_typed(match.group(1))), text)
    return TICKED.sub(lambda match: shelf.held(match.group(2).strip()), text)


def with_verses(text: str) -> str:
    """Return the text with the line breaks of poems made lasting: elsewhere they may be mere spaces."""
    parts: list[str] = []
    done = 0
    for block in _blocks(text, VERSES):
        parts += [text[done : block.begin], text[block.begin : block.stop].strip().replace("\n", LINE)]
        done = block.stop
    return "".join([*parts, text[done:]])


@dataclass(frozen=True)
class _Block:
    """`<name …>` from `start` to `end`, with its content from `begin` to `stop`."""

    name: str
    start: int
    begin: int
    stop: int
    end: int


def _blocks(text: str, names: tuple[str, ...], *, to_the_end: frozenset[str] = frozenset()) -> Iterator[_Block]:
    """Yield the outermost blocks, each closed by the next closing tag of its name; tags without one are no blocks.

    Blocks named in `to_the_end` need no closing tag, as in a browser. All tags are found once, in one pass.
    """
    tags = list(re.finditer(rf"<(/?)({'|'.join(names)})\b([^<>]*+)>", text, re.IGNORECASE))
    closings: dict[str, list[re.Match[str]]] = {name: [] for name in names}
    for tag in tags:
        if tag.group(1):
            closings[tag.group(2).lower()].append(tag)
    done = 0
    for tag in tags:
        if tag.group(1) or tag.start() < done:
            continue
        name = tag.group(2).lower()
        place = bisect_left(closings[name], tag.end(), key=lambda closing: closing.start())
        if place < len(closings[name]):
            closing = closings[name][place]
            yield _Block(name, tag.start(), tag.end(), closing.start(), closing.end())
            done = closing.end()
        elif name in to_the_end:
            yield _Block(name, tag.start(), tag.end(), len(text), len(text))
            return


def _shown(name: str, content: str) -> str:
    if name in DROPPED:
        return ""
    if name == "math":
        return content.replace("$", "").strip()
    if name == "html":
        return decoded(without_tags(without_comments(content)))
    if name == "pre":
        return _as_typed(decoded(without_tags(without_comments(content))))
    return _as_typed(content)


def _as_typed(content: str) -> str:
    """Return the content with lasting lines; more than one line is a paragraph."""
    content = content.strip("\n")
    return f"{PARAGRAPH}{content.replace(chr(10), LINE)}{PARAGRAPH}" if "\n" in content else content
