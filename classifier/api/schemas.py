"""The shapes on the wire."""

import datetime
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field

from classifier.documents import Document
from classifier.tagging import LIMIT, Band, Evidence, Explanation, Source, Suggestion
from classifier.text import TextWarning
from classifier.text.article import Field as TextField
from classifier.vocabulary import Tag
from classifier.wording import WARNINGS

MAX_LIMIT = 1_000
EXAMPLE: dict[str, Any] = {
    "title": "L’ARTP met les opérateurs en demeure",
    "text": "Le régulateur des télécommunications a relevé des coupures répétées sur les trois réseaux mobiles.",
    "date": "2019-03-14",
    "limit": 5,
    "explain": True,
}


ARTICLE = {name: EXAMPLE[name] for name in ("title", "text", "date")}
BATCH_LINE: dict[str, Any] = {"id": "article-4711", **ARTICLE}


class Article(BaseModel):
    """One article."""

    model_config = ConfigDict(extra="forbid")

    title: str = Field("", description="the title")
    text: str = Field("", description="the text; HTML is read as its text")
    date: datetime.date | None = Field(None, description="the day of the article: some tags have a period")

    def document(self) -> Document:
        """Return the article as a document."""
        return Document("", whole_characters(self.title), whole_characters(self.text), date=self.date)


class SuggestRequest(Article):
    """One article, and how much to say about it."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [EXAMPLE]})

    limit: Annotated[int, Field(ge=1, le=MAX_LIMIT)] = Field(LIMIT, description="how many tags to return")
    explain: bool = Field(True, description="whether to return the words that made each suggestion")


class ExplainRequest(Article):
    """One article and one tag, by its id or any of its labels."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{**ARTICLE, "tag": "Qualité de service"}]}
    )

    tag: Annotated[str, Field(min_length=1, max_length=200)]


class BatchArticle(Article):
    """One line of a batch; fields that are not ours are passed over, so that an archive can be sent as it is."""

    model_config = ConfigDict(extra="ignore")

    id: str | None = None


def whole_characters(text: str) -> str:
    """Return the text with each half of an emoji that JSON let through ("\\ud83d") as a question mark."""
    return text.encode("utf-8", "replace").decode("utf-8")


class PlaceOut(BaseModel):
    """Where some words stand; positions count Unicode characters of the field as it was sent, the end excluded."""

    field: TextField
    start: int
    end: int


class EvidenceOut(BaseModel):
    """Some words, and what they weigh in log-odds."""

    words: str
    weight: float
    places: list[PlaceOut]

    @classmethod
    def of(cls, evidence: Evidence) -> Self:
        """Return the wire shape of an evidence."""
        places = [PlaceOut(**place._asdict()) for place in evidence.places]
        return cls(words=evidence.words, weight=evidence.weight, places=places)


class SuggestionOut(BaseModel):
    """One tag and how sure it is."""

    id: str
    label: str
    probability: float
    score: float = Field(description="what orders the tags: log-odds of bearing it, plus those of bearing it first")
    threshold: float
    proposed: bool = Field(description="whether the probability reaches the tag's own threshold")
    source: Source = Field(description="“vocabulary” for a tag suggested by its names only")
    band: Band = Field(description="what bulk work may do: set it unseen, show it, or leave it")
    evidence: list[EvidenceOut]

    @classmethod
    def of(cls, suggestion: Suggestion) -> Self:
        """Return the wire shape of a suggestion."""
        return cls(
            id=suggestion.tag.id,
            label=suggestion.tag.label,
            probability=suggestion.probability,
            score=suggestion.score,
            threshold=suggestion.threshold,
            proposed=suggestion.is_proposed,
            source=suggestion.source,
            band=suggestion.band,
            evidence=[EvidenceOut.of(evidence) for evidence in suggestion.evidence],
        )


class WarningOut(BaseModel):
    """What makes the suggestions less sure; `code` is stable, `message` is French."""

    code: TextWarning
    message: str


