"""motscles import pages: saved web pages become articles."""

from pathlib import Path
from typing import Annotated

import typer

from classifier.cli.console import progress_bars
from classifier.cli.import_report import tell


def pages(
    paths: Annotated[
        list[Path], typer.Argument(metavar="CHEMIN...", help="Des pages HTML, ou des dossiers lus en entier.")
    ],
    out: Annotated[Path, typer.Option(metavar="FICHIER", help="Le fichier d’articles (.jsonl) à écrire.")],
    tags: Annotated[
        Path | None,
        typer.Option(metavar="FICHIER", help="Un vocabulaire : seuls ses mots-clés sont gardés, sous leur libellé."),
    ] = None,
) -> None:
    """Lit les articles de pages HTML enregistrées : titre, date, texte, mots-clés."""
    from classifier.corpora import LabelMatcher, page_files, read_pages, write_articles
    from classifier.vocabulary import Vocabulary

    labels = LabelMatcher(Vocabulary.read(tags)) if tags else None
    files = page_files(*paths)
    with progress_bars() as progress:
        found = read_pages(files, labels)
        report = write_articles(found, out, done=lambda number: progress("pages", number, len(files)))
    tell(report, out, labels)
