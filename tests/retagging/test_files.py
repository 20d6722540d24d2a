import json
import resource
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.documents import Document
from classifier.errors import JournalError, PlanError, RetaggingError
from classifier.retagging import (
    Decisions,
    Journal,
    ModelPlace,
    Options,
    Outcome,
    Plan,
    apply_to_files,
    make_plan,
    undo_in_files,
)
from classifier.retagging.rewriting import tags_text, with_tags
from classifier.retagging.work import open_model
from tests.retagging.conftest import PLAN, opened, write_archive

LINES = (
    '{"id": "a", "title": "Un", "text": "…"}',
    '{"tags":[ "Radio" ,"5G"],"id":"a"}',
    '{ "tags" : [] }',
    '{"a": {"tags": ["x"]}, "b": "\\"tags\\": [", "tags": null, "c": [1, {"d": "}"}]}',
    "{}",
)


@pytest.mark.parametrize("line", LINES)
@given(tags=st.lists(st.text()))
@settings(max_examples=30, deadline=None)
def test_tags_are_changed_in_a_line_and_changed_back_byte_for_byte(line: str, tags: list[str]) -> None:
    changed = with_tags(line, tags)
    assert json.loads(changed) == json.loads(line) | {"tags": tags}
    assert with_tags(changed, tags_text(line)) == line


def applied(plan: Plan, archive: Path, out: Path, decisions: Decisions | None = None) -> Outcome:
    decisions = Decisions.everything(plan) if decisions is None else decisions
    return apply_to_files(plan, decisions, [archive], out, out.with_suffix(".journal"))


@pytest.fixture(params=["elsewhere", "in place"])
def out(request: pytest.FixtureRequest, archive: Path) -> Path:
    return archive if request.param == "in place" else archive.with_name("retagged.jsonl")


def test_what_was_accepted_is_in_the_file_and_nothing_else_changed(plan: Plan, archive: Path, out: Path) -> None:
    before = archive.read_text(encoding="utf-8").splitlines()
    outcome = applied(plan, archive, out)
    after = out.read_text(encoding="utf-8").splitlines()
    assert len(after) == len(before)
    for article, old, new in zip(plan, before, after, strict=True):
        added = [change.tag for change in article.changes]
        assert json.loads(new) == json.loads(old) | {"tags": [*article.tags, *added]}
        assert (new == old) == (not added)
    assert outcome.added == plan.changes
    assert not outcome.refused


def test_apply_then_undo_is_untouched(plan: Plan, archive: Path, out: Path) -> None:
    before = archive.read_bytes()
    applied(plan, archive, out)
    assert out.read_bytes() != before
    journal = Journal(out.with_suffix(".journal"))
    undo_in_files(journal, out)
    assert out.read_bytes() == before
    undo_in_files(journal, out)  # twice is once
    assert out.read_bytes() == before
    with pytest.raises(JournalError, match="ce journal a été annulé"):
        applied(plan, archive, out)


def test_applied_twice_is_applied_once_and_can_still_be_undone(plan: Plan, archive: Path, out: Path) -> None:
    before = archive.read_bytes()
    first = applied(plan, archive, out)
    after, told = out.read_bytes(), out.with_suffix(".journal").read_bytes()
    second = applied(plan, archive, out)
    assert (second.changed, second.already) == (0, first.changed)
    assert out.read_bytes() == after
    undo_in_files(Journal(out.with_suffix(".journal")), out)
    assert out.read_bytes() == before
    assert told.startswith(b'{"format": "motscles-journal"')


def edit(path: Path, id: str, change: Callable[[list[str]], list[str]]) -> None:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for row in rows:
        if row["id"] == id:
            row["tags"] = change(row["tags"])
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def test_an_article_that_someone_retagged_since_the_plan_is_left_alone(plan: Plan, archive: Path, out: Path) -> None:
    one = next(article for article in plan if article.changes)
    edit(archive, one.id, lambda _: ["À la main"])
    outcome = applied(plan, archive, out)
    assert outcome.refused == {one.id: "tags-changed"}
    found = {document.id: document for document, _ in opened(out)}
    assert found[one.id].tags == ("À la main",)


