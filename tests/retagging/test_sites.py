"""The promises of writing to a site, on real bases: SQLite, and MariaDB with and without transactions."""

import errno
import random
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from hashlib import blake2b
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from classifier.documents import Document
from classifier.errors import JournalError, PlanError, RetaggingError, SiteError
from classifier.retagging import (
    Decisions,
    Header,
    Journal,
    ModelPlace,
    Options,
    Outcome,
    Plan,
    SiteArchive,
    apply_to_site,
    linked,
    make_plan,
    undo_in_site,
    write_scripts,
)
from classifier.retagging.lines import GrowingFile, as_line
from classifier.retagging.plan import footer
from classifier.retagging.work import open_model
from classifier.spip import SiteLinks, open_links
from mariadb_server import MariaDB
from spip_sites import Row, write_mariadb, write_sqlite
from tests.retagging.conftest import PLAN

LABELS = ("Fintech", "Infrastructures", "Noms de domaine", "Qualité de service", "Radios communautaires")
HEALTH = "TIC pour la santé"
KEYWORDS = {label: number for number, label in enumerate((*LABELS, HEALTH, "Podor"), start=11)}
LONE, FOREIGN = "Radios communautaires", HEALTH  # in a group that allows one; in a group that is not for articles
TABLES = ("articles", "mots", "groupes_mots", "rubriques", "meta")
KILLED = 2  # draws of the steps at which a run is killed; benchmarks/retagging.py kills a process fifty times


def invented_site(documents: list[Document], *, modern: bool) -> dict[str, list[Row]]:
    """Return a site that holds some documents with those of their tags that it knows."""
    group = {LONE: 2, FOREIGN: 3}
    links = [
        (KEYWORDS[tag], number)
        for number, document in enumerate(documents, start=1)
        for tag in document.tags
        if tag in KEYWORDS
    ]
    site: dict[str, list[Row]] = {
        "articles": [
            {"id_article": number, "titre": one.title, "texte": one.text, "statut": "publie", "date": "2020-01-02"}
            for number, one in enumerate(documents, start=1)
        ],
        "mots": [
            {"id_mot": number, "titre": f"{number}. {label}", "id_groupe": group.get(label, 1)}
            for label, number in KEYWORDS.items()
        ],
        "groupes_mots": [
            {"id_groupe": 1, "titre": "Thèmes", "unseul": "non", "tables_liees": "articles,rubriques"},
            {"id_groupe": 2, "titre": "Médias", "unseul": "oui", "tables_liees": "articles"},
            {"id_groupe": 3, "titre": "Rubriques", "unseul": "non", "tables_liees": "rubriques"},
        ],
        "meta": [{"nom": "adresse_site", "valeur": "https://www.exemple.sn"}],
    }
    if modern:
        site["mots_liens"] = [{"id_mot": mot, "id_objet": one, "objet": "article"} for mot, one in links]
        site["mots_liens"] += [{"id_mot": mot, "id_objet": 1, "objet": "rubrique"} for mot in KEYWORDS.values()]
    else:
        site["mots_articles"] = [{"id_mot": mot, "id_article": one} for mot, one in links]
    return site


@dataclass
class Base:
    """A live site, and what can be asked of it directly."""

    url: str
    links: str
    run: Callable[[str], list[tuple[Any, ...]]]

    def dump(self) -> list[tuple[Any, ...]]:
        """Return every row of every table."""
        tables = [*(f"spip_{name}" for name in TABLES), self.links]
        return [(table, *row) for table in tables for row in sorted(self.run(f"SELECT * FROM {table}"), key=repr)]

    @property
    def is_modern(self) -> bool:
        return self.links == "spip_mots_liens"

    def link(self, keyword: int, article: int) -> None:
        self.run(
            f"INSERT INTO {self.links} VALUES ({keyword}, {article}{', ' + repr('article') if self.is_modern else ''})"
        )

    def keywords(self, article: int) -> set[int]:
        where = f"id_objet = {article} AND objet = 'article'" if self.is_modern else f"id_article = {article}"
        return {row[0] for row in self.run(f"SELECT id_mot FROM {self.links} WHERE {where}")}


@pytest.fixture(scope="session")
def few(documents: list[Document]) -> list[Document]:
    """Return a third of the documents: a plan for each base takes a while."""
    return documents[::3]


def sqlite_base(tmp_path: Path, documents: list[Document]) -> Base:
    path = write_sqlite(tmp_path / "site.sqlite", "4", invented_site(documents, modern=True))

    def run(statement: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(path)) as connection, connection:
            return connection.execute(statement).fetchall()

    return Base(str(path), "spip_mots_liens", run)


