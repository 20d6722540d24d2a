"""motscles models export: a version for notebooks."""

from pathlib import Path
from typing import Annotated

import typer

from classifier.cli.console import say, writable


def export(
    joblib: Annotated[Path, typer.Option("--joblib", metavar="FICHIER", help="Le fichier à écrire.")],
    version: Annotated[
        str | None, typer.Argument(metavar="[VERSION]", help="Par défaut, le modèle en service.")
    ] = None,
    models: Annotated[
        Path | None, typer.Option("--models", metavar="DOSSIER", help="Où sont rangés les modèles.")
    ] = None,
) -> None:
    """Écrit un modèle pour un carnet scikit-learn ; motscles lui-même ne relit jamais un tel fichier."""
    from classifier.settings import Settings
    from classifier.store import ModelStore, export_joblib

    with writable(joblib):
        name = export_joblib(ModelStore(models or Settings.from_environ().models), version, joblib)
    say(
        f"{joblib} : le modèle {name}, à ouvrir par joblib.load. N’ouvrez ainsi que vos propres fichiers : comme tout "
        "pickle, celui d’un inconnu peut exécuter n’importe quoi."
    )
