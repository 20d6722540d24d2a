"""The sections of a site ("rubriques"): a tree, of which an article knows one leaf."""

from collections.abc import Mapping
from dataclasses import dataclass

from classifier.spip.rows import Rows
from classifier.spip.titles import keyword_label
from classifier.spip.values import as_number, decoded

BETWEEN = " > "


@dataclass(frozen=True, slots=True)
class Section:
    """A section: its title as it is stored, the section that it belongs to (0 for none), its language."""

    id: int
    raw: str
    parent: int = 0
    language: str = ""


def read_sections(rows: Rows) -> dict[int, Section]:
    """Return the sections of a site, by id."""
    if not rows.has("rubriques"):
        return {}
    question = rows.select("rubriques", "id_rubrique", "titre", "id_parent", "lang")
    read = rows.read("rubriques", question.order_by(rows.table("rubriques").c.id_rubrique))
    return {
        as_number(row["id_rubrique"]): Section(
            as_number(row["id_rubrique"]), row["titre"], as_number(row.get("id_parent")), decoded(row.get("lang"))
        )
        for row in read
    }


def path_of(section: int, sections: Mapping[int, Section], *, language: str = "fr") -> str:
    """Return the titles from the root to a section; a section that is its own ancestor ends the path.

    >>> path_of(2, {1: Section(1, "10. Presse"), 2: Section(2, "2019", parent=1)})
    'Presse > 2019'
    """
    titles: list[str] = []
    seen: set[int] = set()
    while section in sections and section not in seen:
        seen.add(section)
        titles.append(keyword_label(sections[section].raw, language))
        section = sections[section].parent
    return BETWEEN.join(title for title in reversed(titles) if title)
