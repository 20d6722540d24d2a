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
}
STATES = {"begun": "commencé", "whole": "fini", "undone": "annulé"}


def apply(
    plan: PlanArgument,
    archive: Annotated[
        list[Path] | None, typer.Option(metavar="ARCHIVE", help="L’archive ; par défaut, celle que nomme le plan.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FICHIER", help="Le fichier d’articles à écrire ; peut être l’archive.")
    ] = None,
    decisions: Annotated[
        Path | None, typer.Option(metavar="TABLEAU", help="Le tableau décidé ; sans lui, ce qui est automatique.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Tout appliquer, même ce qui est à revoir.")] = False,
    journal: JournalOption = None,
) -> None:
    """Applique ce qui est décidé ; ce qui a changé depuis le plan est laissé, et tout peut être annulé."""
    from classifier.retagging import Plan, apply_to_files

    read = Plan(plan)
    decided = _decisions(read, decisions, every)
    if out is None:
        raise SettingsError("donnez le fichier d’articles à écrire : --out articles-retouches.jsonl")
    record = journal or plan.with_suffix(".journal.jsonl")
    sources = archive or [Path(one) for one in read.header.archive["source"].split(", ")]
    with progress_bars() as progress:
        outcome = apply_to_files(read, decided, sources, out, record, progress=progress)
    say(f"{out} : {_told(outcome)}. Pour annuler : motscles retag undo {record}")
    _end(outcome)


def undo(
    journal: Annotated[Path, typer.Argument(metavar="JOURNAL", help="Le journal écrit par motscles retag apply.")],
    archive: Annotated[
        Path | None, typer.Option(metavar="FICHIER", help="Le fichier ; par défaut, celui que nomme le journal.")
    ] = None,
) -> None:
    """Retire exactement ce qui a été ajouté et qui y est encore, et remet ce qui a été retiré."""
    from classifier.retagging import Journal, undo_in_files

    read = Journal(journal)
    if read.is_undone:
        say(f"{journal} : déjà annulé.")
        return
    path = archive or Path(read.header.target["path"])
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
    from classifier.retagging import Decisions, read_decisions

    if sheet and every:
        raise SettingsError("--decisions et --all ne vont pas ensemble : donnez l’un ou l’autre.")
    if sheet:
        return read_decisions(plan, sheet)
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