def mariadb_base(server: MariaDB, documents: list[Document], engine: str, version: str) -> Base:
    database, modern = f"retag_{random.getrandbits(40):x}", version != "2.1"
    after = f" ENGINE={engine} DEFAULT CHARSET={'utf8' if engine == 'MyISAM' else 'utf8mb4'}"
    url = write_mariadb(server, database, version, invented_site(documents, modern=modern), after=after)

    def run(statement: str) -> list[tuple[Any, ...]]:
        with server.connect(database) as connection, connection.cursor() as cursor:
            cursor.execute(statement)
            return list(cursor.fetchall())

    return Base(url, "spip_mots_liens" if modern else "spip_mots_articles", run)


SERVERS = [("InnoDB", "4"), ("MyISAM", "3"), ("MyISAM", "2.1")]


@pytest.fixture(
    params=["SQLite", *(pytest.param(one, marks=pytest.mark.slow, id=" ".join(one)) for one in SERVERS)],
)
def base(request: pytest.FixtureRequest, few: list[Document], tmp_path: Path) -> Base:
    if request.param == "SQLite":
        return sqlite_base(tmp_path, few)
    return mariadb_base(request.getfixturevalue("server"), few, *request.param)


@pytest.fixture
def sqlite_site(few: list[Document], tmp_path: Path) -> Base:
    return sqlite_base(tmp_path, few)


ARTICLES: dict[bool, bytes] = {}  # what the model says of the articles, asked once: it is the same for every base


def planned(base: Base, model: ModelPlace, tmp_path: Path, *, remove: bool = False) -> Plan:
    """Return the plan of a base."""
    archive, options, out = SiteArchive(base.url), Options(remove=remove), tmp_path / PLAN
    if remove not in ARTICLES:
        make_plan(archive, model, out, options=options)
        ARTICLES[remove] = b"".join(out.read_bytes().splitlines(keepends=True)[1:-1])
    header = Header(archive.describe(open_model(model).vocabulary), model.describe(), options)
    content = as_line(header.as_row()) + ARTICLES[remove]
    checksum = blake2b(content, digest_size=16).hexdigest()
    out.write_bytes(content + as_line(footer(ARTICLES[remove].count(b"\n"), checksum)))
    return Plan(out)


def applied(plan: Plan, base: Base, name: str = "journal") -> Outcome:
    with open_links(base.url) as site:
        return apply_to_site(plan, Decisions.everything(plan), site, plan.path.with_name(name))


def undone(plan: Plan, base: Base, name: str = "journal") -> Outcome:
    with open_links(base.url) as site:
        return undo_in_site(Journal(plan.path.with_name(name)), site)


def test_a_plan_of_a_site_honours_its_groups(
    sqlite_site: Base, model: ModelPlace, tmp_path: Path, few: list[Document]
) -> None:
    plan = planned(sqlite_site, model, tmp_path)
    assert len(plan) == len(few)
    added = [change.tag for article in plan for change in article.changes]
    assert set(added) <= set(LABELS)
    assert LONE in added
    assert FOREIGN not in added
    article = next(iter(plan))
    assert set(article.place["keywords"]) == sqlite_site.keywords(int(article.id))


def test_apply_then_undo_is_untouched(base: Base, model: ModelPlace, tmp_path: Path) -> None:
    plan = planned(base, model, tmp_path, remove=True)
    assert plan.changes > 10
    before = base.dump()
    outcome = applied(plan, base)
    assert outcome.added + outcome.removed == plan.changes
    assert not outcome.refused
    for article in plan:
        added = {KEYWORDS[change.tag] for change in article.changes if change.action == "add"}
        removed = {KEYWORDS[change.tag] for change in article.changes if change.action == "remove"}
        assert base.keywords(int(article.id)) == set(article.place["keywords"]) - removed | added
    assert base.dump() != before
    undone(plan, base)
    assert base.dump() == before
    assert undone(plan, base).changed == 0


def test_applied_twice_is_applied_once(base: Base, model: ModelPlace, tmp_path: Path) -> None:
    plan = planned(base, model, tmp_path)
    first, after = applied(plan, base), base.dump()
    assert applied(plan, base) == first
    assert base.dump() == after
    other = applied(plan, base, "another-journal")
    assert (other.added, other.already) == (0, first.changed)
    undone(plan, base, "another-journal")  # it inserted nothing, so that it takes nothing back
    assert base.dump() == after


