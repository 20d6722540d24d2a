"""The vocabulary as SKOS, the language in which thesauri are exchanged (https://www.w3.org/TR/skos-reference/).

What SKOS has a word for is said in its words, for other programs. What it lacks (the order of tags and of names, which
name is a former one, counts, periods, the site's numbers) is said beside it in words of our own, so that what is
written is read back exactly. Where another program changed the SKOS words, they win over ours.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from classifier.errors import VocabularyError
from classifier.files import read_text, write_text
from classifier.vocabulary.changes import Change
from classifier.vocabulary.history import from_row, to_row
from classifier.vocabulary.tag import KINDS, Period, Tag, TagGroup, slug
from classifier.vocabulary.vocabulary import Vocabulary

if TYPE_CHECKING:
    from rdflib import Graph, Namespace
    from rdflib.term import Node

FORMATS = {".ttl": "turtle", ".rdf": "xml"}
URI = "urn:motscles:tag:"
OURS = "urn:motscles:skos#"
LANGUAGE = "fr"
TEXTS = ("period_note", "not_for", "kind")
NUMBERS = ("count", "spip", "rank")
LISTS = ("former", "later", "synonyms", "mentions")


def write_skos(vocabulary: Vocabulary, path: Path, *, changes: Iterable[Change] = (), uri: str = URI) -> None:
    """Write a vocabulary and its history to a file, Turtle (.ttl) or RDF/XML (.rdf); `uri` begins every tag's name."""
    graph = _Writer(uri).graph(vocabulary, list(changes))
    write_text(path, graph.serialize(format=_format(path)))


def read_skos(path: Path) -> tuple[Vocabulary, list[Change]]:
    """Return the vocabulary of a file, and its history; raise `VocabularyError` where there is none."""
    rdflib = _rdflib()
    graph = rdflib.Graph()
    text = read_text(path, VocabularyError)
    try:
        graph.parse(data=text, format=_format(path))
    except Exception as cause:  # rdflib's parsers raise whatever they are made of
        reason = " ".join(str(cause).split())[:200]
        raise VocabularyError(f"ce n’est pas du SKOS lisible ({reason}).", path=path) from cause
    return _Reader(graph, path).vocabulary()


def _format(path: Path) -> str:
    if path.suffix not in FORMATS:
        raise VocabularyError(f"le nom doit finir par {' ou '.join(FORMATS)}.", path=path)
    return FORMATS[path.suffix]


def _rdflib() -> Any:
    try:
        import rdflib
    except ImportError as cause:
        raise VocabularyError("SKOS se lit et s’écrit avec rdflib : pip install 'motscles[skos]'.") from cause
    return rdflib


class _Names:
    """The words that are written and read."""

    def __init__(self) -> None:
        self.rdflib = _rdflib()
        self.skos, self.terms, self.rdf = (self.rdflib.namespace.SKOS, self.rdflib.namespace.DCTERMS, self.rdflib.RDF)
        self.ours: Namespace = self.rdflib.Namespace(OURS)


