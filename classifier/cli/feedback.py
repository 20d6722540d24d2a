"""motscles feedback: what editors decided."""

import json
from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from classifier.cli.console import opened_feedback, say, several, write_out
from classifier.cli.feedback_next import next_command
from classifier.errors import SettingsError

if TYPE_CHECKING:
    from classifier.feedback import Entry, FeedbackStore, TagStats

app = typer.Typer(help="Consulter, exporter et effacer les retours des éditeurs.", no_args_is_help=True)

app.command("next")(next_command)

Database = Annotated[
    str | None, typer.Option("--feedback", metavar="BASE", help="Fichier SQLite, ou adresse d’une autre base.")
]
SIGNS = {"accepted": "✓", "rejected": "✗", "added": "+"}


class Format(StrEnum):
    """What is exported."""

    ARTICLES = "articles"
    ALL = "all"


@app.command("list")
def list_feedback(
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="Nombre de retours.")] = 20, feedback: Database = None
) -> None:
    """Liste les derniers retours : ✓ accepté, ✗ refusé, + ajouté."""
    for entry in _store(feedback).latest(limit):
        one = entry.submission
        name = one.document.title or one.document.id or "(texte non conservé)"
        decisions = ", ".join(f"{SIGNS[verdict.decision]} {verdict.tag}" for verdict in one.verdicts)
        when = f"{entry.received:%Y-%m-%d %H:%M}"
        typer.echo(f"{entry.number:>6}  {when}  {one.who or '–':<12}  {name[:60]}  {decisions}")


@app.command("export")
def export(
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FICHIER", help="Où écrire ; sinon, la sortie standard.")
    ] = None,
    format: Annotated[
        Format, typer.Option(help="articles : de quoi entraîner un modèle ; all : tout ce qui a été reçu.")
    ] = Format.ARTICLES,
    feedback: Database = None,
) -> None:
    """Écrit les retours en JSON Lines ; « motscles train --corpus » lit le résultat."""
    store = _store(feedback)
    rows = _articles(store) if format is Format.ARTICLES else map(_row, store.entries())
    write_out((json.dumps(row, ensure_ascii=False) + "\n" for row in rows), output)


@app.command("stats")
def show_stats(feedback: Database = None) -> None:
    """Compte les décisions, par mot-clé et par modèle."""
    from classifier.feedback import stats
    from classifier.settings import Settings
    from classifier.vocabulary import Vocabulary

    tags = Settings.from_environ().tags
    found = stats(_store(feedback).entries(), Vocabulary.read(tags) if tags.exists() else None)
    typer.echo(
        f"{several(found.submissions, 'retour')}, {several(found.articles, 'article')}, "
        f"{several(found.people, 'personne')}."
    )
    if not found.submissions:
        return
    for title, rows in (("Modèle", found.models), ("Mot-clé", found.tags)):
        width = max(map(len, [title, *rows]))
        typer.echo(f"\n{title:<{width}}  montré  accepté  refusé  ajouté  accord")
        for name, counts in sorted(rows.items(), key=lambda row: (-row[1].shown, row[0])):
            typer.echo(f"{name or '–':<{width}}  {_figures(counts)}")


@app.command("purge")
def purge(
    before: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="JOUR", help="Ce qui a été reçu avant ce jour.")
    ] = None,
    who: Annotated[str | None, typer.Option(metavar="NOM", help="Ce qui vient de cette personne.")] = None,
    texts_only: Annotated[
        bool, typer.Option("--texts-only", help="Garder les décisions ; effacer textes, titres, adresses et noms.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Ne pas demander de confirmation.")] = False,
    feedback: Database = None,
) -> None:
    """Efface des retours, sans retour possible."""
    if before is None and who is None:
        raise SettingsError("dites quoi effacer : --before JOUR, --who NOM, ou les deux.")
    store = _store(feedback)
    if not yes:
        typer.confirm("Effacer pour toujours ?", abort=True, err=True)
    count = store.purge(before=before.date() if before else None, who=who, texts_only=texts_only)
    say(f"{several(count, 'retour')} : {'textes effacés' if texts_only else 'effacé' + ('s' if count > 1 else '')}.")


def _store(address: str | None) -> "FeedbackStore":
    from classifier.settings import Settings

    return opened_feedback(address or Settings.from_environ().feedback)


def _articles(store: "FeedbackStore") -> Iterator[dict[str, object]]:
    from classifier.corpora import to_row
    from classifier.feedback import examples

    return map(to_row, examples(store))


def _row(entry: "Entry") -> dict[str, object]:
    from dataclasses import asdict

    one = entry.submission
    document = one.document
    texts = {"title": document.title, "text": document.text, "url": document.url} if entry.whole else {}
    return {
        "number": entry.number,
        "received": entry.received.isoformat(),
        "who": one.who,
        "origin": one.origin,
        "model": one.model,
        "key": one.key,
        "id": document.id,
        "digest": entry.digest,
        "date": document.date.isoformat() if document.date else None,
        **texts,
        "shown": [asdict(shown) for shown in one.shown],
        "verdicts": [asdict(verdict) for verdict in one.verdicts],
    }


def _figures(counts: "TagStats") -> str:
    agreement = "–" if counts.agreement is None else f"{counts.agreement:.0%}".replace("%", " %")
    return f"{counts.shown:>6}  {counts.accepted:>7}  {counts.rejected:>6}  {counts.added:>6}  {agreement:>6}"
