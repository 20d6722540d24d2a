"""The `motscles` command: one file per command, each a thin function."""

import atexit
import gc
import logging
import sys
from io import TextIOWrapper

import typer

from classifier.cli import corpus, evaluate, feedback, importing, keys, models, retag, serve, suggest, tags, train
from classifier.cli.console import say
from classifier.errors import ClassifierError

__all__ = ["app", "main"]

ALLOCATIONS = 50_000  # before garbage is looked for, from 700: there is little, and libraries start with a million

app = typer.Typer(
    name="motscles",
    help="Propose les mots-clés d’une archive de presse pour ses nouveaux articles, et dit pourquoi.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help appears at once; importing Rich would double the wait
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("suggest")(suggest.suggest)
app.command("train")(train.train)
app.command("evaluate")(evaluate.evaluate)
app.command("serve")(serve.serve)
app.add_typer(corpus.app, name="corpus")
app.add_typer(importing.app, name="import")
app.add_typer(retag.app, name="retag")
app.add_typer(tags.app, name="tags")
app.add_typer(feedback.app, name="feedback")
app.add_typer(keys.app, name="keys")
app.add_typer(models.app, name="models")


def main() -> None:
    """Run the command; our own errors become one French line and exit code 1."""
    gc.set_threshold(ALLOCATIONS)
    atexit.register(gc.freeze)  # the system takes all back at once: looking through it takes a third of a second
    logging.basicConfig(format="Attention : %(message)s", level=logging.WARNING)
    if isinstance(sys.stdout, TextIOWrapper):  # a file name may hold bytes that no encoding prints
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        app()
    except ClassifierError as error:
        say(f"Erreur : {error}")
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()  # whoever read us has left: nothing remains to be said
        sys.exit(1)
