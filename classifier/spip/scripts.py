"""A change of keywords as two files for phpMyAdmin: `do.sql` and `undo.sql`, in plain SQL that MySQL 5 knows.

The plan goes into two tables of its own. From them a few statements find the articles that nobody has changed, mark
what will be done, do it, and mark it as done. Run again, or after having been cut short anywhere, the file does the
rest and nothing twice; it needs no transactions. `undo.sql` takes back what is marked, where it still is, and drops the
two tables.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from classifier.batches import batches
from classifier.spip.schema import Schema

ROWS = 500  # in one INSERT: below what the smallest servers take at a time
PLANNED, DUE, DONE = 0, 1, 2  # what is marked; what was refused stays planned


@dataclass(frozen=True, slots=True)
class Script:
    """The two files of one change; `name` is short, in letters and digits, and tells it from others."""

    schema: Schema
    name: str
    statuses: Sequence[str]

    def do(self, before: Iterable[tuple[int, int]], links: Iterable[tuple[int, int, str]]) -> Iterator[str]:
        """Yield the lines of `do.sql`.

        `before` are the keywords that the articles bore when the plan was made, as (article, keyword); `links` those
        to add and to remove, as (article, keyword, "+" or "-").
        """
        yield from _remarks(
            "Ajoute et retire des mots-clés, d’après un plan de motscles.",
            "1. Sauvegardez la base. 2. Importez ce fichier dans phpMyAdmin (onglet Importer).",
            "Interrompu, importez-le de nouveau : il ne fait que ce qui reste.",
            "Un article dont les mots-clés ou le statut ont changé depuis le plan est laissé tel quel.",
            "3. Dans SPIP : Maintenance, Vider le cache. Pour tout annuler : le fichier undo.sql.",
        )
        yield from self._tables()
        yield from _inserts(
            f"{self.plan} (id_article, id_mot, acte)", (f"{a:d}, {k:d}, '{act}'" for a, k, act in links)
        )
        yield from _inserts(f"{self.before} (id_article, id_mot)", (f"{a:d}, {k:d}" for a, k in before))
        yield f"UPDATE {self.plan} SET etat = {DUE} WHERE etat = {PLANNED}\n  AND {self._is_possible()};"
        yield from self._apply("+", "-", f"etat = {DUE}")
        yield f"UPDATE {self.plan} SET etat = {DONE} WHERE etat = {DUE};"
        yield (
            f"SELECT SUM(etat = {DONE} AND acte = '+') AS ajouts, SUM(etat = {DONE} AND acte = '-') AS retraits, "
            f"SUM(etat = {PLANNED}) AS laisses FROM {self.plan};"
        )

    def undo(self) -> Iterator[str]:
        """Yield the lines of `undo.sql`."""
        yield from _remarks(
            "Annule ce que do.sql a vraiment fait et qui y est encore ; ce que d’autres ont fait depuis reste.",
            "Importez ce fichier dans phpMyAdmin, puis, dans SPIP : Maintenance, Vider le cache.",
        )
        yield from self._tables()
        yield from self._apply("-", "+", f"etat >= {DUE}")
        yield f"DROP TABLE IF EXISTS {self.plan};"
        yield f"DROP TABLE IF EXISTS {self.before};"

    @property
    def plan(self) -> str:
        """The table of what is to be done."""
        return self.schema.name(f"motscles_{self.name}")

    @property
    def before(self) -> str:
        """The table of what was there."""
        return self.schema.name(f"motscles_{self.name}_avant")

    @property
    def links(self) -> str:
        """The site's own table."""
        return self.schema.name(self.schema.links)

    @property
    def _article(self) -> str:
        return "id_objet" if self.schema.is_modern else "id_article"

    @property
    def _of_articles(self) -> str:
        return "l.objet = 'article' AND " if self.schema.is_modern else ""

    def _tables(self) -> Iterator[str]:
        ids = "id_article BIGINT NOT NULL, id_mot BIGINT NOT NULL"
        key = "PRIMARY KEY (id_article, id_mot)"
        marks = "acte CHAR(1) NOT NULL, etat TINYINT NOT NULL DEFAULT 0"
        yield f"CREATE TABLE IF NOT EXISTS {self.plan} ({ids}, {marks}, {key});"
        yield f"CREATE TABLE IF NOT EXISTS {self.before} ({ids}, {key});"

    def _apply(self, add: str, remove: str, marked: str) -> Iterator[str]:
        """Yield what adds the links marked by one sign, and removes those marked by the other."""
        columns, values = f"id_mot, {self._article}", "id_mot, id_article"
        if self.schema.is_modern:
            columns, values = f"{columns}, objet", f"{values}, 'article'"
        yield (
            f"INSERT IGNORE INTO {self.links} ({columns})\n"
            f"  SELECT {values} FROM {self.plan} WHERE acte = '{add}' AND {marked};"
        )
        yield (
            f"DELETE l FROM {self.links} AS l INNER JOIN {self.plan} AS p\n"
            f"  ON {self._of_articles}l.{self._article} = p.id_article AND l.id_mot = p.id_mot\n"
            f"  WHERE p.acte = '{remove}' AND p.{marked};"
        )

    def _is_possible(self) -> str:
        """Return the condition on a planned change: the article is as it was, published, and the group allows it."""
        plan, before = self.plan, self.before
        statuses = ", ".join(f"'{status}'" for status in self.statuses if status.isalnum())
        of_article = f"{self._of_articles}l.{self._article} = {plan}.id_article"
        mots, groups = self.schema.name("mots"), self.schema.name("groupes_mots")
        known = f"FROM {self.links} AS l INNER JOIN {mots} AS m ON m.id_mot = l.id_mot WHERE {of_article}"
        was = f"FROM {before} AS b WHERE b.id_article = {plan}.id_article"
        conditions = [
            f"EXISTS (SELECT 1 FROM {self.schema.name('articles')} AS a "
            f"WHERE a.id_article = {plan}.id_article AND a.statut IN ({statuses}))",
            f"NOT EXISTS (SELECT 1 {known} AND NOT EXISTS (SELECT 1 {was} AND b.id_mot = l.id_mot))",
            f"NOT EXISTS (SELECT 1 {was} AND NOT EXISTS (SELECT 1 {known} AND l.id_mot = b.id_mot))",
        ]
        allowed = f"EXISTS (SELECT 1 FROM {mots} AS n WHERE n.id_mot = {plan}.id_mot)"
        if {"tables_liees", "unseul"} <= self.schema.columns.get("groupes_mots", frozenset()):
            one_only = f"m.id_groupe = g.id_groupe AND l.id_mot <> {plan}.id_mot"
            allowed = (
                f"EXISTS (SELECT 1 FROM {mots} AS n LEFT JOIN {groups} AS g ON g.id_groupe = n.id_groupe "
                f"WHERE n.id_mot = {plan}.id_mot AND (g.id_groupe IS NULL OR (g.tables_liees LIKE '%articles%' AND "
                f"(g.unseul <> 'oui' OR NOT EXISTS (SELECT 1 {known} AND {one_only})))))"
            )
        return "\n  AND ".join([*conditions, f"(acte = '-' OR {allowed})"])


def _remarks(*lines: str) -> Iterator[str]:
    yield "-- encodage : UTF-8"
    for line in lines:
        yield f"-- {line}"


def _inserts(target: str, rows: Iterable[str]) -> Iterator[str]:
    for batch in batches(rows, ROWS):
        values = "),\n  (".join(batch)
        yield f"INSERT IGNORE INTO {target} VALUES\n  ({values});"
