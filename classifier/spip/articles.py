"""From a site's articles to documents: plain text, labels, and a tally of what was taken and what was not."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from classifier.documents import Document
from classifier.spip.markup import plain_text
from classifier.spip.site import PUBLISHED, Article, Site
from classifier.spip.titles import keyword_label

BODY = ("surtitre", "soustitre", "descriptif", "chapo", "texte", "ps")  # in the order in which a page shows them
LONG = 1_000_000  # characters from which an article is named in the report: a book, or something pasted by mistake
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

    def note(self, day: date | None) -> None:
        """Count an article of a day, or of none."""
        if day is None:
            self.undated += 1
        else:
            self.first, self.last = min(self.first or day, day), max(self.last or day, day)


def read_documents(site: Site, tally: Tally, *, statuses: Sequence[str] = (PUBLISHED,)) -> Iterator[Document]:
    """Yield the articles of a site as documents, by id, without redirects and without those that say nothing.

    The base does not know in which order an editor gave the keywords. They come in the alphabet's, which the tagger
    takes for no order at all; `tag_ids` and `groups` in `extra` stand in the same order as the labels.
    """
    keywords = {keyword.id: keyword for keyword in site.keywords()}
    groups = {group.id: group.label for group in site.groups()}
    for article in site.articles(statuses):
        document = None if is_redirect(article) else _document(site, article)
        if document is None or not (document.title or document.text):
            tally.skipped[EMPTY if document else REDIRECT] += 1
            continue
        known = sorted((keywords[id] for id in article.keywords if id in keywords), key=lambda one: (one.label, one.id))
        tally.articles += 1
        tally.tagged += bool(known)
        tally.note(article.date)
        tally.unknown_keywords += len(article.keywords) - len(known)
        tally.tags.update(keyword.id for keyword in known)
        if len(document.text) > LONG and len(tally.long) < NAMED:
            tally.long.append(document.id)
        document.extra["tag_ids"] = [keyword.id for keyword in known]
        document.extra["groups"] = [groups.get(keyword.group, "") for keyword in known]
        yield document.with_tags(*(keyword.label for keyword in known))


def is_redirect(article: Article) -> bool:
    """Whether an article only leads elsewhere: it says so itself since SPIP 3, by a "=" in its introduction before.

    >>> is_redirect(Article(1, {"chapo": "=https://exemple.sn"}, "publie"))
    True
    """
    texts = article.texts
    return bool(texts["virtuel"].strip()) if "virtuel" in texts else texts.get("chapo", "").startswith("=")


def _document(site: Site, article: Article) -> Document:
    extra: dict[str, object] = {
        "section": site.section_path(article.section),
        "language": article.language,
        "status": article.status,
    }
    return Document(
        str(article.id),
        title=keyword_label(article.texts["titre"], site.language),
        text=_text(site, article),
        date=article.date,
        url=article.url,
        extra={name: value for name, value in extra.items() if value},
    )


def _text(site: Site, article: Article) -> str:
    """Return all that an article says below its title; a summary that the text repeats is said once."""
    parts = [
        plain_text(article.texts[name], language=site.language, titles=site.title, autobr=site.schema.is_modern)
        for name in BODY
        if article.texts.get(name)
    ]
    whole = [
        part for place, part in enumerate(parts) if part and not any(part in later for later in parts[place + 1 :])
    ]
    return "\n\n".join(whole)
