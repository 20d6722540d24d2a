"""motscles import: an archive, from where it is, into a file of articles."""

import typer

from classifier.cli import import_spip

app = typer.Typer(help="Faire entrer une archive : un fichier d’articles, un par ligne.", no_args_is_help=True)
app.command("spip")(import_spip.spip)


@app.callback()
def _group() -> None:
    """Faire entrer une archive : un fichier d’articles, un par ligne."""
