"""The shapes of Annif's interface, as its clients read and write them."""

import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

EXAMPLE = "Le régulateur a relevé des coupures répétées sur les trois réseaux mobiles du pays."
DOCUMENTS: dict[str, Any] = {"documents": [{"text": EXAMPLE, "document_id": "article-4711"}]}


class Info(BaseModel):
    """Name and version of the service."""

    title: str
    version: str


class Vocab(BaseModel):
    """A vocabulary."""

    vocab_id: str
    languages: list[str]
    size: int | None
    loaded: bool


class Vocabs(BaseModel):
    """All vocabularies."""

    vocabs: list[Vocab]


class Backend(BaseModel):
    """What suggests."""

    backend_id: str


class Project(BaseModel):
    """A project: for us, the model in service."""

    project_id: str
    name: str
    language: str
    backend: Backend
    vocab: Vocab | None
    vocab_language: str | None
    is_trained: bool
    modification_time: datetime.datetime | None


class Projects(BaseModel):
    """All projects."""

    projects: list[Project]


class Form(BaseModel):
    """The fields of a text to suggest tags for."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"text": EXAMPLE, "limit": 5}]})

    text: str
    limit: Annotated[int, Field(ge=0, le=10_000)] = 10
    threshold: Annotated[float, Field(ge=0, le=1)] = 0.0
    language: str | None = None


class Result(BaseModel):
    """One suggested tag."""

    uri: str
    label: str
    notation: str | None = None
    score: float


class Results(BaseModel):
    """Suggested tags, the likeliest first."""

    results: list[Result]


class BatchDocument(BaseModel):
    """One document of a batch; its metadata are passed over."""

    text: str
    document_id: str | None = None
    metadata: dict[str, Any] = {}


class Batch(BaseModel):
    """Up to 32 documents."""

    model_config = ConfigDict(json_schema_extra={"examples": [DOCUMENTS]})

    documents: Annotated[list[BatchDocument], Field(max_length=32)]


class BatchResult(Results):
    """The suggestions for one document of a batch."""

    document_id: str | None = None


class Subject(BaseModel):
    """A tag that a document bears."""

    uri: Annotated[str, Field(min_length=1, max_length=2_000)]
    label: Annotated[str, Field(max_length=200)] | None = None


class Learned(BaseModel):
    """A document with its right tags."""

    text: str
    subjects: Annotated[list[Subject], Field(min_length=1, max_length=1_000)]
    document_id: Annotated[str, Field(max_length=500)] | None = None
    metadata: dict[str, Any] = {}


class Detect(BaseModel):
    """A text, and the languages that it may be in."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"text": EXAMPLE, "languages": ["fr", "en"]}]})

    text: str
    languages: Annotated[list[Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]], Field(min_length=1, max_length=5)]


class Language(BaseModel):
    """How likely a language is; null stands for all that were not named."""

    language: str | None
    score: float


class Languages(BaseModel):
    """The languages, the likeliest first."""

    results: list[Language]
