"""motscles tags: look into the vocabulary, compare it with a site."""

from pathlib import Path
from typing import Annotated

import typer

from classifier.cli import tags_sync

app = typer.Typer(help="Consulter le vocabulaire, le comparer à un site.", no_args_is_help=True)
app.command("sync")(tags_sync.sync)

File = Annotated[Path | None, typer.Option("--tags", metavar="FICHIER", help="Le vocabulaire.")]


@app.command("list")
def list_tags(tags: File = None) -> None:
    """Liste les mots-clés."""
    vocabulary = _read(tags)
    width = max(len(tag.id) for tag in vocabulary)
    for tag in sorted(vocabulary, key=lambda tag: tag.id):
        typer.echo(f"{tag.id:<{width}}  {tag.count:>6}  {tag.label}")


@app.command("show")
def show(
    label: Annotated[str, typer.Argument(metavar="MOT-CLÉ", help="Un libellé, un ancien nom ou un identifiant.")],
    tags: File = None,
) -> None:
    """Montre tout ce que l’on sait d’un mot-clé."""
    tag = _read(tags).find(label)
    period = " – ".join(day.isoformat() if day else "…" for day in (tag.period.start, tag.period.end))
    rows = {
        "Identifiant": tag.id,
        "Genre": tag.kind,
        "Articles": str(tag.count),
        "Période": period if tag.period.start or tag.period.end else tag.period_note,
        "Anciens noms": ", ".join(tag.former),
        "Noms suivants": ", ".join(tag.later),
        "Synonymes": ", ".join(tag.synonyms),
        "Portée": tag.scope_note,
        "Pas pour": tag.not_for,
        "Y font penser": ", ".join(tag.mentions),
    }
    typer.echo(tag.label)
    for name, value in rows.items():
        if value:
            typer.echo(f"  {name:<14} {value}")


def _read(path: Path | None):  # type: ignore[no-untyped-def]
    from classifier.settings import Settings
    from classifier.vocabulary import Vocabulary

    return Vocabulary.read(path or Settings.from_environ().tags)
