"""motscles corpus: look into articles before learning from them."""

import json
import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from classifier.cli.console import progress_bars

if TYPE_CHECKING:
    from classifier.checking import CorpusCheck, Finding, TagCount

AUTO = "auto"
HEADINGS = {  # in the order of the report
    "unreadable-row": "Lignes illisibles",
    "duplicate-id": "Identifiants donnés deux fois",
    "missing-id": "Articles sans identifiant",
    "missing-title": "Articles sans titre",
    "missing-text": "Articles sans texte",
    "missing-tags": "Articles sans mot-clé",
    "missing-date": "Articles sans date",
    "unknown-label": "Libellés inconnus",
    "former-label": "Anciens libellés",
    "retired-label": "Mots-clés retirés ou scindés",
    "other-spelling": "Libellés écrits autrement",
    "outside-period": "Mots-clés hors de leur période",
    "tiny-text": "Textes très courts",
    "not-french": "Textes qui ne sont pas en français",
    "same-text": "Doublons",
    "near-duplicate": "Presque doublons",
    "shared-run": "Longues suites de mots communes à deux articles",
    "set-phrase": "Noms propres et formules qui reviennent",
    "few-articles": "Mots-clés qui ont trop peu d’articles",
}
LEVELS = {"error": "erreur", "warning": "avertissement"}

app = typer.Typer(help="Examiner des articles.", no_args_is_help=True)


class Format(StrEnum):
    """How findings are printed."""

    TABLE = "table"
    JSONL = "jsonl"


@app.command("check")
def check(
    paths: Annotated[
        list[Path], typer.Argument(metavar="CHEMIN...", help="Des fichiers d’articles (.jsonl, .txt) ou des dossiers.")
    ],
    tags: Annotated[
        str | None, typer.Option(metavar="FICHIER|auto", help="Le vocabulaire ; « auto » prend les libellés du corpus.")
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Échouer aussi sur un avertissement.")] = False,
    min_articles: Annotated[
        int | None, typer.Option(min=0, metavar="N", help="Signaler les mots-clés qui ont moins d’articles ; 8 sinon.")
    ] = None,
    limit: Annotated[int, typer.Option(min=0, metavar="N", help="Nombre de remarques montrées de chaque sorte.")] = 10,
    format: Annotated[Format, typer.Option(help="Pour des yeux, ou un objet JSON par ligne.")] = Format.TABLE,
) -> None:
    """Vérifie des articles : lignes illisibles, champs absents, libellés, périodes, doublons, langue, comptes."""
    from classifier.checking import MIN_ARTICLES, CorpusCheck
    from classifier.settings import Settings
    from classifier.vocabulary import Vocabulary

    vocabulary = None if tags == AUTO else Vocabulary.read(tags or Settings.from_environ().tags)
    least = MIN_ARTICLES if min_articles is None else min_articles
    corpus = CorpusCheck(*paths, vocabulary=vocabulary, min_articles=least)
    write = _write_json if format is Format.JSONL else _write_table
    with progress_bars() as progress:
        findings = corpus.findings(progress)
        shown = _print_each(findings) if format is Format.JSONL else _first_of_each(findings, limit)
    write(corpus, shown)
    if corpus.errors or (strict and corpus.warnings):
        raise typer.Exit(1)


def _print_each(findings: "Iterator[Finding]") -> "dict[str, list[Finding]]":
    """Print every finding as it comes; nothing is kept for the end."""
    for finding in findings:
        row = {
            "level": finding.level,
            "code": finding.code.value,
            "path": str(finding.path) if finding.path else None,
            "line": finding.line,
            "id": finding.document_id,
            "message": finding.message,
        }
        sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
    return {}


def _first_of_each(findings: "Iterator[Finding]", limit: int) -> "dict[str, list[Finding]]":
    """Return the first findings of each kind: those that will be shown."""
    kept: dict[str, list[Finding]] = {}
    for finding in findings:
        of_kind = kept.setdefault(finding.code.value, [])
        if len(of_kind) < limit:
            of_kind.append(finding)
    return kept


def _write_json(corpus: "CorpusCheck", _: "dict[str, list[Finding]]") -> None:
    """Print the summary as the last object."""
    summary = {
        "articles": corpus.articles,
        "errors": corpus.errors,
        "warnings": corpus.warnings,
        "counts": {code.value: count for code, count in corpus.counts.items()},
        "tags": [
            {
                "tag": row.label,
                "articles": row.articles,
                "dominant": row.dominant,
                "first_year": row.first_year,
                "last_year": row.last_year,
            }
            for row in corpus.tags
        ],
    }
    sys.stdout.write(json.dumps({"summary": summary}, ensure_ascii=False) + "\n")


def _write_table(corpus: "CorpusCheck", shown: "dict[str, list[Finding]]") -> None:
    """Print the findings by kind, then the tags, then the verdict."""
    lines = list(_tag_lines(corpus.tags))
    for code in sorted(corpus.counts, key=lambda code: list(HEADINGS).index(code.value)):
        findings, count = shown[code.value], corpus.counts[code]
        rest = f" ; en voici {len(findings)}" if 0 < len(findings) < count else ""
        lines += ["", f"{HEADINGS[code.value]} ({_several(count, LEVELS[code.level])}{rest})"]
        lines += [f"  {finding}" for finding in findings]
    lines += ["", _verdict(corpus)]
    sys.stdout.write("\n".join(lines) + "\n")


def _tag_lines(tags: "list[TagCount]") -> Iterator[str]:
    width = max((len(row.label) for row in tags), default=0)
    yield f"{'Mot-clé':<{width}}  articles  dominant  années"
    for row in tags:
        years = f"{row.first_year}-{row.last_year}" if row.first_year else "–"
        yield f"{row.label:<{width}}  {row.articles:>8}  {row.dominant:>8}  {years}"


def _verdict(corpus: "CorpusCheck") -> str:
    found = f"{_several(corpus.errors, 'erreur')}, {_several(corpus.warnings, 'avertissement')}"
    return f"{_several(corpus.articles, 'article')} : {found}."


def _several(count: int, noun: str) -> str:
    """Return a count and its noun.

    >>> _several(1, "erreur"), _several(3, "erreur"), _several(0, "erreur")
    ('1 erreur', '3 erreurs', 'aucune erreur')
    """
    if not count:
        return f"{'aucune' if noun == 'erreur' else 'aucun'} {noun}"
    return f"{count} {noun}{'s' if count > 1 else ''}"