class _Writer(_Names):
    def __init__(self, uri: str) -> None:
        super().__init__()
        self.uri = uri
        self.found: Graph = self.rdflib.Graph()
        for prefix, names in (("skos", self.skos), ("dcterms", self.terms), ("motscles", self.ours)):
            self.found.bind(prefix, names)
        self.scheme = self.rdflib.URIRef(f"{uri}{quote('*', safe='')}")

    def graph(self, vocabulary: Vocabulary, changes: list[Change]) -> "Graph":
        """Return everything as a graph."""
        self._add(self.scheme, self.rdf.type, self.skos.ConceptScheme)
        for group in dict.fromkeys(tag.group for tag in vocabulary.known if tag.group):
            self._group(group)
        for position, tag in enumerate(vocabulary.known):
            self._tag(tag, position)
        for position, change in enumerate(changes):
            self._change(change, position)
        return self.found

    def _tag(self, tag: Tag, position: int) -> None:
        one = self._node(tag.id)
        self._add(one, self.rdf.type, self.skos.Concept)
        self._add(one, self.skos.inScheme, self.scheme)
        self._add(one, self.terms.identifier, tag.id)
        self._add(one, self.ours.position, position)
        self._said(one, self.skos.prefLabel, [tag.label])
        # SKOS allows a name one part only: printed, other or hidden
        others = dict.fromkeys(name for name in (*tag.former, *tag.synonyms) if name != tag.label)
        self._said(one, self.skos.altLabel, others)
        hidden = dict.fromkeys(name for name in tag.mentions if name != tag.label and name not in others)
        self._said(one, self.skos.hiddenLabel, hidden)
        self._said(one, self.skos.scopeNote, [tag.scope_note] if tag.scope_note else [])
        for field in LISTS:
            if names := getattr(tag, field):
                self._add(one, self.ours[field], json.dumps(list(names), ensure_ascii=False))
        for field in (*TEXTS, *NUMBERS, "retired"):
            if (value := getattr(tag, field)) not in (None, ""):
                self._add(one, self.ours[field], value)
        for name, day in (("start", tag.period.start), ("end", tag.period.end)):
            if day:
                self._add(one, self.ours[name], day)
        if tag.retired:
            self._add(one, self.rdflib.OWL.deprecated, True)
        for id in tag.replaced_by:
            self._add(one, self.terms.isReplacedBy, self._node(id))
        if tag.replaced_by:
            self._add(one, self.ours.replaced_by, json.dumps(list(tag.replaced_by), ensure_ascii=False))
        if tag.group:
            self._add(self._group_node(tag.group), self.skos.member, one)

    def _group(self, group: TagGroup) -> None:
        one = self._group_node(group)
        self._add(one, self.rdf.type, self.skos.Collection)
        self._said(one, self.skos.prefLabel, [group.label])
        for field in ("single", "mandatory"):
            self._add(one, self.ours[field], getattr(group, field))
        if group.spip is not None:
            self._add(one, self.ours.spip, group.spip)
        self._add(one, self.ours.tables, json.dumps(list(group.tables), ensure_ascii=False))

    def _change(self, change: Change, position: int) -> None:
        row = to_row(change)
        note = self.rdflib.BNode(f"change{position}")
        self._add(self._node(row["tag"]), self.skos.changeNote, note)
        self._said(note, self.rdf.value, [f"{change}."])
        self._add(note, self.terms.date, change.date)
        if change.who:
            self._add(note, self.terms.creator, change.who)
        self._add(note, self.ours.position, position)
        self._add(note, self.ours.change, json.dumps(row, ensure_ascii=False))

    def _node(self, id: str) -> Any:
        return self.rdflib.URIRef(f"{self.uri}{quote(id, safe='')}")

    def _group_node(self, group: TagGroup) -> Any:
        return self.rdflib.URIRef(f"{self.uri}{quote(f'*{group.label}', safe='')}")

    def _said(self, one: Any, word: Any, texts: Iterable[str]) -> None:
        for text in texts:
            self.found.add((one, word, self.rdflib.Literal(text, lang=LANGUAGE)))

    def _add(self, one: Any, word: Any, value: Any) -> None:
        term = value if isinstance(value, self.rdflib.term.Node) else self.rdflib.Literal(value)
        self.found.add((one, word, term))


