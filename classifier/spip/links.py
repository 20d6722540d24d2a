"""Everything in square brackets: links, anchors, glossary terms, abbreviations, notes."""

import re
from collections import deque
from collections.abc import Callable

from classifier.spip.hypertext import KNOWN

ANCHORS = re.compile(r"\[#?[^][<>\n]*+<-\]")
TERMS = re.compile(r"\[\?++([^][<>]++)\]")
ABBREVIATIONS = re.compile(r"\[([^|\[\]>\n]++)\|([^|\[\]{>\n]++)(?:\{[a-z]*+\})?\]")
HIGHLIGHTS = re.compile(r"\[([*/|])(?=[^\s\]])([^\[\]\n]*+)\]")  # [*x*] [/x/] [|x|], of the plugin "enluminures"
TOKENS = re.compile(r"\[|\]|->|\n[ \t]*+\n")
LANGUAGE = re.compile(r"\S\{(?:[a-z]{2}(?:_[a-z]{2,3}){0,2})?\}\Z")
INTERNAL = re.compile(r"([a-zA-Zèéê]{0,12})[ \t]*([0-9]{1,18})(?:[?#].*)?", re.DOTALL)
NAME_OF_NOTE = re.compile(r"\s*+<([^<>'\"]{0,60}+)>")
KINDS = {
    name: kind
    for kind, names in {
        "article": ("", "art", "article"),
        "rubrique": ("rub", "rubrique"),
        "mot": ("mot",),
        "breve": ("br", "breve", "brève"),
        "auteur": ("aut", "auteur"),
        "document": ("doc", "document", "im", "img", "image", "emb"),
        "site": ("site",),
    }.items()
    for name in names
}
LONGEST_TARGET = 4000  # characters of an address; a bound, so that a hostile text costs no more than its length
NESTED = 100  # brackets that may be open at once

Title = Callable[[str, int], str]


def without_brackets(text: str, title: Title) -> str:
    """Return the text with each link as its words, each abbreviation with its meaning, anchors gone.

    A link without words says what `title` answers for ("article", 12); addresses are never words.

    >>> def title(kind: str, number: int) -> str:
    ...     return f"«{kind} {number}»"
    >>> without_brackets("[le plan|bulle->https://exemple.sn], [->art12], [NIC|centre de noms] [?Dakar]", title)
    'le plan, «article 12», NIC (centre de noms) Dakar'
    """
    text = ANCHORS.sub("", text)
    text = TERMS.sub(_term, text)
    text = ABBREVIATIONS.sub(lambda match: f"{match.group(1).strip()} ({match.group(2).strip()})", text)
    text = _without_links(text, title)
    return HIGHLIGHTS.sub(_highlighted, text)


def without_notes(text: str) -> tuple[str, list[str]]:
    """Return the text without its notes, and what the notes say; a note called twice says it once.

    >>> without_notes("Le régulateur[[L’ARTP.]] a tranché[[<2> Le 3 mai.]], dit-on[[<2>]].")
    ('Le régulateur a tranché, dit-on.', ['L’ARTP.', 'Le 3 mai.'])
    """
    parts: list[str] = []
    notes: list[str] = []
    done = 0
    while (start := text.find("[[", done)) >= 0 and (end := text.find("]]", start + 2)) >= 0:
        parts.append(text[done:start])
        notes.append(_without_name(text[start + 2 : end]))
        done = end + 2
    return "".join([*parts, text[done:]]), [note for note in notes if note]


def _without_links(text: str, title: Title) -> str:
    """Walk over the brackets once: "->" closes the words of a link that the last open bracket began."""
    if "->" not in text:
        return text
    parts: list[str] = []
    opened: deque[int] = deque(maxlen=NESTED)
    done = 0
    for token in TOKENS.finditer(text):
        if token.start() < done:  # inside a target that is read already
            continue
        sign = token.group()
        if sign == "[":
            opened.append(token.start())
        elif sign == "]":
            if opened:
                opened.pop()
        elif sign != "->":
            opened.clear()  # a link ends with its paragraph
        elif opened:
            start = opened.pop()
            end = text.find("]", token.end(), token.end() + LONGEST_TARGET)
            if end < 0 or "\n\n" in text[token.end() : end]:
                continue
            parts += [text[done:start], _words(text[start + 1 : token.start()], text[token.end() : end], title)]
            done = end + 1
            opened.clear()
    return "".join([*parts, text[done:]])


def _words(words: str, target: str, title: Title) -> str:
    """Return what a link shows: its words without tooltip and language, or the title of what it leads to."""
    tooltip = words.find("|", words.rfind(">") + 1)  # a "|" before belongs to a model or a tag
    if tooltip >= 0:
        words = words[:tooltip]
    elif LANGUAGE.search(words):
        words = words[: words.rindex("{")]
    if words.strip():
        return words
    internal = INTERNAL.fullmatch(target.removeprefix(">").strip())
    kind = KINDS.get(internal.group(1).lower()) if internal else None
    return title(kind, int(internal.group(2))) if internal and kind else ""


def _term(match: re.Match[str]) -> str:
    """Return the term of `[?term|tooltip{language}#glossary]`, or the whole where there is no term."""
    term = re.sub(r"(?<=\S)#\w+\Z", "", match.group(1)).split("|")[0].split("{")[0].strip()
    return term or match.group()


def _highlighted(match: re.Match[str]) -> str:
    sign, words = match.groups()
    return words[:-1] if words.endswith(sign) else match.group()


def _without_name(note: str) -> str:
    """Return the note without the `<name>` it may begin with; a tag is no name."""
    name = NAME_OF_NOTE.match(note)
    if name and not (set(name.group(1).strip("/").lower().split()[:1]) & KNOWN):
        note = note[name.end() :]
    return note.strip()
