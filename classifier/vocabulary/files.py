"""The vocabulary as a YAML file that editors keep by hand."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from textwrap import indent
from typing import Any

import yaml

from classifier.errors import VocabularyError
from classifier.files import read_text, write_text
from classifier.vocabulary.tag import KINDS, Period, Tag, TagGroup

HEADER = """\
# Les mots-clés, dans l’ordre où le modèle les range. Ce fichier se tient à la main :
#   id           identifiant durable, en minuscules et traits d’union ; ne change jamais, ne ressert jamais
#   label        le libellé, tel que l’archive l’imprime
#   kind         sujet, acteur ou forme
#   count        nombre d’articles dans l’archive
#   scope_note   quand employer le mot-clé          not_for      ce qui n’en relève pas
#   period       début et fin de validité (AAAA-MM-JJ, bornes comprises)      period_note  la même chose en mots
#   former       anciens noms                       later        noms venus ensuite
#   synonyms     autres libellés                    mentions     mots d’un article qui y font penser
#   spip         numéro du mot-clé sur le site SPIP (id_mot)     rank      son rang dans les listes du site
#   group        son groupe ; les règles des groupes se tiennent à la fin du fichier, après « --- »
#   retired      jour depuis lequel il ne sert plus              replaced_by    ids des mots-clés qui l’ont repris
# Une faute est signalée avec son numéro de ligne : « motscles tags list » relit tout le fichier.
"""
TEXTS = ("id", "label", "scope_note", "not_for", "kind", "period_note")
LISTS = ("synonyms", "former", "later", "mentions", "replaced_by")
FIELDS = (*TEXTS, *LISTS, "count", "period", "spip", "rank", "group", "retired")
ORDER = (
    "id label kind count scope_note not_for period period_note former later synonyms mentions group rank spip "
    "retired replaced_by"
).split()  # of the fields of an entry, as they are written
GROUP_FIELDS = ("label", "spip", "single", "mandatory", "tables")
GROUPS_HEADER = """---
# Les groupes de mots-clés du site et leurs règles : single, un seul par article ; mandatory, un au moins.
"""


def read_tags(path: Path) -> list[Tag]:
    """Return the tags of a YAML file; raise `VocabularyError` with file, line and field."""
    return parse_tags(read_text(path, VocabularyError), path)


def parse_tags(text: str, path: Path) -> list[Tag]:
    """Return the tags of the text of a YAML file; `path` is what errors call it."""
    try:
        root, *others = yaml.compose_all(text, Loader=yaml.SafeLoader) or (None,)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else None
        message = f"YAML illisible ({error.problem}). Vérifiez l’alignement, les deux-points et les guillemets."
        raise VocabularyError(message, path=path, line=line) from error
    if not isinstance(root, yaml.SequenceNode) or not root.value:
        raise VocabularyError("on attend une liste de mots-clés, chacun commençant par « - id: … »", path=path)
    groups = _groups(others, path)
    tags: list[Tag] = []
    seen: dict[str, int] = {}
    entries: dict[str, _Entry] = {}
    for node in root.value:
        entry = _Entry(node, path)
        tag = entry.tag(groups)
        unique = [(f"id:{tag.id}", "id"), (f"label:{tag.label}", "label")]
        unique += [(f"spip:{tag.spip}", "spip")] if tag.spip is not None else []
        for key, what in unique:
            if key in seen:
                raise entry.error(f"déjà donné ligne {seen[key]} ; il doit être unique", what)
            seen[key] = entry.line_of(what)
        tags.append(tag)
        entries[tag.id] = entry
    _check_heirs(tags, entries)
    return tags


def _check_heirs(tags: list[Tag], entries: dict[str, "_Entry"]) -> None:
    """Raise `VocabularyError` where `replaced_by` names a tag that is not there, or leads round in a circle."""
    heirs = {tag.id: tag.replaced_by for tag in tags}
    for tag in tags:
        entry = entries[tag.id]
        if tag.replaced_by and not tag.is_retired:
            raise entry.error(
                "seul un mot-clé retiré est remplacé : donnez aussi « retired: AAAA-MM-JJ »", "replaced_by"
            )
        for id in tag.replaced_by:
            if id not in heirs:
                raise entry.error(f"aucun mot-clé n’a l’id « {id} » dans ce fichier", "replaced_by")
        seen, waiting = set[str](), list(tag.replaced_by)
        while waiting:
            if (id := waiting.pop()) not in seen:
                seen.add(id)
                waiting += heirs.get(id, ())
        if tag.id in seen:
            raise entry.error("ce mot-clé finit par se remplacer lui-même", "replaced_by")


def _groups(documents: list[yaml.Node], path: Path) -> dict[str, TagGroup]:
    """Return the groups by label: the second document of the file, `groups: [...]`."""
    if not documents:
        return {}
    (root, *more) = documents
    whole = _Entry(root, path, ("groups",), "après « --- », on attend « groups: » et la liste des groupes")
    nodes = root.value[0][1] if isinstance(root, yaml.MappingNode) and root.value else None
    if more or not isinstance(nodes, yaml.SequenceNode):
        raise whole.error("on attend une seule liste de groupes, chacun commençant par « - label: … »", "groups")
    groups: dict[str, TagGroup] = {}
    for node in nodes.value:
        entry = _Entry(node, path, GROUP_FIELDS, "on attend un groupe (« - label: … »)")
        group = entry.group()
        if group.label in groups:
            raise entry.error("groupe donné deux fois", "label")
        groups[group.label] = group
    return groups


class _Entry:
    """One mapping of the file, with the line of each field."""

    def __init__(
        self,
        node: yaml.Node,
        path: Path,
        fields: tuple[str, ...] = FIELDS,
        expected: str = "on attend un mot-clé (« - id: … », « label: … »)",
    ) -> None:
        self.path, self.line = path, node.start_mark.line + 1
        self.values: dict[str, Any] = {}
        self.lines: dict[str, int] = {}
        if not isinstance(node, yaml.MappingNode):
            raise self.error(expected)
        loader = yaml.SafeLoader("")
        for key, value in node.value:
            name = str(key.value)
            self.lines[name] = key.start_mark.line + 1
            if name not in fields:
                raise self.error(f"champ inconnu. Champs possibles : {', '.join(fields)}", name)
            if name in self.values:
                raise self.error("champ donné deux fois", name)
            try:
                self.values[name] = loader.construct_object(value, deep=True)
            except (yaml.YAMLError, ValueError) as error:
                raise self.error(f"valeur illisible ({error})", name) from error

    def line_of(self, field: str) -> int:
        """Return the line of a field, or of the entry when the field is absent."""
        return self.lines.get(field, self.line)

    def error(self, message: str, field: str | None = None) -> VocabularyError:
        """Return an error that names file, line and field."""
        return VocabularyError(message, path=self.path, line=self.line_of(field or ""), field=field)

    def tag(self, groups: dict[str, TagGroup]) -> Tag:
        """Return the tag that this mapping describes."""
        texts: dict[str, Any] = {field: self._text(field) for field in TEXTS if field in self.values}
        for field in ("id", "label"):
            if not texts.get(field):
                raise self.error("champ obligatoire", field)
        if texts.get("kind", KINDS[0]) not in KINDS:
            raise self.error(f"« {texts['kind']} » n’est pas un genre connu : {', '.join(KINDS)}", "kind")
        lists: dict[str, Any] = {field: self._list(field) for field in LISTS if field in self.values}
        return Tag(
            **texts,
            **lists,
            count=self._number("count") or 0,
            period=self._period(),
            spip=self._number("spip"),
            rank=self._number("rank"),
            group=self._group(groups),
            retired=self._day("retired", self.values.get("retired")),
        )

    def group(self) -> TagGroup:
        """Return the group that this mapping describes."""
        if "label" not in self.values or not (label := self._text("label")):
            raise self.error("champ obligatoire", "label")
        tables = self._list("tables") if "tables" in self.values else ()
        single, mandatory = self._flag("single"), self._flag("mandatory")
        return TagGroup(label, self._number("spip"), single, mandatory, tables)

    def _group(self, groups: dict[str, TagGroup]) -> TagGroup | None:
        """Return the group that a tag names; one whose rules stand nowhere has none."""
        label = self._text("group") if "group" in self.values else ""
        return groups.get(label, TagGroup(label)) if label else None

    def _flag(self, field: str) -> bool:
        value = self.values.get(field, False)
        if not isinstance(value, bool):
            raise self.error(f"on attend true ou false, pas {value!r}", field)
        return value

    def _text(self, field: str) -> str:
        value = self.values[field]
        if not isinstance(value, str):
            raise self.error(f"on attend un texte, pas {value!r}. Mettez-le entre guillemets.", field)
        return value.strip()

    def _list(self, field: str) -> tuple[str, ...]:
        value = self.values[field] or []
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            raise self.error("on attend une liste de textes : [un, deux], ou un tiret par ligne", field)
        return tuple(item.strip() for item in value)

    def _number(self, field: str) -> int | None:
        value = self.values.get(field)
        if field not in self.values:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise self.error(f"on attend un nombre entier, pas {value!r}", field)
        return value

    def _period(self) -> Period:
        value = self.values.get("period") or {}
        if not isinstance(value, dict) or not set(value) <= {"start", "end"}:
            raise self.error("on attend start et end, p. ex. {start: 2019-10-01, end: 2024-11-30}", "period")
        start, end = value.get("start"), value.get("end")
        start, end = self._day("period", start), self._day("period", end)
        if start and end and start > end:
            raise self.error(f"la fin ({end}) précède le début ({start})", "period")
        return Period(start, end)

    def _day(self, field: str, value: object) -> date | None:
        if value is not None and type(value) is not date:
            raise self.error(f"{value!r} n’est pas une date de la forme AAAA-MM-JJ", field)
        return value


def to_json(tags: Iterable[Tag]) -> str:
    """Return the tags as JSON, which a program reads fast; editors keep the YAML."""
    return json.dumps([asdict(tag) for tag in tags], ensure_ascii=False, default=str)


def from_json(text: str) -> list[Tag]:
    """Return the tags that `to_json` wrote; raise `ValueError`, `TypeError` or `KeyError` for anything else."""
    tags = []
    for row in json.loads(text):
        days = [date.fromisoformat(day) if day else None for day in (row["period"]["start"], row["period"]["end"])]
        lists: dict[str, Any] = {field: tuple(map(str, row.get(field, ()))) for field in LISTS}
        retired = date.fromisoformat(row["retired"]) if row.get("retired") else None  # models of before know neither
        group = row.get("group")  # models of before know no groups
        if group is not None:
            group = TagGroup(**{**group, "tables": tuple(map(str, group["tables"]))})
        tags.append(Tag(**{**row, **lists, "period": Period(*days), "group": group, "retired": retired}))
    return tags


def write_tags(tags: Iterable[Tag], path: Path) -> None:
    """Write the tags to a YAML file, their groups after them, aside first and then in one move."""
    kept = list(tags)
    groups = dict.fromkeys(tag.group for tag in kept if tag.group)
    text = HEADER + "\n" + "\n".join(map(entry_text, kept))
    if groups:
        text += "\n" + GROUPS_HEADER + _dump({"groups": [_group_mapping(group) for group in groups]})
    write_text(path, text)


def _dump(value: object, *, flow: bool | None = None) -> str:
    return str(yaml.dump(value, allow_unicode=True, sort_keys=False, width=110, default_flow_style=flow))


def _group_mapping(group: TagGroup) -> dict[str, object]:
    values = {**asdict(group), "tables": list(group.tables)}
    return {field: values[field] for field in GROUP_FIELDS if values[field] not in (None, [])}


def field_text(tag: Tag, field: str) -> str:
    """Return a field of a tag as lines of YAML, "" where it says nothing."""
    values = _mapping(tag)
    return _fields({field: values[field]}) if field in values else ""


def entry_text(tag: Tag) -> str:
    """Return a tag as an entry of the list, always one field a line."""
    return f"- {indent(_fields(_mapping(tag)), '  ')[2:]}"


def _fields(values: dict[str, object]) -> str:
    """Return fields one a line, lists within a line; PyYAML's own way would put fields without lists on one."""
    return "".join(
        _dump({field: value}, flow=None if isinstance(value, list | dict) else False) for field, value in values.items()
    )


def _mapping(tag: Tag) -> dict[str, object]:
    """Return the fields of a tag that say something."""
    period = {name: day for name, day in (("start", tag.period.start), ("end", tag.period.end)) if day}
    values = {field: getattr(tag, field) for field in ORDER}
    values |= {field: list(values[field]) for field in LISTS}
    values |= {"period": period, "group": tag.group.label if tag.group else ""}
    return {field: value for field, value in values.items() if value or value == 0}
