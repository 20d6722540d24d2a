"""What a deployment may change, read once from the environment."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from classifier.errors import SettingsError

PREFIX = "CLASSIFIER_"


class Settings(BaseModel):
    """One deployment. Each field is set by a variable: CLASSIFIER_PORT=8080.

    >>> Settings.from_environ({"CLASSIFIER_PORT": "8080"}).port
    8080
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    models: Path = Field(Path("models"), description="the folder of model versions")
    model: str | None = Field(None, description="the version to serve; by default the one in service")
    tags: Path = Field(Path("training_data/tags.yaml"), description="the vocabulary to train on")
    corpus: Path = Field(Path("training_data/articles"), description="the articles to train on")
    analysis: Literal["fast", "full"] = Field(
        "fast", description="how texts are read when a model is trained: fast by a lexicon, full by a neural pipeline"
    )
    cache: Path = Field(Path(".cache/docs"), description="where analysed texts are kept between trainings")
    host: str = Field("127.0.0.1", description="the address to listen on")
    port: int = Field(8000, ge=1, le=65535, description="the port to listen on")
    jobs: int = Field(os.cpu_count() or 1, ge=1, description="processes that read texts and learn")

    @classmethod
    def from_environ(cls, environ: Mapping[str, str] = os.environ) -> Self:
        """Read the variables whose names start with `CLASSIFIER_`; raise `SettingsError` for a wrong one."""
        values = {
            name.removeprefix(PREFIX).lower(): value for name, value in environ.items() if name.startswith(PREFIX)
        }
        try:
            return cls.model_validate(values)
        except ValidationError as error:
            first = error.errors()[0]
            name = f"{PREFIX}{str(first['loc'][0]).upper()}"
            known = ", ".join(f"{PREFIX}{field.upper()}" for field in cls.model_fields)
            raise SettingsError(f"variable {name} : {first['msg']}. Variables possibles : {known}.") from error
