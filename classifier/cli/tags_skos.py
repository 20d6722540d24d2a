"""motscles tags export and import: the vocabulary as SKOS."""

from pathlib import Path
from typing import Annotated

import typer

from classifier.cli.console import several, writable
from classifier.errors import DataError

Skos = Annotated[Path, typer.Option("--skos", metavar="FICHIER.ttl|.rdf", help="Le fichier SKOS : Turtle ou RDF/XML.")]


def export(
    skos: Skos,
    tags: Annotated[Path | None, typer.Option("--tags", metavar="FICHIER", help="Le vocabulaire.")] = None,
) -> None:
    """Écrit le vocabulaire et son histoire en SKOS, que lisent les logiciels de thésaurus."""
    from classifier.settings import Settings
    from classifier.vocabulary import History, Vocabulary, write_skos

    settings = Settings.from_environ()
    path = tags or settings.tags
    vocabulary, changes = Vocabulary.read(path), History(path).changes()
    with writable(skos):
        write_skos(vocabulary, skos, changes=changes, uri=settings.tag_uri)
    _say(skos, len(vocabulary), len(vocabulary.known) - len(vocabulary), len(changes))


def import_tags(
    skos: Skos,
    out: Annotated[Path, typer.Option("--out", metavar="FICHIER", help="Le vocabulaire à écrire, en YAML.")],
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Remplacer un vocabulaire qui existe.")] = False,
) -> None:
    """Fait d’un fichier SKOS un vocabulaire, avec son histoire s’il en tient une."""
    from classifier.vocabulary import History, read_skos

    if out.exists() and not overwrite:
        raise DataError("ce vocabulaire existe déjà. Donnez un autre nom, ou ajoutez --overwrite.", path=out)
    vocabulary, changes = read_skos(skos)
    with writable(out):
        History(out).start(vocabulary, changes)
    _say(out, len(vocabulary), len(vocabulary.known) - len(vocabulary), len(changes))


def _say(path: Path, tags: int, retired: int, changes: int) -> None:
    gone = f", {several(retired, 'retiré')}" if retired else ""
    noted = f", {several(changes, 'changement')}" if changes else ""
    typer.echo(f"{path} : {several(tags, 'mot-clé', 'mots-clés')} en usage{gone}{noted}.")
