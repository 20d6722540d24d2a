"""motscles import spip: the articles and keywords of a SPIP site, from whatever holds its database."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from classifier.cli.console import progress_bars
from classifier.errors import CorpusError, SiteError

if TYPE_CHECKING:
    from collections import Counter

    from classifier.spip import Site, Tally
    from classifier.tagging import Progress

MEGABYTE = 1_000_000
MANY = 2_000  # articles from which several processes gain more than their start costs, some two seconds
KINDS = {
    "backup": "sauvegarde de SPIP",
    "file": "fichier SQLite",
    "server": "base MySQL ou MariaDB",
    "dump": "export SQL",
}
REASONS = {"redirect": ("redirection", "redirections"), "empty": ("sans titre ni texte", "sans titre ni texte")}


def spip(
    source: Annotated[
        str,
        typer.Argument(
            metavar="SOURCE",
            help="Une sauvegarde de SPIP ou une base SQLite (.sqlite), un export SQL (.sql, .sql.gz, .zip), ou "
            "l’adresse d’une base : mysql+pymysql://utilisateur@serveur/base, sqlite:///chemin.",
        ),
    ],
    out: Annotated[Path, typer.Option("--out", metavar="FICHIER", help="Le fichier d’articles à écrire, en .jsonl.")],
    status: Annotated[
        list[str] | None,
        typer.Option(metavar="STATUT", help="Les articles à prendre, plusieurs fois s’il le faut ; publie sinon."),
    ] = None,
    prefix: Annotated[
        str | None, typer.Option(metavar="PRÉFIXE", help="Le début du nom des tables ; trouvé seul d’habitude.")
    ] = None,
    language: Annotated[
        str, typer.Option(metavar="LANGUE", help="La langue à prendre là où un champ en dit plusieurs (<multi>).")
    ] = "fr",
) -> None:
    """Prend les articles d’un site SPIP avec leurs mots-clés, et n’écrit rien dans le site."""
    from classifier.spip import Tally, open_site

    _check_target(out, source)
    statuses = tuple(dict.fromkeys(status or ["publie"]))
    tally = Tally()
    with (
        progress_bars() as progress,
        open_site(source, prefix=prefix, language=language, read=_in_megabytes(progress)) as site,
    ):
        counts = site.statuses()
        if not any(counts[one] for one in statuses):
            raise SiteError(_none_of(statuses, counts), path=site.source)
        _write(site, tally, statuses, out, progress)
        lines = list(_report(site, tally, counts, statuses, out))
    typer.echo("\n".join(lines))


def _check_target(out: Path, source: str) -> None:
    """Raise `CorpusError` for a target that is no file, or that is the source itself."""
    if out.is_dir():
        raise CorpusError("c’est un dossier. Nommez le fichier à écrire : --out archive.jsonl.", path=out)
    held = Path(source.removeprefix("sqlite:///"))
    if out.exists() and held.exists() and out.samefile(held):
        raise CorpusError("c’est la source elle-même. Donnez un autre fichier à --out.", path=out)


def _in_megabytes(progress: "Progress"):  # type: ignore[no-untyped-def]  # a callback, as `open_site` names it
    shown = -1

    def read(done: int, total: int) -> None:
        nonlocal shown
        megabytes = min(done, total) // MEGABYTE
        if megabytes != shown and total >= MEGABYTE:
            shown = megabytes
            progress("dump", megabytes, total // MEGABYTE)

    return read


def _none_of(statuses: tuple[str, ...], counts: "Counter[str]") -> str:
    wanted = " ou ".join(f"« {one} »" for one in statuses)
    present = ", ".join(f"{name} ({_integer(count)})" for name, count in counts.most_common())
    if not present:
        return "le site n’a aucun article. Vérifiez que c’est la bonne base, ou la bonne sauvegarde."
    return f"aucun article de statut {wanted}. Le site a : {present}. Choisissez avec --status."


def _write(site: "Site", tally: "Tally", statuses: tuple[str, ...], out: Path, progress: "Progress") -> None:
    """Write the articles, one a line; the file is there at the end, or not at all."""
    from classifier.corpora import to_line
    from classifier.files import written_aside
    from classifier.settings import Settings
    from classifier.spip import read_documents

    total = site.count(statuses)
    jobs = Settings.from_environ().jobs if total >= MANY else 1
    with written_aside(out) as file:
        for document in read_documents(site, tally, statuses=statuses, jobs=jobs):
            file.write(to_line(document))
            progress("importing", min(tally.articles + tally.skipped.total(), total), total)


def _report(
    site: "Site", tally: "Tally", counts: "Counter[str]", statuses: tuple[str, ...], out: Path
) -> Iterator[str]:
    """Yield the lines of the report: what it was, what was taken, what not and why, the keywords."""
    schema = site.settings.get("version_installee")
    age = "SPIP 3 ou plus récent" if site.schema.is_modern else "SPIP 2 ou plus ancien"
    name = f"SPIP {site.version} (schéma {schema})" if site.version else age
    yield f"{name}, préfixe « {site.prefix} », {KINDS[site.kind]}."
    years = f", de {tally.first.year} à {tally.last.year}" if tally.first and tally.last else ""
    yield f"{_several(tally.articles, 'article', 'articles')} dans {out}{years}."
    yield from _remarks(site, tally, counts, statuses)
    yield ""
    yield from _keyword_lines(site, tally)
    yield ""
    yield "SPIP ne garde pas l’ordre des mots-clés : ils sont écrits par ordre alphabétique, sans dominant."
    yield f"Pour examiner ces articles : motscles corpus check {out} --tags auto"


def _remarks(site: "Site", tally: "Tally", counts: "Counter[str]", statuses: tuple[str, ...]) -> Iterator[str]:
    """Yield what an editor should know of this import; nothing where all is well."""
    others = [f"{_integer(count)} « {name} »" for name, count in counts.most_common() if name not in statuses]
    skipped = [_several(count, *REASONS[reason]) for reason, count in sorted(tally.skipped.items())]
    if left := skipped + others:
        yield f"Laissés de côté : {', '.join(left)}."
    if untagged := tally.articles - tally.tagged:
        yield f"Sans mot-clé : {_several(untagged, 'article', 'articles')}."
    if tally.undated:
        yield f"Sans date lisible : {_several(tally.undated, 'article', 'articles')}."
    if tally.unknown_keywords:
        yield f"Ignorés : {_several(tally.unknown_keywords, 'lien', 'liens')} vers des mots-clés qui n’existent plus."
    if tally.long:
        yield f"Très longs, plus d’un million de caractères, à vérifier : {', '.join(tally.long)}."
    if repairs := site.repairs:
        where = ", ".join(f"{name} {_integer(count)}" for name, count in repairs.most_common())
        yield f"Encodage réparé : {_several(repairs.total(), 'champ', 'champs')} ({where})."


def _keyword_lines(site: "Site", tally: "Tally") -> Iterator[str]:
    """Yield the keywords, the most given first, with their counts, ids and groups."""
    groups = {group.id: group.label for group in site.groups()}
    keywords = sorted(site.keywords(), key=lambda one: (-tally.tags[one.id], one.label))
    width = max((len(one.label) for one in keywords), default=0)
    yield f"{'Mot-clé':<{width}}  articles  id_mot  groupe"
    for one in keywords:
        count = _integer(tally.tags[one.id])
        yield f"{one.label:<{width}}  {count:>8}  {one.id:>6}  {groups.get(one.group, '')}".rstrip()
    unused = sum(1 for one in keywords if not tally.tags[one.id])
    yield f"{_several(len(keywords), 'mot-clé', 'mots-clés')}, dont {_integer(unused)} sans article."
    for group in site.groups():
        rules = [*["un seul par article"] * group.single, *["obligatoire"] * group.mandatory]
        if rules:
            yield f"Groupe « {group.label} » : {', '.join(rules)}."


def _several(count: int, one: str, many: str) -> str:
    """Return a count and its noun.

    >>> _several(1, "lien", "liens"), _several(0, "lien", "liens")
    ('1 lien', '0 lien')
    """
    return f"{_integer(count)} {many if count > 1 else one}"


def _integer(count: int) -> str:
    return f"{count:,}".replace(",", "\u202f")
