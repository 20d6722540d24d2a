"""What the review screen stands on: columns of a plan, decisions that only grow, a folder of plans."""

import json
import os
import signal
from hashlib import blake2b
from threading import Thread

import pytest

from classifier.errors import PlanError, RetaggingError, ReviewError
from classifier.retagging import (
    Decisions,
    Numbered,
    Operation,
    Plan,
    PlanIndex,
    PlanShelf,
    Review,
    Where,
    percent_of,
    read_decisions,
    review_path,
)
from classifier.retagging.sheets import numbered


@pytest.fixture
def review(plan: Plan) -> Review:
    return Review(review_path(plan.path), plan.checksum, plan.changes)


def accepted(id: str, *ranges: tuple[int, int]) -> Operation:
    return Operation(id, "accepted", ranges, who="awa", at="2026-11-28T08:00:00+00:00")


def undo(id: str, undoes: str) -> Operation:
    return Operation(id, undoes=undoes)


def test_answers_are_read_back_and_taken_back(plan: Plan, review: Review) -> None:
    review.record([accepted("a", (1, 4)), Operation("b", "refused", ((3, 3),)), Operation("c", "undecided", ((1, 1),))])
    assert [review.answer(number) for number in range(1, 6)] == [
        "undecided",
        "accepted",
        "refused",
        "accepted",
        "undecided",
    ]
    again = Review(review.path, plan.checksum, plan.changes)
    assert again.answers == review.answers
    review.record([undo("d", "b"), undo("e", "c")])
    again.refresh()
    for one in (review, again, Review.read(review.path)):
        assert [one.answer(number) for number in range(1, 6)] == ["accepted"] * 4 + ["undecided"]
        assert one.counts() == (plan.changes - 4, 4, 0)


def test_a_bulk_answer_taken_back_keeps_what_was_answered_before_and_after(review: Review) -> None:
    review.record(
        [Operation("one", "refused", ((2, 2),)), accepted("bulk", (1, 5)), Operation("later", "refused", ((4, 4),))]
    )
    review.record([undo("u", "bulk")])
    assert [review.answer(number) for number in range(1, 6)] == [
        "undecided",
        "refused",
        "undecided",
        "refused",
        "undecided",
    ]


def test_what_is_sent_twice_counts_once(review: Review) -> None:
    review.record([accepted("a", (1, 1))])
    review.record([Operation("b", "refused", ((1, 1),))])
    review.record([accepted("a", (1, 1)), accepted("a", (2, 2))])
    assert (review.answer(1), review.answer(2)) == ("refused", "undecided")
    assert len(review.path.read_bytes().splitlines()) == 3


@pytest.mark.parametrize(
    ("operation", "message"),
    [
        (accepted("x", (0, 1)), "un changement n’est pas de ce plan"),
        (accepted("x", (1, 10_000)), "un changement n’est pas de ce plan : ils vont de 1 à "),
        (undo("x", "absent"), "il n’y a rien à annuler"),
    ],
)
def test_a_wrong_operation_leaves_nothing_of_its_request(review: Review, operation: Operation, message: str) -> None:
    with pytest.raises(ReviewError, match=message):
        review.record([accepted("a", (1, 1)), operation])
    review.refresh()
    assert review.counts().accepted == 0


def test_a_torn_line_is_cut_off_and_the_lines_before_hold(plan: Plan, review: Review) -> None:
    review.record([accepted("a", (1, 1))])
    with review.path.open("ab") as file:
        file.write(b'{"id": "b", "at": "", "who": "", "answer": "acc')
    again = Review(review.path, plan.checksum, plan.changes)
    assert again.counts().accepted == 1
    again.record([accepted("c", (2, 2))])
    review.refresh()
    assert review.counts().accepted == 2


def test_a_damaged_file_and_one_of_another_plan_are_refused(plan: Plan, review: Review) -> None:
    review.record([accepted("a", (1, 1))])
    with pytest.raises(ReviewError, match="celles d’un autre plan, ou le plan a été refait"):
        Review(review.path, "another", plan.changes)
    with review.path.open("ab") as file:
        file.write(b'{"id": "b", "at": "", "who": "", "answer": "peut-\xc3\xaatre", "changes": [[1, 1]]}\n')
    with pytest.raises(ReviewError, match="décision illisible : le fichier est abîmé"):
        Review(review.path, plan.checksum, plan.changes)
    review.path.write_text("{}\n")
    with pytest.raises(ReviewError, match="ce ne sont pas des décisions de l’écran"):
        Review(review.path, plan.checksum, plan.changes)


