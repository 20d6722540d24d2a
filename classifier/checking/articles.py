"""What can be said of an article alone: what it lacks, its length, its language."""

from collections.abc import Iterator

from classifier.checking.findings import Code, Where
from classifier.documents import Document
from classifier.text.warnings import FEW_WORDS, is_french


def about_article(document: Document, where: Where, *, words: int) -> Iterator[tuple[Code, str]]:
    """Yield what an article lacks, and what is wrong with its text of so many words.

    >>> from pathlib import Path
    >>> [str(code) for code, _ in about_article(Document("a", "Titre", " "), Where(Path("a.jsonl"), 1, "a"), words=0)]
    ['missing-tags', 'missing-date', 'missing-text']
    """
    if document.id == f"{where.path.name}:{where.line}":
        yield Code.NO_ID, "sans identifiant : il en changera si des lignes sont ajoutées au-dessus."
    if not document.title.strip():
        yield Code.NO_TITLE, "sans titre."
    if not document.tags:
        yield Code.NO_TAGS, "sans mot-clé : rien ne s’en apprend."
    if document.date is None:
        yield Code.NO_DATE, "sans date : la période des mots-clés ne peut être vérifiée."
    yield from _about_text(document.text, words)


def _about_text(text: str, words: int) -> Iterator[tuple[Code, str]]:
    if not words:
        yield Code.NO_TEXT, "texte vide." if not text.strip() else "texte vide une fois le balisage ôté."
    elif words < FEW_WORDS:
        yield Code.TINY_TEXT, f"texte de {words} mot{'s' if words > 1 else ''} : trop court pour apprendre."
    if not is_french(text):
        yield Code.NOT_FRENCH, "ce texte ne semble pas être en français."
