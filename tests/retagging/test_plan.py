import json
import resource
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

from classifier.documents import Document
from classifier.errors import CorpusError, PlanError, RetaggingError, SettingsError
from classifier.retagging import CorpusArchive, ModelPlace, Options, Placed, Plan, Rules, Workers, make_plan
from classifier.retagging import run as run_module
from classifier.retagging.lines import GrowingFile
from classifier.retagging.run import partial_of
from classifier.retagging.work import open_model
from classifier.store import ModelStore
from classifier.tagging import Tagger
from tests.retagging.conftest import PLAN, opened, write_archive


class StoppedError(Exception):
    """What a kill looks like from inside."""


class StoppingArchive(CorpusArchive):
    """An archive whose reading is cut short."""

    after = 70

    def __iter__(self) -> Iterator[Placed]:
        yield from islice(super().__iter__(), self.after)
        raise StoppedError


def remade(path: Path, model: ModelPlace, **options: object) -> bytes:
    out = path.with_name("other.jsonl")
    return make_plan(opened(path), model, out, **options).path.read_bytes()  # type: ignore[arg-type]


def test_a_plan_says_for_each_article_what_would_change_how_surely_and_why(plan: Plan) -> None:
    assert len(plan) == 96
    assert plan.changes > 30
    changes = [(article, change) for article in plan for change in article.changes]
    assert all(change.tag not in article.tags for article, change in changes)
    assert {change.action for _, change in changes} == {"add"}
    assert {change.band for _, change in changes} <= {"automatic", "review"}
    assert all(0 <= change.probability <= 1 and change.words for _, change in changes)
    empty = [article for article in plan if not article.tags]
    assert sum(bool(article.changes) for article in empty) > len(empty) / 2


def test_a_tag_is_proposed_for_removal_only_when_asked(
    documents: list[Document], model: ModelPlace, tmp_path: Path
) -> None:
    wrong = [document.with_tags("Radios communautaires") for document in documents[:40]]
    archive = opened(write_archive(tmp_path / "archive.jsonl", wrong))
    kept = make_plan(archive, model, tmp_path / PLAN)
    assert all(change.action == "add" for article in kept for change in article.changes)
    asked = make_plan(archive, model, tmp_path / "removals.jsonl", options=Options(remove=True))
    removals = [change for article in asked for change in article.changes if change.action == "remove"]
    assert len(removals) > 10
    assert {(change.tag, change.band) for change in removals} == {("Radios communautaires", "review")}
    assert max(change.probability for change in removals) < 0.5


def test_no_more_is_added_than_asked(archive: Path, model: ModelPlace) -> None:
    made = make_plan(opened(archive), model, archive.with_name(PLAN), options=Options(band="automatic", limit=1))
    changes = [article.changes for article in made]
    assert max(map(len, changes)) <= 1
    assert all(change.band == "automatic" for some in changes for change in some)


def test_of_a_group_that_allows_one_tag_no_second_is_proposed(
    archive: Path, model: ModelPlace, tagger: Tagger, monkeypatch: pytest.MonkeyPatch
) -> None:
    one_group = dict.fromkeys([tag.id for tag in tagger.vocabulary], "Rubrique")
    monkeypatch.setattr(CorpusArchive, "rules", lambda *_: Rules(single=one_group))
    made = make_plan(opened(archive), model, archive.with_name(PLAN))
    assert made.changes
    assert all(len(article.changes) + len(article.tags[:1]) <= 1 for article in made)


