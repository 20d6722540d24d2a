"""New words that no tag explains: what an archive has begun to speak of."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from classifier.documents import Document
from classifier.drift.archive import ReadArchive

MIN_RECENT = 5  # articles with a word, below which it may be one story
RISE = 4.0  # standard errors between the two shares: with tens of thousands of words, 3 would let some in by chance
EXPLAINED = 0.5  # share of a word's articles that bear one tag: from there on, the tag explains it
LIMIT, EXAMPLES = 20, 3


@dataclass(frozen=True)
class NewWord:
    """A word that became frequent: in how many articles before and since, and the tag that most of these bear."""

    word: str
    before: int
    since: int
    share_before: float
    share_since: float
    nearest: tuple[str, float] | None
    examples: tuple[Document, ...]


def recent_day(archive: ReadArchive) -> date | None:
    """Return the day from which articles are recent where nobody says: the last fifth; None without dates."""
    days = sorted(one.date for one in archive.documents if one.date)
    return days[int(0.8 * len(days))] if days else None


def new_words(archive: ReadArchive, *, since: date | None = None, limit: int = LIMIT) -> list[NewWord]:
    """Return the words that rose most since a day and whose articles share no tag; the clearest rise first.

    Articles without a date are left out. Shares are compared by the difference of two proportions, in standard errors.
    """
    day = since or recent_day(archive)
    if day is None:
        return []
    dated = [(row, one.date) for row, one in enumerate(archive.documents) if one.date]
    old = np.array([row for row, at in dated if at < day], dtype=int)
    new = np.array([row for row, at in dated if at >= day], dtype=int)
    if not len(old) or not len(new):
        return []
    has = archive.words.astype(bool).astype(float)
    before, recently = (np.asarray(has[rows].sum(axis=0)).ravel() for rows in (old, new))
    share = (before + recently) / (len(old) + len(new))
    error = np.sqrt(share * (1 - share) * (1 / len(old) + 1 / len(new)))
    rise = np.divide(recently / len(new) - before / len(old), error, out=np.zeros(len(share)), where=error > 0)
    risen = np.flatnonzero((rise >= RISE) & (recently >= MIN_RECENT))
    borne = (has[new][:, risen].T @ (archive.tags[new] > 0).astype(float)) / recently[risen][:, None]
    risen, borne = risen[borne.max(axis=1) < EXPLAINED], borne[borne.max(axis=1) < EXPLAINED]
    order = np.argsort(-rise[risen], kind="stable")[:limit]
    found = []
    for position in order.tolist():
        term, tag = int(risen[position]), int(borne[position].argmax())
        rows = new[has[new][:, [term]].toarray().ravel() > 0][:EXAMPLES]
        found.append(
            NewWord(
                archive.written([term], rows.tolist())[term],
                int(before[term]),
                int(recently[term]),
                float(before[term] / len(old)),
                float(recently[term] / len(new)),
                (archive.tagger.vocabulary[tag].label, float(borne[position, tag])) if borne[position, tag] else None,
                tuple(archive.documents[row] for row in rows),
            )
        )
    return found
