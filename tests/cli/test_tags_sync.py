from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from classifier.vocabulary import Vocabulary
from spip_sites import invented, write_sqlite

Command = Callable[..., CompletedProcess[str]]
TAGS = """\
- {id: loi, label: Législation/Réglementation, scope_note: Tenu à la main., synonyms: [lois]}
- {id: mobile, label: Téléphonie, spip: 2, rank: 3, count: 9}
- {id: vieux, label: Minitel, spip: 77, count: 4}
"""


@pytest.fixture
def tags(tmp_path: Path) -> Path:
    path = tmp_path / "tags.yaml"
    path.write_text(TAGS, encoding="utf-8")
    return path


@pytest.fixture(params=["2.1", "4"])
def site(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    return write_sqlite(tmp_path / "site.sqlite", request.param, invented(request.param))


def test_differences_are_told_and_nothing_is_written(motscles: Command, site: Path, tags: Path) -> None:
    answer = motscles("tags", "sync", site, "--tags", tags)
    assert (answer.returncode, answer.stderr) == (0, "")
    for line in (
        f"{site} : 6 mots-clés ; {tags} : 3.",
        "Nouveaux sur le site (4)",
        "  « Commerce électronique » (mot 3, 2 articles, groupe « Thèmes »)",
        "Renommés (1)",
        "  « Téléphonie » → « Téléphonie mobile »",
        "Disparus du site, gardés ici (1)",
        "  « Minitel » (4 articles)",
        "Rang changé (1)",
        "  « Téléphonie mobile » : 3 → sans rang",
        "  « Téléphonie mobile » : sans groupe → « Thèmes » (obligatoire)",
        "  « Téléphonie mobile » : 9 → 2",
        "Retrouvés par leur libellé, dont le numéro sera noté : 1 mot-clé.",
        "Rien n’est écrit. Pour mettre le vocabulaire à jour : ajoutez --write.",
    ):
        assert line in answer.stdout.splitlines()
    assert tags.read_text(encoding="utf-8") == TAGS


def test_what_is_written_keeps_hands_work_and_a_second_time_changes_nothing(
    motscles: Command, site: Path, tags: Path
) -> None:
    answer = motscles("tags", "sync", site, "--tags", tags, "--write")
    assert answer.stdout.endswith(f"{tags} est à jour (7 mots-clés).\n")
    vocabulary = Vocabulary.read(tags)
    law = vocabulary.find("loi")
    assert (law.scope_note, law.synonyms, law.spip, law.rank) == ("Tenu à la main.", ("lois",), 1, 41)
    assert law.group
    assert (law.group.label, law.group.mandatory, law.group.tables) == ("Thèmes", True, ("articles",))
    assert vocabulary.find("Téléphonie").label == "Téléphonie mobile"
    assert vocabulary.find("Minitel").count == 4
    written = tags.read_bytes()
    assert "Rien à changer" in motscles("tags", "sync", site, "--tags", tags, "--write").stdout
    assert tags.read_bytes() == written


def test_one_group_may_be_asked_for(motscles: Command, site: Path, tags: Path) -> None:
    answer = motscles("tags", "sync", site, "--tags", tags, "--group", "Lieux")
    assert "Nouveaux sur le site (2)" in answer.stdout
    assert "Laissés de côté, d’autres groupes : 3 mots-clés." in answer.stdout
    wrong = motscles("tags", "sync", site, "--tags", tags, "--group", "Villes")
    assert (wrong.returncode, wrong.stdout) == (1, "")
    assert "aucun groupe « Villes ». Groupes du site : « Thèmes », « Lieux »." in wrong.stderr


def test_a_source_that_is_no_site_is_one_sentence(motscles: Command, tags: Path) -> None:
    answer = motscles("tags", "sync", tags, "--tags", tags)
    assert (answer.returncode, answer.stdout, answer.stderr.count("\n")) == (1, "", 1)
