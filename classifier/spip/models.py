"""Models, as `<img12|left>` or `<doc3|titre=Le plan>`: only the words that they show are kept."""

import re

from classifier.spip.characters import PARAGRAPH

# a name, then a number or parameters; parameters may hold whole tags
MODELS = re.compile(r"<[a-z_-]{3,30}+[ \t]*+([0-9]*+)\s*+(\|(?:[^<>]|<[^<>]*>)*+)?/?>", re.IGNORECASE)
SHOWN = ("titre", "legende")


def captioned(text: str) -> str:
    """Return the text with each model replaced by its title and its caption, if it states them.

    >>> captioned("Avant<doc3|center|titre=Le plan>après.").replace(PARAGRAPH, " / ")
    'Avant / Le plan / après.'
    >>> captioned("5 < 6, <b>gras</b>")
    '5 < 6, <b>gras</b>'
    """
    return MODELS.sub(_words, text)


def _words(match: re.Match[str]) -> str:
    number, parameters = match.groups()
    if not number and not parameters:
        return match.group()
    given = dict(parameter.strip().partition("=")[::2] for parameter in _split(parameters or ""))
    words = [given[key].strip() for key in SHOWN if given.get(key, "").strip()]
    return f"{PARAGRAPH}{PARAGRAPH.join(words)}{PARAGRAPH}" if words else " "


def _split(parameters: str) -> list[str]:
    """Return the parameters; a "|" inside a tag parts none."""
    return re.sub(r"<[^<>]*>", lambda tag: tag.group().replace("|", " "), parameters).split("|")
