"""motscles evaluate: what suggestions are worth, beside the tags that editors gave."""

import json
import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from classifier.cli.console import progress_bars, say, writable
from classifier.errors import DataError, SettingsError, UnknownTagError

if TYPE_CHECKING:
    from classifier.corpora import Corpus
    from classifier.reporting import Report
    from classifier.settings import Settings

AUTO = "auto"
SUFFIXES = (".html", ".md")


class Split(StrEnum):
    """How articles are shared out for a cross-validation."""

    DATE = "date"
    CHANCE = "chance"


def evaluate(
    more: Annotated[
        list[Path] | None, typer.Argument(metavar="[ARTICLES]...", help="D’autres fichiers ou dossiers d’articles.")
    ] = None,
    corpus: Annotated[
        list[Path] | None,
        typer.Option(metavar="FICHIER|DOSSIER", help="Articles étiquetés ; par défaut, le corpus de départ."),
    ] = None,
    model: Annotated[str | None, typer.Option(metavar="NOM", help="La version ; par défaut, celle en service.")] = None,
    cross_validate: Annotated[
        int | None, typer.Option(metavar="K", help="Juger la recette : apprendre K fois, chaque fois d’une partie.")
    ] = None,
    tags: Annotated[
        str | None,
        typer.Option(metavar="FICHIER|auto", help="Avec K ou --over-time : le vocabulaire, ou les libellés du corpus."),
    ] = None,
    split: Annotated[
        Split | None, typer.Option(help="Avec K : des parts égales au hasard (par défaut), ou des blocs de dates.")
    ] = None,
    over_time: Annotated[
        bool, typer.Option("--over-time", help="Juger la recette d’année en année : ce que le temps ôte à un modèle.")
    ] = False,
    years: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Avec --over-time : les N dernières années seulement.")
    ] = None,
    json_file: Annotated[
        Path | None, typer.Option("--json", metavar="FICHIER", help="Écrire tous les chiffres en JSON.")
    ] = None,
    report_file: Annotated[
        Path | None, typer.Option("--report", metavar="FICHIER", help="Écrire un rapport : .html ou .md.")
    ] = None,
    models: Annotated[Path | None, typer.Option(metavar="DOSSIER", help="Où sont les modèles.")] = None,
) -> None:
    """Mesure ce que valent les propositions sur des articles déjà étiquetés, et en fait un rapport."""
    if model is not None and cross_validate is not None:
        raise SettingsError("--model juge un modèle, --cross-validate la recette : donnez l’un ou l’autre.")
    if cross_validate is not None and cross_validate < 2:
        raise SettingsError(f"--cross-validate {cross_validate} : il faut au moins deux parts.")
    if report_file and report_file.suffix not in SUFFIXES:
        raise SettingsError(f"--report {report_file} : le nom doit finir par {' ou '.join(SUFFIXES)}.")
    if over_time and (model is not None or cross_validate is not None):
        raise SettingsError("--over-time juge la recette d’année en année : sans --model ni --cross-validate.")
    if years is not None and not over_time:
        raise SettingsError("--years ne sert qu’avec --over-time : ajoutez-le, ou ôtez --years.")
    if cross_validate is None and ((tags and not over_time) or split):
        say("Attention : --tags et --split ne servent qu’avec --cross-validate ; ils sont ignorés.")
    files = [path for path in (json_file, report_file) if path]
    for path in files:
        _check_place(path)  # now, and not after minutes of reading
    from classifier.corpora import Corpus
    from classifier.settings import Settings

    given = {"models": models, "model": model}
    settings = Settings.from_environ().model_copy(update={k: v for k, v in given.items() if v is not None})
    articles = Corpus.read(*((corpus or []) + (more or [])) or [settings.corpus])
    if over_time:
        report = _of_years(articles, settings, years, tags)
    elif cross_validate is None:
        report = _of_model(articles, settings)
    else:
        report = _of_recipe(articles, settings, cross_validate, split or Split.CHANCE, tags)
    _publish(report, json_file, report_file)


