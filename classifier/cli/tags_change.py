"""motscles tags rename, merge, split, retire, add, replay, history: the vocabulary in motion."""

import datetime
import getpass
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from classifier.cli.console import say, several

if TYPE_CHECKING:
    from classifier.vocabulary import Change, History, Vocabulary

File = Annotated[Path | None, typer.Option("--tags", metavar="FICHIER", help="Le vocabulaire.")]
Which = Annotated[str, typer.Argument(metavar="MOT-CLÉ", help="Un libellé, un ancien nom ou un identifiant.")]
Day = Annotated[
    datetime.datetime | None,
    typer.Option("--date", formats=["%Y-%m-%d"], metavar="AAAA-MM-JJ", help="Le jour du changement ; aujourd’hui."),
]
Who = Annotated[str | None, typer.Option("--who", metavar="NOM", help="Qui décide ; par défaut, votre compte.")]
Why = Annotated[str, typer.Option("--why", metavar="TEXTE", help="Pourquoi ; se lit dans l’histoire.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Dire ce qui changerait, et ne rien écrire.")]


def rename(
    tag: Which,
    label: Annotated[str, typer.Argument(metavar="LIBELLÉ", help="Le nouveau libellé.")],
    tags: File = None,
    date: Day = None,
    who: Who = None,
    why: Why = "",
    dry_run: DryRun = False,
) -> None:
    """Donne un autre libellé à un mot-clé ; l’ancien le désigne toujours."""
    from classifier.vocabulary import Rename

    history, vocabulary = _open(tags)
    old = vocabulary.find(tag)
    change = Rename(date=_day(date), who=_who(who), why=why, tag=old.id, label=_tidy(label), former=old.label)
    _make(history, [change], dry_run)


def merge(
    tag: Which,
    into: Annotated[str, typer.Argument(metavar="DANS", help="Le mot-clé qui le reprend.")],
    tags: File = None,
    date: Day = None,
    who: Who = None,
    why: Why = "",
    dry_run: DryRun = False,
) -> None:
    """Réunit un mot-clé à un autre : les articles du premier comptent pour le second."""
    from classifier.vocabulary import Merge

    history, vocabulary = _open(tags)
    old, heir = vocabulary.find(tag), vocabulary.find(into)
    change = Merge(
        date=_day(date), who=_who(who), why=why, tag=old.id, into=heir.id, label=old.label, into_label=heir.label
    )
    _make(history, [change], dry_run)


def split(
    tag: Which,
    into: Annotated[
        list[str],
        typer.Option("--into", metavar="MOT-CLÉ", help="Un mot-clé qui en naît, ou qui existe ; plusieurs fois."),
    ],
    tags: File = None,
    date: Day = None,
    who: Who = None,
    why: Why = "",
    dry_run: DryRun = False,
) -> None:
    """Scinde un mot-clé en plusieurs ; ses articles attendent qu’un éditeur choisisse."""
    from classifier.errors import UnknownTagError
    from classifier.vocabulary import Part, Split, new_id

    history, vocabulary = _open(tags)
    old = vocabulary.find(tag)
    parts: list[Part] = []
    whole = vocabulary
    for label in map(_tidy, into):
        try:
            one = whole.find(label)
            parts.append(Part(one.id, one.label))
        except UnknownTagError:
            from classifier.vocabulary import Tag

            parts.append(Part(new_id(whole, label), label))
            whole = whole.replacing(Tag(parts[-1].id, label))
    change = Split(date=_day(date), who=_who(who), why=why, tag=old.id, label=old.label, into=tuple(parts))
    _make(history, [change], dry_run)
    say(f"Les articles de « {old.label} » à revoir : motscles tags articles {old.id} --corpus ARCHIVE")


def retire(
    tag: Which, tags: File = None, date: Day = None, who: Who = None, why: Why = "", dry_run: DryRun = False
) -> None:
    """Retire un mot-clé : il n’est plus proposé, les articles qui le portent restent lisibles."""
    from classifier.vocabulary import Retire

    history, vocabulary = _open(tags)
    old = vocabulary.find(tag)
    _make(history, [Retire(date=_day(date), who=_who(who), why=why, tag=old.id, label=old.label)], dry_run)


