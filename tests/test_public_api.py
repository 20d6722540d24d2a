import resource
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import classifier

ROOMS = sorted(path.parent.name for path in Path(classifier.__file__).parent.glob("*/__init__.py"))
HEAVY = ("spacy", "sklearn", "scipy", "numpy", "pandas", "fastapi", "rich")
HELP_SECONDS = 0.4  # of CPU: an editor's patience with `--help`


def test_all_names_what_there_is() -> None:
    assert classifier.__all__ == sorted(classifier.__all__)
    assert set(classifier.__all__) == set(classifier._ROOMS)
    for name in classifier.__all__:
        assert getattr(classifier, name).__doc__, f"{name} has no docstring"


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_lists_its_public_names(room: str) -> None:
    module = import_module(f"classifier.{room}")
    assert module.__all__ == sorted(module.__all__, key=lambda name: (not name.isupper(), not name[0].isupper(), name))
    assert all(hasattr(module, name) for name in module.__all__)


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Taggr'"):
        _ = classifier.Taggr


def test_help_comes_at_once() -> None:
    code = (
        "import sys; sys.argv = ['motscles', '--help']\n"
        "from classifier.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        f"print([name for name in {HEAVY} if name in sys.modules])"
    )
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert "suggest" in result.stdout
    assert result.stdout.strip().endswith("[]"), "nothing heavy may be imported for --help"
    assert after.ru_utime - before.ru_utime < HELP_SECONDS
