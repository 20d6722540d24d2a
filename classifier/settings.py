"""What a deployment may change, read once from the environment."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

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
    workers: int = Field(1, ge=1, le=64, description="processes that answer, sharing one model")
    feedback: str = Field("data/feedback.sqlite", description="where feedback is kept: a SQLite file or an address")
    keep_texts: bool = Field(True, description="whether feedback keeps the article, or its digest only")
    plans: Path = Field(Path("data/plans"), description="the folder of the retagging plans that editors review")
    keys: Path = Field(Path("data/keys.json"), description="the file of the API keys")
    origins: tuple[str, ...] = Field((), description="sites whose pages may call the service, or *")
    fetch_hosts: tuple[str, ...] = Field((), description="sites of which the editors' page may read an address")
    rate: int = Field(600, ge=0, description="requests a minute of one key or remote address; 0 for any number")
    queue: int = Field(64, ge=1, description="requests that may wait for the model before one is refused")
    patience: float = Field(30, gt=0, description="seconds that a request may take to arrive, or to wait for its turn")
    max_body: int = Field(10_000_000, ge=1_000, description="bytes of a request")
    max_batch: int = Field(1_000_000_000, ge=1_000, description="bytes of a request to suggest-batch")
    project: str = Field("motscles", pattern=r"^[\w.-]+$", description="the name of the model at /v1")
    tag_uri: str = Field("urn:motscles:tag:", description="what a tag's id is appended to at /v1")
    jobs: int = Field(os.cpu_count() or 1, ge=1, description="processes that read texts and learn")

    @field_validator("origins", "fetch_hosts", mode="before")
    @classmethod
    def _listed(cls, value: object) -> object:
        """Read "https://a.example, https://b.example" as two."""
        return tuple(part for part in value.replace(",", " ").split()) if isinstance(value, str) else value

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

    def at(self, root: Path | str) -> Self:
        """Return the same settings with relative paths taken from a folder: a notebook runs beside the data.

        >>> Settings.from_environ({"CLASSIFIER_CORPUS": "archive.jsonl"}).at("..").corpus.as_posix()
        '../archive.jsonl'
        """
        return self.model_copy(update={name: root / value for name, value in self if isinstance(value, Path)})
