import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from classifier.corpora import Corpus
from spip_sites import PASSWORD, SECRET, dump_like_phpmyadmin, invented, with_doubled_texts, write_sqlite

Command = Callable[..., CompletedProcess[str]]
SHARED = Path(__file__).parents[2].parent / "shared" / "spip"
REPORT = """\
SPIP 4 (schéma 2022022303), préfixe « spip », fichier SQLite.
5 articles dans {out}, de 2019 à 2020.
Laissés de côté : 1 sans titre ni texte, 1 redirection, 1 « prepa ».
Sans mot-clé : 1 article.
Sans date lisible : 1 article.
Ignorés : 1 lien vers des mots-clés qui n’existent plus.

Mot-clé                     articles  id_mot  groupe
Commerce électronique              2       3  Thèmes
Téléphonie mobile                  2       2  Thèmes
Législation/Réglementation         1       1  Thèmes
Podor (Lieux)                      1       5  Lieux
Podor (Thèmes)                     1       4  Thèmes
Jamais donné                       0       6  Lieux
6 mots-clés, dont 1 sans article.
Groupe « Thèmes » : obligatoire.
Groupe « Lieux » : un seul par article.

SPIP ne garde pas l’ordre des mots-clés : ils sont écrits par ordre alphabétique, sans dominant.
Pour examiner ces articles : motscles corpus check {out} --tags auto
"""


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return write_sqlite(tmp_path / "site.sqlite", "4", invented("4"))


def test_an_archive_is_written_and_told(motscles: Command, base: Path, tmp_path: Path) -> None:
    out = tmp_path / "archive" / "articles.jsonl"
    done = motscles("import", "spip", base, "--out", out)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == REPORT.format(out=out)
    corpus = list(Corpus.read(out))
    assert [document.id for document in corpus] == ["1", "2", "5", "6", "40"]
    assert corpus[0].url == "https://www.exemple.sn/la-fibre-arrive"
    written = out.read_text(encoding="utf-8")
    assert PASSWORD not in written + done.stdout
    assert SECRET not in written + done.stdout


def test_repairs_are_told_by_field(motscles: Command, tmp_path: Path) -> None:
    dump = dump_like_phpmyadmin(tmp_path / "a.sql", "3", with_doubled_texts(invented("3")), prefix="osi")
    done = motscles("import", "spip", dump, "--out", tmp_path / "a.jsonl")
    assert "SPIP 3 (schéma 21742), préfixe « osi », export SQL." in done.stdout
    assert "Encodage réparé : 15 champs (mots.titre 4, articles.titre 3, " in done.stdout


