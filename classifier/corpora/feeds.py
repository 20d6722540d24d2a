"""Articles from RSS and Atom feeds."""

import re
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from lxml.html import HtmlElement

from classifier.corpora.addresses import id_of_address
from classifier.corpora.dates import machine_date
from classifier.corpora.download import LARGEST, download, is_address
from classifier.corpora.html import decode_page, parse_html, text_of
from classifier.corpora.labels import LabelMatcher
from classifier.corpora.spip_page import rel_tags, unique_labels
from classifier.documents import Document
from classifier.errors import CorpusError
from classifier.files import open_bytes
from classifier.vocabulary import split_rank

SIGNATURE = re.compile(r"(?:\s|[-–/,|])+$")  # what joins a SPIP summary to its links, once the links are gone
ALTERNATE = "//link[contains(@rel, 'alternate') and (contains(@type, 'rss') or contains(@type, 'atom'))]/@href"


def read_feed(source: str, labels: LabelMatcher | None = None) -> list[Document | CorpusError]:
    """Return the articles of a feed, a file or an http address, and the reason for each entry that is none.

    With `labels`, tags are those of the vocabulary. Raises `CorpusError` when it cannot be had or is no feed.
    """
    if is_address(source):
        content = download(source)
    else:
        with open_bytes(Path(source), CorpusError) as file:
            content = file.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise CorpusError("plus de 20 Mo : ce n’est pas un flux.", path=source)
    return list(parse_feed(content, source, labels))


def parse_feed(content: bytes, source: str, labels: LabelMatcher | None = None) -> Iterator[Document | CorpusError]:
    """Yield the articles of a feed's bytes; see `read_feed`."""
    import feedparser  # a fifth of a second to import: only for those who read feeds

    # cleaning and absolute links are for browsers; we keep words only
    feed = feedparser.parse(content, sanitize_html=False, resolve_relative_uris=False)
    if not feed.get("version"):
        raise CorpusError(_no_feed(content, source), path=source)
    if not feed.entries and feed.bozo:
        raise CorpusError("ce flux est abîmé : aucun article n’a pu être lu. Téléchargez-le de nouveau.", path=source)
    for number, entry in enumerate(feed.entries, start=1):
        yield _article(entry, f"{source}, article {number}", labels)
    if feed.bozo and "CharacterEncoding" not in type(feed.bozo_exception).__name__:
        yield CorpusError("flux abîmé à partir d’ici : la suite manque peut-être.", path=source)


def _article(entry: Any, place: str, labels: LabelMatcher | None) -> Document | CorpusError:
    title = _plain(entry.get("title", ""))
    pieces = [one.get("value", "") for one in entry.get("content", ())] + [entry.get("summary", "")]
    trees = [tree for tree in map(_tree, pieces) if tree is not None]
    text = max((_text(tree) for tree in trees), key=len, default="")
    if not text and not title:
        return CorpusError("article vide.", path=place)
    tags = [split_rank(_plain(tag.get("label") or tag.get("term") or ""))[1] for tag in entry.get("tags", ())]
    tags = unique_labels([*tags, *(tag for tree in trees for tag in rel_tags(tree))])
    days = (machine_date(entry.get(name, "")) for name in ("published", "created", "updated"))
    link = entry.get("link") or ""
    url = link if link.startswith(("http://", "https://")) else None
    return Document(
        id=_id(url or "", entry.get("id") or "", f"{title}\n{text}"),
        title=title,
        text=text,
        date=next(filter(None, days), None),
        tags=tuple(labels.match(tags) if labels else tags),
        url=url,
    )


def _id(url: str, guid: str, content: str) -> str:
    """Return the slug of the link, else the feed's own id, else a digest: the same at each reading."""
    named = id_of_address(url) or (id_of_address(guid) if is_address(guid) else guid)
    return named or blake2b(content.encode(), digest_size=8).hexdigest()


def _tree(html: str) -> HtmlElement | None:
    return parse_html(html) if html.strip() else None


def _plain(html: str) -> str:
    tree = _tree(html)
    return " ".join(text_of(tree).split()) if tree is not None else ""


def _text(tree: HtmlElement) -> str:
    """Return the words of an entry, without the links to section and keywords that SPIP adds, notes and sources."""
    links = [one for one in tree.iter("a") if {"tag", "directory"} & set((one.get("rel") or "").lower().split())]
    apart = tree.xpath("//*[contains(@class, 'spip_note_ref') or contains(@class, 'rss_notes') or @class='rss_ps']")
    text = text_of(tree, without={*links, *apart})
    return SIGNATURE.sub("", text) if links else text


def _no_feed(content: bytes, source: str) -> str:
    """Say that this is no feed, and where the page says that its feed is."""
    tree = _tree(decode_page(content[:1_000_000]))
    found = tree.xpath(ALTERNATE) if tree is not None else []
    if found:
        address = urljoin(source, found[0]) if is_address(source) else found[0]
        return f"c’est une page, pas un flux. Son flux est à cette adresse : {address}"
    return "ce n’est ni un flux RSS ni un flux Atom. Sur un site SPIP, le flux est à l’adresse spip.php?page=backend"
