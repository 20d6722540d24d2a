"""motscles models: the versions, and which one is in service."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from classifier.cli import models_export
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
