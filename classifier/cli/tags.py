"""motscles tags: look into the vocabulary, change it, compare it with a site."""

from pathlib import Path
from typing import Annotated

import typer

from classifier.cli import tags_articles, tags_candidates, tags_change, tags_skos, tags_sync

app = typer.Typer(help="Consulter le vocabulaire, le changer, le comparer à un site.", no_args_is_help=True)
app.command("sync")(tags_sync.sync)
app.command("rename")(tags_change.rename)
app.command("merge")(tags_change.merge)
app.command("split")(tags_change.split)
app.command("retire")(tags_change.retire)
app.command("add")(tags_change.add)
app.command("replay")(tags_change.replay)
app.command("history")(tags_change.history)
app.command("articles")(tags_articles.articles)
app.command("candidates")(tags_candidates.candidates)
app.command("export")(tags_skos.export)
app.command("import")(tags_skos.import_tags)

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
    vocabulary = _read(tags)
    bearers = vocabulary.bearers(label)
    tag = bearers[0] if len(bearers) == 1 else vocabulary.find(label)  # one out of use can still be looked at
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
        "Retiré le": str(tag.retired or ""),
        "Remplacé par": ", ".join(heir.label for id in tag.replaced_by if (heir := vocabulary.by_id(id))),
    }
    typer.echo(tag.label)
    for name, value in rows.items():
        if value:
            typer.echo(f"  {name:<14} {value}")


def _read(path: Path | None):  # type: ignore[no-untyped-def]
    from classifier.settings import Settings
    from classifier.vocabulary import Vocabulary

    return Vocabulary.read(path or Settings.from_environ().tags)
