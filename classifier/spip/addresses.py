"""Where articles stand on the public site: the addresses that the plugin of readable URLs keeps."""

from collections.abc import Sequence

from classifier.spip.rows import Rows
from classifier.spip.values import as_number, decoded


def slugs(rows: Rows, ids: Sequence[int]) -> dict[int, str]:
    """Return the address of each article of a batch that has one, without the site's.

    Former addresses are kept beside the present one, which is the permanent one or else the newest. One that depends on
    a section is left out: `spip.php?article…` always works.
    """
    if not rows.has("urls"):
        return {}
    table = rows.table("urls")
    question = rows.select("urls", "id_objet", "url", "date", "perma", "id_parent")
    question = question.where(table.c.type == "article", table.c.id_objet.between(ids[0], ids[-1]))
    best: dict[int, tuple[tuple[int, str, str], int]] = {}
    for row in rows.read("urls", question):
        number = as_number(row["id_objet"])
        found = ((as_number(row.get("perma")), decoded(row.get("date")), row["url"]), as_number(row.get("id_parent")))
        best[number] = max(best.get(number, found), found)
    return {number: key[2] for number, (key, parent) in best.items() if parent == 0 and key[2]}
