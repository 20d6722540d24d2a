"""An invented SPIP site to try everything on: some articles of the starter corpus, as SPIP's own backup keeps them.

    python benchmarks/sample_site.py site.sqlite

It has what an import must cope with: ranks before keywords, a group with rules, sections, shortcuts in texts, drafts.
The same command writes the same articles, ids and links each time.
"""

import argparse
from collections import Counter
from pathlib import Path

from classifier import Corpus, Document
from spip_sites import Row, Site, write_sqlite

ROOT = Path(__file__).parents[1]
LABELS = (
    "Commerce électronique",
    "Données personnelles",
    "Fintech",
    "Infrastructures",
    "Noms de domaine",
    "Presse en ligne",
    "Qualité de service",
    "TIC pour la santé",
)
EACH = 32  # articles of each, at most: some 240, which are learned in seconds
DRAFTS = 3


def sample(each: int = EACH) -> list[Document]:
    """Return the first articles of the starter corpus on each of the labels, by date."""
    taken: Counter[str] = Counter()
    kept: list[Document] = []
    for document in Corpus.read(ROOT / "training_data" / "articles"):
        label = document.tags[0]
        if document.date and label in LABELS and taken[label] < each:
            taken[label] += 1
            kept.append(document.with_tags(*(tag for tag in document.tags if tag in LABELS)))
    return sorted(kept, key=lambda document: (str(document.date), document.id))


def site_of(documents: list[Document]) -> Site:
    """Return the rows of a site that holds these articles."""
    years = sorted({document.date.year for document in documents if document.date})
    articles: list[Row] = []
    links: list[Row] = []
    for number, document in enumerate(documents, start=1):
        section = 2 + years.index(document.date.year) if document.date else 1
        articles.append(_article(number, document, section))
        links += [{"id_mot": 1 + LABELS.index(tag), "id_objet": number, "objet": "article"} for tag in document.tags]
    drafts: list[Row] = [
        {"id_article": len(articles) + draft, "id_rubrique": 1, "titre": "À écrire", "statut": "prepa", "lang": "fr"}
        for draft in range(1, DRAFTS + 1)
    ]
    sections: list[Row] = [
        {"id_rubrique": 2 + place, "id_parent": 1, "titre": f"Année {year}", "statut": "publie", "lang": "fr"}
        for place, year in enumerate(years)
    ]
    return {
        "articles": [*articles, *drafts],
        "mots": [
            {"id_mot": rank, "titre": f"{rank}. {label}", "id_groupe": 1, "type": "Thèmes"}
            for rank, label in enumerate(LABELS, start=1)
        ],
        "groupes_mots": [
            {"id_groupe": 1, "titre": "Thèmes", "unseul": "non", "obligatoire": "oui", "tables_liees": "articles"}
        ],
        "mots_liens": links,
        "rubriques": [
            {"id_rubrique": 1, "id_parent": 0, "titre": "Articles de presse", "statut": "publie", "lang": "fr"},
            *sections,
        ],
        "meta": [
            {"nom": "version_installee", "valeur": "2022022303"},
            {"nom": "adresse_site", "valeur": "https://www.example.org"},
            {"nom": "charset", "valeur": "utf-8"},
            {"nom": "langue_site", "valeur": "fr"},
            {"nom": "dump_structure_temp", "valeur": "a:0:{}"},  # what tells a backup from a site's own file
        ],
    }


def _article(number: int, document: Document, section: int) -> Row:
    """Return an article as an editor types it: a bold introduction, a blank line between paragraphs, a source."""
    first, *rest = document.text.split("\n")
    return {
        "id_article": number,
        "id_rubrique": section,
        "titre": document.title,
        "chapo": f"{{{{{first}}}}}" if rest else "",
        "texte": "\n\n".join(rest or [first]),
        "ps": "Source : {Le Courrier inventé}",
        "date": f"{document.date} 08:00:00",
        "statut": "publie",
        "lang": "fr",
    }


def write_sample(path: Path, each: int = EACH) -> int:
    """Write the site to a new file; return how many articles it publishes."""
    documents = sample(each)
    path.unlink(missing_ok=True)
    write_sqlite(path, "4", site_of(documents))
    return len(documents)


def main() -> None:
    """Write the site where the command says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path, help="the SQLite file to write")
    path = parser.parse_args().path
    print(f"{write_sample(path)} articles, {len(LABELS)} keywords in {path}")


if __name__ == "__main__":
    main()
