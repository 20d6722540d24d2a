"""Titles as SPIP stores them: a rank in front, several languages in one field."""

import re

from classifier.spip.characters import PARAGRAPH, readable, settled
from classifier.spip.hypertext import decoded, without_comments, without_tags
from classifier.spip.lines import without_dashes

# SPIP's rule: only plain spaces count, so "41.Titre" has no rank, nor has "41." with a no-break space.
# Nobody has more than 18 digits of keywords.
RANK = re.compile(r"[ \t\n\r\f\v]*+([0-9]{1,18}+)[.)°][ \t\n\r\f\v]++")
MULTI = re.compile(r"<multi>", re.IGNORECASE)
CLOSING = re.compile(r"</multi>", re.IGNORECASE)
MARK = re.compile(r"\[([a-z]{2,3}(?:_[a-z]{2,3}){0,2})\]", re.IGNORECASE)
SITE = "fr"


def without_rank(title: str) -> str:
    """Return the title without the number that only orders it.

    >>> without_rank("41. Législation"), without_rank("2G/3G/4G"), without_rank("5.1 surround")
    ('Législation', '2G/3G/4G', '5.1 surround')
    """
    match = RANK.match(title)
    return title[match.end() :] if match else title


def rank(title: str) -> int | None:
    """Return the number that orders the title, if it has one.

    >>> rank("41. Législation"), rank("2G/3G/4G")
    (41, None)
    """
    match = RANK.match(title)
    return int(match.group(1)) if match else None


def in_language(text: str, language: str = SITE) -> str:
    """Return the text with each `<multi>` replaced by what it says in the language.

    Without it: in its parent language ("fr" for "fr_tu"), in what stands before the first mark, in another kind of
    the language, in French, in the first.

    >>> in_language("7. <multi>[fr]Commerce[en]Trade</multi>", "en")
    '7. Trade'
    >>> in_language("<multi>par défaut[en]Trade</multi>", "wo")
    'par défaut'
    """
    parts: list[str] = []
    done = 0
    closings = CLOSING.finditer(text)
    closing = next(closings, None)
    for opening in MULTI.finditer(text):
        if opening.start() < done:
            continue
        while closing and closing.start() < opening.end():
            closing = next(closings, None)
        if not closing:
            break
        parts += [text[done : opening.start()], _chosen(text[opening.end() : closing.start()], language.lower())]
        done = closing.end()
    return "".join([*parts, text[done:]])


def keyword_label(raw: str, language: str = SITE) -> str:
    """Return a keyword's name as its readers see it; from the stored title only, since a rank is taken off once.

    Titles know no shortcuts, only languages, HTML, entities and "~", so braces and brackets in them are text.

    >>> keyword_label("12. <multi>[fr]Acc&egrave;s&nbsp;&amp; r&eacute;seaux[en]Access</multi>")
    'Accès & réseaux'
    """
    text = without_rank(in_language(readable(raw), language))
    text = without_tags(without_comments(without_dashes(text))).replace(PARAGRAPH, " ")
    return " ".join(settled(decoded(text), autobr=False).split())


def _chosen(content: str, language: str) -> str:
    pieces: list[str] = MARK.split(content)  # what stands before the first mark, then marks and texts in turn
    before, names = pieces[0], [name.lower() for name in pieces[1::2]]
    said = dict(reversed([*zip(names, pieces[2::2], strict=True)]))  # the first of two of the same language
    while language:
        if language in said:
            return said[language]
        parent = language.rpartition("_")[0]
        if not parent:
            break
        language = parent
    if before.strip() or not said:
        return before
    kin = next((name for name in names if name.startswith(f"{language}_")), None)
    return said[kin or (SITE if SITE in said else names[0])]
