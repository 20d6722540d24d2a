import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import PIPE, CompletedProcess, Popen

import pytest

from classifier.vocabulary import Vocabulary

Command = Callable[..., CompletedProcess[str]]


def test_the_list_has_a_line_for_each_tag(motscles: Command, vocabulary: Vocabulary) -> None:
    answer = motscles("tags", "list")
    lines = answer.stdout.splitlines()
    assert (answer.returncode, answer.stderr, len(lines)) == (0, "", 78)
    listed = [(id, int(count), label) for id, count, label in (line.split(maxsplit=2) for line in lines)]
    assert listed == sorted((tag.id, tag.count, tag.label) for tag in vocabulary)


@pytest.mark.parametrize("name", ["Régulation des télécoms", "regulation-des-telecoms", "REGULATION DES TELECOMS"])
def test_a_tag_is_shown_with_all_that_is_known_of_it(motscles: Command, vocabulary: Vocabulary, name: str) -> None:
    tag = vocabulary.find("regulation-des-telecoms")
    answer = motscles("tags", "show", name)
    assert (answer.returncode, answer.stderr) == (0, "")
    first, *others = answer.stdout.splitlines()
    assert first == tag.label
    shown = {name.strip(): value for name, value in ((line[2:16], line[17:]) for line in others)}
    assert shown["Identifiant"] == tag.id
    assert shown["Portée"] == tag.scope_note
    assert shown["Pas pour"] == tag.not_for
    assert shown["Y font penser"] == ", ".join(tag.mentions)


def test_a_tag_is_shown_by_its_former_label(motscles: Command, tmp_path: Path) -> None:
    path = tmp_path / "tags.yaml"
    path.write_text(
        "- id: x\n  label: X (réseau)\n  former: [Twitter]\n  period: {start: 2006-07-15}\n", encoding="utf-8"
    )
    answer = motscles("tags", "show", "--tags", path, "twitter")
    assert answer.returncode == 0
    assert answer.stdout.startswith("X (réseau)\n")
    assert "  Anciens noms   Twitter\n" in answer.stdout
    assert "  Période        2006-07-15 – …\n" in answer.stdout
    assert "Synonymes" not in answer.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["show", "Comerce électronique"], "aucun mot-clé ne s’appelle « Comerce électronique »"),
        (["show", "Comerce électronique"], "Les plus proches : « Commerce électronique »"),
        (["list", "--tags", "absent.yaml"], "absent.yaml : ce fichier n’existe pas. Vérifiez le chemin."),
    ],
)
def test_what_is_not_there_is_one_french_sentence(motscles: Command, arguments: list[str], message: str) -> None:
    answer = motscles("tags", *arguments)
    assert (answer.returncode, answer.stdout, answer.stderr.count("\n")) == (1, "", 1)
    assert answer.stderr.startswith("Erreur : ")
    assert message in answer.stderr


def test_a_reader_that_leaves_early_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "tags.yaml"
    path.write_text("- {id: radio, label: Radio}\n", encoding="utf-8")
    command: list[str | Path] = [Path(sys.executable).with_name("motscles"), "tags", "list", "--tags", path]
    with Popen(command, stdout=PIPE, stderr=PIPE) as listing:
        assert listing.stdout
        assert listing.stderr
        listing.stdout.close()
        assert listing.stderr.read() == b""
