import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from scipy.stats import fisher_exact

from classifier.documents import Document
from classifier.feedback import FeedbackStore, LatestTrends, Submission, Verdict, falling, trends
from classifier.feedback.submission import Dated
from classifier.feedback.trends import FALSE_ALARMS, chance_of_so_few

START = datetime(2026, 1, 5, 9, tzinfo=UTC)  # a Monday
Judged = list[tuple[object, bool]]


def judged(rates: list[float], each: int, seed: int = 0) -> list[tuple[object, bool]]:
    generator = random.Random(seed)
    return [
        (START.date() + timedelta(days=number), generator.random() < rate)
        for number, rate in enumerate(rate for rate in rates for _ in range(each))
    ]


def verdicts(day: int, **decisions: str) -> Dated:
    return Dated(START + timedelta(days=day), tuple(Verdict(tag, one) for tag, one in decisions.items()))  # type: ignore[arg-type]


def test_verdicts_are_counted_by_week_and_empty_weeks_are_there() -> None:
    found = trends([verdicts(0, a="accepted", b="rejected"), verdicts(6, a="added"), verdicts(22, a="accepted")])
    assert [week.monday.isoformat() for week in found.weeks] == ["2026-01-05", "2026-01-12", "2026-01-19", "2026-01-26"]
    assert [(one.counts.accepted, one.counts.rejected, one.counts.added) for one in found.weeks] == [
        (1, 1, 1),
        (0, 0, 0),
        (0, 0, 0),
        (1, 0, 0),
    ]
    assert (found.submissions, found.overall.agreement, found.tags["a"].added) == (3, 2 / 3, 1)
    assert trends([]).weeks == []
    assert len(trends([verdicts(7 * week, a="accepted") for week in range(80)]).weeks) == 53


@pytest.mark.parametrize(
    ("accepted", "recent", "all", "total"), [(10, 20, 60, 80), (0, 15, 15, 30), (50, 50, 150, 160)]
)
def test_the_chance_is_that_of_fishers_exact_test(accepted: int, recent: int, all: int, total: int) -> None:
    table = [[accepted, recent - accepted], [all - accepted, total - recent - (all - accepted)]]
    expected = fisher_exact(table, alternative="less").pvalue
    assert chance_of_so_few(accepted, recent, all, total) == pytest.approx(expected)


def test_a_tag_whose_acceptance_falls_is_told_with_both_parts() -> None:
    (fall,) = falling({"falls": judged([0.95, 0.5], 50), "stays": judged([0.8], 100), "rises": judged([0.4, 0.9], 50)})  # type: ignore[dict-item]
    assert fall.tag == "falls"
    assert (fall.before.accepted + fall.before.rejected, fall.latest.accepted + fall.latest.rejected) == (50, 50)
    assert (fall.before.agreement or 0) > (fall.latest.agreement or 1) + 0.3
    assert fall.chance < 0.001
    assert fall.since == START.date() + timedelta(days=50)


def test_few_verdicts_tell_nothing() -> None:
    assert falling({"a": judged([1.0, 0.0], 14)}) == []  # type: ignore[dict-item]
    assert len(falling({"a": judged([1.0, 0.0], 15)})) == 1  # type: ignore[dict-item]


def test_chance_alone_alarms_rarely() -> None:
    """Of 100 dashboards of 78 tags that change nothing, no more than one in twenty shows any tag, beyond chance."""
    alarms = 0
    for seed in range(100):
        generator = random.Random(seed)
        tags = {str(tag): judged([generator.uniform(0.5, 0.98)], 60, seed * 100 + tag) for tag in range(78)}
        alarms += bool(falling(tags))  # type: ignore[arg-type]
    assert alarms <= 100 * FALSE_ALARMS + 3 * (100 * FALSE_ALARMS * (1 - FALSE_ALARMS)) ** 0.5


def test_trends_of_a_store_follow_it_and_read_no_text(tmp_path: Path) -> None:
    store = FeedbackStore(tmp_path / "f.sqlite")
    latest = LatestTrends(store)
    assert latest.read().submissions == 0
    for number in range(3):
        document = Document(str(number), "", f"La radio {number}.")
        store.record(Submission(document, (Verdict("radio", "accepted"),)), now=START + timedelta(weeks=number))
    first = latest.read()
    assert (first.submissions, len(first.weeks)) == (3, 3)
    assert latest.read() is first
    store.purge(before=START + timedelta(weeks=1))
    assert latest.read().submissions == 2
    store.close()
