"""From a site's articles to documents: plain text, labels, and a tally of what was taken and what was not."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import NamedTuple

from classifier.batches import batches, worked
from classifier.documents import Document
from classifier.spip.keywords import Keyword
from classifier.spip.markup import plain_text
from classifier.spip.site import PUBLISHED, Article, Site
from classifier.spip.titles import keyword_label

BODY = ("surtitre", "soustitre", "descriptif", "chapo", "texte", "ps")  # in the order in which a page shows them
LONG = 1_000_000  # characters from which an article is named in the report: a book, or something pasted by mistake
TASK = 25  # articles that a process reads at a time
NAMED = 20  # articles of a kind that a report names
REDIRECT, EMPTY = "redirect", "empty"


@dataclass(slots=True)
class Tally:
    """What became of the articles; it grows while they are read."""

    articles: int = 0
    tagged: int = 0
    skipped: Counter[str] = field(default_factory=Counter)  # by reason: "redirect", "empty"
    undated: int = 0
    first: date | None = None
    last: date | None = None
    unknown_keywords: int = 0  # links to keywords that are gone
    long: list[str] = field(default_factory=list)  # ids
    tags: Counter[int] = field(default_factory=Counter)  # articles by keyword

    def note(self, document: Document, keywords: Sequence[Keyword], *, gone: int) -> None:
        """Count an article that is taken, with its keywords and the number of those that are gone."""
        self.articles += 1
        self.tagged += bool(keywords)
        self.unknown_keywords += gone
        self.tags.update(keyword.id for keyword in keywords)
        day = document.date
        if day is None:
            self.undated += 1
        else:
            self.first, self.last = min(self.first or day, day), max(self.last or day, day)
        if len(document.text) > LONG and len(self.long) < NAMED:
            self.long.append(document.id)


class Words(NamedTuple):
    """What an article says, in plain text."""

    title: str
    text: str


def read_documents(
    site: Site, tally: Tally, *, statuses: Sequence[str] = (PUBLISHED,), jobs: int = 1
) -> Iterator[Document]:
    """Yield the articles of a site as documents, by id, without redirects and without those that say nothing.

    The base does not know in which order an editor gave the keywords. They come in the alphabet's, which the tagger
    takes for no order at all; `tag_ids` and `groups` in `extra` stand in the same order as the labels. With several
    `jobs` as many processes read the shortcuts.
    """
    keywords = {keyword.id: keyword for keyword in site.keywords()}
    groups = {group.id: group.label for group in site.groups()}
    for article, words in _read(site, statuses, tally, jobs):
        if not any(words):
            tally.skipped[EMPTY] += 1
            continue
        known = sorted((keywords[id] for id in article.keywords if id in keywords), key=lambda one: (one.label, one.id))
        document = _document(site, article, words)
        document.extra["tag_ids"] = [keyword.id for keyword in known]
        document.extra["groups"] = [groups.get(keyword.group, "") for keyword in known]
        tally.note(document, known, gone=len(article.keywords) - len(known))
        yield document.with_tags(*(keyword.label for keyword in known))


def _read(site: Site, statuses: Sequence[str], tally: Tally, jobs: int) -> Iterator[tuple[Article, Words]]:
    """Yield the articles that are no redirects, with their words, in order; some of them are read in parallel."""

    def here() -> Iterator[Article]:
        for article in site.articles(statuses):
            if is_redirect(article):
                tally.skipped[REDIRECT] += 1
            else:
                yield article

    words_of = partial(_words_of, language=site.language, autobr=site.schema.is_modern)
    tasks = ((task, task) for task in batches(here(), TASK))  # fetched here and in no other process
    with closing(worked(words_of, tasks, jobs=jobs)) as read:
        for articles, found in read:
            yield from zip(articles, found, strict=True)


def is_redirect(article: Article) -> bool:
    """Whether an article only leads elsewhere: it says so itself since SPIP 3, by a "=" in its introduction before.

    >>> is_redirect(Article(1, {"chapo": "=https://exemple.sn"}, "publie"))
    True
    """
    texts = article.texts
    return bool(texts["virtuel"].strip()) if "virtuel" in texts else texts.get("chapo", "").startswith("=")


def _words_of(articles: Sequence[Article], *, language: str, autobr: bool) -> list[Words]:
    """Return the title and the text of some articles: what takes time, and needs nothing but them."""
    return [
        Words(keyword_label(one.texts["titre"], language), _text(one, language=language, autobr=autobr))
        for one in articles
    ]


def _text(article: Article, *, language: str, autobr: bool) -> str:
    """Return all that an article says below its title; a summary that the text repeats is said once."""

    def title(kind: str, number: int) -> str | None:
        return article.linked.get((kind, number))

    parts = [
        plain_text(article.texts[name], language=language, titles=title, autobr=autobr)
        for name in BODY
        if article.texts.get(name)
    ]
    return "\n\n".join(
        part for place, part in enumerate(parts) if part and not any(part in later for later in parts[place + 1 :])
    )


def _document(site: Site, article: Article, words: Words) -> Document:
    extra: dict[str, object] = {
        "section": site.section_path(article.section),
        "language": article.language,
        "status": article.status,
    }
    return Document(
        str(article.id),
        title=words.title,
        text=words.text,
        date=article.date,
        url=article.url,
        extra={name: value for name, value in extra.items() if value},
    )
