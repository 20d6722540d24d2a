"""How editors' verdicts on suggestions move: week by week, and the tags that they accept less than they did.

A tag is told to fall when its latest verdicts are too bad to be the luck of the same rate as before. The latest are
`RECENT` of them, or half where there are fewer, and no fewer than `LEAST` (so many must also stand before them). The
test is Fisher's exact one, one-sided: given how many of all verdicts are acceptances, how probable it is that so few,
or fewer, fall among the latest. Where many tags are tested some would seem to fall by chance; so the tags to tell are
chosen by Benjamini and Hochberg's rule (1995), which keeps the share of false alarms among them at one in twenty on
average. A dashboard that is looked at each day tests again each day: an alarm is a reason to look, no proof.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from math import comb
from typing import NamedTuple

from classifier.feedback.stats import TagStats
from classifier.feedback.store import FeedbackStore
from classifier.feedback.submission import Dated

RECENT, LEAST = 50, 15  # verdicts
FALSE_ALARMS = 0.05  # among the tags that are told, on average
WEEKS = 53  # that are kept


class Week(NamedTuple):
    """What was decided in a week, by its Monday."""

    monday: date
    counts: TagStats


@dataclass(frozen=True, slots=True)
class Fall:
    """A tag that editors accept less than before: its verdicts in two parts, and how probable that is by chance."""

    tag: str
    before: TagStats
    latest: TagStats
    since: date  # the day of the first of the latest
    chance: float


@dataclass(slots=True)
class Trends:
    """What editors decided over time."""

    submissions: int = 0
    overall: TagStats = field(default_factory=TagStats)
    tags: dict[str, TagStats] = field(default_factory=dict)
    weeks: list[Week] = field(default_factory=list)
    falls: list[Fall] = field(default_factory=list)


def trends(entries: Iterable[Dated], *, weeks: int = WEEKS) -> Trends:
    """Return how verdicts move, from submissions in the order in which they came; `weeks` is how many to keep."""
    found = Trends()
    by_week: dict[date, TagStats] = {}
    judged: dict[str, list[tuple[date, bool]]] = {}
    for received, verdicts in entries:
        found.submissions += 1
        day = received.date()
        week = by_week.setdefault(day - timedelta(days=day.weekday()), TagStats())
        for tag, decision in ((one.tag, one.decision) for one in verdicts):
            for counts in (found.overall, week, found.tags.setdefault(tag, TagStats())):
                counts.count(decision)
            if decision != "added":
                judged.setdefault(tag, []).append((day, decision == "accepted"))
    found.weeks = _without_gaps(by_week)[-weeks:]
    found.falls = falling(judged)
    return found


def falling(judged: dict[str, list[tuple[date, bool]]]) -> list[Fall]:
    """Return the tags that fall, the surest first, from the days and outcomes of their verdicts in order."""
    falls = sorted((fall for tag, all in judged.items() if (fall := _fall(tag, all))), key=lambda one: one.chance)
    told = [rank for rank, one in enumerate(falls, start=1) if one.chance <= FALSE_ALARMS * rank / len(falls)]
    return falls[: max(told, default=0)]


def chance_of_so_few(accepted: int, recent: int, accepted_in_all: int, judged: int) -> float:
    """Return how probable it is that so few, or fewer, of the recent verdicts are acceptances, by chance alone.

    >>> chance_of_so_few(0, 2, 2, 4)  # both refusals last, of two and two: one of six orders
    0.16666666666666666
    """
    least = max(0, recent - (judged - accepted_in_all))
    ways = sum(
        comb(accepted_in_all, n) * comb(judged - accepted_in_all, recent - n) for n in range(least, accepted + 1)
    )
    return float(Fraction(ways, comb(judged, recent)))


def _fall(tag: str, judged: Sequence[tuple[date, bool]]) -> Fall | None:
    recent = min(RECENT, len(judged) // 2)
    if recent < LEAST:
        return None
    before, latest = (_stats(part) for part in (judged[:-recent], judged[-recent:]))
    chance = chance_of_so_few(latest.accepted, recent, before.accepted + latest.accepted, len(judged))
    return Fall(tag, before, latest, judged[-recent][0], chance)


def _stats(judged: Sequence[tuple[date, bool]]) -> TagStats:
    accepted = sum(is_accepted for _, is_accepted in judged)
    return TagStats(accepted=accepted, rejected=len(judged) - accepted)


def _without_gaps(weeks: dict[date, TagStats]) -> list[Week]:
    """Return the weeks in order, with those in which nothing was decided."""
    if not weeks:
        return []
    first, last = min(weeks), max(weeks)
    mondays = [first + timedelta(weeks=number) for number in range((last - first).days // 7 + 1)]
    return [Week(monday, weeks.get(monday, TagStats())) for monday in mondays]


class LatestTrends:
    """The trends of a store, counted again only when something was kept or purged since."""

    def __init__(self, store: FeedbackStore) -> None:
        self.store = store
        self._known: tuple[tuple[int, int], Trends] | None = None

    def read(self) -> Trends:
        """Return the trends as they are now."""
        state = self.store.state()
        if self._known is None or self._known[0] != state:
            self._known = state, trends(self.store.verdicts())
        return self._known[1]
