"""motscles import feed: the articles of an RSS or Atom feed."""

from pathlib import Path
from typing import Annotated

import typer

from classifier.cli.import_report import tell


def feed(
    source: Annotated[
        str,
        typer.Argument(metavar="FICHIER|ADRESSE", help="Un flux RSS ou Atom, enregistré ou en ligne."),
    ],
    out: Annotated[Path, typer.Option(metavar="FICHIER", help="Le fichier d’articles (.jsonl) à écrire.")],
    tags: Annotated[
        Path | None,
        typer.Option(metavar="FICHIER", help="Un vocabulaire : seuls ses mots-clés sont gardés, sous leur libellé."),
    ] = None,
) -> None:
    """Lit les articles d’un flux RSS ou Atom, avec leurs mots-clés."""
    from classifier.corpora import LabelMatcher, read_feed, write_articles
    from classifier.vocabulary import Vocabulary

    labels = LabelMatcher(Vocabulary.read(tags)) if tags else None
    tell(write_articles(read_feed(source, labels), out), out, labels)
