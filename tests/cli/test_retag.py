import json
import os
import signal
import sqlite3
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from subprocess import DEVNULL, PIPE, CompletedProcess, Popen

import pytest

from classifier.corpora import Corpus, to_row
from classifier.store import ModelStore
from spip_sites import invented, write_sqlite

ROOT = Path(__file__).parents[2]
Command = Callable[..., CompletedProcess[str]]


@pytest.fixture
def archive(small_corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    documents = [document.with_tags() for number, document in enumerate(small_corpus) if number % 4 == 0]
    path = tmp_path / "archive.jsonl"
    path.write_text("".join(json.dumps(to_row(one), ensure_ascii=False) + "\n" for one in documents), encoding="utf-8")
    return path


@pytest.fixture
def retag(motscles: Command, store: ModelStore, monkeypatch: pytest.MonkeyPatch) -> Command:
    monkeypatch.setenv("CLASSIFIER_MODELS", str(store.path))
    monkeypatch.setenv("CLASSIFIER_JOBS", "1")
    return lambda *arguments, **options: motscles("retag", *arguments, **options)


def test_plan_review_apply_status_and_undo(retag: Command, archive: Path) -> None:
    before = archive.read_bytes()
    planned = retag("plan", archive, "--out", "plan.jsonl")
    assert planned.returncode == 0, planned.stderr
    assert "plan.jsonl : 24 articles, " in planned.stderr
    reviewed = retag("review", "plan.jsonl", "--out", "t.csv", "--limit", "2")
    assert reviewed.stdout.startswith("plan.jsonl : 24 articles, dont ")
    assert "Les plus sûrs" in reviewed.stdout
    assert "Fintech" in retag("review", "plan.jsonl", "--tag", "Fintech").stdout
    assert "rien d’altéré" in retag("review", "plan.jsonl", "--check", "t.csv").stderr
    applied = retag("apply", "plan.jsonl", "--all", "--out", archive)
    assert applied.returncode == 0, applied.stderr
    assert "Pour annuler : motscles retag undo plan.journal.jsonl" in applied.stderr
    assert archive.read_bytes() != before
    assert "Plan fini, 24 articles sur 24" in retag("status", "plan.jsonl").stdout
    assert "Journal fini" in retag("status", "plan.journal.jsonl").stdout
    assert "annulé" in retag("undo", "plan.journal.jsonl").stderr
    assert archive.read_bytes() == before
    assert "déjà annulé" in retag("undo", "plan.journal.jsonl").stderr


def test_an_article_left_alone_is_named_and_the_exit_code_tells(retag: Command, archive: Path) -> None:
    retag("plan", archive, "--out", "plan.jsonl")
    archive.write_bytes(archive.read_bytes().replace(b'"tags": []', '"tags": ["À la main"]'.encode(), 1))
    id = json.loads(archive.read_bytes().splitlines()[0])["id"]
    result = retag("apply", "plan.jsonl", "--all", "--out", "out.jsonl")
    changed = any(json.loads(line)["changes"] for line in Path("plan.jsonl").read_bytes().splitlines()[1:2])
    assert result.returncode == int(changed)
    assert not changed or f"leurs mots-clés ont changé depuis le plan : 1 articles ({id})" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("plan", "archive.jsonl", "--out", "p", "--backend", "dask"),
            "--backend dask et --scheduler ADRESSE",
        ),
        (("plan", "absent.jsonl", "--out", "p"), "absent.jsonl : ce fichier n’existe pas"),
        (("review", "archive.jsonl"), "ce n’est pas un plan"),
        (("status", "archive.jsonl"), "ce n’est ni un plan, ni un journal"),
        (("undo", "archive.jsonl"), "ce n’est pas un journal"),
        (("apply", "plan.jsonl"), "donnez le fichier d’articles à écrire : --out"),
        (("apply", "plan.jsonl", "--write"), "--write et --sql ne servent que pour un site SPIP"),
        (("apply", "plan.jsonl", "--all", "--decisions", "t.csv"), "--decisions et --all ne vont pas ensemble"),
    ],
)
def test_a_mistake_is_one_sentence(retag: Command, archive: Path, arguments: tuple[str, ...], message: str) -> None:
    if arguments[0] == "apply":
        retag("plan", archive, "--out", "plan.jsonl")
    result = retag(*arguments)
    assert result.returncode == 1
    assert message in result.stderr
    assert "Traceback" not in result.stderr


def test_a_site_gets_two_files_or_is_written_after_a_yes(retag: Command, tmp_path: Path, archive: Path) -> None:
    articles = [json.loads(line) for line in archive.read_bytes().splitlines()]
    site = invented("4")
    site["articles"] = [
        {"id_article": number, "titre": one["title"], "texte": one["text"], "statut": "publie"}
        for number, one in enumerate(articles, start=1)
    ]
    site["mots"] = [{"id_mot": 3, "titre": "12. Fintech", "id_groupe": 1}]
    site["mots_liens"] = []
    path = write_sqlite(tmp_path / "site.sqlite", "4", site)

    def links() -> set[tuple[int, int]]:
        with closing(sqlite3.connect(path)) as base:
            return set(base.execute("SELECT id_mot, id_objet FROM spip_mots_liens"))

    assert retag("plan", path, "--out", "site.jsonl").returncode == 0
    told = retag("apply", "site.jsonl", "--all")
    assert told.returncode == 0
    assert "Vider le cache" in told.stderr
    assert "UPDATE spip_motscles_" in Path("site.do.sql").read_text(encoding="utf-8")
    assert "DROP TABLE" in Path("site.undo.sql").read_text(encoding="utf-8")
    refused = retag("apply", "site.jsonl", "--all", "--write", stdin=b"non\n")
    assert (refused.returncode, links()) == (1, set())
    assert "Rien n’a été écrit" in refused.stderr
    assert retag("apply", "site.jsonl", "--all", "--write", stdin=b"oui\n").returncode == 0
    assert {mot for mot, _ in links()} == {3}
    assert "Journal fini" in retag("status", "site.journal.jsonl").stdout
    assert retag("undo", "site.journal.jsonl").returncode == 0
    assert links() == set()


@pytest.mark.slow
def test_a_plan_killed_by_the_system_and_run_again_is_the_same(
    retag: Command, archive: Path, store: ModelStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    retag("plan", archive, "--out", "whole.jsonl")
    environ = os.environ | {"PYTHONPATH": str(ROOT)}
    code = "from classifier.retagging import run; run.BATCH_SIZE = 2; from classifier.cli import main; main()"
    command = [sys.executable, "-c", code, "retag", "plan", str(archive), "--out", "plan.jsonl", "--jobs", "1"]
    begun, kills = Path("plan.jsonl.partial"), 0
    while not Path("plan.jsonl").exists():
        process = Popen(command, env=environ, stdout=DEVNULL, stderr=PIPE)
        size = begun.stat().st_size if begun.exists() else 0
        while process.poll() is None and kills < 2:
            if begun.exists() and begun.stat().st_size > size + 2_000:
                process.send_signal(signal.SIGKILL)
                kills += 1
                break
            time.sleep(0.002)
        process.communicate()
    assert kills == 2
    assert Path("plan.jsonl").read_bytes() == Path("whole.jsonl").read_bytes()
