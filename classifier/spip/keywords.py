"""Keywords and their groups, with the names that readers see."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from classifier.spip.rows import Rows
from classifier.spip.titles import keyword_label
from classifier.spip.values import as_number, decoded


@dataclass(frozen=True, slots=True)
class Keyword:
    """A keyword: its id, its title as it is stored, its label, its group.

    No two keywords of a site have the same label: those that share their title bear their group's name as well.
    """

    id: int
    raw: str
    label: str
    group: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """A group of keywords, and its rules: whether an article takes one at most, or one at least."""

    id: int
    label: str
    single: bool = False
    mandatory: bool = False
    tables: tuple[str, ...] = ()  # the kinds of objects whose editors are offered it, in the plural: "articles"


def read_groups(rows: Rows, *, language: str) -> list[Group]:
    """Return the groups of a site, by id."""
    if not rows.has("groupes_mots"):
        return []
    names = ("id_groupe", "titre", "unseul", "obligatoire", "tables_liees", "articles")
    question = rows.select("groupes_mots", *names).order_by(rows.table("groupes_mots").c.id_groupe)
    return [
        Group(
            as_number(row["id_groupe"]),
            keyword_label(row["titre"], language),
            single=decoded(row.get("unseul")) == "oui",
            mandatory=decoded(row.get("obligatoire")) == "oui",
            tables=_tables(decoded(row.get("tables_liees")), decoded(row.get("articles"))),
        )
        for row in rows.read("groupes_mots", question)
    ]


def _tables(linked: str, articles: str) -> tuple[str, ...]:
    """Return what a group is meant for, said in one column since 2.1, and in one for each kind of object before."""
    named = tuple(name.strip() for name in linked.split(",") if name.strip())
    return named or (("articles",) if articles == "oui" else ())


def read_keywords(rows: Rows, groups: Iterable[Group], *, language: str) -> list[Keyword]:
    """Return the keywords of a site, by id."""
    question = rows.select("mots", "id_mot", "titre", "id_groupe").order_by(rows.table("mots").c.id_mot)
    read = [_keyword(row, language) for row in rows.read("mots", question)]
    return list(_told_apart(read, {group.id: group.label for group in groups}))


def _keyword(row: dict[str, object], language: str) -> Keyword:
    number, raw = as_number(row["id_mot"]), str(row["titre"])
    return Keyword(number, raw, keyword_label(raw, language) or f"mot {number}", as_number(row.get("id_groupe")))


def _told_apart(keywords: list[Keyword], groups: dict[int, str]) -> Iterator[Keyword]:
    """Yield the keywords, no two with the same label.

    >>> lagos = [Keyword(1, "Lagos", "Lagos", 1), Keyword(2, "Lagos", "Lagos", 2), Keyword(3, "Lagos", "Lagos", 2)]
    >>> [keyword.label for keyword in _told_apart(lagos, {1: "Villes", 2: "Sièges"})]
    ['Lagos (Villes)', 'Lagos (Sièges)', 'Lagos (Sièges, mot 3)']
    """
    bearers = Counter(keyword.label for keyword in keywords)
    seen: set[str] = set()
    for keyword in keywords:
        label = keyword.label
        if bearers[label] > 1:
            group = groups.get(keyword.group, "")
            label = f"{label} ({group or f'mot {keyword.id}'})"
            if label in seen or label in bearers:
                label = f"{keyword.label} ({group + ', ' if group else ''}mot {keyword.id})"
        seen.add(label)
        yield replace(keyword, label=label)
