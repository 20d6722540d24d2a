from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

from classifier.keys import KeyRing

Command = Callable[..., CompletedProcess[str]]


def test_keys_are_added_listed_and_removed(motscles: Command, tmp_path: Path) -> None:
    file = ("--keys", tmp_path / "keys.json")
    assert "Aucune clé dans" in motscles("keys", "list", *file).stderr
    added = motscles("keys", "add", "le site", "--role", "edit", *file)
    key = KeyRing(tmp_path / "keys.json").find(added.stdout.strip())
    assert key is not None
    assert (key.name, key.role) == ("le site", "edit")
    assert added.stderr.startswith("Clé « le site » (édition) ajoutée à ")
    listed = motscles("keys", "list", *file).stdout
    assert listed == f"{key.id}  edit   {key.created[:10]}  le site\n"
    assert motscles("keys", "remove", "le site", *file).stderr == "Clé « le site » supprimée.\n"
    again = motscles("keys", "remove", key.id, *file)
    assert again.stderr.startswith(f"Erreur : aucune clé ne s’appelle « {key.id} »")
