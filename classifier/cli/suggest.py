"""motscles suggest: tags for files, or for what comes on standard input."""

import json
import sys
from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from classifier.cli.console import say
from classifier.errors import CorpusError

if TYPE_CHECKING:
    from classifier.documents import Document
    from classifier.tagging import Suggestion

BATCH_SIZE = 64
BAR = 10  # characters of the confidence bar


class Format(StrEnum):
    """How suggestions are printed."""

    TABLE = "table"
    JSONL = "jsonl"


def suggest(
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FICHIER]...", help="Des articles .jsonl ou .txt ; « - » lit l’entrée standard."),
    ] = None,
    model: Annotated[str | None, typer.Option(metavar="NOM", help="La version ; par défaut, celle en service.")] = None,
    models: Annotated[Path | None, typer.Option(metavar="DOSSIER", help="Où sont les modèles.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="Nombre de mots-clés par article.")] = 10,
    every: Annotated[bool, typer.Option("--all", help="Tous les mots-clés, même improbables.")] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Montrer les mots qui ont fait chaque proposition.")
    ] = False,
    format: Annotated[Format, typer.Option(help="Pour des yeux, ou un objet JSON par ligne.")] = Format.TABLE,
    jobs: Annotated[
        int | None, typer.Option(min=1, help="Processus qui lisent ; par défaut, autant que de cœurs.")
    ] = None,
) -> None:
    """Propose des mots-clés pour des articles, le dominant d’abord."""
    from classifier.batches import batches, worked
    from classifier.cli.starting import postponed
    from classifier.settings import Settings

    with postponed():
        from classifier.store import ModelStore

    settings = Settings.from_environ()
    tagger = ModelStore(models or settings.models).load(model or settings.model, tags=settings.tags)
    shown = _as_line if format is Format.JSONL else _as_table

    def texts(documents: "list[Document]") -> list[str]:
        found = tagger.suggest_batch(documents, limit=None if every else limit, explained=explain)
        return [shown(document, suggestions, explain) for document, suggestions in found]

    batched = batches((_readable(row) for source in files or ["-"] for row in _documents(source)), BATCH_SIZE)
    work = ((batch, [row for row in batch if not isinstance(row, CorpusError)]) for batch in batched)
    failed = False
    for batch, answers in worked(texts, work, jobs=jobs or settings.jobs):
        failed |= len(answers) < len(batch)
        _write(batch, answers, as_json=format is Format.JSONL)
    if failed:
        raise typer.Exit(1)


def _write(batch: "list[Document | CorpusError]", texts: list[str], *, as_json: bool) -> None:
    """Write the answers for the documents of a batch, and tell its errors and warnings, in order."""
    from classifier.wording import WARNINGS

    answers = iter(texts)
    for row in batch:
        if isinstance(row, CorpusError):
            say(f"Erreur : {row}")
            text = _line({"id": None, "line": row.line, "error": str(row), "suggestions": []}) if as_json else ""
        else:
            for warning in [] if as_json else _warnings(row):
                say(f"Attention, {row.id} : {WARNINGS[warning]}")
            text = next(answers)
        sys.stdout.write(text)


def _documents(source: str) -> Iterator["Document | CorpusError"]:
    """Yield the documents of a file or of standard input; what cannot be read, row or file, yields its error."""
    try:
        yield from _read(source)
    except CorpusError as error:
        yield error


def _read(source: str) -> Iterator["Document | CorpusError"]:
    from classifier.corpora import plain_document, read_rows
    from classifier.files import decode, open_bytes

    name = "entrée standard" if source == "-" else source
    if source == "-" and (sys.stdin is None or sys.stdin.closed):
        raise CorpusError("fermée, ou déjà lue. Donnez « - » une seule fois.", path=name)
    with sys.stdin.buffer if source == "-" else open_bytes(Path(source), CorpusError) as stream:
        head = list(_up_to_first_words(stream))
        if source.endswith((".jsonl", ".ndjson")) or (head and head[-1].lstrip(b"\xef\xbb\xbf \t").startswith(b"{")):
            yield from read_rows(chain(head, stream), name)
        else:
            text = decode(b"".join(head) + stream.read(), path=name, error=CorpusError)
            yield plain_document(text, id="-" if source == "-" else Path(source).name)


def _up_to_first_words(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the lines up to the first that is not blank, which tells what the others are."""
    for line in lines:
        yield line
        if line.strip():
            return


def _readable(document: "Document | CorpusError") -> "Document | CorpusError":
    from classifier.text import is_readable

    if isinstance(document, CorpusError) or is_readable(document):
        return document
    return CorpusError(f"article « {document.id} » : ni titre ni texte. Donnez-lui au moins l’un des deux.")


def _as_line(document: "Document", suggestions: "list[Suggestion]", explain: bool) -> str:
    row: dict[str, object] = {"id": document.id, "suggestions": [_as_json(one, explain) for one in suggestions]}
    if warnings := _warnings(document):
        row["warnings"] = warnings
    return _line(row)


def _line(row: dict[str, object]) -> str:
    return json.dumps(row, ensure_ascii=False) + "\n"


def _as_json(suggestion: "Suggestion", explain: bool) -> dict[str, object]:
    row: dict[str, object] = {
        "tag": suggestion.tag.label,
        "id": suggestion.tag.id,
        "probability": round(suggestion.probability, 6),
        "score": round(suggestion.score, 6),
        "proposed": suggestion.is_proposed,
        "source": suggestion.source,
        "band": suggestion.band,
    }
    if explain:
        row["evidence"] = [
            {"words": one.words, "weight": round(one.weight, 6), "places": [place._asdict() for place in one.places]}
            for one in suggestion.evidence
        ]
    return row


def _as_table(document: "Document", suggestions: "list[Suggestion]", explain: bool) -> str:
    lines = [document.title or document.id]
    width = max((len(one.tag.label) for one in suggestions), default=0)
    for one in suggestions:
        bar = ("█" * round(one.probability * BAR)).ljust(BAR, "·")
        sure = f"{one.probability:4.0%}".replace("%", " %")
        words = f"  {', '.join(evidence.words for evidence in one.evidence)}" if explain else ""
        by_name = "  (par le vocabulaire)" if one.source == "vocabulary" else ""
        lines.append(f" {'✓' if one.is_proposed else ' '} {one.tag.label:<{width}}  {bar} {sure}{words}{by_name}")
    return "\n".join(lines) + "\n\n"


def _warnings(document: "Document") -> list[str]:
    from classifier.text import warnings_about

    return [warning.value for warning in warnings_about(document)]
