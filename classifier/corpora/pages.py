"""Articles from saved web pages: SPIP's by their structure, others by trafilatura's."""

import datetime
import gc
import logging
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from lxml.html import HtmlElement

from classifier.corpora import spip_page
from classifier.corpora.addresses import id_of_address, id_of_file
from classifier.corpora.dates import french_date, machine_date
from classifier.corpora.html import Line, decode_page, lines_of, parse_html, text_of
from classifier.corpora.labels import LabelMatcher
from classifier.documents import Document
from classifier.errors import CorpusError
from classifier.files import open_bytes
from classifier.vocabulary import label_key

SUFFIXES = (".html", ".htm", ".xhtml", ".shtml")
SAVED_SPIP = re.compile(r"\?(?:.*&)?(?:id_)?article=?\d+")  # wget's "spip.php?article12", without a suffix
LARGEST = 20_000_000  # bytes of a page; no article comes near
LONGEST_DAY = 120  # characters of the line that holds the day: "mardi 3 avril 2012, par …", not a sentence
LEAST_WORDS = 10  # fewer are a notice ("Article en cours de rédaction"), not an article
PUBLISHED = re.compile(r'"datePublished"\s*:\s*"([^"]+)"')
META_DATES = ("article:published_time", "dc.date", "dcterms.created", "date", "citation_publication_date")
FORGET_EVERY = 500  # pages: trafilatura keeps what it has seen, which a long run must give back


def page_files(*paths: Path) -> list[Path]:
    """Return the pages at some paths: files as given, folders with all that lies in them, sorted.

    Raises `CorpusError` when a path does not exist, or a folder holds no page.
    """
    files: list[Path] = []
    for path in paths:
        if not path.exists():
            raise CorpusError("ce fichier n’existe pas. Vérifiez le chemin.", path=path)
        found = sorted(one for one in path.rglob("*") if _is_page(one)) if path.is_dir() else [path]
        if not found:
            raise CorpusError(f"aucune page ({', '.join(SUFFIXES)}) dans ce dossier.", path=path)
        files += found
    return list(dict.fromkeys(files))


def _is_page(path: Path) -> bool:
    return (path.suffix.lower() in SUFFIXES or bool(SAVED_SPIP.search(path.name))) and path.is_file()


def read_pages(files: list[Path], labels: LabelMatcher | None = None) -> Iterator[Document | CorpusError]:
    """Yield for each file its article, or the reason why there is none; one page is in memory at a time."""
    for number, path in enumerate(files, start=1):
        try:
            with open_bytes(path, CorpusError) as file:
                content = file.read(LARGEST + 1)
            if len(content) > LARGEST:
                raise CorpusError("page de plus de 20 Mo.", path=path)
            yield read_page(content, path=path, labels=labels)
        except CorpusError as error:
            yield error
        if number % FORGET_EVERY == 0:
            _forget()


def read_page(content: bytes, *, path: Path | str, labels: LabelMatcher | None = None) -> Document:
    """Return the article of a page; raise `CorpusError`, which says why there is none.

    With `labels`, tags are those of the vocabulary; without, they are as the page shows them.
    """
    skip = partial(CorpusError, path=path)
    text = decode_page(content)
    if "<" not in text:
        raise skip("ce n’est pas une page HTML.")
    root = parse_html(text)
    if root is None:
        raise skip("page vide.")
    url = _address(root)
    title_element = _title_element(root)
    title = " ".join(title_element.text_content().split()) if title_element is not None else _title_of_head(root)
    if not title:
        raise skip("aucun titre.")
    is_spip = spip_page.is_spip(root)
    if is_spip and (kind := spip_page.other_kind(root, url or str(path))):
        raise skip(f"page d’un autre genre qu’un article ({kind}).")
    reading = _read_spip if is_spip else _read_other
    body, date, tags = reading(root, title_element, title, labels)
    if len(body.split()) < LEAST_WORDS:
        raise skip(f"aucun texte d’article (moins de {LEAST_WORDS} mots).")
    id = (id_of_address(url) if url else "") or id_of_file(Path(path).name)
    return Document(id, title, body, date, tags=tuple(labels.match(tags) if labels else tags), url=url)


Reading = tuple[str, datetime.date | None, list[str]]


