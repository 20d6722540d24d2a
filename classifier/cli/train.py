"""motscles train: from articles to a version in service."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from classifier.cli.console import progress_bars, say, several
from classifier.errors import RegressionError, SettingsError, UnknownTagError

if TYPE_CHECKING:
    from classifier.corpora import Corpus
    from classifier.settings import Settings
    from classifier.store import ModelStore
    from classifier.vocabulary import Vocabulary

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
    with_feedback: Annotated[
        bool,
        typer.Option(
            "--with-feedback", help="Apprendre aussi des éditeurs, et comparer au modèle en service sans le remplacer."
        ),
    ] = False,
    feedback: Annotated[
        str | None, typer.Option(metavar="BASE", help="Avec --with-feedback : la base des retours.")
    ] = None,
    conflicts: Annotated[
        Path | None, typer.Option(metavar="FICHIER", help="Avec --with-feedback : écrire tous les désaccords (.csv).")
    ] = None,
) -> None:
    """Entraîne un modèle sur des articles déjà étiquetés, l’évalue et le met en service."""
    if not with_feedback and (feedback is not None or conflicts is not None):
        raise SettingsError("--feedback et --conflicts vont avec --with-feedback : ajoutez-le, ou enlevez-les.")
    from classifier.corpora import Corpus
    from classifier.settings import Settings
    from classifier.store import ModelStore

    settings = Settings.from_environ()
    store = ModelStore(models or settings.models)
    if if_none and store.is_ready():
        return
    from classifier.training import vocabulary_of
    from classifier.vocabulary import Vocabulary

    articles = Corpus.read(*((corpus or []) + (more or [])) or [settings.corpus])
    vocabulary = vocabulary_of(articles) if tags == AUTO else Vocabulary.read(tags or settings.tags)
    say(f"Entraînement sur {articles.name} ({len(articles)} articles, {len(vocabulary)} mots-clés)…")
    reading = analysis.value if analysis else settings.analysis
    settings = settings.model_copy(update={"analysis": reading, "feedback": feedback or settings.feedback})
    try:
        if with_feedback:
            from classifier.cli.retrain import retrain

            retrain(articles, vocabulary, store, settings, name=name, conflicts=conflicts)
        else:
            _train(articles, vocabulary, store, settings, name)
    except UnknownTagError as error:
        hint = "" if tags else " Si le corpus apporte ses propres libellés : --tags auto."
        raise UnknownTagError(f"{error}{hint}") from error


def _train(
    articles: "Corpus", vocabulary: "Vocabulary", store: "ModelStore", settings: "Settings", name: str | None
) -> None:
    """Train, say what the model is worth, and put it into service unless it is worse."""
    from classifier.text import DocCache
    from classifier.training import train as run

    with progress_bars() as progress:
        trained = run(
            articles,
            vocabulary,
            store,
            name=name,
            cache=DocCache(settings.cache),
            analysis=settings.analysis,
            jobs=settings.jobs,
            progress=progress,
        )
    say(str(trained.evaluation) if trained.evaluation else "Corpus trop petit pour en évaluer une partie.")
    if store.is_ready() and (forgotten := store.manifest().corpus.get("feedback", {}).get("submissions")):
        say(
            f"Attention : le modèle {store.current()}, en service, avait appris de {several(forgotten, 'retour')} "
            "d’éditeurs ; celui-ci n’en a appris d’aucun. Pour les garder : motscles train --with-feedback"
        )
    try:
        store.promote(trained.version)
        say(f"Le modèle {trained.version} est en service ({store.path / trained.version}).")
    except RegressionError as error:
        say(f"Le modèle {trained.version} est enregistré, mais pas mis en service : {error}")
