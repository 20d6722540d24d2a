"""What a SPIP page shows of an article around its text: date and keywords, whatever its skeleton.

Between the title and the text stands the day in words, then the keyword, with or without a link; the default
skeleton has its keywords beside the text instead, as `rel="tag"` links.
"""

import re
from collections.abc import Callable, Iterable
from itertools import islice

from lxml.html import HtmlElement

from classifier.corpora.dates import french_date
from classifier.corpora.html import Line, classes, lines_of
from classifier.vocabulary import label_key, split_rank

KEYWORD_LINK = re.compile(r"[?&/]mot[=/]?\d+|[?&]id_mot=\d+|/\+-.*-\+|/mots?/")
OTHER_PAGE = re.compile(r"[?&/](rubrique|mot|auteur|site)\d+(?:$|&|\.html?$)|[?&]page=([a-z]\w*)")
TEXT_CLASSES = re.compile(r"(?:^|\s)(?:texte|chapo|article-(?:texte|chapo)-\d+)(?=\s|$)")
BREADCRUMB = re.compile(r"^Accueil\s*>", re.IGNORECASE)
FIRST_LINES = 200  # among which it stands; menus come before
NO_KEYWORD = re.compile(
    r"^(?:par|auteur|source|publié|mis en ligne|mis à jour|version|imprimer|partager|accueil)\b", re.I
)
SEPARATORS = re.compile(r"\s*[;|•·]\s*|,\s+")
AFTER_DAY = re.compile(r"^.*?\b\d{4}\b[^\w(]*")
NEAR = 12  # lines after the title among which the day is looked for
LONGEST = 60  # characters of a keyword
MOST_WORDS = 8


def is_spip(root: HtmlElement) -> bool:
    """Whether a page comes from SPIP: by its generator, the names that skeletons use, or "Accueil > … > titre"."""
    generators = [(meta.get("content") or "").lower() for meta in root.xpath("//meta[@name='generator']")]
    if generators:
        return any("spip" in generator for generator in generators)
    if root.xpath("boolean(//a[contains(@href, 'spip.php?')] | //*[contains(@class, 'spip_')])"):
        return True
    return any(BREADCRUMB.match(line.text) for line in islice(lines_of(root), FIRST_LINES))


def other_kind(root: HtmlElement, address: str) -> str:
    """Return what a SPIP page is when it is no article ("rubrique", "mot", …), "" otherwise."""
    for name in classes(root.find("body")) if root.find("body") is not None else ():
        if name.startswith("page_") and name not in ("page_article", "page_"):
            return name.removeprefix("page_")
    found = OTHER_PAGE.search(address)
    return (found[1] or found[2]) if found and (found[1] or found[2]) != "article" else ""


def text_elements(root: HtmlElement, title: HtmlElement | None) -> list[HtmlElement]:
    """Return the elements that hold introduction and text, by the names that skeletons give them."""
    marked = [one for one in root.iter("div", "section", "p", "article") if TEXT_CLASSES.search(one.get("class") or "")]
    inside = set(marked)
    outer = [one for one in marked if inside.isdisjoint(one.iterancestors())]
    if title is None or not outer:
        return outer
    near = next((one for one in title.iterancestors() if any(one in text.iterancestors() for text in outer)), None)
    return [one for one in outer if near is not None and near in one.iterancestors()]


def heading(lines: Iterable[Line], title: HtmlElement, texts: list[HtmlElement]) -> list[Line]:
    """Return the lines between the title and the text, the text's first line at the end when it is there."""
    found: list[Line] = []
    after = False
    for line in lines:
        if line.element is title or title in line.element.iterancestors():
            after, found = True, []
        elif after:
            found.append(line)
            if len(found) > NEAR or _within(line.element, texts):
                break
    return found


def _within(element: HtmlElement, texts: list[HtmlElement]) -> bool:
    return element in texts or any(one in texts for one in element.iterancestors())


def keyword_lines(lines: list[Line], texts: list[HtmlElement], known: Callable[[str], str | None] | None) -> list[Line]:
    """Return the lines after the day and before the text that name keywords.

    With `known`, a line without a link must name tags of the vocabulary; without it, the first short line is believed.
    """
    start = next((number for number, line in enumerate(lines) if french_date(line.text)), None)
    if start is None:
        return []
    found = _beside(lines[start], known)
    for line, following in zip(lines[start + 1 :], [*lines[start + 2 :], None], strict=True):
        if _within(line.element, texts) or len(line.text) > 3 * LONGEST:
            break
        if any(KEYWORD_LINK.search(link.get("href") or "") for link in line.links):
            names_tags = True
        elif known is not None:
            names_tags = bool(labels_of(line, known))
        else:
            names_tags = not found and following is not None and _looks_like_a_keyword(line)
        found += [line] if names_tags else []
    return found


def _beside(day: Line, known: Callable[[str], str | None] | None) -> list[Line]:
    """Return what stands after the day in its own line, when it links to keywords or names known ones."""
    rest = Line(AFTER_DAY.sub("", day.text, count=1), day.element, day.links)
    linked = any(KEYWORD_LINK.search(link.get("href") or "") for link in day.links)
    return [rest] if rest.text and (linked or (known and labels_of(rest, known))) else []


def _looks_like_a_keyword(line: Line) -> bool:
    text = line.text
    short = len(text) <= LONGEST and len(text.split()) <= MOST_WORDS
    return short and text[0].isalnum() and text[-1] not in ".!?…:»" and not NO_KEYWORD.match(text)


def labels_of(line: Line, known: Callable[[str], str | None] | None) -> list[str]:
    """Return the labels in a keyword line: those of its links, else the line, else the parts of it that are known."""
    linked = [link.text_content() for link in line.links if KEYWORD_LINK.search(link.get("href") or "")]
    whole = [split_rank(" ".join(text.split()))[1] for text in linked or [line.text] if text.strip()]
    if linked or known is None or known(whole[0]):
        return whole
    return [part for part in SEPARATORS.split(whole[0]) if known(part)]


def rel_tags(root: HtmlElement) -> list[str]:
    """Return the texts of the `rel="tag"` links, ranks stripped, without those of a cloud of tags.

    >>> from classifier.corpora.html import parse_html
    >>> rel_tags(parse_html('<a rel="tag" href="/t">41. Législation</a><p class="nuage"><a rel="tag">Autre</a></p>'))
    ['Législation']
    """
    found = []
    for link in root.iter("a"):
        is_tag = "tag" in (link.get("rel") or "").lower().split()
        if is_tag and not any(map(_is_cloud, islice(link.iterancestors(), 5))):
            found.append(split_rank(" ".join(link.text_content().split()))[1])
    return unique_labels(found)


def _is_cloud(element: HtmlElement) -> bool:
    names = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
    return any(word in names for word in ("nuage", "cloud", "related"))


def unique_labels(labels: Iterable[str]) -> list[str]:
    """Return labels without blanks and without second spellings, in order.

    >>> unique_labels(["Radio", "", "radio", "Presse"])
    ['Radio', 'Presse']
    """
    return list({label_key(label) or label: label for label in reversed(list(labels)) if label}.values())[::-1]
