"""motscles tags sync: the vocabulary beside the keywords of a SPIP site."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from classifier.cli.console import several

if TYPE_CHECKING:
    from classifier.vocabulary import Sync, Tag, TagGroup


def sync(
    source: Annotated[
        str, typer.Argument(metavar="SOURCE", help="Une sauvegarde de SPIP, un export SQL ou l’adresse d’une base.")
    ],
    tags: Annotated[Path | None, typer.Option(metavar="FICHIER", help="Le vocabulaire.")] = None,
    group: Annotated[
        list[str] | None,
        typer.Option(metavar="GROUPE", help="Ne prendre que ce groupe de mots-clés ; plusieurs fois s’il le faut."),
    ] = None,
    prefix: Annotated[
        str | None, typer.Option(metavar="PRÉFIXE", help="Le début du nom des tables ; trouvé seul d’habitude.")
    ] = None,
    write: Annotated[bool, typer.Option("--write", help="Écrire les changements dans le vocabulaire.")] = False,
) -> None:
    """Compare le vocabulaire aux mots-clés d’un site SPIP : nouveaux, renommés, réunis, disparus, rangs, comptes."""
    from classifier.settings import Settings
    from classifier.spip import keyword_counts, open_site, rank
    from classifier.vocabulary import SiteGroup, SiteKeyword, Vocabulary, compare

    path = tags or Settings.from_environ().tags
    vocabulary = Vocabulary.read(path)
    with open_site(source, prefix=prefix) as site:
        counts = keyword_counts(site)
        keywords = [SiteKeyword(one.id, one.label, one.group, rank(one.raw), counts[one.id]) for one in site.keywords()]
        groups = [SiteGroup(one.id, one.label, one.single, one.mandatory, one.tables) for one in site.groups()]
    _check_groups(group or [], groups, source)
    found = compare(vocabulary, keywords, groups, only=group or ())
    typer.echo(f"{source} : {several(len(keywords), 'mot-clé', 'mots-clés')} ; {path} : {len(vocabulary)}.")
    for line in _lines(found):
        typer.echo(line)
    if not found.changes:
        typer.echo("Rien à changer dans le vocabulaire.")
    elif write:
        found.vocabulary.write(path)
        typer.echo(f"{path} est à jour ({several(len(found.vocabulary), 'mot-clé', 'mots-clés')}).")
    else:
        typer.echo("Rien n’est écrit. Pour mettre le vocabulaire à jour : ajoutez --write.")


def _check_groups(wanted: list[str], groups: list, source: str) -> None:  # type: ignore[type-arg]
    """Raise `SiteError` for a group that the site does not have, with those that it has."""
    from classifier.errors import SiteError
    from classifier.vocabulary import label_key

    known = {label_key(one.label) for one in groups}
    for label in wanted:
        if label_key(label) not in known:
            listed = ", ".join(f"« {one.label} »" for one in groups) or "aucun"
            raise SiteError(f"aucun groupe « {label} ». Groupes du site : {listed}.", path=source)


def _lines(sync: "Sync") -> Iterator[str]:
    """Yield the report, one heading for each kind of difference."""
    sections = {
        "Nouveaux sur le site": [_new(tag) for tag in sync.new],
        "Renommés": [f"« {one.old.label} » → « {one.new.label} »" for one in sync.renamed],
        "Réunis sur le site, à trancher à la main": [
            f"« {gone.label} » n’existe plus ; « {kept.label} » (mot {kept.spip}) porte son nom"
            for gone, kept in sync.merged
        ],
        "Réunis dans le vocabulaire, distincts sur le site": [
            f"« {one.label} » (mot {one.id}, {_articles(one.count)}) est un nom de « {tag.label} » (mot {tag.spip})"
            for one, tag in sync.folded
        ],
        "Disparus du site, gardés ici": [f"« {tag.label} » ({_articles(tag.count)})" for tag in sync.gone],
        "Rang changé": [f"« {one.new.label} » : {_rank(one.old)} → {_rank(one.new)}" for one in sync.ranked],
        "Groupe ou règles changés": [
            f"« {one.new.label} » : {_group(one.old.group)} → {_group(one.new.group)}" for one in sync.regrouped
        ],
        "Nombre d’articles changé": [
            f"« {one.new.label} » : {one.old.count} → {one.new.count}" for one in sync.counted
        ],
    }
    for heading, lines in sections.items():
        if lines:
            yield ""
            yield f"{heading} ({len(lines)})"
            yield from (f"  {line}" for line in lines)
    yield ""
    if sync.linked:
        linked = several(len(sync.linked), "mot-clé", "mots-clés")
        yield f"Retrouvés par leur libellé, dont le numéro sera noté : {linked}."
    if sync.ignored:
        yield f"Laissés de côté, d’autres groupes : {several(len(sync.ignored), 'mot-clé', 'mots-clés')}."
    if sync.gone:
        yield (
            "Un mot-clé disparu a-t-il été fondu dans un autre ? Ajoutez alors son libellé aux « synonyms » de "
            "l’autre, et ôtez-le à la main."
        )


def _new(tag: "Tag") -> str:
    group = f", groupe « {tag.group.label} »" if tag.group else ""
    return f"« {tag.label} » (mot {tag.spip}, {_articles(tag.count)}{group})"


def _rank(tag: "Tag") -> str:
    return "sans rang" if tag.rank is None else str(tag.rank)


def _group(group: "TagGroup | None") -> str:
    if group is None:
        return "sans groupe"
    rules = [*["un seul par article"] * group.single, *["obligatoire"] * group.mandatory]
    said = ", ".join(rules)
    return f"« {group.label} »" + (f" ({said})" if said else "")


def _articles(count: int) -> str:
    return several(count, "article", "articles")
