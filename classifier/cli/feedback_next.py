"""motscles feedback next: which articles editors should tag now."""

import json
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from classifier.cli.comparing import decimal
from classifier.cli.console import progress_bars, say, several, write_out
from classifier.errors import DataError

if TYPE_CHECKING:
    from classifier.feedback import Judgements
    from classifier.training import Cause, Choice, Pick
    from classifier.vocabulary import Vocabulary

SHOWN = 20  # tags that lack examples


class Format(StrEnum):
    """How the articles are listed."""

    TABLE = "table"
    JSONL = "jsonl"
    IDS = "ids"


def next_command(
    corpus: Annotated[
        list[Path], typer.Option("--corpus", metavar="FICHIER|DOSSIER", help="L’archive où choisir ; répétable.")
    ],
    count: Annotated[
        int, typer.Option("-n", "--count", min=1, max=10_000, metavar="N", help="Combien d’articles.")
    ] = 50,
    format: Annotated[Format, typer.Option(help="table : à lire ; jsonl : pour un programme ; ids : rien d’autre.")] = (
        Format.TABLE
    ),
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FICHIER", help="Où écrire ; sinon, la sortie standard.")
    ] = None,
    model: Annotated[str | None, typer.Option(metavar="NOM", help="La version ; par défaut, celle en service.")] = None,
    models: Annotated[Path | None, typer.Option(metavar="DOSSIER", help="Où sont les modèles.")] = None,
    feedback: Annotated[
        str | None, typer.Option(metavar="BASE", help="Les retours déjà reçus : leurs articles sont laissés de côté.")
    ] = None,
) -> None:
    """Choisit les articles dont l’étiquetage apprendrait le plus au modèle, et dit pourquoi."""
    from classifier.corpora import Corpus
    from classifier.settings import Settings
    from classifier.store import ModelStore
    from classifier.training import examples_of, next_articles

    settings = Settings.from_environ()
    archive = Corpus.read(*corpus)
    store = ModelStore(models or settings.models)
    version = model or settings.model
    manifest, tagger = store.manifest(version), store.load(version)
    judged = _judged(feedback, settings.feedback, tagger.vocabulary)
    since = int(manifest.corpus.get("feedback", {}).get("through", 0))
    learned = manifest.corpus.get("examples")
    if learned is None:
        say(f"Le modèle {manifest.name} ne dit pas combien d’exemples il a eus : on compte ceux de cette archive.")
    examples = examples_of(learned, archive, judged, tagger.vocabulary, since=since)
    total = len(archive)
    with progress_bars() as progress:
        choice = next_articles(
            tagger, archive, judged, examples, count, progress=lambda done: progress("reading", done, total)
        )
    if not choice.picks:
        say("Aucun article à proposer : tous sont jugés, ou le modèle n’hésite sur aucun.")
    write_out((line + "\n" for line in LINES[format](choice.picks)), output)
    _say_lacking(choice)


def _judged(given: str | None, default: str, vocabulary: "Vocabulary") -> "Judgements":
    """Return what editors said so far: nothing, where the settings' own database does not exist yet."""
    from classifier.feedback import FeedbackStore, Judgements

    store = FeedbackStore(given or default)
    if store.is_there:
        return Judgements(store.open().entries(), vocabulary)
    if given is not None:
        raise DataError("cette base de retours n’existe pas. Vérifiez le chemin.", path=given)
    return Judgements([], vocabulary)


def reason(causes: "tuple[Cause, ...]") -> str:
    """Return in words why an article should be tagged next.

    >>> from classifier.training import Cause
    >>> reason((Cause("Radio", 0.4, 0.3, 12, None), Cause("Fintech", 0.2, 0.3, 3, None))).replace("\\u202f", " ")
    'hésite entre Radio (40 %) et Fintech (20 %, 3 exemples)'
    >>> reason((Cause("Radio", 0.97, 0.3, 40, False),)).replace("\\u202f", " ")
    'y voit Radio (97 %), pas l’archive'
    """
    if causes[0].in_archive is None:
        close = [one for one in causes if _odds(one.probability) > _odds(one.threshold) / FAR] or list(causes[:1])
        named = [_named(one) for one in close]
        return f"hésite sur {named[0]}" if len(named) == 1 else f"hésite entre {', '.join(named[:-1])} et {named[-1]}"
    seen = [_named(one) for one in causes if not one.in_archive]
    denied = [_named(one) for one in causes if one.in_archive]
    parts = [f"y voit {', '.join(seen)}, pas l’archive"] if seen else []
    parts += [f"n’y voit pas {', '.join(denied)}, que porte l’archive"] if denied else []
    return " ; ".join(parts)


FAR = 10.0  # times less likely than at its threshold: the model does not hesitate on that tag


def _odds(probability: float) -> float:
    return probability / max(1 - probability, 1e-9)


def _named(cause: "Cause") -> str:
    from classifier.learning import MIN_EXAMPLES

    few = f", {several(cause.examples, 'exemple')}" if cause.examples < MIN_EXAMPLES else ""
    return f"{cause.label} ({decimal(100 * cause.probability, 0)}\u202f%{few})"


def _table(picks: "list[Pick]") -> Iterator[str]:
    for number, pick in enumerate(picks, start=1):
        day = f"{pick.document.date}  " if pick.document.date else ""
        yield f"{number:>4}  {pick.document.id}  {day}{pick.document.title[:90]}"
        yield f"      {reason(pick.causes)}"


def _jsonl(picks: "list[Pick]") -> Iterator[str]:
    for pick in picks:
        document = pick.document
        row: dict[str, object] = {"id": document.id, "title": document.title}
        row |= {"date": document.date.isoformat()} if document.date else {}
        row |= {"url": document.url} if document.url else {}
        causes = [
            {
                "tag": one.label,
                "probability": round(one.probability, 4),
                "threshold": round(one.threshold, 4),
                "examples": one.examples,
                "in_archive": one.in_archive,
            }
            for one in pick.causes
        ]
        row |= {"tags": list(document.tags), "reason": reason(pick.causes), "causes": causes}
        yield json.dumps(row, ensure_ascii=False)


def _ids(picks: "list[Pick]") -> Iterator[str]:
    for pick in picks:
        yield pick.document.id


LINES = {Format.TABLE: _table, Format.JSONL: _jsonl, Format.IDS: _ids}


def _say_lacking(choice: "Choice") -> None:
    if not choice.lacking:
        return
    names = ", ".join(f"{label} ({number})" for label, number in choice.lacking[:SHOWN])
    more = f", et {len(choice.lacking) - SHOWN} de plus" if len(choice.lacking) > SHOWN else ""
    say(f"{several(len(choice.lacking), 'mot-clé manque', 'mots-clés manquent')} d’exemples : {names}{more}.")