def test_undo_takes_only_what_was_added_and_is_still_there(plan: Plan, archive: Path, out: Path) -> None:
    one, two, *_ = [article for article in plan if article.changes]
    applied(plan, archive, out)
    edit(out, one.id, lambda tags: ["À la main", *tags])
    edit(out, two.id, lambda _: ["Tout autre"])
    undo_in_files(Journal(out.with_suffix(".journal")), out)
    found = {document.id: document.tags for document, _ in opened(out)}
    assert found[one.id] == ("À la main", *one.tags)
    assert found[two.id] == ("Tout autre",)
    assert all(found[article.id] == article.tags for article in plan if article.id not in (one.id, two.id))


def test_removals_are_applied_under_the_label_that_the_article_bears(
    documents: list[Document], model: ModelPlace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vocabulary = open_model(model).vocabulary
    monkeypatch.setattr(
        open_model(model), "vocabulary", vocabulary.rename("Radios communautaires", "Radios de proximité")
    )
    path = write_archive(tmp_path / "archive.jsonl", [one.with_tags("Radios communautaires") for one in documents[:20]])
    before = path.read_bytes()
    made = make_plan(opened(path), model, tmp_path / PLAN, options=Options(remove=True, limit=1))
    assert sum(change.action == "remove" for one in made for change in one.changes) > 5
    outcome = applied(made, path, path)
    assert outcome.removed > 5
    assert path.read_bytes().count(b"Radios communautaires") == 20 - outcome.removed
    undo_in_files(Journal(path.with_suffix(".journal")), path)
    assert path.read_bytes() == before


def test_a_plan_of_another_archive_is_refused(plan: Plan, documents: list[Document], tmp_path: Path) -> None:
    other = [Document(one.id, "Autre titre", "Autre texte.") for one in documents]
    path = write_archive(tmp_path / "other.jsonl", other)
    with pytest.raises(PlanError, match="ce plan est celui d’une autre archive"):
        applied(plan, path, tmp_path / "out.jsonl")
    assert not (tmp_path / "out.jsonl").exists()
    assert not (tmp_path / "out.journal").exists()


def test_a_file_of_something_else_is_not_overwritten(plan: Plan, archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text("mes notes", encoding="utf-8")
    with pytest.raises(RetaggingError, match="ce fichier existe déjà"):
        applied(plan, archive, out)
    assert out.read_text(encoding="utf-8") == "mes notes"


def test_the_journal_of_other_decisions_is_not_continued(plan: Plan, archive: Path) -> None:
    applied(plan, archive, archive)
    with pytest.raises(JournalError, match="celui d’un autre plan, d’autres décisions"):
        applied(plan, archive, archive, Decisions.automatic(plan))


def test_a_journal_cut_in_its_last_line_is_continued(plan: Plan, archive: Path) -> None:
    before = archive.read_bytes()
    applied(plan, archive, archive)
    after = archive.read_bytes()
    journal = archive.with_suffix(".journal")
    journal.write_bytes(journal.read_bytes()[:-9])
    applied(plan, archive, archive)
    assert archive.read_bytes() == after
    undo_in_files(Journal(journal), archive)
    assert archive.read_bytes() == before


@pytest.mark.parametrize(
    ("content", "message"), [("", "ce journal est vide"), ('{"a": 1}\n', "ce n’est pas un journal"), ("[1]\n", "abîmé")]
)
def test_what_is_no_journal_is_said(tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "j").write_text(content, encoding="utf-8")
    with pytest.raises(JournalError, match=message):
        Journal(tmp_path / "j")


def test_a_full_disk_leaves_the_archive_as_it_was(plan: Plan, archive: Path) -> None:
    before = archive.read_bytes()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) // 2, limits[1]))
    try:
        with pytest.raises(RetaggingError, match="le disque est plein, rien n’a été écrit à moitié"):
            applied(plan, archive, archive)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert archive.read_bytes() == before
    assert sorted(path.name for path in archive.parent.iterdir()) == ["archive.jsonl", PLAN]


def test_several_files_become_one_in_which_every_article_keeps_its_id(
    plan: Plan, documents: list[Document], tmp_path: Path
) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    write_archive(folder / "a.jsonl", documents[:50])
    write_archive(folder / "b.jsonl", documents[50:])
    with (folder / "c.jsonl").open("w", encoding="utf-8") as file:
        file.write('{"text": "Sans identifiant."}')
    applied(plan, folder, tmp_path / "out.jsonl")
    assert [document.id for document, _ in opened(tmp_path / "out.jsonl")] == [
        *(document.id for document in documents),
        "c.jsonl:1",
    ]
