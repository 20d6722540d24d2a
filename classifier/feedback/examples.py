"""From verdicts to articles to learn from."""

from collections.abc import Iterator
from dataclasses import replace

from classifier.documents import Document
from classifier.feedback.store import FeedbackStore


def examples(store: FeedbackStore) -> Iterator[Document]:
    """Yield each article once, with the tags that its latest submission accepted or added, in their order.

    An article whose text was not kept, or that was left without any tag, teaches nothing and is passed over.
    The submissions are read twice, so that no text waits in memory.
    """
    latest = {entry.digest: entry.number for entry in store.entries()}
    for entry in store.entries():
        tags = dict.fromkeys(one.tag for one in entry.submission.verdicts if one.decision != "rejected")
        if entry.whole and tags and latest.get(entry.digest) == entry.number:
            document = entry.submission.document
            yield replace(document, id=document.id or f"retour-{entry.number}").with_tags(*tags)
