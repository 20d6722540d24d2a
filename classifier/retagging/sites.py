"""A SPIP site as an archive: its articles, which of its keywords are tags of the model, and the rules of its groups."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from hashlib import blake2b
from pathlib import Path

from classifier.errors import PlanError, UnknownTagError
from classifier.retagging.archive import CorpusArchive, Placed, Rules
from classifier.retagging.lines import Object
from classifier.spip import Group, Keyword, Tally, open_site, read_documents
from classifier.vocabulary import Vocabulary

PUBLISHED = ("publie",)
LINKED = ("groupes_mots", "mots_articles", "mots_liens")  # tables whose shape tells how a link is made
CORPUS_SUFFIXES = (".jsonl", ".ndjson", ".txt", ".csv")
CLOSED = ("backup", "dump")  # kinds of files that nobody else writes to


class SiteArchive:
    """The articles of a SPIP site with one of some statuses; see `open_site` for the sources."""

    def __init__(self, source: str, *, prefix: str | None = None, statuses: Sequence[str] = PUBLISHED) -> None:
        self.source, self.prefix, self.statuses = source, prefix, tuple(statuses)

    def describe(self, vocabulary: Vocabulary) -> Object:
        """Return which site it is, and the id of the keyword that stands for each tag."""
        closed = {"fingerprint": _digest(Path(self.source))} if self._facts["form"] in CLOSED else {}
        return self._facts | {"statuses": list(self.statuses), "keywords": self._keyword_of(vocabulary)} | closed

    def __iter__(self) -> Iterator[Placed]:
        """Iterate over the articles, by id, each with the ids of its keywords and its status."""
        with open_site(self.source, prefix=self.prefix) as site:
            for document in read_documents(site, Tally(), statuses=self.statuses):
                place = {"keywords": document.extra["tag_ids"], "status": document.extra.get("status", "")}
                yield Placed(document, place)

    def rules(self, vocabulary: Vocabulary) -> Rules:
        """Return the rules of the groups: which tags articles may bear, and which bear no other of their group."""
        group_of = {keyword.id: self._groups.get(keyword.group) for keyword in self._keywords}
        groups = {tag: group_of[keyword] for tag, keyword in self._keyword_of(vocabulary).items()}
        return Rules(
            frozenset(tag for tag, group in groups.items() if group is None or "articles" in group.tables),
            {tag: str(group.id) for tag, group in groups.items() if group is not None and group.single},
        )

    def _keyword_of(self, vocabulary: Vocabulary) -> dict[str, int]:
        """Return tag id -> keyword id; of several keywords that name one tag, the one with its very label."""
        found: dict[str, int] = {}
        for keyword in self._keywords:
            try:
                tag = vocabulary.find(keyword.label)
            except UnknownTagError:
                continue
            if tag.id not in found or tag.label == keyword.label:
                found[tag.id] = keyword.id
        return found

    @cached_property
    def _read(self) -> tuple[Object, list[Keyword], dict[int, Group]]:
        with open_site(self.source, prefix=self.prefix) as site:
            facts: Object = {
                "kind": "site",
                "form": site.kind,
                "source": site.source,
                "site": site.settings.get("adresse_site", ""),
                "prefix": site.prefix,
                "columns": {name: sorted(site.schema.columns[name]) for name in LINKED if name in site.schema.columns},
                "articles": site.count(self.statuses),
            }
            if not facts["articles"]:
                named = " ou ".join(f"« {one} »" for one in self.statuses)
                raise PlanError(
                    f"aucun article de statut {named} dans ce site. Choisissez avec --status.", path=site.source
                )
            return facts, site.keywords(), {group.id: group for group in site.groups()}

    @property
    def _facts(self) -> Object:
        return self._read[0]

    @property
    def _keywords(self) -> list[Keyword]:
        return self._read[1]

    @property
    def _groups(self) -> dict[int, Group]:
        return self._read[2]


def open_archive(
    sources: Sequence[str], *, prefix: str | None = None, statuses: Sequence[str] | None = None
) -> CorpusArchive | SiteArchive:
    """Return the archive of some sources: files of articles and folders, or one SPIP site.

    Whatever is neither a folder nor named as a file of articles is taken for a site.
    """
    if len(sources) == 1 and "://" in sources[0]:
        return SiteArchive(sources[0], prefix=prefix, statuses=statuses or PUBLISHED)
    paths = [Path(source) for source in sources]
    if len(paths) == 1 and paths[0].is_file() and paths[0].suffix not in CORPUS_SUFFIXES:
        return SiteArchive(sources[0], prefix=prefix, statuses=statuses or PUBLISHED)
    return CorpusArchive.read(paths)


def _digest(path: Path) -> str:
    digest = blake2b(digest_size=16)
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
