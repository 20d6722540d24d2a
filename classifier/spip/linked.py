"""What the links of a text lead to: a link without words shows the title of its target."""

import re
from collections.abc import Iterable

Target = tuple[str, int]  # a kind of object and its number, as in ("article", 12)

KINDS = {"": "article", "art": "article", "article": "article", "rub": "rubrique", "rubrique": "rubrique", "mot": "mot"}
LINK = re.compile(r"->>?\s*(art|article|rub|rubrique|mot|)\s*(\d{1,18})\b", re.IGNORECASE)


def targets(texts: Iterable[str]) -> set[Target]:
    """Return what the links of some texts may lead to; a few too many do no harm.

    >>> sorted(targets(["[->art12], [le plan->3] et [->https://exemple.sn/4]", "[->rub2]"]))
    [('article', 3), ('article', 12), ('rubrique', 2)]
    """
    return {(KINDS[match[1].lower()], int(match[2])) for text in texts if "->" in text for match in LINK.finditer(text)}
