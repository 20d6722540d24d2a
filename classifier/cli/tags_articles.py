"""motscles tags articles: the articles of a tag, and what to make of those of one that was split."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from classifier.cli.console import several

if TYPE_CHECKING:
    from classifier.documents import Document
    from classifier.vocabulary import Tag, Vocabulary


def articles(
    tag: Annotated[str, typer.Argument(metavar="MOT-CLÉ", help="Un libellé, un ancien nom ou un identifiant.")],
    corpus: Annotated[
        list[Path] | None,
        typer.Option(metavar="FICHIER|DOSSIER", help="Les articles ; par défaut, le corpus de départ."),
    ] = None,
    tags: Annotated[Path | None, typer.Option(metavar="FICHIER", help="Le vocabulaire.")] = None,
    models: Annotated[Path | None, typer.Option(metavar="DOSSIER", help="Où sont les modèles.")] = None,
) -> None:
    """Liste les articles d’un mot-clé ; s’il est scindé, ceux à revoir, avec ce que le modèle en pense."""
    from classifier.corpora import Corpus
    from classifier.settings import Settings
    from classifier.store import ModelStore
    from classifier.vocabulary import Vocabulary

    settings = Settings.from_environ()
    path = tags or settings.tags
    vocabulary = Vocabulary.read(path)
    heirs = vocabulary.heirs(tag)  # an unknown name is said now, and not after reading all articles
    meant = {one.id for one in vocabulary.bearers(tag)}
    documents = list(_bearing(Corpus.read(*(corpus or [settings.corpus])), vocabulary, meant, heirs))
    guesses: dict[str, str] = {}
    if len(heirs) > 1 and documents:
        tagger = ModelStore(models or settings.models).load(settings.model, tags=path)
        wanted = {one.id for one in heirs}
        for document, found in tagger.suggest_batch(documents, limit=None):
            best = next((one for one in found if one.tag.id in wanted), None)
            guesses[document.id] = f"  → {best.tag.label} {best.probability:.2f}" if best else ""
    for document in documents:
        day = document.date.isoformat() if document.date else "–"
        typer.echo(f"{document.id}  {day:<10}  {document.title}{guesses.get(document.id, '')}")
    waiting = " à revoir" if len(heirs) > 1 else ""
    typer.echo(f"{several(len(documents), 'article')}{waiting}.")


def _bearing(
    documents: "Iterable[Document]", vocabulary: "Vocabulary", meant: set[str], heirs: "tuple[Tag, ...]"
) -> "Iterator[Document]":
    """Yield the articles that bear a tag; of one that was split, those that bear none of its parts yet."""
    parts = {one.id for one in heirs} if len(heirs) > 1 else set()
    for document in documents:
        borne = {one.id for label in document.tags for one in vocabulary.bearers(label)}
        if borne & meant and not borne & parts:
            yield document