def _of_model(articles: "Corpus", settings: "Settings") -> "Report":
    """Return the report on a saved model; warn when it learned from these very articles."""
    from classifier.evaluation import evaluate
    from classifier.reporting import Report
    from classifier.store import ModelStore
    from classifier.text import DocCache

    store = ModelStore(settings.models)
    manifest = store.manifest(settings.model)
    tagger = store.load(settings.model, tags=settings.tags)
    tagger.analyzer.cache = DocCache(settings.cache)
    say(f"Évaluation du modèle {manifest.name} sur {articles.name}…")
    with progress_bars() as progress:
        evaluation = evaluate(tagger, articles, progress=progress)
    learned = evaluation.corpus["fingerprint"] == manifest.corpus.get("fingerprint")
    if learned:
        say(
            f"Attention : le modèle {manifest.name} a appris de ces mêmes articles, ces chiffres le flattent. "
            "Évaluez-le sur d’autres articles, ou jugez la recette : --cross-validate 5."
        )
    return Report(evaluation, model=manifest.name, learned=learned)


def _of_recipe(articles: "Corpus", settings: "Settings", folds: int, split: Split, tags: str | None) -> "Report":
    """Return the report of a cross-validation."""
    from classifier.reporting import Report
    from classifier.text import DocCache
    from classifier.training import cross_validate, vocabulary_of
    from classifier.vocabulary import Vocabulary

    vocabulary = vocabulary_of(articles) if tags == AUTO else Vocabulary.read(tags or settings.tags)
    say(f"Validation croisée en {folds} parts sur {articles.name} ({len(articles)} articles)…")
    try:
        with progress_bars() as progress:
            evaluation = cross_validate(
                articles,
                vocabulary,
                folds,
                split=split.value,
                cache=DocCache(settings.cache),
                analysis=settings.analysis,
                jobs=settings.jobs,
                progress=progress,
            )
    except UnknownTagError as error:
        hint = "" if tags else " Si le corpus apporte ses propres libellés : --tags auto."
        raise UnknownTagError(f"{error}{hint}") from error
    return Report(evaluation, folds=folds, split=split.value)


def _of_years(articles: "Corpus", settings: "Settings", years: int | None, tags: str | None) -> "Report":
    """Return the report of models of successive years."""
    from classifier.drift import YEARS, over_time
    from classifier.reporting import Report
    from classifier.text import DocCache
    from classifier.training import vocabulary_of
    from classifier.vocabulary import Vocabulary

    vocabulary = vocabulary_of(articles) if tags == AUTO else Vocabulary.read(tags or settings.tags)
    say(f"Un modèle par année sur {articles.name} : les {years or YEARS} dernières années au plus…")
    with progress_bars() as progress:
        found = over_time(
            articles,
            vocabulary,
            years=years or YEARS,
            cache=DocCache(settings.cache),
            analysis=settings.analysis,
            jobs=settings.jobs,
            progress=progress,
        )
    return Report(found.next_year, drift=found)


def _publish(report: "Report", json_file: Path | None, report_file: Path | None) -> None:
    """Print the overall figures and write the files that were asked for."""
    from classifier.reporting import ageing_table, summary, to_html, to_markdown

    lines = [f"{report.subject[0].upper()}{report.subject[1:]}", *summary(report)]
    if report.drift is not None:
        lines += ["", *ageing_table(report.drift)]
    sys.stdout.write("\n".join(lines) + "\n")
    if json_file:
        _write(json_file, json.dumps(report.to_dict(), ensure_ascii=False, indent=2, allow_nan=False) + "\n")
    if report_file:
        _write(report_file, (to_html if report_file.suffix == ".html" else to_markdown)(report))


def _check_place(path: Path) -> None:
    """Raise `DataError` when a file can obviously not be written there."""
    if path.is_dir():
        raise DataError("c’est un dossier ; donnez un nom de fichier.", path=path)
    folder = next(folder for folder in path.absolute().parents if folder.exists())
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        raise DataError("écriture impossible : vérifiez le dossier et ses droits.", path=path)


def _write(path: Path, content: str) -> None:
    from classifier.files import write_text

    with writable(path):
        write_text(path, content)
    say(f"Écrit : {path}")
