"""A SPIP site, read and never written: its keywords, their groups, its sections, its articles in bounded memory."""

import datetime
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sqlalchemy import func, select

from classifier.batches import batches
from classifier.spip.addresses import slugs
from classifier.spip.connecting import connected, find_charsets, find_tables
from classifier.spip.keywords import Group, Keyword, read_groups, read_keywords
from classifier.spip.linked import Target, targets
from classifier.spip.rows import Rows
from classifier.spip.schema import SETTINGS, TABLES, TEXT, Schema, find_schema, spip_version
from classifier.spip.sections import Section, path_of, read_sections
from classifier.spip.sources import FILE, Opened, Read, opened
from classifier.spip.values import as_date, as_number, decoded

PUBLISHED = "publie"
BACKUP = "backup"  # a kind of file: the one that SPIP's own maintenance page makes
BATCH = 100  # articles asked for at a time: what is in memory at once, were they all of the longest
TEXTS = tuple(name for name, kind in TABLES["articles"].items() if kind == TEXT)


@dataclass(frozen=True, slots=True)
class Article:
    """An article as it is stored, its encoding put right: `texts` by SPIP's own column names, with their shortcuts."""

    id: int
    texts: Mapping[str, str]
    status: str
    date: datetime.date | None = None
    language: str = ""
    section: int = 0
    keywords: tuple[int, ...] = ()  # ids, in their order: the base does not know any other
    url: str | None = None
    linked: Mapping[Target, str] = field(default_factory=dict)  # stored titles of what its links lead to