class _Reader(_Names):
    def __init__(self, graph: "Graph", path: Path) -> None:
        super().__init__()
        self.graph, self.path = graph, path

    def vocabulary(self) -> tuple[Vocabulary, list[Change]]:
        """Return the vocabulary of the graph, and its history."""
        concepts = list(self.graph.subjects(self.rdf.type, self.skos.Concept))
        if not concepts:
            raise VocabularyError("aucun concept (skos:Concept) dans ce fichier.", path=self.path)
        ids = {one: self._id(one) for one in concepts}
        if len(set(ids.values())) < len(ids):
            raise VocabularyError("deux concepts ont le même identifiant (dcterms:identifier).", path=self.path)
        tags = [(self._number(one, self.ours.position), self._tag(one, ids)) for one in concepts]
        tags.sort(key=lambda row: (row[0] is None, row[0] or 0, row[1].id))
        return Vocabulary([tag for _, tag in tags], source=str(self.path)), list(self._changes())

    def _tag(self, one: "Node", ids: Mapping["Node", str]) -> Tag:
        label = self._text(one, self.skos.prefLabel)
        if not label.strip():
            raise VocabularyError(f"le concept {one} n’a pas de libellé (skos:prefLabel).", path=self.path)
        others, hidden = self._texts(one, self.skos.altLabel), self._texts(one, self.skos.hiddenLabel)
        lists = {field: self._list(one, field) for field in LISTS}
        former = tuple(name for name in lists["former"] if name in others or name == label)
        synonyms = [name for name in lists["synonyms"] if name in others or name == label]
        synonyms += sorted(others - {*former, *synonyms})
        mentions = [name for name in lists["mentions"] if name in hidden | others or name == label]
        mentions += sorted(hidden - set(mentions))
        kind = self._text(one, self.ours.kind) or KINDS[0]
        heirs = {ids[heir] for heir in self.graph.objects(one, self.terms.isReplacedBy) if heir in ids}
        noted = [id for id in self._list(one, "replaced_by") if id in heirs]
        deprecated = (one, self.rdflib.OWL.deprecated, self.rdflib.Literal(True)) in self.graph
        retired = self._day(one, self.ours.retired) or (date.today() if deprecated else None)
        tag = Tag(
            ids[one],
            label,
            scope_note=self._text(one, self.skos.scopeNote),
            not_for=self._text(one, self.ours.not_for),
            kind=kind if kind in KINDS else KINDS[0],
            count=self._number(one, self.ours["count"]) or 0,
            period=Period(self._day(one, self.ours.start), self._day(one, self.ours.end)),
            period_note=self._text(one, self.ours.period_note),
            synonyms=tuple(synonyms),
            former=former,
            later=tuple(lists["later"]),
            mentions=tuple(mentions),
            spip=self._number(one, self.ours.spip),
            rank=self._number(one, self.ours.rank),
            retired=retired,
            replaced_by=(*noted, *sorted(heirs - set(noted))) if retired else (),
        )
        group = next(self.graph.subjects(self.skos.member, one), None)
        return replace(tag, group=self._group(group)) if group is not None else tag

    def _group(self, one: "Node") -> TagGroup:
        single, mandatory = (self._text(one, self.ours[field]) == "true" for field in ("single", "mandatory"))
        label = self._text(one, self.skos.prefLabel) or str(one)
        return TagGroup(label, self._number(one, self.ours.spip), single, mandatory, tuple(self._list(one, "tables")))

    def _changes(self) -> Iterator[Change]:
        notes = {note for _, note in self.graph.subject_objects(self.skos.changeNote)}
        found = [(self._number(note, self.ours.position) or 0, self._text(note, self.ours.change)) for note in notes]
        for _, row in sorted(pair for pair in found if pair[1]):
            yield from_row(json.loads(row), path=self.path)

    def _id(self, one: "Node") -> str:
        """Return the id of a concept: what it says of itself, or else what its address ends with."""
        tail = unquote(str(one).rstrip("/#").replace("#", "/").rsplit("/", 1)[-1])
        return self._text(one, self.terms.identifier) or self._text(one, self.skos.notation) or slug(tail) or tail

    def _text(self, one: "Node", word: Any) -> str:
        """Return a text, the French one where there are several languages."""
        known = {LANGUAGE: 0, None: 1}
        found = [value for value in self.graph.objects(one, word) if isinstance(value, self.rdflib.Literal)]
        found.sort(key=lambda value: (known.get(value.language, 2), str(value)))
        return str(found[0]) if found else ""

    def _texts(self, one: "Node", word: Any) -> set[str]:
        """Return the texts in French and in no language; all of them where there are none of these."""
        found = [value for value in self.graph.objects(one, word) if isinstance(value, self.rdflib.Literal)]
        ours = [value for value in found if value.language in (LANGUAGE, None)]
        return {str(value) for value in ours or found}

    def _list(self, one: "Node", field: str) -> list[str]:
        text = self._text(one, self.ours[field])
        return [str(name) for name in json.loads(text)] if text else []

    def _number(self, one: "Node", word: Any) -> int | None:
        text = self._text(one, word)
        return int(text) if text.isdecimal() else None

    def _day(self, one: "Node", word: Any) -> date | None:
        text = self._text(one, word)
        return date.fromisoformat(text) if text else None
