"""The numbers that order keywords on a SPIP site: "41. Législation"."""

import re

# SPIP's rule: only plain spaces count, so "41.Titre" has no rank, nor has "41." with a no-break space.
# Nobody has more than 18 digits of keywords.
RANK = re.compile(r"[ \t\n\r\f\v]*+([0-9]{1,18}+)[.)°][ \t\n\r\f\v]++")


def split_rank(title: str) -> tuple[int | None, str]:
    """Return the rank before a title, None without one, and the title without it.

    >>> split_rank("41. Législation"), split_rank("2.0"), split_rank(" Radio ")
    ((41, 'Législation'), (None, '2.0'), (None, 'Radio'))
    """
    found = RANK.match(title)
    return (int(found[1]), title[found.end() :].strip()) if found else (None, title.strip())
