"""One thing that an editor sent: an article, what was shown, what was decided."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Literal, NamedTuple

from classifier.documents import Document

Decision = Literal["accepted", "rejected", "added"]


@dataclass(frozen=True, slots=True)
class Shown:
    """A suggestion as the editor saw it."""

    tag: str
    probability: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an editor decided about a tag: accepted or rejected a suggestion, or added a tag that was not shown."""

    tag: str
    decision: Decision


class Dated(NamedTuple):
    """The verdicts of one submission, and when it came."""

    received: datetime
    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True)
class Submission:
    """Verdicts on one article, with the suggestions that were shown and the model that made them.

    `key` is the sender's own name for this submission. Without one, its contents name it, so that the same
    submission sent twice is one.
    """

    document: Document
    verdicts: tuple[Verdict, ...]
    shown: tuple[Shown, ...] = ()
    model: str | None = None
    who: str = ""
    origin: str = "api"
    key: str | None = None

    def content(self) -> str:
        """Return a digest of all that was sent, the key apart.

        >>> one = Submission(Document("a", "", "La radio."), (Verdict("radio", "added"),), who="awa")
        >>> two = Submission(Document("a", "", "La radio."), (Verdict("radio", "rejected"),), who="awa")
        >>> one.content() == one.content(), one.content() == two.content()
        (True, False)
        """
        document = self.document
        article = (document.id, document.title, document.text, str(document.date), document.url)
        decisions = ([asdict(one) for one in self.shown], [asdict(one) for one in self.verdicts])
        return _digest(json.dumps([*article, *decisions, self.model, self.who, self.origin]))


def article_digest(document: Document) -> str:
    """Return a digest of what there is to read in an article, which tells it again without keeping it."""
    return _digest(f"{document.title}\x1f{document.text}")


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
