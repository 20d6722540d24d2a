"""What all commands share: where they speak, how they show errors and progress."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from classifier.errors import DataError, SettingsError

if TYPE_CHECKING:
    from pathlib import Path

    from classifier.feedback import FeedbackStore
    from classifier.tagging import Progress

STAGES = {
    "reading": "Lecture des articles",
    "learning": "Apprentissage des mots-clés",
    "years": "Modèles, année par année",
    "folds": "Parts de la validation croisée",
    "checking": "Vérification des articles",
    "comparing": "Comparaison des articles",
    "pages": "Lecture des pages",
    "planning": "Articles lus par le modèle",
    "applying": "Articles modifiés",
    "undoing": "Articles rétablis",
    "dump": "Lecture du fichier (Mo)",
    "importing": "Import des articles",
}


def say(message: str) -> None:
    """Print a line to standard error, where messages do not mix with results."""
    import typer

    typer.echo(message, err=True)


def several(count: int, one: str, many: str | None = None) -> str:
    """Return a count and its noun; `many` where the plural is more than an s.

    >>> several(0, "ligne"), several(2, "ligne"), several(2, "mot-clé", "mots-clés")
    ('0 ligne', '2 lignes', '2 mots-clés')
    """
    return f"{count} {(many or f'{one}s') if count > 1 else one}"


@contextmanager
def writable(path: "Path") -> Iterator[None]:
    """Say in French when a file cannot be written; raise `DataError`."""
    try:
        yield
    except OSError as error:
        raise DataError(f"écriture impossible ({error.strerror}). Choisissez un autre fichier.", path=path) from error


def write_out(lines: Iterable[str], output: "Path | None") -> None:
    """Write lines to a file, and say how many; without one, to standard output."""
    if output is None:
        sys.stdout.writelines(lines)
        return
    from classifier.files import write_lines

    with writable(output):
        count = write_lines(output, lines)
    say(f"{several(count, 'ligne')} dans {output}.")


def opened_feedback(address: str) -> "FeedbackStore":
    """Return the feedback of an address, open; raise `SettingsError` where there is none."""
    from classifier.feedback import FeedbackStore

    store = FeedbackStore(address)
    if not store.is_there:
        raise SettingsError(f"pas de base de retours à {address}. Donnez son chemin : --feedback BASE.")
    return store.open()


@contextmanager
def progress_bars() -> Iterator["Progress"]:
    """Give a progress callback that draws bars on a terminal and is silent in a pipe."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        Task,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class Rate(ProgressColumn):
        """How many a second."""

        def render(self, task: Task) -> Text:
            return Text(f"{task.speed:.0f}/s" if task.speed else "", style="progress.data.speed")

    console = Console(stderr=True)
    columns = (TextColumn("{task.description:<30}"), BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as bars:
        running: dict[str, int] = {}

        def progress(stage: str, done: int, total: int) -> None:
            if stage not in running:
                running[stage] = bars.add_task(STAGES.get(stage, stage), total=total)
            bars.update(running[stage], completed=done)  # type: ignore[arg-type]  # TaskID is an int
            if done == total:
                del running[stage]

        yield progress