def test_a_plan_made_before_someone_s_edit_never_overwrites_it(base: Base, model: ModelPlace, tmp_path: Path) -> None:
    plan = planned(base, model, tmp_path)
    one, two, three, *_ = [article for article in plan if article.changes]
    base.link(KEYWORDS["Podor"], int(one.id))
    base.run(f"UPDATE spip_articles SET statut = 'poubelle' WHERE id_article = {two.id}")
    base.run(f"DELETE FROM spip_articles WHERE id_article = {three.id}")
    edited = {article.id: base.keywords(int(article.id)) for article in (one, two, three)}
    outcome = applied(plan, base)
    assert outcome.refused == {one.id: "tags-changed", two.id: "status", three.id: "absent"}
    assert {article.id: base.keywords(int(article.id)) for article in (one, two, three)} == edited


def test_a_group_that_closed_since_the_plan_gets_nothing(sqlite_site: Base, model: ModelPlace, tmp_path: Path) -> None:
    plan = planned(sqlite_site, model, tmp_path)
    sqlite_site.run("UPDATE spip_groupes_mots SET tables_liees = 'rubriques' WHERE id_groupe = 2")
    outcome = applied(plan, sqlite_site)
    alone = [article for article in plan if any(change.tag == LONE for change in article.changes)]
    assert outcome.refused == dict.fromkeys((article.id for article in alone), "group-rules")


def test_undo_leaves_what_others_did_since(base: Base, model: ModelPlace, tmp_path: Path) -> None:
    plan = planned(base, model, tmp_path)
    before = base.dump()
    applied(plan, base)
    one, two, *_ = [article for article in plan if article.changes]
    base.link(KEYWORDS["Podor"], int(one.id))
    base.run(f"DELETE FROM {base.links} WHERE id_mot = {KEYWORDS[two.changes[0].tag]}")
    undone(plan, base)
    assert KEYWORDS["Podor"] in base.keywords(int(one.id))
    gone = {row for row in before if row[0] == base.links and row[1] == KEYWORDS[two.changes[0].tag]}
    ours = (base.links, KEYWORDS["Podor"], int(one.id), *(("article",) if base.is_modern else ()))
    assert set(base.dump()) == set(before) - gone | {ours}


class KilledError(BaseException):
    """What a kill looks like from inside: nothing runs after it."""


@pytest.mark.parametrize("seed", range(KILLED))
def test_killed_at_any_step_and_resumed_is_never_killed(
    base: Base, model: ModelPlace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    plan = planned(base, model, tmp_path, remove=True)
    before = base.dump()
    applied(plan, base, "uninterrupted")
    wanted = base.dump()
    undone(plan, base, "uninterrupted")
    monkeypatch.setattr(linked, "BATCH", 5)
    chance, run, add = random.Random(seed), SiteLinks._run, GrowingFile.add

    def may_die(step: Callable[..., Any]) -> Callable[..., Any]:
        def dying(*arguments: Any) -> Any:
            when = chance.random()
            if when < 0.06:
                raise KilledError
            result = step(*arguments)
            if when < 0.12:
                raise KilledError
            return result

        return dying

    kills = 0
    monkeypatch.setattr(SiteLinks, "_run", may_die(run))
    monkeypatch.setattr(GrowingFile, "add", may_die(add))
    while True:
        try:
            applied(plan, base)
            break
        except KilledError:
            kills += 1
    assert kills
    assert base.dump() == wanted
    while True:
        try:
            undone(plan, base)
            break
        except KilledError:
            kills += 1
    assert base.dump() == before


def load(server: MariaDB, base: Base, path: Path) -> None:
    """Load a file of SQL as MariaDB's own client does."""
    command = ["mariadb", "--no-defaults", f"--socket={server.socket}", "--user=root", base.url.rpartition("/")[2]]
    with path.open("rb") as file:
        subprocess.run(command, stdin=file, check=True, capture_output=True)


@pytest.mark.slow
@pytest.mark.parametrize(("engine", "version"), SERVERS)
def test_do_sql_does_what_the_direct_way_does_and_undo_sql_takes_it_back(
    server: MariaDB, few: list[Document], model: ModelPlace, tmp_path: Path, engine: str, version: str
) -> None:
    base = mariadb_base(server, few, engine, version)
    plan = planned(base, model, tmp_path, remove=True)
    one, *_ = [article for article in plan if article.changes]
    base.link(KEYWORDS["Podor"], int(one.id))
    before = base.dump()
    applied(plan, base)
    wanted = base.dump()
    undone(plan, base)
    do, undo = tmp_path / "do.sql", tmp_path / "undo.sql"
    write_scripts(plan, Decisions.everything(plan), do, undo)
    load(server, base, do)
    assert base.dump() == wanted
    load(server, base, do)
    assert base.dump() == wanted
    load(server, base, undo)
    assert base.dump() == before
    load(server, base, undo)
    assert base.dump() == before
    assert [row for row in base.run("SHOW TABLES") if "motscles" in row[0]] == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(KILLED))
