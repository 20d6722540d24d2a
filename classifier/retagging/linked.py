"""Applies a plan to the live base of a SPIP site, and takes it back, in small batches that survive a kill.

Before a batch is written, the journal holds what will be written (`intent`); once it is, what really was (`done`). A
kill in between leaves an intent without its end: as only links that were absent are intended, those that are there
then are ours. This needs no transactions; where the engine has them, they keep others from writing in between.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from classifier.batches import batches
from classifier.errors import JournalError, PlanError
from classifier.files import written_aside
from classifier.retagging.decisions import Decisions
from classifier.retagging.journal import Journal, JournalHeader, Outcome
from classifier.retagging.lines import GrowingFile, Object, writing
from classifier.retagging.plan import Plan
from classifier.retagging.sheets import numbered
from classifier.spip import Borne, Schema, Script, SiteLinks

BATCH = 50  # articles that are changed between two writings of the journal
ALREADY = "already"
ABSENT, CHANGED, STATUS, RULES = "absent", "tags-changed", "status", "group-rules"

Progress = Callable[[str, int, int], None]


class Link(NamedTuple):
    """A link to add ("+") or to remove ("-")."""

    article: int
    keyword: int
    action: str


@dataclass(slots=True)
class WantedLinks:
    """The keywords of an article when the plan was made, and the links to add and to remove."""

    article: int
    keywords: frozenset[int]
    links: list[Link] = field(default_factory=list)

    @property
    def becomes(self) -> frozenset[int]:
        """The keywords of the article once that is done."""
        return with_links(self.keywords, self.links)


def with_links(keywords: frozenset[int], links: Iterable[Link]) -> frozenset[int]:
    """Return some keywords after links were added and removed."""
    links = list(links)
    added = {link.keyword for link in links if link.action == "+"}
    return keywords - {link.keyword for link in links if link.action == "-"} | added


def wanted_links(plan: Plan, decisions: Decisions) -> Iterator[WantedLinks]:
    """Yield what was accepted, article by article."""
    if plan.header.archive["kind"] != "site":
        raise PlanError(
            "ce plan n’est pas celui d’un site SPIP : il ne connaît pas les numéros des mots-clés. "
            "Refaites-le sur une sauvegarde ou sur la base du site.",
            path=plan.path,
        )
    keyword_of = plan.header.archive["keywords"]
    found: WantedLinks | None = None
    for number, article, change in numbered(plan):
        if number not in decisions:
            continue
        if found is None or found.article != int(article.id):
            if found:
                yield found
            found = WantedLinks(int(article.id), frozenset(article.place["keywords"]))
        borne = dict(zip(article.tags, article.place["keywords"], strict=True))
        keyword = keyword_of[change.id] if change.action == "add" else borne[change.tag]
        found.links.append(Link(found.article, keyword, "+" if change.action == "add" else "-"))
    if found:
        yield found


def apply_to_site(
    plan: Plan, decisions: Decisions, site: SiteLinks, journal: Path, *, progress: Progress | None = None
) -> Outcome:
    """Write the accepted changes into a live base; return what was done, before and after any interruption.

    An article is left alone when its keywords, or its status, are no longer those of the plan. Raises `PlanError` when
    the plan is of another site.
    """
    wanted, archive = list(wanted_links(plan, decisions)), plan.header.archive
    if (archive["site"], archive["prefix"]) != (site.address, site.table.schema.prefix):
        raise PlanError(
            f"ce plan est celui d’un autre site : {archive['site']}, et non {site.address}. Donnez la bonne base.",
            path=plan.path,
        )
    target = {"kind": "site", "site": site.address, "prefix": archive["prefix"], "source": site.source}
    header = JournalHeader(plan.checksum, decisions.digest(), target)
    outcome = Outcome()
    with GrowingFile(journal) as record:
        begun = _Begun.read(record, header, outcome)
        if begun.ended:
            return outcome
        left = [one for one in wanted if one.article not in begun.finished]
        for batch in batches(left, BATCH):
            _apply(batch, site, record, begun, set(archive["statuses"]), outcome)
            if progress:
                progress("applying", len(begun.finished), len(wanted))
        record.add([{"end": outcome.counts()}])
    return outcome


@dataclass(slots=True)
class _Begun:
    """What a journal tells of an application that was begun."""

    finished: set[int] = field(default_factory=set)
    intended: list[Link] = field(default_factory=list)  # of the batch that a kill cut short
    ended: bool = False

    @classmethod
    def read(cls, record: GrowingFile, header: JournalHeader, outcome: Outcome) -> "_Begun":
        begun = cls()
        if not record.path.stat().st_size:
            record.add([header.as_row()])
            return begun
        journal = Journal(record.path)
        journal.check_same(header)
        for row in journal:
            if "intent" in row:
                begun.intended = _links(row["intent"])
            elif "done" in row:
                begun.intended = []
                begun.finished |= set(row["articles"])
                _count(outcome, row)
            begun.ended |= "end" in row
        return begun


def _apply(
    batch: list[WantedLinks], site: SiteLinks, record: GrowingFile, begun: _Begun, statuses: set[str], outcome: Outcome
) -> None:
    refused: dict[str, str] = {}
    already = 0
    with site.batch():
        now = site.borne(sorted({one.article for one in batch} | {link.article for link in begun.intended}))
        ours = [link for link in begun.intended if _is_there(link, now)]
        todo: list[Link] = []
        for one in batch:
            found = now.get(one.article)
            mine = [link for link in ours if link.article == one.article]
            reason = _refusal(one, found, mine, statuses, site)
            if reason == ALREADY:
                already += 1
            elif reason:
                refused[str(one.article)] = reason
            else:
                todo += [link for link in one.links if link not in mine]
        record.add([{"intent": [*ours, *todo]}])
        done = ours + [link for link in todo if _write(link, site)]
    row: Object = {"done": done, "articles": [one.article for one in batch], "already": already, "refused": refused}
    record.add([row])
    begun.intended = []
    begun.finished |= set(row["articles"])
    _count(outcome, row)


def _refusal(
    one: WantedLinks, found: Borne | None, mine: list[Link], statuses: set[str], site: SiteLinks
) -> str | None:
    """Return why an article is left as it is, or None."""
    if found is None:
        return ABSENT
    if found.status not in statuses:
        return STATUS
    before = with_links(found.keywords, [link._replace(action="-" if link.action == "+" else "+") for link in mine])
    if before != one.keywords:
        return ALREADY if found.keywords == one.becomes else CHANGED
    after = one.becomes
    if not all(site.allows(link.keyword, after) for link in one.links if link.action == "+"):
        return RULES
    return None


def undo_in_site(journal: Journal, site: SiteLinks, *, progress: Progress | None = None) -> Outcome:
    """Take back what a journal tells was written, where it still is; what others did since stays."""
    outcome = Outcome()
    if journal.is_undone:
        return outcome
    if journal.header.target["site"] != site.address:
        raise JournalError(
            f"ce journal est celui d’un autre site : {journal.header.target['site']}, et non {site.address}.",
            path=journal.path,
        )
    links = list(_written(journal))
    with GrowingFile(journal.path) as record:
        for number, batch in enumerate(batches(links, BATCH), start=1):
            with site.batch():
                for link in batch:
                    if link.action == "+":
                        outcome.removed += site.remove(link.article, link.keyword)
                    else:
                        outcome.added += site.add(link.article, link.keyword)
            if progress:
                progress("undoing", min(number * BATCH, len(links)), len(links))
        outcome.changed = len({link.article for link in links})
        record.add([{"undone": outcome.counts()}])
    return outcome


def _written(journal: Journal) -> Iterator[Link]:
    """Yield the links that were written, and those of a batch that a kill cut short, which may have been."""
    intended: list[Link] = []
    for row in journal:
        if "intent" in row:
            intended = _links(row["intent"])
        elif "done" in row:
            intended = []
            yield from _links(row["done"])
    yield from intended


def _links(rows: list[list[int | str]]) -> list[Link]:
    return [Link(int(article), int(keyword), str(action)) for article, keyword, action in rows]


def _is_there(link: Link, now: dict[int, Borne]) -> bool:
    """Whether what was intended is so."""
    found = now.get(link.article)
    return found is not None and (link.keyword in found.keywords) == (link.action == "+")


def _write(link: Link, site: SiteLinks) -> bool:
    write = site.add if link.action == "+" else site.remove
    return write(link.article, link.keyword)


def _count(outcome: Outcome, row: Object) -> None:
    links = _links(row["done"])
    outcome.changed += len({link.article for link in links})
    outcome.added += sum(link.action == "+" for link in links)
    outcome.removed += sum(link.action == "-" for link in links)
    outcome.already += row["already"]
    outcome.refused |= row["refused"]


def write_scripts(plan: Plan, decisions: Decisions, do: Path, undo: Path) -> int:
    """Write the accepted changes as two files of SQL for phpMyAdmin, and return how many links they are about.

    What they do is decided where they run: an article that was changed since the plan is left alone there.
    """
    archive = plan.header.archive
    wanted = list(wanted_links(plan, decisions))
    columns = {name: frozenset(names) for name, names in archive["columns"].items()}
    script = Script(
        Schema(archive["prefix"], columns), f"{plan.checksum[:6]}{decisions.digest()[:6]}", archive["statuses"]
    )
    before = ((one.article, keyword) for one in wanted for keyword in sorted(one.keywords))
    links = [(link.article, link.keyword, link.action) for one in wanted for link in one.links]
    for path, lines in ((undo, script.undo()), (do, script.do(before, links))):
        with writing(path), written_aside(path) as file:
            for line in lines:
                file.write(f"{line}\n".encode())
    return len(links)