class SuggestResponse(BaseModel):
    """Tags for one article, the likeliest dominant one first."""

    model: str = Field(description="the version of the model that answered")
    suggestions: list[SuggestionOut]
    warnings: list[WarningOut]

    @classmethod
    def of(cls, version: str, suggestions: list[Suggestion], warnings: list[TextWarning]) -> Self:
        """Return the wire shape of an answer."""
        return cls(
            model=version,
            suggestions=[SuggestionOut.of(suggestion) for suggestion in suggestions],
            warnings=[WarningOut(code=warning, message=WARNINGS[warning]) for warning in warnings],
        )


class ExplainResponse(BaseModel):
    """Why a tag has its probability: `bias`, `context` and the weights of all evidence add up to `log_odds`."""

    model: str
    suggestion: SuggestionOut = Field(description="the tag, with its strongest reasons left out")
    log_odds: float
    bias: float = Field(description="how likely the tag is before anything is read")
    context: float = Field(description="what the likelihoods of the other tags add")
    evidence: list[EvidenceOut] = Field(description="all words that speak for the tag, then those against it")
    warnings: list[WarningOut]

    @classmethod
    def of(cls, version: str, suggestion: Suggestion, explanation: Explanation, warnings: list[TextWarning]) -> Self:
        """Return the wire shape of an explanation."""
        return cls(
            model=version,
            suggestion=SuggestionOut.of(suggestion),
            log_odds=explanation.log_odds,
            bias=explanation.bias,
            context=explanation.context,
            evidence=[EvidenceOut.of(evidence) for evidence in explanation.evidence],
            warnings=[WarningOut(code=warning, message=WARNINGS[warning]) for warning in warnings],
        )


class BatchLine(BaseModel):
    """One line of the answer to a batch: suggestions, or an error in French."""

    model: str
    line: int
    id: str | None = None
    suggestions: list[SuggestionOut] = []
    error: str | None = None

    @classmethod
    def of(cls, version: str, line: int, id: str | None, suggestions: list[Suggestion]) -> Self:
        """Return the wire shape of the suggestions for one line."""
        found = [SuggestionOut.of(suggestion) for suggestion in suggestions]
        return cls(model=version, line=line, id=id, suggestions=found)


class TagOut(BaseModel):
    """One tag of the vocabulary."""

    id: str
    label: str
    kind: str
    count: int
    scope_note: str
    not_for: str
    start: datetime.date | None
    end: datetime.date | None
    former: list[str]
    later: list[str]
    synonyms: list[str]

    @classmethod
    def of(cls, tag: Tag) -> Self:
        """Return the wire shape of a tag."""
        texts: dict[str, Any] = {
            name: getattr(tag, name) for name in ("id", "label", "kind", "count", "scope_note", "not_for")
        }
        lists: dict[str, Any] = {name: list(getattr(tag, name)) for name in ("former", "later", "synonyms")}
        return cls(**texts, **lists, start=tag.period.start, end=tag.period.end)


class AddressRequest(BaseModel):
    """The address of an article."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"address": "https://www.osiris.sn/Un-article.html"}]}
    )

    address: Annotated[str, Field(min_length=1, max_length=2_000)]


class ReadResponse(BaseModel):
    """An article as it was read; look at it before it is tagged."""

    title: str
    text: str
    date: datetime.date | None

    @classmethod
    def of(cls, document: Document) -> Self:
        """Return the wire shape of an article."""
        return cls(title=document.title, text=document.text, date=document.date)


class ReadableResponse(BaseModel):
    """What can be read here."""

    kinds: list[str] = Field(description="ends of names of files")
    hosts: list[str] = Field(description="sites whose pages are fetched; none by default")


class TagsResponse(BaseModel):
    """The vocabulary of the model in service."""

    model: str
    tags: list[TagOut]


class Health(BaseModel):
    """The state of the service."""

    status: str
    model: str | None = None
    problem: str | None = Field(None, description="why the model promoted last does not answer, if it does not")


class Problem(BaseModel):
    """An error (RFC 9457); `type` is stable, `detail` is French."""

    type: str
    title: str
    status: int
    detail: str
