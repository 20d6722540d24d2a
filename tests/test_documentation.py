"""What exists is documented: commands, settings, routes, errors, public names."""

import inspect
from importlib import import_module
from pathlib import Path

import pytest
from typer.main import get_command

from classifier import errors
from classifier.api import create_app
from classifier.cli import app
from classifier.settings import PREFIX, Settings

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
ROOMS = sorted(path.parent.name for path in (ROOT / "classifier").glob("*/__init__.py"))


def commands() -> list[str]:
    group = get_command(app)
    found = []
    for name, command in group.commands.items():  # type: ignore[attr-defined]  # a Typer app with commands is a group
        inner = getattr(command, "commands", None)
        found += [f"{name} {one}" for one in inner] if inner else [name]
    return found


@pytest.mark.parametrize("command", commands())
def test_every_command_is_in_the_readme(command: str) -> None:
    assert f"motscles {command}" in README


@pytest.mark.parametrize("field", Settings.model_fields)
def test_every_setting_is_in_the_readme(field: str) -> None:
    assert f"`{PREFIX}{field.upper()}`" in README


def test_every_route_is_in_the_readme() -> None:
    paths = list(create_app(Settings()).openapi()["paths"])
    assert len(paths) >= 4
    assert [path for path in paths if path not in README] == []


def test_every_error_is_in_the_tree() -> None:
    classes = [name for name, one in inspect.getmembers(errors, inspect.isclass) if one.__module__ == errors.__name__]
    assert len(classes) >= 10
    assert [name for name in classes if name not in (errors.__doc__ or "")] == []


@pytest.mark.parametrize("room", ROOMS)
def test_every_public_name_has_a_docstring(room: str) -> None:
    module = import_module(f"classifier.{room}")
    public = [getattr(module, name) for name in module.__all__]
    assert [one for one in public if (inspect.isclass(one) or inspect.isfunction(one)) and not one.__doc__] == []


def test_contributing_and_readme_quote_the_command_that_ci_runs() -> None:
    command = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()[-1]
    assert command == "make test"
    assert command in CONTRIBUTING
    assert command in README
