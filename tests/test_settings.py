from pathlib import Path

import pytest
from pydantic import ValidationError

from classifier.errors import SettingsError
from classifier.settings import Settings


def test_settings_come_from_the_environment_they_are_given() -> None:
    settings = Settings.from_environ({"CLASSIFIER_MODELS": "/srv/models", "CLASSIFIER_PORT": "81", "PATH": "/bin"})
    assert (settings.models, settings.port) == (Path("/srv/models"), 81)


@pytest.mark.parametrize("environ", [{"CLASSIFIER_PROT": "81"}, {"CLASSIFIER_PORT": "beaucoup"}])
def test_a_wrong_variable_is_named(environ: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match=f"{next(iter(environ))}.*Variables possibles"):
        Settings.from_environ(environ)


def test_settings_do_not_change_after_they_were_read() -> None:
    with pytest.raises(ValidationError):
        Settings.from_environ({}).port = 81  # type: ignore[misc]
