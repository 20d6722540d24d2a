"""Invented sites as SPIP 2.1, 3 and 4 store them, for tests and measures: in SQLite, in MariaDB and as dumps."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path

from mariadb_server import MariaDB

Cells = dict[str, str | int | None]
Row = Mapping[str, str | int | None]
Site = dict[str, list[Row]]

BIG = "bigint(21) NOT NULL DEFAULT 0"
SHORT = "varchar(255) NOT NULL DEFAULT ''"
LONG = "longtext NOT NULL DEFAULT ''"
WHEN = "datetime NOT NULL DEFAULT '0000-00-00 00:00:00'"
ARTICLES = {
    "id_article": BIG,
    **dict.fromkeys(("surtitre", "titre", "soustitre"), LONG),
    "id_rubrique": BIG,
    **dict.fromkeys(("descriptif", "chapo", "texte", "ps"), LONG),
    "date": WHEN,
    "statut": SHORT,
    "visites": BIG,
    "lang": SHORT,
    "id_trad": BIG,
}
SINCE_3: dict[str, dict[str, str]] = {
    "articles": {**ARTICLES, "virtuel": LONG},
    "mots": {"id_mot": BIG, "titre": LONG, "descriptif": LONG, "id_groupe": BIG, "type": LONG},
    "groupes_mots": {"id_groupe": BIG, "titre": LONG, "unseul": SHORT, "obligatoire": SHORT, "tables_liees": LONG},
    "mots_liens": {"id_mot": BIG, "id_objet": BIG, "objet": SHORT},
    "rubriques": {"id_rubrique": BIG, "id_parent": BIG, "titre": LONG, "statut": SHORT, "lang": SHORT},
    "urls": {"id_parent": BIG, "url": SHORT, "type": SHORT, "id_objet": BIG, "date": WHEN, "perma": BIG},
    "meta": {"nom": SHORT, "valeur": LONG},
    "auteurs": {"id_auteur": BIG, "nom": LONG, "login": SHORT, "pass": LONG},
    "versions_fragments": {"id_fragment": BIG, "fragment": "longblob"},
    "visites_articles": {"date": WHEN, "id_article": BIG, "visites": BIG},
}
SCHEMAS: dict[str, dict[str, dict[str, str]]] = {
    "2.1": {
        **{name: columns for name, columns in SINCE_3.items() if name not in ("mots_liens", "urls")},
        "articles": {**ARTICLES, "extra": LONG, "id_version": BIG},
        "mots": {**SINCE_3["mots"], "extra": LONG},
        "mots_articles": {"id_mot": BIG, "id_article": BIG},
        "urls": {"url": SHORT, "type": SHORT, "id_objet": BIG, "date": WHEN},
    },
    "3": SINCE_3,
    "4": {**SINCE_3, "urls": {**SINCE_3["urls"], "segments": BIG, "langue": SHORT}},
}
KEYS = {
    "articles": "id_article",
    "mots": "id_mot",
    "groupes_mots": "id_groupe",
    "rubriques": "id_rubrique",
    "mots_liens": "id_mot, id_objet, objet",
    "mots_articles": "id_article, id_mot",
    "meta": "nom",
}
INSTALLED = {"2.1": "15830", "3": "21742", "4": "2022022303"}
PASSWORD, SECRET = "$2y$10$motDePasseInvente", "secretDuSiteInvente"  # must be found nowhere

BODY = """{{{Un chantier attendu}}}

La {{fibre}} arrive à {Podor}, dit-on : « c’est l’affaire de deux mois ». Voir [le plan->art2] ou [->art2].
-* une antenne ;
-* deux pylônes[[Selon le maire.]].

