"""motscles tags candidates: subjects and words that no tag covers."""

import datetime
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from classifier.cli.console import progress_bars, say, several, writable

if TYPE_CHECKING:
    from classifier.documents import Document
    from classifier.drift import Candidate, NewWord


def candidates(
    corpus: Annotated[
        list[Path] | None, typer.Option(metavar="FICHIER|DOSSIER", help="L’archive ; par défaut, le corpus de départ.")
    ] = None,
    since: Annotated[
        datetime.datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"], metavar="AAAA-MM-JJ", help="Ne chercher que dans les articles depuis ce jour."
        ),
    ] = None,
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="Nombre de groupes, et de mots nouveaux.")] = 10,
    tags: Annotated[Path | None, typer.Option(metavar="FICHIER", help="Le vocabulaire.")] = None,
    model: Annotated[str | None, typer.Option(metavar="NOM", help="La version ; par défaut, celle en service.")] = None,
    models: Annotated[Path | None, typer.Option(metavar="DOSSIER", help="Où sont les modèles.")] = None,
    json_file: Annotated[Path | None, typer.Option("--json", metavar="FICHIER", help="Écrire le tout en JSON.")] = None,
) -> None:
    """Cherche des mots-clés à créer : des articles dont aucun n’explique les mots, et les mots nouveaux."""
    from classifier.corpora import Corpus
    from classifier.drift import candidates as gathered
    from classifier.drift import new_words, read_archive
    from classifier.files import write_text
    from classifier.settings import Settings
    from classifier.store import ModelStore

    settings = Settings.from_environ()
    articles = Corpus.read(*(corpus or [settings.corpus]))
    tagger = ModelStore(models or settings.models).load(model or settings.model, tags=tags or settings.tags)
    with progress_bars() as progress:
        archive = read_archive(tagger, articles, progress=progress)
    day = since.date() if since else None
    groups = gathered(archive, since=day, limit=limit)
    words = new_words(archive, since=day, limit=limit)
    for number, group in enumerate(groups, start=1):
        _say_group(number, group)
    if not groups:
        typer.echo("Aucun groupe d’articles ne ressort.")
    typer.echo("")
    typer.echo("Mots nouveaux qu’aucun mot-clé n’explique :" if words else "Aucun mot nouveau.")
    for word in words:
        rise = f"{_percent(word.share_before)} → {_percent(word.share_since)} des articles"
        typer.echo(f"  {word.word:<28} {rise}{_nearest([word.nearest] if word.nearest else [])}")
    if groups:
        typer.echo('\nUn groupe mérite un nom ? motscles tags add "LIBELLÉ" --mention "SES MOTS"')
    if json_file:
        with writable(json_file):
            write_text(json_file, json.dumps(_to_dict(groups, words), ensure_ascii=False, indent=2) + "\n")
        say(f"Écrit : {json_file}")


def _say_group(number: int, group: "Candidate") -> None:
    typer.echo(f"{number}. {', '.join(group.words)}")
    typer.echo(f"   {several(len(group.documents), 'article')}{_nearest(list(group.nearest))}")
    for document in group.examples:
        typer.echo(f"   – {document.title or document.id} ({document.id})")


def _nearest(tags: list[tuple[str, float]]) -> str:
    named = ", ".join(f"« {label} » {_percent(share)}" for label, share in tags)
    return f" ; proposés : {named}" if named else ""


def _percent(share: float) -> str:
    """Return a share in per cent.

    >>> _percent(0.004), _percent(0.35)
    ('0,4\\xa0%', '35\\xa0%')
    """
    return f"{100 * share:.{0 if share >= 0.1 or not share else 1}f}\xa0%".replace(".", ",")


def _to_dict(groups: "list[Candidate]", words: "list[NewWord]") -> dict[str, Any]:
    def heads(documents: "tuple[Document, ...]") -> list[dict[str, str]]:
        return [{"id": one.id, "title": one.title} for one in documents]

    return {
        "candidates": [
            {
                "words": list(group.words),
                "cohesion": round(group.cohesion, 4),
                "articles": heads(group.documents),
                "nearest": [{"tag": label, "share": round(share, 4)} for label, share in group.nearest],
            }
            for group in groups
        ],
        "new_words": [
            {
                "word": word.word,
                "before": word.before,
                "since": word.since,
                "share_before": round(word.share_before, 6),
                "share_since": round(word.share_since, 6),
                "nearest": {"tag": word.nearest[0], "share": round(word.nearest[1], 4)} if word.nearest else None,
                "examples": heads(word.examples),
            }
            for word in words
        ],
    }
