"""motscles retag apply, undo and status: what was decided is done, and taken back."""

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from classifier.cli.console import progress_bars, say
from classifier.errors import SettingsError

if TYPE_CHECKING:
    from classifier.retagging import Decisions, Outcome, Plan

PlanArgument = Annotated[Path, typer.Argument(metavar="PLAN", help="Un plan fait par motscles retag plan.")]
JournalOption = Annotated[Path | None, typer.Option(metavar="JOURNAL", help="Le journal ; par défaut, à côté du plan.")]
NAMED = 10  # refused articles that are named
REASONS = {
    "tags-changed": "leurs mots-clés ont changé depuis le plan",
    "absent": "ils ne sont plus dans l’archive",
    "status": "leur statut a changé depuis le plan",
    "group-rules": "les règles des groupes de mots-clés ne le permettent plus",
}
STATES = {"begun": "commencé", "whole": "fini", "undone": "annulé"}


PrefixOption = Annotated[
    str | None, typer.Option(metavar="PRÉFIXE", help="SPIP : le début du nom des tables ; trouvé seul d’habitude.")
]
CACHE = "Dans SPIP, videz le cache (Maintenance, Vider le cache) : sans cela les pages restent les anciennes."


def apply(
    plan: PlanArgument,
    archive: Annotated[
        list[str] | None,
        typer.Option(metavar="ARCHIVE", help="L’archive, ou l’adresse de la base du site ; sinon, celle du plan."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FICHIER", help="Le fichier d’articles à écrire ; peut être l’archive.")
    ] = None,
    sql: Annotated[
        Path | None, typer.Option(metavar="DOSSIER", help="SPIP : où écrire do.sql et undo.sql ; sinon, près du plan.")
    ] = None,
    write: Annotated[
        bool, typer.Option("--write", help="SPIP : écrire dans la base elle-même, après confirmation.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Avec --write : ne pas demander confirmation.")] = False,
    decisions: Annotated[
        Path | None,
        typer.Option(
            metavar="TABLEAU",
            help="Le tableau décidé, ou les décisions de l’écran ; sinon, celles qui sont à côté du plan, ou à défaut "
            "ce qui est automatique.",
        ),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Tout appliquer, même ce qui est à revoir.")] = False,
    journal: JournalOption = None,
    prefix: PrefixOption = None,
) -> None:
    """Applique ce qui est décidé ; ce qui a changé depuis le plan est laissé, et tout peut être annulé."""
    from classifier.retagging import Plan, apply_to_files

    read = Plan(plan)
    decided = _decisions(read, decisions, every)
    record = journal or plan.with_suffix(".journal.jsonl")
    if read.header.archive["kind"] == "site" and out is None:
        if write:
            source = _address(archive[0] if archive else None, read.header.archive["source"])
            _write(read, decided, source, prefix or read.header.archive["prefix"], record, yes)
        else:
            _write_sql(read, decided, sql or plan.parent)
        return
    if write or sql:
        raise SettingsError("--write et --sql ne servent que pour un site SPIP, et sans --out.")
    if out is None:
        raise SettingsError("donnez le fichier d’articles à écrire : --out articles-retouches.jsonl")
    sources = [Path(one) for one in archive or read.header.archive["source"].split(", ")]
    with progress_bars() as progress:
        outcome = apply_to_files(read, decided, sources, out, record, progress=progress)
    say(f"{out} : {_told(outcome)}. Pour annuler : motscles retag undo {record}")
    _end(outcome)


def _write_sql(plan: "Plan", decisions: "Decisions", folder: Path) -> None:
    from classifier.retagging import write_scripts

    name = plan.path.stem
    do, undo = folder / f"{name}.do.sql", folder / f"{name}.undo.sql"
    links = write_scripts(plan, decisions, do, undo)
    say(
        f"{do} : {links} changements. Sauvegardez la base, puis importez ce fichier dans phpMyAdmin ; il laisse ce "
        "qui a changé depuis le plan, et peut être importé de nouveau s’il a été interrompu. "
        f"Pour annuler : {undo}. {CACHE}"
    )


def _write(plan: "Plan", decisions: "Decisions", source: str, prefix: str, record: Path, yes: bool) -> None:
    from classifier.retagging import apply_to_site
    from classifier.spip import open_links

    with open_links(source, prefix=prefix) as site:
        if not yes:
            _confirm(f"{len(decisions)} changements vont être écrits dans {site.source}. Avez-vous une sauvegarde ?")
        with progress_bars() as progress:
            outcome = apply_to_site(plan, decisions, site, record, progress=progress)
    say(f"{site.source} : {_told(outcome)}. Pour annuler : motscles retag undo {record}. {CACHE}")
    _end(outcome)


def _confirm(question: str) -> None:
    """Go on when the answer is yes; anything else, or nobody there to answer, ends the command."""
    say(question)
    try:
        answer = typer.prompt("Écrire ? oui ou non", default="non", show_default=False, err=True)
    except typer.Abort:
        answer = "non"
    if answer.strip().lower() not in ("oui", "o"):
        say("Rien n’a été écrit. Sans question : --yes.")
        raise typer.Exit(1)


def _address(given: str | None, kept: str) -> str:
    """Return the address of a base; files never keep its password."""
    if given is None and "***" in kept:
        raise SettingsError(f"le mot de passe de {kept} n’est pas gardé : donnez l’adresse entière par --archive.")
    return given or kept


def undo(
    journal: Annotated[Path, typer.Argument(metavar="JOURNAL", help="Le journal écrit par motscles retag apply.")],
    archive: Annotated[
        str | None,
        typer.Option(metavar="ARCHIVE", help="Le fichier, ou l’adresse de la base ; sinon, ceux du journal."),
    ] = None,
    prefix: PrefixOption = None,
) -> None:
    """Retire exactement ce qui a été ajouté et qui y est encore, et remet ce qui a été retiré."""
    from classifier.retagging import Journal, undo_in_files, undo_in_site

    read = Journal(journal)
    if read.is_undone:
        say(f"{journal} : déjà annulé.")
        return
    target = read.header.target
    if target["kind"] == "site":
        from classifier.spip import open_links

        source = _address(archive, target["source"])
        with progress_bars() as progress, open_links(source, prefix=prefix or target["prefix"]) as site:
            outcome = undo_in_site(read, site, progress=progress)
        say(f"{site.source} : annulé, {_told(outcome)}. {CACHE}")
        return
    path = Path(archive or target["path"])
    with progress_bars() as progress:
        outcome = undo_in_files(read, path, progress=progress)
    say(f"{path} : annulé, {_told(outcome)}.")


def status(
    path: Annotated[Path, typer.Argument(metavar="PLAN|JOURNAL", help="Un plan, fini ou non, ou un journal.")],
) -> None:
    """Dit où en est un plan ou son application."""
    from classifier.retagging import status_of

    found = status_of(path)
    articles = f"{found.articles} articles" if found.total is None else f"{found.articles} articles sur {found.total}"
    changes = "changements proposés" if found.kind == "plan" else "changements faits"
    refused = f", {found.refused} articles laissés" if found.refused else ""
    state = f"{'Plan' if found.kind == 'plan' else 'Journal'} {STATES[found.state]}"
    sys.stdout.write(f"{found.path} : {state}, {articles}, {found.changes} {changes}{refused}.\n")
    if found.state == "begun":
        sys.stdout.write("Pour continuer, relancez la même commande.\n")


def _decisions(plan: "Plan", sheet: Path | None, every: bool) -> "Decisions":
    from classifier.retagging import Decisions, Review, is_reviewed, read_decisions, review_path

    if sheet and every:
        raise SettingsError("--decisions et --all ne vont pas ensemble : donnez l’un ou l’autre.")
    if sheet:
        return read_decisions(plan, sheet)
    beside = review_path(plan.path)
    if is_reviewed(plan.path) and not every:
        review = Review(beside, plan.checksum, plan.changes)
        counts = review.counts()
        say(
            f"{beside} : décisions de l’écran de relecture, {counts.accepted} acceptés, {counts.refused} refusés, "
            f"{counts.undecided} sans décision, laissés tels quels."
        )
        return Decisions.reviewed(review)
    return Decisions.everything(plan) if every else Decisions.automatic(plan)


def _told(outcome: "Outcome") -> str:
    """Return an outcome in one phrase."""
    already = f", {outcome.already} articles l’étaient déjà" if outcome.already else ""
    return f"{outcome.changed} articles, {outcome.added} ajouts, {outcome.removed} retraits{already}"


def _end(outcome: "Outcome") -> None:
    """Say which articles were left as they are, and why; then the exit code is 1."""
    if not outcome.refused:
        return
    for reason, count in Counter(outcome.refused.values()).items():
        ids = [id for id, one in outcome.refused.items() if one == reason]
        named = ", ".join(ids[:NAMED]) + ("…" if count > NAMED else "")
        say(f"Laissés tels quels, {REASONS[reason]} : {count} articles ({named}). Refaites un plan pour eux.")
    raise typer.Exit(1)