def test_a_tag_that_may_not_be_added_is_not_proposed(
    archive: Path, model: ModelPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(CorpusArchive, "rules", lambda *_: Rules(allowed=frozenset({"fintech"})))
    made = make_plan(opened(archive), model, archive.with_name(PLAN))
    assert {change.id for article in made for change in article.changes} == {"fintech"}


def test_unknown_labels_and_articles_without_words_are_left_alone(model: ModelPlace, tmp_path: Path) -> None:
    silent = Document("vide", "", "<br>", tags=("Inouï",))
    made = make_plan(opened(write_archive(tmp_path / "a.jsonl", [silent])), model, tmp_path / PLAN)
    assert [(article.id, article.tags, article.changes) for article in made] == [("vide", ("Inouï",), ())]


def test_twice_is_the_same_plan_whatever_the_batches(
    archive: Path, model: ModelPlace, whole: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_module, "BATCH_SIZE", 7)
    assert remade(archive, model) == whole


@pytest.mark.slow
def test_several_processes_make_the_same_plan(
    archive: Path, model: ModelPlace, whole: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_module, "BATCH_SIZE", 16)
    assert remade(archive, model, workers=Workers(jobs=2)) == whole


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # of Dask's own threads, when a cluster is closed
def test_a_dask_cluster_of_two_processes_makes_the_same_plan(
    archive: Path, model: ModelPlace, whole: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    distributed = pytest.importorskip("distributed", reason="Dask is not installed: pip install 'motscles[dask]'")
    monkeypatch.setattr(run_module, "BATCH_SIZE", 16)
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        pids = {worker.pid for worker in cluster.workers.values()}
        assert len(pids) == 2
        assert remade(archive, model, workers=Workers(scheduler=cluster.scheduler_address)) == whole


def test_stopped_and_continued_is_the_plan_of_an_uninterrupted_run(
    archive: Path, model: ModelPlace, whole: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_module, "BATCH_SIZE", 16)
    out = tmp_path / PLAN
    with pytest.raises(StoppedError):
        make_plan(opened(archive, StoppingArchive), model, out)
    assert not out.exists()
    begun = partial_of(out)
    assert begun.read_bytes().count(b"\n") == 1 + 64
    with begun.open("ab") as file:
        file.write('{"id": "une ligne coupée en son mili'.encode()[:-1])
    counted: list[tuple[str, int, int]] = []
    make_plan(opened(archive), model, out, progress=lambda *done: counted.append(done))
    assert out.read_bytes() == whole
    assert not begun.exists()
    assert counted[0] == ("planning", 80, 96)


def test_killed_between_the_last_line_and_the_name_is_the_same_plan(
    archive: Path, model: ModelPlace, whole: bytes, tmp_path: Path
) -> None:
    out = tmp_path / PLAN
    partial_of(out).write_bytes(whole)
    make_plan(opened(archive), model, out)
    assert out.read_bytes() == whole


def test_a_plan_that_is_there_is_not_made_again(archive: Path, plan: Plan, model: ModelPlace) -> None:
    before = plan.path.stat().st_mtime_ns
    assert make_plan(opened(archive), model, plan.path).checksum == plan.checksum
    assert plan.path.stat().st_mtime_ns == before


@pytest.mark.parametrize("begun", [False, True])
@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("archive", "fait avec une autre archive|commencé avec une autre archive"),
        ("model", r"un autre modèle \(another\)"),
        ("options", "d’autres options"),
    ],
)
def test_a_plan_of_something_else_is_not_continued(
    plan: Plan, archive: Path, model: ModelPlace, tagger: Tagger, tmp_path: Path, change: str, message: str, begun: bool
) -> None:
    if begun:
        plan.path.replace(partial_of(plan.path))
    if change == "archive":
        write_archive(archive, [Document("b", "Une autre", "Rien de commun.")])
    if change == "model":
        other = ModelStore(tmp_path / "models")
        model = ModelPlace.of(other, other.save(tagger, name="another"), None)
    options = Options(limit=1) if change == "options" else Options()
    with pytest.raises(PlanError, match=message):
        make_plan(opened(archive), model, plan.path, options=options)


def test_an_archive_that_changes_under_way_is_noticed(archive: Path, model: ModelPlace, tmp_path: Path) -> None:
    class Changing(CorpusArchive):
        def __iter__(self) -> Iterator[Placed]:
            for document, place in super().__iter__():
                yield Placed(document.with_tags(), place)

    with pytest.raises(PlanError, match="l’archive a changé pendant que ce plan se faisait"):
        make_plan(opened(archive, Changing), model, tmp_path / PLAN)
    assert not (tmp_path / PLAN).exists()