def test_do_sql_cut_short_anywhere_and_loaded_again_is_done_once(
    server: MariaDB, few: list[Document], model: ModelPlace, tmp_path: Path, seed: int
) -> None:
    base = mariadb_base(server, few, "MyISAM", "3")
    plan = planned(base, model, tmp_path, remove=True)
    before, chance = base.dump(), random.Random(seed)
    do, undo = tmp_path / "do.sql", tmp_path / "undo.sql"
    write_scripts(plan, Decisions.everything(plan), do, undo)
    load(server, base, do)
    wanted = base.dump()
    load(server, base, undo)
    statements = do.read_text(encoding="utf-8").split(";\n")
    cut = tmp_path / "cut.sql"
    for _ in range(3):
        cut.write_text(";\n".join([*statements[: chance.randrange(1, len(statements))], ""]), encoding="utf-8")
        load(server, base, cut)
    load(server, base, do)
    assert base.dump() == wanted
    load(server, base, undo)
    assert base.dump() == before


@pytest.mark.slow
def test_a_base_that_may_not_be_written_is_said(
    server: MariaDB, few: list[Document], model: ModelPlace, tmp_path: Path
) -> None:
    base = mariadb_base(server, few[:4], "InnoDB", "4")
    database = base.url.rpartition("/")[2]
    server.execute(f"CREATE USER lecteur_{database}@'%'", f"GRANT SELECT ON {database}.* TO lecteur_{database}@'%'")
    plan = planned(base, model, tmp_path)
    reader = Base(base.url.replace("root@", f"lecteur_{database}@"), base.links, base.run)
    before = base.dump()
    with pytest.raises(
        SiteError, match="Donnez à cet utilisateur les droits SELECT, INSERT et DELETE sur spip_mots_liens"
    ):
        applied(plan, reader)
    assert base.dump() == before


def test_a_file_that_may_not_be_written_is_said(
    sqlite_site: Base, model: ModelPlace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = planned(sqlite_site, model, tmp_path)
    connect = sqlite3.connect

    def read_only(path: object, **options: Any) -> sqlite3.Connection:
        options["uri"], address = True, str(path) if "uri" in options else f"file:{path}?mode=ro"
        connection: sqlite3.Connection = connect(address, **options)
        return connection

    monkeypatch.setattr("classifier.spip.linking.sqlite3.connect", read_only)  # root may write whatever the rights are
    with pytest.raises(SiteError, match="base en lecture seule, rien n’y a été écrit"):
        applied(plan, sqlite_site)


def test_another_site_another_plan_and_a_dump_are_refused(
    sqlite_site: Base, plan: Plan, model: ModelPlace, tmp_path: Path
) -> None:
    with open_links(sqlite_site.url) as site, pytest.raises(PlanError, match="ce plan n’est pas celui d’un site SPIP"):
        apply_to_site(plan, Decisions.everything(plan), site, tmp_path / "j")
    plan.path.unlink()
    of_site = planned(sqlite_site, model, tmp_path)
    applied(of_site, sqlite_site)
    sqlite_site.run("UPDATE spip_meta SET valeur = 'https://ailleurs.sn' WHERE nom = 'adresse_site'")
    with pytest.raises(PlanError, match="ce plan est celui d’un autre site"):
        applied(of_site, sqlite_site)
    with pytest.raises(JournalError, match="ce journal est celui d’un autre site"):
        undone(of_site, sqlite_site)


def test_a_journal_on_a_full_disk_is_continued_later(
    sqlite_site: Base, model: ModelPlace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(linked, "BATCH", 5)
    plan = planned(sqlite_site, model, tmp_path)
    before = sqlite_site.dump()
    calls = count()

    def fsync(descriptor: int) -> None:
        if next(calls) > 4:
            raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr("classifier.retagging.lines.os.fsync", fsync)
        with pytest.raises(RetaggingError, match="le disque est plein"):
            applied(plan, sqlite_site)
    assert sqlite_site.dump() != before
    outcome = applied(plan, sqlite_site)
    assert outcome.added == plan.changes
    undone(plan, sqlite_site)
    assert sqlite_site.dump() == before