class Site:
    """A site over a connection that cannot write; see `open_site`."""

    def __init__(self, rows: Rows, found: Opened, *, language: str) -> None:
        self.rows, self.source, self.language = rows, found.name, language
        self._kind = found.kind

    @property
    def schema(self) -> Schema:
        """Its tables, and the columns that they have."""
        return self.rows.schema

    @property
    def prefix(self) -> str:
        """What the names of its tables begin with."""
        return self.schema.prefix

    @cached_property
    def kind(self) -> str:
        """What it is read from: "backup", "file", "server" or "dump"."""
        return BACKUP if self._kind == FILE and self._settings(("dump_structure_temp",)) else self._kind

    @cached_property
    def settings(self) -> dict[str, str]:
        """Those of its settings that we need; nothing else of that table is read, since it holds secrets."""
        return self._settings(SETTINGS)

    def _settings(self, names: Sequence[str]) -> dict[str, str]:
        if not self.rows.has("meta"):
            return {}
        question = self.rows.select("meta", "nom", "valeur").where(self.rows.table("meta").c.nom.in_(names))
        return {decoded(row["nom"]): row["valeur"] for row in self.rows.read("meta", question)}

    @property
    def version(self) -> str:
        """The SPIP that its schema belongs to; "" when it does not tell."""
        return spip_version(self.settings.get("version_installee", ""))

    @property
    def repairs(self) -> Counter[str]:
        """How many fields had a wrong encoding, by table and column, of what has been read so far."""
        return self.rows.repairs

    def groups(self) -> list[Group]:
        """Return the groups of keywords, by id."""
        return list(self._groups)

    @cached_property
    def _groups(self) -> list[Group]:
        return read_groups(self.rows, language=self.language)

    def keywords(self) -> list[Keyword]:
        """Return the keywords, by id."""
        return list(self._keywords.values())

    @cached_property
    def _keywords(self) -> dict[int, Keyword]:
        read = read_keywords(self.rows, self._groups, language=self.language)
        return {keyword.id: keyword for keyword in read}

    @cached_property
    def sections(self) -> dict[int, Section]:
        """The sections, by id."""
        return read_sections(self.rows)

    def section_path(self, section: int) -> str:
        """Return the titles from the root to a section."""
        return path_of(section, self.sections, language=self.language)

    def statuses(self) -> Counter[str]:
        """Return how many articles have each status."""
        column = self.rows.table("articles").c.statut
        question = select(column.label("statut"), func.count().label("articles")).group_by(column)
        return Counter({decoded(row["statut"]): row["articles"] for row in self.rows.read("articles", question)})

    def count(self, statuses: Sequence[str] = (PUBLISHED,)) -> int:
        """Return how many articles have one of these statuses."""
        counts = self.statuses()
        return sum(counts[status] for status in set(statuses))

    def articles(self, statuses: Sequence[str] = (PUBLISHED,)) -> Iterator[Article]:
        """Yield the articles with one of these statuses, by id, redirects among them; memory holds one batch."""
        rows = self.rows
        key = rows.table("articles").c.id_article
        question = rows.select("articles", *TABLES["articles"]).order_by(key).limit(BATCH)
        question = question.where(rows.table("articles").c.statut.in_(list(statuses)))
        last = -1
        while batch := list(rows.read("articles", question.where(key > last))):
            ids = [as_number(row["id_article"]) for row in batch]
            links = self._links(ids)
            addresses = slugs(rows, ids)
            wanted = {
                id: targets(row[name] for name in TEXTS if name in row) for row, id in zip(batch, ids, strict=True)
            }
            titles = self._titles(set().union(*wanted.values()))
            for row, id in zip(batch, ids, strict=True):
                linked = {target: titles[target] for target in wanted[id] if target in titles}
                yield self._article(row, links.get(id, ()), addresses.get(id), linked)
            last = ids[-1]

    def _article(
        self, row: Mapping[str, Any], keywords: Sequence[int], slug: str | None, linked: Mapping[Target, str]
    ) -> Article:
        number, section = as_number(row["id_article"]), as_number(row.get("id_rubrique"))
        home = self.settings.get("adresse_site", "").strip().rstrip("/")
        in_section = self.sections[section].language if section in self.sections else ""
        return Article(
            number,
            texts={name: row[name] for name in TEXTS if name in row},
            status=decoded(row["statut"]),
            date=as_date(row.get("date")),
            language=decoded(row.get("lang")) or in_section or self.settings.get("langue_site", ""),
            section=section,
            keywords=tuple(keywords),
            linked=linked,
            url=f"{home}/{slug or f'spip.php?article{number}'}" if home else None,
        )

    def _links(self, ids: Sequence[int]) -> dict[int, list[int]]:
        """Return the keywords of a batch of articles, by article."""
        part = self.schema.links
        table = self.rows.table(part)
        article = table.c.id_objet if self.schema.is_modern else table.c.id_article
        question = self.rows.select(part, "id_mot", article.name).where(article.between(ids[0], ids[-1]))
        if self.schema.is_modern:
            question = question.where(table.c.objet == "article")
        links: dict[int, list[int]] = {}
        for row in self.rows.read(part, question.order_by(article, table.c.id_mot)):
            links.setdefault(as_number(row[article.name]), []).append(as_number(row["id_mot"]))
        return links

    def _titles(self, wanted: set[Target]) -> dict[Target, str]:
        """Return the stored titles of published articles, sections and keywords; what is none of them has no title."""
        articles = sorted(number for kind, number in wanted if kind == "article")
        titles: dict[Target, str] = {}
        table = self.rows.table("articles")
        question = self.rows.select("articles", "id_article", "titre").where(table.c.statut == PUBLISHED)
        for some in batches(articles, BATCH):
            found = self.rows.read("articles", question.where(table.c.id_article.in_(some)), counted=False)
            titles |= {("article", as_number(row["id_article"])): row["titre"] for row in found}
        for kind, number in wanted:
            if kind == "rubrique" and number in self.sections:
                titles[kind, number] = self.sections[number].raw
            elif kind == "mot" and number in self._keywords:
                titles[kind, number] = self._keywords[number].raw
        return titles


@contextmanager
def open_site(
    source: str, *, prefix: str | None = None, language: str = "fr", read: Read | None = None
) -> Iterator[Site]:
    """Give the SPIP site of a source: a file, whatever it holds, or the address of a database.

    `language` chooses among the languages of one field. A dump is read whole before the site is there, and `read` is
    told how many of its bytes have been read, of how many. Raises `SiteError`, in French, with what to do.
    """
    with opened(source, prefix=prefix, read=read) as found, connected(found) as connection:
        tables = find_tables(connection, found)
        schema = find_schema(tables, source=found.name, prefix=prefix)
        rows = Rows(connection, schema, name=found.name, charsets=find_charsets(connection, found))
        yield Site(rows, found, language=language)
