"""motscles models: the versions, what tells them apart, and which one is in service."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from classifier.cli import models_export
from classifier.cli.console import say, several
from classifier.errors import ModelError

if TYPE_CHECKING:
    from classifier.store import ModelStore

app = typer.Typer(help="Consulter, comparer et mettre en service les modèles.", no_args_is_help=True)
app.command("export")(models_export.export)

Folder = Annotated[Path | None, typer.Option("--models", metavar="DOSSIER", help="Où sont rangés les modèles.")]
COLUMNS = (("micro F1", "micro_f1"), ("macro F1", "macro_f1"), ("1er juste", "first_suggestion"))


@app.command("list")
def list_models(models: Folder = None) -> None:
    """Liste les versions : celle en service (→), sa date, ses articles, ses chiffres."""
    store = opened(models)
    current = store.current()
    rows = [_row(store, version, version == current) for version in store.versions()]
    if not rows:
        raise ModelError(f"aucun modèle dans {store.path}. Entraînez-en un : motscles train --models {store.path}")
    header = ("", "Version", "du", "articles", *(title for title, _ in COLUMNS))
    widths = [max(map(len, column)) for column in zip(header, *rows, strict=True)]
    for row in (header, *rows):
        cells = [cell.ljust(w) if n < 3 else cell.rjust(w) for n, (cell, w) in enumerate(zip(row, widths, strict=True))]
        typer.echo("  ".join(cells).rstrip())


@app.command("show")
def show(
    version: Annotated[
        str | None, typer.Argument(metavar="[VERSION]", help="Par défaut, le modèle en service.")
    ] = None,
    models: Folder = None,
) -> None:
    """Affiche la fiche d’un modèle : ce qu’il a appris, ce qu’il vaut, ses limites."""
    from classifier.files import read_text

    store = opened(models)
    manifest = store.manifest(version)
    typer.echo(read_text(store.path / manifest.name / "MODEL_CARD.md").rstrip("\n"))


@app.command("promote")
def promote(
    version: Annotated[str, typer.Argument(metavar="VERSION", help="Le modèle à mettre en service.")],
    allow_regression: Annotated[
        bool, typer.Option("--allow-regression", help="Même s’il est moins bon que celui en service.")
    ] = False,
    models: Folder = None,
) -> None:
    """Met un modèle en service ; refuse celui qui est moins bon, au-delà du hasard, que celui en service."""
    from classifier.cli.comparing import show_comparison

    store = opened(models)
    before, comparison = store.current(), store.comparison(version)
    if comparison is not None:
        say(f"{version} et {before}, en service, sur les mêmes articles mis de côté :")
        show_comparison(comparison)
    store.promote(version, allow_regression=allow_regression)
    back = f" Pour revenir à {before} : motscles models rollback" if before not in (None, version) else ""
    say(f"Le modèle {version} est en service.{back}")


@app.command("rollback")
def rollback(models: Folder = None) -> None:
    """Remet en service le modèle d’avant."""
    store = opened(models)
    gone = store.current()
    say(f"Le modèle {store.rollback()} est de nouveau en service, à la place de {gone or 'rien'}.")


@app.command("diff")
def diff(
    old: Annotated[str, typer.Argument(metavar="A", help="L’ancien modèle.")],
    new: Annotated[str, typer.Argument(metavar="B", help="Le nouveau modèle.")],
    tag: Annotated[str | None, typer.Option(metavar="MOT-CLÉ", help="Les seuils et les termes de ce mot-clé.")] = None,
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="Combien de mots-clés de chaque liste.")] = 10,
    models: Folder = None,
) -> None:
    """Dit ce qui change d’un modèle à l’autre : chiffres, seuils, termes les plus lourds, vocabulaire."""
    from classifier.cli.comparing import difference_lines

    difference = opened(models).difference(old, new)
    for line in difference_lines(difference.about(tag) if tag else difference, old, new, limit=limit):
        typer.echo(line)


@app.command("prune")
def prune(
    keep: Annotated[int, typer.Option(min=0, metavar="N", help="Combien de versions garder, les plus récentes.")],
    yes: Annotated[bool, typer.Option("--yes", help="Ne pas demander de confirmation.")] = False,
    models: Folder = None,
) -> None:
    """Efface les vieilles versions ; jamais celle en service ni celle d’avant."""
    from classifier.settings import Settings

    store, pinned = opened(models), Settings.from_environ().model
    gone = store.prunable(keep, spared=[pinned] if pinned else [])
    if not gone:
        say("Rien à effacer.")
        return
    for version, size in gone.items():
        say(f"  {version}  {_megabytes(size)}")
    if not yes:
        typer.confirm(f"Effacer pour toujours {several(len(gone), 'version')} ?", abort=True, err=True)
    for version in gone:
        store.remove(version)
    say(f"{several(len(gone), 'version effacée', 'versions effacées')}, {_megabytes(sum(gone.values()))} libérés.")


def opened(models: Path | None) -> "ModelStore":
    """Return the store that was named, or that of the settings."""
    from classifier.settings import Settings
    from classifier.store import ModelStore

    return ModelStore(models or Settings.from_environ().models)


def _row(store: "ModelStore", version: str, in_service: bool) -> tuple[str, ...]:
    mark = "→" if in_service else ""
    try:
        said = store.describe(version)
    except ModelError:
        return mark, version, "illisible", *[""] * (1 + len(COLUMNS))
    figures = said.get("figures") or {}
    created, articles = str(said.get("created", "–"))[:10], (said.get("corpus") or {}).get("documents", "–")
    return mark, version, created, str(articles), *(_value(figures, key) for _, key in COLUMNS)


def _value(figures: dict[str, Any], key: str) -> str:
    return f"{figures[key][0]:.3f}".replace(".", ",") if figures.get(key) else "–"


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f} Mo".replace(".", ",")
