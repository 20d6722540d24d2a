"""motscles retag: plan, review, apply and undo the retagging of a whole archive."""

import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from classifier.cli import retag_apply
from classifier.cli.console import progress_bars, say
from classifier.errors import SettingsError

if TYPE_CHECKING:
    from classifier.retagging import Plan, Summary

app = typer.Typer(help="Retoucher les mots-clés de toute une archive, sans risque.", no_args_is_help=True)

app.command("apply")(retag_apply.apply)
app.command("undo")(retag_apply.undo)
app.command("status")(retag_apply.status)


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
        list[str],
        typer.Argument(
            metavar="ARCHIVE...",
            help="Des fichiers d’articles (.jsonl, .txt) ou des dossiers ; ou un site SPIP : sauvegarde .sqlite, "
            "export .sql, adresse mysql+pymysql://…",
        ),
    ],
    out: Annotated[Path, typer.Option(metavar="PLAN", help="Le plan à écrire, p. ex. plan.jsonl.")],
    band: Annotated[
        Band, typer.Option(help="automatic : seulement ce qui est sûr ; review : aussi ce qui est à revoir.")
    ] = Band.REVIEW,
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="Ajouts par article, au plus.")] = 5,
    remove: Annotated[
        bool, typer.Option("--remove", help="Proposer aussi de retirer des mots-clés improbables.")
    ] = False,
    status: Annotated[
        list[str] | None, typer.Option(metavar="STATUT", help="SPIP : les articles à prendre ; publie sinon.")
    ] = None,
    prefix: retag_apply.PrefixOption = None,
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
    from classifier.retagging import ModelPlace, Options, Workers, make_plan, open_archive
    from classifier.settings import Settings
    from classifier.store import ModelStore

    settings = Settings.from_environ()
    place = ModelPlace.of(ModelStore(models or settings.models), model or settings.model, settings.tags)
    with progress_bars() as progress:
        made = make_plan(
            open_archive(archive, prefix=prefix, statuses=status or None),
            place,
            out,
            options=Options("automatic" if band is Band.AUTOMATIC else "review", limit, remove),
            workers=Workers(jobs or settings.jobs, scheduler),
            progress=progress,
        )
    say(f"{out} : {len(made)} articles, {made.changes} changements proposés. À voir : motscles retag review {out}")


@app.command("review")
def review(
    plan: retag_apply.PlanArgument,
    out: Annotated[
        Path | None, typer.Option(metavar="TABLEAU", help="Écrire un tableau à décider : .csv ou .xlsx.")
    ] = None,
    check: Annotated[
        Path | None, typer.Option(metavar="TABLEAU", help="Relire un tableau décidé, sans rien changer.")
    ] = None,
    tag: Annotated[str | None, typer.Option(metavar="MOT-CLÉ", help="Les exemples d’un seul mot-clé.")] = None,
    limit: Annotated[int, typer.Option(min=0, metavar="N", help="Nombre d’exemples de chaque sorte.")] = 5,
) -> None:
    """Résume un plan pour des yeux, et en fait un tableau où accepter ou refuser chaque changement."""
    from classifier.retagging import Plan, read_decisions, summarize, write_sheet

    read = Plan(plan)
    if check:
        say(f"{check} : {len(read_decisions(read, check))} changements acceptés sur {read.changes}, rien d’altéré.")
        return
    sys.stdout.write("\n".join(_summary_lines(read, summarize(read, examples=limit, tag=tag))) + "\n")
    if out:
        write_sheet(read, out)
        say(f"{out} : écrivez oui ou non dans « décision », puis : motscles retag apply {plan} --decisions {out}")


def _summary_lines(plan: "Plan", summary: "Summary") -> Iterator[str]:
    yield f"{plan.path} : {summary.articles} articles, dont {summary.changed} à changer, {summary.changes} changements."
    yield f"Modèle {plan.header.model['version']}, archive {plan.header.archive['source']}."
    rows = sorted(summary.tags.values(), key=lambda one: (-one.total, one.tag))
    if not rows:
        return
    width = max(len("Mot-clé"), *(len(one.tag) for one in rows))
    yield f"\n{'Mot-clé':<{width}}  automatiques  à revoir  retraits"
    for one in rows:
        yield f"{one.tag:<{width}}  {one.automatic:>12}  {one.review:>8}  {one.removals:>8}"
    for heading, examples in (("Les plus sûrs", summary.surest), ("Les moins sûrs", summary.least_sure)):
        yield f"\n{heading}" if examples else ""
        for article, change in examples:
            sign = "+" if change.action == "add" else "−"
            sure = f"{change.probability:4.0%}".replace("%", " %")
            yield f" {sure}  {sign} {change.tag} : {article.title or article.id}  ({', '.join(change.words)})"