def add(
    label: Annotated[str, typer.Argument(metavar="LIBELLÉ", help="Le libellé du nouveau mot-clé.")],
    note: Annotated[str, typer.Option("--note", metavar="TEXTE", help="Quand l’employer.")] = "",
    synonym: Annotated[
        list[str] | None, typer.Option("--synonym", metavar="LIBELLÉ", help="Un autre nom ; plusieurs fois.")
    ] = None,
    mention: Annotated[
        list[str] | None, typer.Option("--mention", metavar="MOTS", help="Des mots d’un article qui y font penser.")
    ] = None,
    kind: Annotated[str, typer.Option("--kind", metavar="GENRE", help="sujet, acteur ou forme.")] = "sujet",
    start: Annotated[
        datetime.datetime | None,
        typer.Option("--from", formats=["%Y-%m-%d"], metavar="AAAA-MM-JJ", help="Le premier jour où il s’emploie."),
    ] = None,
    tags: File = None,
    date: Day = None,
    who: Who = None,
    why: Why = "",
    dry_run: DryRun = False,
) -> None:
    """Ajoute un mot-clé ; ses noms et ses mots le font proposer aussitôt, sans apprentissage."""
    from classifier.errors import VocabularyError
    from classifier.vocabulary import KINDS, Add, new_id

    if kind not in KINDS:
        raise VocabularyError(f"« {kind} » n’est pas un genre connu : {', '.join(KINDS)}.")
    history, vocabulary = _open(tags)
    change = Add(
        date=_day(date),
        who=_who(who),
        why=why,
        tag=new_id(vocabulary, label),
        label=_tidy(label),
        genre=kind,
        scope_note=note.strip(),
        synonyms=tuple(map(_tidy, synonym or ())),
        mentions=tuple(map(_tidy, mention or ())),
        start=start.date() if start else None,
    )
    _make(history, [change], dry_run)


def replay(
    changes: Annotated[
        Path | None, typer.Argument(metavar="[HISTOIRE]", help="Un fichier .changes.jsonl ; sinon, reprendre le sien.")
    ] = None,
    tags: File = None,
    dry_run: DryRun = False,
) -> None:
    """Refait les changements d’une histoire sur un vocabulaire ; ceux qu’il a déjà connus sont passés."""
    from classifier.vocabulary import read_changes

    history, _ = _open(tags)
    if changes is None:
        found = history.pending if dry_run else history.finish()
    else:
        known = history.changes()
        found = [change for change in read_changes(changes) if change not in known]
        history.make(found, write=not dry_run)
    _say(found)
    if not found:
        typer.echo("Rien à refaire.")
    elif dry_run:
        typer.echo("Rien n’est écrit.")


def history(
    tag: Annotated[str | None, typer.Argument(metavar="[MOT-CLÉ]", help="Ne montrer que ce qui le touche.")] = None,
    tags: File = None,
) -> None:
    """Raconte les changements du vocabulaire, du plus ancien au plus récent."""
    from classifier.vocabulary import Merge, Split

    book, vocabulary = _open(tags)
    wanted = {one.id for one in vocabulary.bearers(tag)} if tag else None
    found = []
    for change in book.changes():
        into = {change.into} if isinstance(change, Merge) else set()
        into |= {part.id for part in change.into} if isinstance(change, Split) else set()
        if wanted is None or wanted & ({change.tag} | into):
            found.append(change)
    _say(found)
    if not found:
        typer.echo("Aucun changement noté.")


def _open(tags: Path | None) -> "tuple[History, Vocabulary]":
    from classifier.settings import Settings
    from classifier.vocabulary import History, Vocabulary

    path = tags or Settings.from_environ().tags
    return History(path), Vocabulary.read(path)


def _make(history: "History", changes: "list[Change]", dry_run: bool) -> None:
    vocabulary = history.make(changes, write=not dry_run)
    _say(changes)
    count = several(len(vocabulary), "mot-clé", "mots-clés")
    typer.echo(
        f"Rien n’est écrit : {history.tags} aurait {count} en usage."
        if dry_run
        else f"{history.tags} est à jour ({count} en usage) ; noté dans {history.path}."
    )


def _say(changes: "Iterable[Change]") -> None:
    for change in changes:
        who = f" ({change.who})" if change.who else ""
        why = f" – {change.why}" if change.why else ""
        typer.echo(f"{change.date}  {change}{who}{why}")


def _day(day: datetime.datetime | None) -> datetime.date:
    return day.date() if day else datetime.datetime.now().astimezone().date()


def _who(who: str | None) -> str:
    if who is not None:
        return who
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # an account without a name, as in a container
        return ""


def _tidy(text: str) -> str:
    return " ".join(text.split())
