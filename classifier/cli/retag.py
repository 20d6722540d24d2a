"""motscles retag: plan, review, apply and undo the retagging of a whole archive."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from classifier.cli.console import progress_bars, say
from classifier.errors import SettingsError

app = typer.Typer(help="Retoucher les mots-clés de toute une archive, sans risque.", no_args_is_help=True)


class Band(StrEnum):
    """The least sure band to propose from."""

    AUTOMATIC = "automatic"
    REVIEW = "review"


class Backend(StrEnum):
    """Where the work is done."""

    PROCESSES = "processes"
    DASK = "dask"


ModelOption = Annotated[str | None, typer.Option(metavar="NOM", help="La version ; par défaut, celle en service.")]
ModelsOption = Annotated[Path | None, typer.Option(metavar="DOSSIER", help="Où sont les modèles.")]


@app.command("plan")
def plan(
    archive: Annotated[
        list[Path], typer.Argument(metavar="ARCHIVE...", help="Des fichiers d’articles (.jsonl, .txt) ou des dossiers.")
    ],
    out: Annotated[Path, typer.Option(metavar="PLAN", help="Le plan à écrire, p. ex. plan.jsonl.")],
    band: Annotated[
        Band, typer.Option(help="automatic : seulement ce qui est sûr ; review : aussi ce qui est à revoir.")
    ] = Band.REVIEW,
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="Ajouts par article, au plus.")] = 5,
    remove: Annotated[
        bool, typer.Option("--remove", help="Proposer aussi de retirer des mots-clés improbables.")
    ] = False,
    model: ModelOption = None,
    models: ModelsOption = None,
    jobs: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Processus ; par défaut, autant que de cœurs.")
    ] = None,
    backend: Annotated[Backend, typer.Option(help="Cette machine, ou une grappe Dask.")] = Backend.PROCESSES,
    scheduler: Annotated[
        str | None, typer.Option(metavar="ADRESSE", help="L’ordonnanceur Dask, p. ex. tcp://10.0.0.5:8786.")
    ] = None,
) -> None:
    """Écrit ce que le modèle changerait, article par article ; interrompu, il reprend où il en était."""
    if (backend is Backend.DASK) != (scheduler is not None):
        raise SettingsError("--backend dask et --scheduler ADRESSE vont ensemble.")
    from classifier.retagging import CorpusArchive, ModelPlace, Options, Workers, make_plan
    from classifier.settings import Settings
    from classifier.store import ModelStore

    settings = Settings.from_environ()
    place = ModelPlace.of(ModelStore(models or settings.models), model or settings.model, settings.tags)
    with progress_bars() as progress:
        made = make_plan(
            CorpusArchive.read(archive),
            place,
            out,
            options=Options("automatic" if band is Band.AUTOMATIC else "review", limit, remove),
            workers=Workers(jobs or settings.jobs, scheduler),
            progress=progress,
        )
    say(f"{out} : {len(made)} articles, {made.changes} changements proposés. À voir : motscles retag review {out}")
