"""Which tables and columns of a SPIP site are read, and under which names: everything else stays unread."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from classifier.errors import SiteError

NUMBER: Final = "number"
WORD: Final = "word"  # short and ASCII: only texts can be wrongly encoded
TEXT: Final = "text"
Kind = Literal["number", "word", "text"]

# The names that SPIP gives them; authors, and whatever else holds secrets, are not in the list.
TABLES: dict[str, dict[str, Kind]] = {
    "articles": {
        "id_article": NUMBER,
        "id_rubrique": NUMBER,
        "surtitre": TEXT,
        "titre": TEXT,
        "soustitre": TEXT,
        "descriptif": TEXT,
        "chapo": TEXT,
        "texte": TEXT,
        "ps": TEXT,
        "date": WORD,
        "statut": WORD,
        "lang": WORD,
        "virtuel": TEXT,  # since 3.0; before, a redirect was a chapo that began with "="
    },
    "mots": {"id_mot": NUMBER, "titre": TEXT, "id_groupe": NUMBER},
    "groupes_mots": {
        "id_groupe": NUMBER,
        "titre": TEXT,
        "unseul": WORD,
        "obligatoire": WORD,
        "tables_liees": WORD,  # since 2.1; before, a column for each kind of object
        "articles": WORD,
    },
    "mots_liens": {"id_mot": NUMBER, "id_objet": NUMBER, "objet": WORD},  # since 3.0
    "mots_articles": {"id_mot": NUMBER, "id_article": NUMBER},  # before
    "rubriques": {"id_rubrique": NUMBER, "id_parent": NUMBER, "titre": TEXT, "lang": WORD},
    "urls": {"id_parent": NUMBER, "url": TEXT, "type": WORD, "id_objet": NUMBER, "date": WORD, "perma": NUMBER},
    "meta": {"nom": WORD, "valeur": TEXT},
}
REQUIRED: dict[str, set[str]] = {
    "articles": {"id_article", "titre", "texte", "statut"},
    "mots": {"id_mot", "titre"},
    "mots_liens": {"id_mot", "id_objet", "objet"},
    "mots_articles": {"id_mot", "id_article"},
}
LONGEST_FIRST = sorted(TABLES, key=len, reverse=True)  # spip_mots_articles is not the articles of "spip_mots"
SETTINGS = ("adresse_site", "charset", "langue_site", "mots_base_version", "version_installee")  # of spip_meta
VERSIONS = (  # of the schema of the base, and the SPIP that brought them
    (20_000_000, "4"),  # since 4.0 the number is a date
    (24379, "3.2"),
    (19268, "3"),
    (15828, "2.1"),
    (0, "2 ou plus ancien"),
)


@dataclass(frozen=True, slots=True)
class Schema:
    """The tables of one site: their prefix, and which of the columns that we read each of them has."""

    prefix: str
    columns: Mapping[str, frozenset[str]]

    @property
    def links(self) -> str:
        """The table that says which keyword an article bears: it changed its shape with SPIP 3."""
        return "mots_liens" if "mots_liens" in self.columns else "mots_articles"

    @property
    def is_modern(self) -> bool:
        """Whether it is SPIP 3 or later, where a single line break counts."""
        return self.links == "mots_liens"

    def name(self, table: str) -> str:
        """Return the full name of a table.

        >>> Schema("spip", {}).name("mots")
        'spip_mots'
        """
        return f"{self.prefix}_{table}"


def part_of(name: str) -> tuple[str, str] | None:
    """Return the prefix of a table and SPIP's own name for it, or None where it is none that we read.

    >>> part_of("spip_groupes_mots"), part_of("spip_auteurs")
    (('spip', 'groupes_mots'), None)
    """
    for table in LONGEST_FIRST:
        if name.endswith(f"_{table}") and len(name) > len(table) + 1:
            return name.removesuffix(f"_{table}"), table
    return None


def find_schema(tables: Mapping[str, Collection[str]], *, source: str, prefix: str | None = None) -> Schema:
    """Return the schema of the SPIP site among tables, given with their columns.

    Raises `SiteError` when there is none, when it lacks a table, or when several sites share the database.
    """
    sites: dict[str, dict[str, frozenset[str]]] = {}
    for name, columns in tables.items():
        if found := part_of(name):
            known = frozenset(columns) & TABLES[found[1]].keys()
            if known >= REQUIRED.get(found[1], set()):
                sites.setdefault(found[0], {})[found[1]] = known
    whole = [one for one, parts in sites.items() if not _missing(parts)]
    if prefix is not None:
        whole = [one for one in whole if one == prefix]
    if len(whole) == 1:
        return Schema(whole[0], sites[whole[0]])
    if whole:
        listed = ", ".join(f"« {one} »" for one in sorted(whole))
        raise SiteError(f"plusieurs sites SPIP, de préfixes {listed}. Choisissez avec --prefix.", path=source)
    raise SiteError(_absence(sites, tables, prefix), path=source)


def _missing(parts: Collection[str]) -> list[str]:
    """Return the tables without which there is nothing to import."""
    missing = [table for table in ("articles", "mots") if table not in parts]
    return missing if "mots_liens" in parts or "mots_articles" in parts else [*missing, "mots_liens"]


def _absence(sites: Mapping[str, Collection[str]], tables: Collection[str], prefix: str | None) -> str:
    """Return why there is no site: the tables that one lacks, or that there is nothing of SPIP."""
    near = [one for one in sites if one == (prefix or one) and "articles" in sites[one]]
    if near:
        lacking = ", ".join(f"{near[0]}_{table}" for table in _missing(sites[near[0]]))
        return f"il manque au site SPIP : {lacking}. Exportez la base entière, ou au moins ces tables."
    if prefix is not None and sites:
        others = ", ".join(f"« {one} »" for one in sorted(sites))
        return f"aucune table de SPIP de préfixe « {prefix} ». Il y a : {others}."
    seen = f"{len(tables)} table{'s' if len(tables) > 1 else ''}, aucune de SPIP" if tables else "aucune table"
    return f"{seen}. Vérifiez que c’est la base du site (config/connect.php la nomme), ou donnez --prefix."


def spip_version(installed: str) -> str:
    """Return the SPIP that a schema number belongs to, or "" when it is no number.

    >>> spip_version("2022022303"), spip_version("15830"), spip_version("24379"), spip_version("")
    ('4', '2.1', '3.2', '')
    """
    try:
        number = float(installed)
    except ValueError:
        return ""
    return next((name for least, name in VERSIONS if number >= least), "")
