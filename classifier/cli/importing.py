"""motscles import: an archive becomes one file of articles; one file per kind of source."""

import typer

from classifier.cli import import_feed, import_pages

app = typer.Typer(help="Importer une archive.", no_args_is_help=True)
app.command("pages")(import_pages.pages)
app.command("feed")(import_feed.feed)