|{{Ville}}|{{Foyers}}|
|Podor|1 200|
<doc3|center>
"""
TRAPS = (  # of what writes and reads SQL
    "Un chemin C:\\temp\\n, des 'quotes', l''eau, \"guillemets\", -- tirets ; /* commentaire */ # dièse\r\n"
    "et (parenthèses), `là`."
)


def invented(version: str) -> Site:
    """Return the rows of a small site: what an import must get right, each at least once."""
    modern = version != "2.1"
    common: Cells = {"id_rubrique": 2, "statut": "publie", "lang": "fr", "date": "2019-03-14 08:00:00"}
    to_elsewhere: Cells = {"virtuel": "https://exemple.sn/"} if modern else {"chapo": "=https://exemple.sn/"}
    articles: list[Row] = [
        {
            **common,
            "id_article": 1,
            "surtitre": "Réseaux",
            "titre": "01. La fibre arrive à Podor",
            "descriptif": "Un chantier de deux mois.",
            "chapo": "Le chantier a commencé.",
            "texte": BODY,
            "ps": "Source : {Le Courrier inventé}",
        },
        {
            **common,
            "id_article": 2,
            "titre": "<multi>[fr]Le plan du réseau[en]The network plan</multi>",
            "texte": "Trois&nbsp;étapes &#8211; et l’Œuvre 😀 d’un été.",
            "date": "2020-02-15 10:00:00",
        },
        {**common, "id_article": 3, "titre": "Un brouillon", "texte": "À finir.", "statut": "prepa"},
        {**common, "id_article": 4, "titre": "Ailleurs", **to_elsewhere},
        {**common, "id_article": 5, "titre": "Sans date", "texte": "Un texte ancien.", "date": "0000-00-00 00:00:00"},
        {**common, "id_article": 6, "titre": "L’essai des signes", "texte": TRAPS, "id_rubrique": 1},
        {**common, "id_article": 7, "titre": "", "texte": " "},
        {**common, "id_article": 40, "titre": "An English note", "texte": "Written in English.", "lang": "en"},
    ]
    links = [(3, 1), (1, 1), (2, 1), (3, 2), (1, 3), (9, 5), (4, 6), (5, 6), (2, 40)]
    site: Site = {
        "articles": articles,
        "mots": [
            {"id_mot": 1, "titre": "41. Législation/Réglementation", "id_groupe": 1},
            {"id_mot": 2, "titre": "Téléphonie mobile", "id_groupe": 1},
            {"id_mot": 3, "titre": "7. <multi>[fr]Commerce électronique[en]E-commerce</multi>", "id_groupe": 1},
            {"id_mot": 4, "titre": "Podor", "id_groupe": 1},
            {"id_mot": 5, "titre": "Podor", "id_groupe": 2},
            {"id_mot": 6, "titre": "Jamais donné", "id_groupe": 2},
        ],
        "groupes_mots": [
            {"id_groupe": 1, "titre": "1. Thèmes", "unseul": "non", "obligatoire": "oui", "tables_liees": "articles,"},
            {"id_groupe": 2, "titre": "Lieux", "unseul": "oui", "obligatoire": "non", "tables_liees": "articles"},
        ],
        "rubriques": [
            {"id_rubrique": 1, "id_parent": 0, "titre": "10. Presse", "statut": "publie", "lang": "fr"},
            {"id_rubrique": 2, "id_parent": 1, "titre": "Année 2019", "statut": "publie", "lang": "fr"},
        ],
        "urls": [
            {"url": "la-fibre-arrive", "type": "article", "id_objet": 1, "date": "2020-01-01 00:00:00"},
            {"url": "La-fibre", "type": "article", "id_objet": 1, "date": "2012-01-01 00:00:00"},
            {"url": "presse", "type": "rubrique", "id_objet": 2, "date": "2020-01-01 00:00:00"},
        ],
        "meta": [
            {"nom": "version_installee", "valeur": INSTALLED[version]},
            {"nom": "adresse_site", "valeur": "https://www.exemple.sn/"},
            {"nom": "charset", "valeur": "utf-8"},
            {"nom": "langue_site", "valeur": "fr"},
            {"nom": "secret_du_site", "valeur": SECRET},
        ],
        "auteurs": [{"id_auteur": 1, "nom": "Une rédactrice", "login": "redac", "pass": PASSWORD}],
        "versions_fragments": [{"id_fragment": 1, "fragment": "x';--/*"}],
        "visites_articles": [{"date": "2019-03-14 00:00:00", "id_article": 1, "visites": 12}],
    }
    if modern:
        of_articles: list[Row] = [{"id_mot": mot, "id_objet": article, "objet": "article"} for mot, article in links]
        site["mots_liens"] = [*of_articles, {"id_mot": 6, "id_objet": 1, "objet": "rubrique"}]
    else:
        site["mots_articles"] = [{"id_mot": mot, "id_article": article} for mot, article in links]
    return site


def doubled(text: str) -> str:
    """Return a text as a server shows it whose "latin1" columns or connections were given UTF-8.

    >>> doubled("été")
    'Ã©tÃ©'
    """
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in text.encode())


def with_doubled_texts(site: Site) -> Site:
    """Return a site whose texts are all encoded twice."""
    return {
        table: [
            {name: doubled(value) if isinstance(value, str) else value for name, value in row.items()} for row in rows
        ]
        for table, rows in site.items()
    }


def create(version: str, prefix: str, *, after: str = "", keys: bool = True) -> list[str]:
    """Return the statements that create the tables; both engines understand them."""
    statements = []
    for table, columns in SCHEMAS[version].items():
        declared = [f"{name} {kind}" for name, kind in columns.items()]
        declared += [f"PRIMARY KEY ({KEYS[table]})"] if keys and table in KEYS else []
        statements.append(f"CREATE TABLE {prefix}_{table} ({', '.join(declared)}){after}")
    return statements


def write_sqlite(path: Path, version: str, site: Site, *, prefix: str = "spip") -> Path:
    """Write a site to a SQLite file, as SPIP keeps it or saves it."""
    with closing(sqlite3.connect(path)) as base, base:
        for statement in create(version, prefix):
            base.execute(statement)
        for table, rows in site.items():
            for row in rows:
                names, marks = ", ".join(row), ", ".join("?" * len(row))
                base.execute(f"INSERT INTO {prefix}_{table} ({names}) VALUES ({marks})", list(row.values()))
    return path


def write_mariadb(
    server: MariaDB,
    database: str,
    version: str,
    site: Mapping[str, Iterable[Row]],
    *,
    prefix: str = "spip",
    after: str = " ENGINE=InnoDB DEFAULT CHARSET=utf8mb4",
) -> str:
    """Write a site to a new database of a server; return its address."""
    server.execute(f"CREATE DATABASE {database}")
    with server.connect(database) as connection, connection.cursor() as cursor:
        cursor.execute("SET SESSION sql_mode = ''")  # days that are in no calendar
        for statement in create(version, prefix, after=after):
            cursor.execute(statement)
        for table, rows in site.items():
            for row in rows:
                names, marks = ", ".join(row), ", ".join(["%s"] * len(row))
                cursor.execute(f"INSERT INTO {prefix}_{table} ({names}) VALUES ({marks})", list(row.values()))
    return server.url(database)


def dump_like_phpmyadmin(path: Path, version: str, site: Site, *, prefix: str = "spip") -> Path:
    """Write a site as phpMyAdmin exports it: columns named, several INSERTs for a table, quotes doubled."""
    lines = ["-- phpMyAdmin SQL Dump", "-- https://www.phpmyadmin.net/", 'SET SQL_MODE = "NO_AUTO_VALUE_ON_ZERO";']
    lines += ["START TRANSACTION;", "", "/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;"]
    lines += ["/*!40101 SET NAMES utf8mb4 */;", ""]
    for statement, (table, columns) in zip(create(version, prefix, keys=False), SCHEMAS[version].items(), strict=True):
        lines += [f"--\n-- Structure de la table `{prefix}_{table}`\n--\n", f"{statement} ENGINE=MyISAM;", ""]
        for row in site.get(table, []):
            whole = [row.get(name, 0 if "int" in kind else "") for name, kind in columns.items()]
            names = ", ".join(f"`{name}`" for name in columns)
            lines += [f"INSERT INTO `{prefix}_{table}` ({names}) VALUES", f"({_values(whole)});"]
    lines += ["COMMIT;", "", "/*!40101 SET CHARACTER_SET_CLIENT=@OLD_CHARACTER_SET_CLIENT */;", ""]
    path.write_text("\n".join(lines), encoding="utf-8", newline="")
    return path


def _values(values: Sequence[str | int | None]) -> str:
    escapes = str.maketrans({"\\": "\\\\", "'": "''", "\n": "\\n", "\r": "\\r", "\0": "\\0"})
    return ", ".join(
        "NULL" if value is None else str(value) if isinstance(value, int) else f"'{value.translate(escapes)}'"
        for value in values
    )