def test_threads_lose_nothing(plan: Plan) -> None:
    """Each has a view of its own, as workers do."""

    def work(name: str) -> None:
        mine = Review(review_path(plan.path), plan.checksum, plan.changes)
        for number in range(1, 16):
            mine.record([accepted(f"{name}{number}", (number, number))])

    threads = [Thread(target=work, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(review_path(plan.path).read_bytes().splitlines()) == 1 + 45
    assert Review.read(review_path(plan.path)).counts().accepted == 15


def test_a_kill_loses_nothing_that_was_answered(plan: Plan) -> None:
    path = review_path(plan.path)
    told, tell = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            review = Review(path, plan.checksum, plan.changes)
            for number in range(1, plan.changes):
                review.record([accepted(f"k{number}", (number, number))])
                os.write(tell, bytes([number]))
        finally:
            os._exit(0)
    os.close(tell)
    answered = b"".join(os.read(told, 1) for _ in range(7))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    answered += os.read(told, 1000)
    os.close(told)
    review = Review(path, plan.checksum, plan.changes)
    assert len(answered) >= 7
    assert all(review.answer(number) == "accepted" for number in answered)
    assert review.counts().accepted - len(answered) <= 1  # one may have been kept and not told


def test_a_full_disk_keeps_nothing_and_says_so(review: Review, monkeypatch: pytest.MonkeyPatch) -> None:
    review.record([accepted("a", (1, 1))])

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("classifier.retagging.lines.os.fsync", full)
        with pytest.raises(RetaggingError, match="le disque est plein"):
            review.record([accepted("b", (2, 2))])
    review.refresh()
    assert review.counts().accepted == 1
    review.record([accepted("b", (2, 2))])
    assert Review.read(review.path).counts().accepted == 2


def test_apply_reads_the_screen_as_it_reads_a_sheet(plan: Plan, review: Review) -> None:
    review.record([accepted("a", (2, 3)), Operation("b", "refused", ((1, 1),))])
    decisions = read_decisions(plan, review.path)
    assert [number for number in range(1, plan.changes + 1) if number in decisions] == [2, 3]
    assert decisions.digest() == Decisions.reviewed(review).digest()
    with pytest.raises(ReviewError, match="ce fichier n’existe pas"):
        read_decisions(plan, plan.path.with_name("absent.decisions.jsonl"))


def test_filters_and_orders_mean_what_the_plan_says(plan: Plan, review: Review) -> None:
    index, rows = PlanIndex(plan), list(numbered(plan))
    assert len(index) == plan.changes
    assert index.rows([one.number for one in rows]) == rows
    review.record([accepted("a", (1, 5))])
    where = Where(tag="fintech", answer="undecided", low=20, high=90)
    expected = [
        one.number
        for one in rows
        if one.change.id == "fintech" and one.number > 5 and 20 <= percent_of(one.change) <= 90
    ]
    assert index.numbers(where, review.answers) == expected
    for order, sign in (("surest", -1), ("least-sure", 1)):
        found: list[Numbered] = []
        after = 0
        while page := index.page(Where(), review.answers, order=order, after=after, limit=7):  # type: ignore[arg-type]
            if not page.changes:
                break
            assert (page.before, page.matching) == (len(found), plan.changes)
            found += [one for _, one in page.changes]
            after = page.changes[-1][0]
        assert found == sorted(rows, key=lambda one: (sign * percent_of(one.change), one.number))
    counts = index.tags(review.answers)
    assert sum(one.changes for one in counts) == plan.changes
    assert sum(one.undecided for one in counts) == plan.changes - 5
    assert sum(index.histogram(Where(answer="undecided"), review.answers)) == plan.changes - 5
    assert index.numbers(Where(tag="absent"), review.answers) == []


def test_a_page_does_not_move_while_answers_are_given(plan: Plan, review: Review) -> None:
    index, where = PlanIndex(plan), Where(answer="undecided")
    first = index.page(where, review.answers, order="surest", after=0, limit=5)
    review.record([accepted(f"a{one.number}", (one.number, one.number)) for _, one in first.changes])
    second = index.page(where, review.answers, order="surest", after=first.changes[-1][0], limit=5)
    everything = index.page(Where(), review.answers, order="surest", after=0, limit=10)
    assert [*first.changes, *second.changes] == everything.changes


def test_a_folder_lists_its_plans_and_nothing_else(plan: Plan, review: Review) -> None:
    folder = plan.path.parent
    shelf = PlanShelf(folder)
    (listed,) = shelf.list()
    assert (listed.name, listed.source, listed.articles, listed.version) == ("plan.jsonl", "archive", 96, "small")
    assert (listed.counts, listed.problem) == (None, None)
    review.record([accepted("a", (1, 3))])
    (folder / "cut.jsonl").write_bytes(plan.path.read_bytes()[:-20])
    by_name = {one.name: one for one in shelf.list()}
    assert by_name["plan.jsonl"].counts == (plan.changes - 3, 3, 0)
    assert "ce plan a été modifié ou coupé" in str(by_name["cut.jsonl"].problem)
    with pytest.raises(PlanError, match="ce plan a été modifié ou coupé"):
        shelf.open("cut.jsonl")
    assert PlanShelf(folder / "absent").list() == []


@pytest.mark.parametrize(
    "name", ["absent.jsonl", "../plan.jsonl", "/etc/passwd", "archive.jsonl", ".plan.jsonl", "plan.jsonl\0", "", "."]
)
def test_only_names_of_plans_open_anything(plan: Plan, name: str) -> None:
    (plan.path.parent / "inner").mkdir()
    assert PlanShelf(plan.path.parent / "inner" if name.startswith("..") else plan.path.parent).open(name) is None


def test_a_plan_made_anew_is_opened_anew_and_its_old_decisions_are_refused(plan: Plan, review: Review) -> None:
    shelf = PlanShelf(plan.path.parent)
    one = shelf.open("plan.jsonl")
    assert one is not None
    assert shelf.open("plan.jsonl") is one
    review.record([accepted("a", (1, 1))])
    assert one.review.counts().accepted == 0
    assert shelf.open("plan.jsonl") is one
    assert one.review.counts().accepted == 1
    head, first, *_ = plan.path.read_bytes().splitlines(keepends=True)
    digest = blake2b(head + first, digest_size=16).hexdigest()
    aside = plan.path.with_suffix(".new")
    aside.write_bytes(head + first + json.dumps({"articles": 1, "checksum": digest}).encode() + b"\n")
    aside.replace(plan.path)
    with pytest.raises(ReviewError, match="celles d’un autre plan, ou le plan a été refait"):
        shelf.open("plan.jsonl")
    assert "celles d’un autre plan" in str(shelf.list()[0].problem)
    review_path(plan.path).unlink()
    again = shelf.open("plan.jsonl")
    assert again is not None
    assert len(again.index) < len(one.index)
    assert one.index.rows([2])  # the plan that was open stays readable