def _read_spip(root: HtmlElement, title: HtmlElement | None, name: str, labels: LabelMatcher | None) -> Reading:
    """Return text, date and tags by what SPIP's skeletons have in common."""
    texts = spip_page.text_elements(root, title)
    near = spip_page.heading(lines_of(root), title, texts) if title is not None else []
    known = labels.find if labels else None
    found = spip_page.keyword_lines(near, texts, known)
    tags = [label for line in found for label in spip_page.labels_of(line, known)]
    day = next((line for line in near if len(line.text) < LONGEST_DAY and french_date(line.text)), None)
    date = _meta_date(root) or (french_date(day.text) if day else None)
    rel_tags = spip_page.rel_tags(root)
    notes = set(root.xpath("//*[contains(@class, 'spip_note_ref') or contains(@class, 'spip_document')]"))
    body = "\n".join(filter(None, (text_of(element, without=notes) for element in texts)))
    if not body:
        body, other_date, _ = _read_other(root, title, name, labels)
        body = _without_heading(body, name, [*found, *([day] if day else [])])
        date = date or other_date
    return body, date, spip_page.unique_labels([*rel_tags, *tags])


def _read_other(root: HtmlElement, title: HtmlElement | None, name: str, labels: LabelMatcher | None) -> Reading:
    """Return text, date and tags as trafilatura finds them, and the `rel="tag"` links first."""
    from trafilatura import bare_extraction  # a second to import: only for those who read pages

    for library in ("trafilatura", "htmldate"):  # what it finds remarkable in a page is no news to an editor
        logging.getLogger(library).setLevel(logging.CRITICAL)
    tags = spip_page.rel_tags(root)
    date = _meta_date(root)
    found = bare_extraction(
        root,
        include_comments=False,
        with_metadata=True,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    if found is None or isinstance(found, dict):
        return "", date, tags
    more = [*(found.tags or ()), *(found.categories or ())]
    body = _without_heading(found.text or "", name, [])
    return body, date or machine_date(found.date or ""), tags or spip_page.unique_labels(more)


def _without_heading(body: str, title: str, lines: list[Line]) -> str:
    """Return a text without the first lines that repeat title, day or keyword."""
    said = {label_key(line.text) for line in lines} | {label_key(title)}
    kept = body.split("\n")
    while kept and (label_key(kept[0]) in said or spip_page.BREADCRUMB.match(kept[0])):
        del kept[0]
    return "\n".join(kept)


def _address(root: HtmlElement) -> str | None:
    """Return the address that the page gives itself."""
    for query in ("//link[@rel='canonical']/@href", "//meta[@property='og:url']/@content"):
        for address in root.xpath(query):
            if address.strip().startswith(("http://", "https://")):
                return str(address).strip()
    return None


def _title_of_head(root: HtmlElement) -> str:
    found = root.xpath("string(//meta[@property='og:title']/@content)") or root.xpath("string(//title)")
    return " ".join(str(found).split())


def _title_element(root: HtmlElement) -> HtmlElement | None:
    """Return the heading that is the article's title: among several, the one with which the page's own begins."""
    headings = [one for one in root.iter("h1") if one.text_content().strip()]
    key = label_key(_title_of_head(root))
    for matches in (key.startswith, key.__contains__):
        if named := [one for one in headings if matches(label_key(one.text_content()))]:
            return max(named, key=lambda one: len(one.text_content()))
    return headings[0] if len(headings) == 1 else None


def _meta_date(root: HtmlElement) -> datetime.date | None:
    """Return the day that the page tells to programs."""
    for meta in root.iter("meta"):
        name = (meta.get("property") or meta.get("name") or "").lower()
        if name in META_DATES and (day := machine_date(meta.get("content") or "")):
            return day
    for value in root.xpath("//*[contains(@class, 'published')]/@title | //*[contains(@class, 'published')]/@datetime"):
        if day := machine_date(value):
            return day
    for script in root.xpath("//script[@type='application/ld+json']/text()"):
        if (found := PUBLISHED.search(script)) and (day := machine_date(found[1])):
            return day
    return None


def _forget() -> None:
    from trafilatura.meta import reset_caches

    reset_caches()
    gc.collect()