def test_a_plan_that_was_edited_or_cut_is_refused(plan: Plan) -> None:
    content = plan.path.read_bytes()
    plan.path.write_bytes(content.replace(b'"add"', b'"remove"', 1))
    with pytest.raises(PlanError, match="ce plan a été modifié ou coupé"):
        Plan(plan.path)
    plan.path.write_bytes(content[:-200])
    with pytest.raises(PlanError, match="ce plan a été modifié ou coupé"):
        Plan(plan.path)
    plan.path.write_bytes(content[:3000] + b"\n{" + content[3000:])
    with pytest.raises(PlanError, match=r"ligne \d+ : ligne illisible"):
        Plan(plan.path)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "ce fichier est vide"),
        ('{"id": "a"}\n', "ce n’est pas un plan"),
        ('{"format": "motscles-plan", "version": 9}\n', "plan de version 9, celui-ci lit la version 1"),
    ],
)
def test_what_is_no_plan_is_said(tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / PLAN).write_text(content, encoding="utf-8")
    with pytest.raises(PlanError, match=message):
        Plan(tmp_path / PLAN)


def test_an_archive_without_articles_or_with_a_bad_row_is_refused(model: ModelPlace, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("\n", encoding="utf-8")
    with pytest.raises(RetaggingError, match="aucun article dans cette archive"):
        make_plan(opened(path), model, tmp_path / PLAN)
    path.write_text('{"id": "a", "text": "b"}\n{"id": 2.5}\n', encoding="utf-8")
    with pytest.raises(CorpusError, match="ligne 2, champ « id »"):
        make_plan(opened(path), model, tmp_path / PLAN)
    assert not partial_of(tmp_path / PLAN).exists()


def test_a_full_disk_leaves_whole_lines_and_the_run_goes_on_later(
    archive: Path, model: ModelPlace, whole: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_module, "BATCH_SIZE", 8)
    out = tmp_path / PLAN
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(whole) // 2, limits[1]))
    try:
        with pytest.raises(RetaggingError, match="le disque est plein, rien n’a été écrit à moitié"):
            make_plan(opened(archive), model, out)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    begun = partial_of(out).read_bytes()
    assert begun.endswith(b"\n")
    assert whole.startswith(begun)
    make_plan(opened(archive), model, out)
    assert out.read_bytes() == whole


def test_a_place_where_nothing_may_be_written_is_said(archive: Path, model: ModelPlace) -> None:
    with pytest.raises(RetaggingError, match=r"écriture (refusée|impossible)"):
        make_plan(opened(archive), model, Path("/proc/1/plan.jsonl"))


def test_two_processes_do_not_write_the_same_plan(archive: Path, model: ModelPlace, tmp_path: Path) -> None:
    with (
        GrowingFile(partial_of(tmp_path / PLAN)),
        pytest.raises(RetaggingError, match="un autre processus écrit ce fichier"),
    ):
        make_plan(opened(archive), model, tmp_path / PLAN)


def test_a_scheduler_that_does_not_answer_is_said(
    archive: Path, model: ModelPlace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("classifier.retagging.work.WAIT", 0.5)
    with pytest.raises(SettingsError, match=r"aucun ordonnanceur Dask ne répond à tcp://127\.0\.0\.1:9"):
        make_plan(opened(archive), model, tmp_path / PLAN, workers=Workers(scheduler="tcp://127.0.0.1:9"))


def test_a_worker_refuses_a_model_that_is_not_the_plan_s(model: ModelPlace) -> None:
    with pytest.raises(PlanError, match="n’est pas le même partout"):
        open_model(replace(model, checksum="0"))


def test_json_of_a_plan_is_one_object_an_article(plan: Plan) -> None:
    rows = [json.loads(line) for line in plan.path.read_text(encoding="utf-8").splitlines()]
    assert rows[0]["format"] == "motscles-plan"
    assert [row["id"] for row in rows[1:-1]] == [article.id for article in plan]
    assert rows[-1] == {"articles": 96, "checksum": plan.checksum}
