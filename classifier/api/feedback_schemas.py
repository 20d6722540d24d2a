"""The shapes of feedback on the wire."""

import datetime
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field

from classifier.api.schemas import whole_characters
from classifier.documents import Document
from classifier.errors import UnknownTagError
from classifier.feedback import Decision, Entry, Shown, Submission, Verdict
from classifier.vocabulary import Vocabulary

Name = Annotated[str, Field(max_length=200)]
EXAMPLE: dict[str, Any] = {
    "article": {
        "id": "article-4711",
        "title": "L’ARTP met les opérateurs en demeure",
        "text": "Le régulateur des télécommunications a relevé des coupures répétées sur les trois réseaux mobiles.",
        "date": "2019-03-14",
    },
    "model": "2026-11-22-a",
    "suggestions": [{"id": "qualite-de-service", "probability": 0.93}, {"id": "fintech", "probability": 0.31}],
    "verdicts": [
        {"tag": "qualite-de-service", "decision": "accepted"},
        {"tag": "fintech", "decision": "rejected"},
        {"tag": "Régulation des télécoms", "decision": "added"},
    ],
    "who": "Awa",
}


class ArticleIn(BaseModel):
    """The article that was judged."""

    model_config = ConfigDict(extra="forbid")

    id: Annotated[str, Field(max_length=500)] = Field("", description="its id in your archive")
    title: str = ""
    text: str = ""
    date: datetime.date | None = None
    url: Annotated[str, Field(max_length=2_000)] | None = None

    def document(self) -> Document:
        """Return the article as a document."""
        id, title, text = (kept_characters(part) for part in (self.id, self.title, self.text))
        return Document(id, title, text, date=self.date, url=kept_characters(self.url) if self.url else None)


class ShownIn(BaseModel):
    """A suggestion as it was shown; the other fields of an answer may come along."""

    id: Name
    probability: Annotated[float, Field(ge=0, le=1)]


class VerdictIn(BaseModel):
    """What was decided about a tag, named by its id or by any of its labels."""

    model_config = ConfigDict(extra="forbid")

    tag: Annotated[str, Field(min_length=1, max_length=200)]
    decision: Decision


class FeedbackRequest(BaseModel):
    """An editor's decisions on one article, and what had been suggested."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [EXAMPLE]})

    article: ArticleIn
    verdicts: Annotated[list[VerdictIn], Field(min_length=1, max_length=1_000)]
    suggestions: Annotated[list[ShownIn], Field(max_length=1_000)] = []
    model: Annotated[str, Field(max_length=100)] | None = Field(None, description="the version that suggested")
    who: Name = Field("", description="who decided; by default, the name of the key")
    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9._:-]{1,100}$")] | None = Field(
        None, description="your name for this submission; by default, its contents name it"
    )

    def submission(self, vocabulary: Vocabulary | None, *, who: str) -> tuple[Submission, list[str]]:
        """Return the submission, and the tags in it that the vocabulary does not know."""
        verdicts, unknown = [], []
        for one in self.verdicts:
            id, known = tag_id(vocabulary, one.tag)
            verdicts.append(Verdict(id, one.decision))
            unknown += [] if known else [id]
        shown = tuple(Shown(kept_characters(one.id), one.probability) for one in self.suggestions)
        model = kept_characters(self.model) if self.model else None
        submission = Submission(
            self.article.document(), tuple(verdicts), shown, model, kept_characters(self.who) or who, key=self.id
        )
        return submission, unknown


class FeedbackResponse(BaseModel):
    """What became of a submission."""

    model: str | None = Field(description="the model in service now")
    number: int
    new: bool = Field(description="false when it had been received before")
    unknown_tags: list[str] = Field(description="kept as they were sent, but unknown to the model in service")


class EntryOut(BaseModel):
    """A submission as it was kept."""

    number: int
    received: datetime.datetime
    digest: str
    article: ArticleIn | None = Field(description="null where texts are not kept")
    article_id: str
    suggestions: list[ShownIn]
    verdicts: list[VerdictIn]
    model: str | None
    who: str

    @classmethod
    def of(cls, entry: Entry) -> Self:
        """Return the wire shape of an entry; what was kept is not checked again."""
        one, document = entry.submission, entry.submission.document
        article = ArticleIn.model_construct(
            id=document.id, title=document.title, text=document.text, date=document.date, url=document.url
        )
        return cls(
            number=entry.number,
            received=entry.received,
            digest=entry.digest,
            article=article if entry.whole else None,
            article_id=document.id,
            suggestions=[ShownIn.model_construct(id=shown.tag, probability=shown.probability) for shown in one.shown],
            verdicts=[
                VerdictIn.model_construct(tag=verdict.tag, decision=verdict.decision) for verdict in one.verdicts
            ],
            model=one.model,
            who=one.who,
        )


class FeedbackList(BaseModel):
    """A page of what was kept; ask again after its last number."""

    model: str | None
    feedback: list[EntryOut]


def tag_id(vocabulary: Vocabulary | None, name: str) -> tuple[str, bool]:
    """Return the id of a tag, or what was sent where no tag is called so: a decision is never lost."""
    try:
        return (vocabulary.find(name).id, True) if vocabulary else (kept_characters(name), False)
    except UnknownTagError:
        return kept_characters(name), False


def kept_characters(text: str) -> str:
    """Return a text that any database takes: no NUL, no half emoji."""
    return whole_characters(text).replace("\0", "\ufffd")