def test_status_language_and_prefix_are_chosen(motscles: Command, base: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.jsonl"
    options = ("--status", "prepa", "--status", "publie", "--language", "en", "--prefix", "spip")
    assert motscles("import", "spip", f"sqlite:///{base}", "--out", out, *options).returncode == 0
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [(row["id"], row["status"]) for row in rows][2] == ("3", "prepa")
    assert rows[1]["title"] == "The network plan"


def test_what_cannot_be_imported_leaves_the_old_archive(motscles: Command, base: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.jsonl"
    out.write_text("avant", encoding="utf-8")
    cases = {
        (str(base), "--status", "refuse"): "aucun article de statut « refuse ». Le site a : publie (7), prepa (1).",
        (str(base), "--prefix", "osi"): "aucune table de SPIP de préfixe « osi ». Il y a : « spip ».",
        (str(tmp_path / "rien.sql"),): "ce fichier n’existe pas. Vérifiez le chemin.",
        (str(tmp_path),): "c’est un dossier ; donnez un fichier.",
        ("postgresql://u:caché@h/b",): "Erreur : postgresql://… : « postgresql » n’est pas une base de SPIP",
        ("mysql+pymysql://u:caché@h:port/b",): "Erreur : mysql+pymysql://… : adresse de base illisible.",
        ("mysql+pymysql://u:caché@h",): "l’adresse ne nomme pas la base. Ajoutez /nom-de-la-base.",
        ("sqlite://",): "une adresse sqlite:/// nomme un fichier.",
    }
    for arguments, message in cases.items():
        done = motscles("import", "spip", *arguments, "--out", out)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.startswith("Erreur : ")
        assert message in done.stderr
        assert "caché" not in done.stderr
    assert out.read_text(encoding="utf-8") == "avant"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.jsonl", "site.sqlite"]


def test_the_source_is_never_the_target(motscles: Command, base: Path, tmp_path: Path) -> None:
    before = base.read_bytes()
    done = motscles("import", "spip", base, "--out", base)
    assert (done.returncode, base.read_bytes()) == (1, before)
    assert "c’est la source elle-même" in done.stderr
    assert "c’est un dossier. Nommez le fichier" in motscles("import", "spip", base, "--out", tmp_path).stderr


def test_an_article_that_fails_on_the_way_leaves_nothing_half_written(
    motscles: Command, base: Path, tmp_path: Path
) -> None:
    content = base.read_bytes()
    place = content.index("L’essai des signes".encode())
    page = place // 4096 * 4096
    base.write_bytes(content[:page] + b"\xff" * 4096 + content[page + 4096 :])
    done = motscles("import", "spip", base, "--out", tmp_path / "a.jsonl")
    assert done.returncode == 1
    assert "fichier SQLite abîmé" in done.stderr
    assert [one.name for one in tmp_path.iterdir()] == ["site.sqlite"]


@pytest.mark.slow
def test_an_import_that_is_interrupted_leaves_nothing(tmp_path: Path) -> None:
    site = invented("4")
    site["articles"] = [{**site["articles"][0], "id_article": number} for number in range(1, 3001)]
    base = write_sqlite(tmp_path / "site.sqlite", "4", site)
    command = [sys.executable, "-c", "from classifier.cli import main; main()", "import", "spip", str(base), "--out"]
    environment = {**os.environ, "CLASSIFIER_JOBS": "2"}
    with subprocess.Popen([*command, str(tmp_path / "a.jsonl")], env=environment, stderr=subprocess.PIPE) as process:
        while not list(tmp_path.glob(".a.jsonl*")):
            assert process.poll() is None
            time.sleep(0.02)
        time.sleep(1)  # the processes that help have been started by now
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)
    assert process.returncode == 130
    assert [one.name for one in tmp_path.iterdir()] == ["site.sqlite"]


@pytest.fixture
def samples(tmp_path: Path) -> dict[str, Path]:
    """Return what a real SPIP 4.3.5 wrote, where it lies beside the repository: a check that is not among the tests."""
    found = {
        "backup": SHARED / "spip435_sauvegarde_spip.sqlite",
        "right": SHARED / "spip435_mariadb_mysqldump_latin1.sql",
        "double": SHARED / "spip435_mariadb_mysqldump_double_encoded.sql",
        "live": tmp_path / "live.sqlite",
    }
    with closing(sqlite3.connect(found["live"])) as live, live:
        for part in ("schema", "rows"):
            live.executescript((SHARED / f"spip435_sqlite_{part}.sql").read_text(encoding="utf-8"))
    return found


if SHARED.is_dir():

    def test_the_samples_of_a_real_spip_are_read_alike(
        motscles: Command, samples: dict[str, Path], tmp_path: Path
    ) -> None:
        seen = {}
        for name, path in samples.items():
            out = tmp_path / f"{name}.jsonl"
            done = motscles("import", "spip", path, "--out", out)
            assert "2 articles dans" in done.stdout
            assert ("Encodage réparé : 11 champs" in done.stdout) == (name == "double")
            rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
            seen[name] = [{key: value for key, value in row.items() if key != "url"} for row in rows]
        assert seen["backup"] == seen["right"] == seen["double"] == seen["live"]
        assert seen["backup"][0]["tags"] == ["Commerce électronique", "Législation/Réglementation", "Téléphonie mobile"]
