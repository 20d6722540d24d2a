"""motscles train --with-feedback: the loop, in words."""

from pathlib import Path
from typing import TYPE_CHECKING

from classifier.cli.console import opened_feedback, progress_bars, say, several, writable
from classifier.errors import DataError

if TYPE_CHECKING:
    from classifier.corpora import Corpus
    from classifier.settings import Settings
    from classifier.store import ModelStore
    from classifier.training import Candidate, Conflict, Joined
    from classifier.vocabulary import Vocabulary

SHOWN = 5  # conflicts, and unknown tags, of each kind
COLUMNS = ("désaccord", "article", "titre", "mot-clé", "archive", "éditeurs", "retenu")
KINDS = {"archive": "archive et éditeurs", "editors": "entre éditeurs"}
ABSENCES = {
    "unreadable": "le modèle en service ne peut pas être lu",
    "unknown": "le modèle en service n’a pas noté de quels articles il a appris, et ce ne sont pas ceux-ci",
    "gone": "trop des articles dont le modèle en service a appris ne sont plus dans l’archive",
    "small": "il reste trop peu d’articles au modèle en service une fois mis de côté ceux qui jugent",
}


def retrain(
    archive: "Corpus",
    vocabulary: "Vocabulary",
    store: "ModelStore",
    settings: "Settings",
    *,
    name: str | None,
    conflicts: Path | None,
) -> None:
    """Join, say what editors changed, train the candidate and say how it compares; nothing is put into service."""
    from classifier.cli.comparing import show_comparison
    from classifier.text import DocCache
    from classifier.training import join
    from classifier.training import retrain as run

    feedback = opened_feedback(settings.feedback)
    if conflicts is not None and conflicts.suffix != ".csv":
        raise DataError("les désaccords s’écrivent en .csv ; donnez ce suffixe.", path=conflicts)
    if name is not None:
        store.check_name(name)
    joined = join(archive, feedback, vocabulary)
    _show_join(joined)
    if conflicts is not None:
        _write_conflicts(joined, conflicts)
    with progress_bars() as progress:
        candidate = run(
            archive,
            joined,
            feedback,
            vocabulary,
            store,
            name=name,
            cache=DocCache(settings.cache),
            analysis=settings.analysis,
            jobs=settings.jobs,
            progress=progress,
        )
    evaluation, version = candidate.trained.evaluation, candidate.trained.version
    say(str(evaluation) if evaluation else "Corpus trop petit pour en évaluer une partie.")
    if candidate.comparison is not None:
        say(f"Candidat {version} et modèle en service {candidate.rival}, sur les mêmes articles mis de côté :")
        show_comparison(candidate.comparison)
    elif candidate.absence in ABSENCES:
        say(f"Pas de comparaison : {ABSENCES[candidate.absence]}.")
    _conclude(candidate, store)


def _show_join(joined: "Joined") -> None:
    facts = joined.facts
    say(
        f"{several(facts['submissions'], 'retour')} : {several(facts['judged'], 'article')} de l’archive, dont "
        f"{facts['changed']} aux mots-clés corrigés ; {several(facts['added'], 'article')} en plus ; "
        f"{several(len(joined.refusals), 'article')} dont on sait seulement des refus."
    )
    if facts["lost"]:
        say(f"{several(facts['lost'], 'article')} hors de l’archive sans texte conservé : rien à en apprendre.")
    if joined.unknown:
        names = ", ".join(f"« {name} » ({count})" for name, count in sorted(joined.unknown.items())[:SHOWN])
        more = ", …" if len(joined.unknown) > SHOWN else ""
        say(f"Attention : mots-clés de retours absents du vocabulaire, ignorés : {names}{more}.")
    for kind, words in KINDS.items():
        found = [one for one in joined.conflicts if one.between == kind]
        if found:
            say(f"{several(len(found), 'désaccord')}, {words} ; le dernier avis des éditeurs l’emporte :")
            for one in found[:SHOWN]:
                say(f"  {one.title or one.article} : « {one.tag} » {_said(one)}")
            if len(found) > SHOWN:
                say(f"  … et {len(found) - SHOWN} de plus. Tous : --conflicts FICHIER.csv")


def _said(conflict: "Conflict") -> str:
    """Return who said what, and what was kept.

    >>> from classifier.training import Conflict
    >>> _said(Conflict("archive", "a", "A", "Radio", True, (("awa", False),), False))
    'archive oui, awa non → non'
    """
    archive = [] if conflict.in_archive is None else [f"archive {_word(conflict.in_archive)}"]
    return f"{', '.join([*archive, *_opinions(conflict)])} → {_word(conflict.kept)}"


def _opinions(conflict: "Conflict") -> list[str]:
    return [f"{who or '(sans nom)'} {_word(bears)}" for who, bears in conflict.opinions]


def _word(bears: bool) -> str:
    return "oui" if bears else "non"


def _write_conflicts(joined: "Joined", path: Path) -> None:
    """Write a CSV file that spreadsheets open: with its mark of UTF-8, semicolons, no formulas."""
    import csv
    from io import StringIO

    from classifier.files import write_text
    from classifier.retagging import neutral

    sheet = StringIO()
    rows = csv.writer(sheet, delimiter=";", lineterminator="\n")
    rows.writerow(COLUMNS)
    rows.writerows(map(neutral, _cells(one)) for one in joined.conflicts)
    with writable(path):
        write_text(path, f"\ufeff{sheet.getvalue()}")
    say(f"{several(len(joined.conflicts), 'désaccord')} dans {path}.")


def _cells(one: "Conflict") -> tuple[str, ...]:
    archive = "" if one.in_archive is None else _word(one.in_archive)
    return KINDS[one.between], one.article, one.title, one.tag, archive, ", ".join(_opinions(one)), _word(one.kept)


def _conclude(candidate: "Candidate", store: "ModelStore") -> None:
    version = candidate.trained.version
    if candidate.absence == "none":
        store.promote(version)
        say(f"Le modèle {version} est en service ({store.path / version}).")
        return
    worse = candidate.comparison is not None and candidate.comparison.worse
    advice = (
        "Il est moins bon, au-delà du hasard. Pour le mettre en service malgré tout"
        if worse
        else ("Le modèle en service n’a pas changé. Pour y mettre le candidat")
    )
    flag = " --allow-regression" if worse else ""
    say(f"{advice} : motscles models promote {version}{flag}")
