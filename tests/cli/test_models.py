import shutil
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from classifier.evaluation import Comparison, Difference, TagDifference
from classifier.store import Contest, ModelStore
from classifier.tagging import Tagger

Command = Callable[..., CompletedProcess[str]]
TAGS = (TagDifference("Fintech", 12, 0.5, 0.75), TagDifference("Radios communautaires", 1, 0.5, 0.25))


@pytest.fixture
def models(store: ModelStore, tagger: Tagger, tmp_path: Path) -> ModelStore:
    """Return "small" in service, a better one and a worse one that were compared with it."""
    models = ModelStore(tmp_path / "models")
    shutil.copytree(store.path / "small", models.path / "small")
    models.promote("small")
    for name, low, high in (("mieux", 0.01, 0.05), ("pire", -0.05, -0.01)):
        figures = {"micro_f1": Difference(0.7, 0.7 + (low + high) / 2, low, high)}
        models.save(tagger, name=name, contest=Contest("small", Comparison(200, figures, TAGS)))
    return models


@pytest.fixture
def run(motscles: Command, models: ModelStore) -> Command:
    return lambda *words, **options: motscles("models", *words, "--models", models.path, **options)


def test_versions_are_listed_with_the_one_in_service(run: Command, models: ModelStore) -> None:
    (models.path / "cassé").mkdir()
    (models.path / "cassé" / "manifest.json").write_text("{")
    header, *rows = run("list").stdout.splitlines()
    assert header.split() == ["Version", "du", "articles", "micro", "F1", "macro", "F1", "1er", "juste"]
    assert [row.split()[0] for row in rows] == ["cassé", "mieux", "pire", "→"]
    assert rows[0].split() == ["cassé", "illisible"]
    assert rows[3].split()[1:] == ["small", models.manifest("small").created[:10], "96", "–", "–", "–"]


def test_without_versions_it_is_said_how_to_get_one(motscles: Command, tmp_path: Path) -> None:
    answer = motscles("models", "list", "--models", tmp_path)
    assert answer.returncode == 1
    assert (
        answer.stderr
        == f"Erreur : aucun modèle dans {tmp_path}. Entraînez-en un : motscles train --models {tmp_path}\n"
    )


def test_a_card_is_shown_by_default_of_the_one_in_service(run: Command) -> None:
    assert run("show").stdout.startswith("# small\n")
    assert run("show", "mieux").stdout.startswith("# mieux\n")
    assert "pas de version « absent »" in run("show", "absent").stderr


def test_a_better_model_goes_into_service_and_back(run: Command, models: ModelStore) -> None:
    answer = run("promote", "mieux")
    assert answer.returncode == 0
    assert "+0,030 [+0,010 ; +0,050]  meilleur" in answer.stderr
    assert "    Fintech : 0,50 → 0,75 (12 articles)\n" in answer.stderr
    assert "    Radios communautaires : 0,50 → 0,25 (1 article)\n" in answer.stderr
    assert answer.stderr.endswith("Le modèle mieux est en service. Pour revenir à small : motscles models rollback\n")
    assert models.current() == "mieux"
    assert run("rollback").stderr == "Le modèle small est de nouveau en service, à la place de mieux.\n"
    assert models.current() == "small"
    assert "aucun modèle n’était en service avant celui-ci" in run("rollback").stderr


def test_a_worse_model_needs_a_word(run: Command, models: ModelStore) -> None:
    refused = run("promote", "pire")
    assert (refused.returncode, models.current()) == (1, "small")
    assert "Erreur : « pire » est moins bon que « small », en service, au-delà du hasard" in refused.stderr
    assert run("promote", "pire", "--allow-regression").returncode == 0
    assert models.current() == "pire"


def test_a_difference_is_printed(run: Command) -> None:
    lines = run("diff", "small", "mieux").stdout.splitlines()
    assert "Seuils qui changent : 0 sur 78." in lines
    assert "Mots-clés dont les termes les plus lourds changent : 0 sur 78." in lines
    assert (
        "aucun mot-clé des deux modèles ne s’appelle « Absent »"
        in run("diff", "small", "mieux", "--tag", "Absent").stderr
    )


def test_pruning_asks_and_says_what_it_frees(run: Command, models: ModelStore, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = run("prune", "--keep", "0", stdin=b"n\n")
    assert asked.returncode == 1
    assert models.versions() == ["mieux", "pire", "small"]
    monkeypatch.setenv("CLASSIFIER_MODEL", "mieux")  # served by name: as good as in service
    pruned = run("prune", "--keep", "0", "--yes")
    assert pruned.stderr.splitlines()[-1].startswith("1 version effacée, ")
    assert pruned.stderr.endswith(" Mo libérés.\n")
    assert models.versions() == ["mieux", "small"]
    assert run("prune", "--keep", "5").stderr == "Rien à effacer.\n"
