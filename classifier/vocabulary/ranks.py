"""The numbers that order keywords on a SPIP site: "41. Législation"."""

import re

SPACE = r"[ \t\r\n\f\v]"  # a no-break space is none to SPIP, whose rule this is
RANK = re.compile(rf"{SPACE}*([0-9]+)(?:[.)]|°){SPACE}+")  # "41.Législation" keeps its number


def split_rank(title: str) -> tuple[int | None, str]:
    """Return the rank before a title, None without one, and the title without it.

    >>> split_rank("41. Législation"), split_rank("2.0"), split_rank(" Radio ")
    ((41, 'Législation'), (None, '2.0'), (None, 'Radio'))
    """
    found = RANK.match(title)
    return (int(found[1]), title[found.end() :].strip()) if found else (None, title.strip())
