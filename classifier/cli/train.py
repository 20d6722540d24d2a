"""motscles train: from articles to a version in service."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from classifier.cli.console import progress_bars, say
from classifier.errors import RegressionError, UnknownTagError

AUTO = "auto"


class Analysis(StrEnum):
    """How texts are read."""

    FAST = "fast"
    FULL = "full"


def train(
    more: Annotated[
        list[Path] | None, typer.Argument(metavar="[ARTICLES]...", help="D’autres fichiers ou dossiers d’articles.")
    ] = None,
    corpus: Annotated[
        list[Path] | None,
        typer.Option(metavar="FICHIER|DOSSIER", help="Articles (.jsonl, .txt) ; par défaut, le corpus de départ."),
    ] = None,
    tags: Annotated[
        str | None, typer.Option(metavar="FICHIER|auto", help="Le vocabulaire ; « auto » prend les libellés du corpus.")
    ] = None,
    models: Annotated[Path | None, typer.Option(metavar="DOSSIER", help="Où ranger les modèles.")] = None,
    name: Annotated[str | None, typer.Option(metavar="NOM", help="Le nom de la version ; par défaut, le jour.")] = None,
    analysis: Annotated[
        Analysis | None,
        typer.Option(help="Lecture des textes : « fast », par un lexique, ou « full », par le réseau de spaCy."),
    ] = None,
    if_none: Annotated[bool, typer.Option("--if-none", help="Ne rien faire si un modèle est déjà en service.")] = False,
) -> None:
    """Entraîne un modèle sur des articles déjà étiquetés, l’évalue et le met en service."""
    from classifier.corpora import Corpus
    from classifier.settings import Settings
    from classifier.store import ModelStore

    settings = Settings.from_environ()
    store = ModelStore(models or settings.models)
    if if_none and store.is_ready():
        return
    from classifier.text import DocCache
    from classifier.training import train as run
    from classifier.training import vocabulary_of
    from classifier.vocabulary import Vocabulary

    articles = Corpus.read(*((corpus or []) + (more or [])) or [settings.corpus])
    vocabulary = vocabulary_of(articles) if tags == AUTO else Vocabulary.read(tags or settings.tags)
    say(f"Entraînement sur {articles.name} ({len(articles)} articles, {len(vocabulary)} mots-clés)…")
    try:
        with progress_bars() as progress:
            trained = run(
                articles,
                vocabulary,
                store,
                name=name,
                cache=DocCache(settings.cache),
                analysis=analysis.value if analysis else settings.analysis,
                jobs=settings.jobs,
                progress=progress,
            )
    except UnknownTagError as error:
        hint = "" if tags else " Si le corpus apporte ses propres libellés : --tags auto."
        raise UnknownTagError(f"{error}{hint}") from error
    say(str(trained.evaluation) if trained.evaluation else "Corpus trop petit pour en évaluer une partie.")
    try:
        store.promote(trained.version)
        say(f"Le modèle {trained.version} est en service ({store.path / trained.version}).")
    except RegressionError as error:
        say(f"Le modèle {trained.version} est enregistré, mais pas mis en service : {error}")
