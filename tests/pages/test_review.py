"""The review screen, in a real browser: from a plan to the tags in the archive, with the keyboard only."""

import json
import re
import sys
import time
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from classifier.cli import main
from classifier.corpora import Corpus
from classifier.documents import Document
from classifier.keys import KeyRing
from classifier.retagging import Plan, Review, review_path
from classifier.retagging.sheets import numbered
from classifier.settings import Settings
from classifier.store import ModelStore
from plans import write_plan
from served import serving
from tests.pages.conftest import LOOKS, Opening, flaws

SHOWN = 50  # rows of a page
PATIENCE = 10  # seconds until a decision is on the disk of a busy machine
FAST = 100  # milliseconds from a key to the paint that follows; 50 on a quiet machine


@pytest.fixture(scope="module")
def settings(store: ModelStore, data: Path) -> Settings:
    return Settings(
        models=store.path, feedback=str(data / "f.sqlite"), keys=data / "keys.json", plans=data / "plans", rate=0
    )


@pytest.fixture
def plan(settings: Settings, small_corpus: Corpus, request: pytest.FixtureRequest) -> Plan:
    """Return a plan of the test's own, with a page and a half of changes."""
    name = request.node.name.partition("[")[0]
    return write_plan(settings.plans, list(small_corpus), changes=75, name=name)


def open_plan(opened: Opening, plan: Plan, more: str = "", **options: object) -> Page:
    page = opened(f"/relecture?plan={plan.path.name}{more}", **options)
    expect(page.locator(".change").first).to_be_visible()
    return page


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def row(page: Page, number: int) -> Locator:
    return page.locator(f"[data-number='{number}']")


def answers(plan: Plan) -> dict[int, str]:
    """Return what is on the disk."""
    review = Review(review_path(plan.path), plan.checksum, plan.changes)
    found = {number: review.answer(number) for number in range(1, plan.changes + 1)}
    return {number: answer for number, answer in found.items() if answer != "undecided"}


def on_disk(page: Page, plan: Plan, wanted: dict[int, str]) -> None:
    """Wait until the answers on the disk are these: the screen shows a decision before it is kept."""
    end = time.monotonic() + PATIENCE
    while (found := answers(plan)) != wanted and time.monotonic() < end:
        page.wait_for_timeout(20)
    assert found == wanted


def saved(page: Page) -> None:
    expect(page.locator("#saving")).to_have_text("Enregistré")


def test_an_editor_reviews_by_keyboard_and_apply_takes_it(
    opened: Opening, plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_plan(opened, plan)
    expect(row(page, 1)).to_be_focused()
    press(page, "j", "j", "k")
    expect(row(page, 2)).to_be_focused()
    press(page, "a")  # 2
    expect(row(page, 3)).to_be_focused()
    press(page, "r", "a", "u")  # 3, 4, and 4 taken back
    expect(row(page, 4)).to_be_focused()
    expect(row(page, 4)).to_have_attribute("data-answer", "undecided")
    press(page, "r", "a", "k", "k", "a")  # 4, 5, and 4 otherwise
    expect(page.locator("#progress")).to_contain_text("3 acceptés")
    expect(page.locator("#progress")).to_contain_text("1 refusé")
    saved(page)
    on_disk(page, plan, {2: "accepted", 3: "refused", 4: "accepted", 5: "accepted"})

    page.reload()
    expect(page.locator("#position")).to_have_text("1–50 sur 71")
    expect(row(page, 1)).to_be_visible()
    expect(row(page, 2)).to_have_count(0)
    page.goto(page.url + "&answer=")
    expect(row(page, 3)).to_have_attribute("data-answer", "refused")
    expect(row(page, 2).get_by_role("button", name="Accepter")).to_have_attribute("aria-pressed", "true")

    out = tmp_path / "out.jsonl"
    monkeypatch.setattr(sys, "argv", ["motscles", "retag", "apply", str(plan.path), "--out", str(out)])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code in (0, None)
    tags = {one["id"]: one["tags"] for one in map(json.loads, out.read_text(encoding="utf-8").splitlines())}
    for number, article, change in numbered(plan):
        accepted = number in (2, 4, 5)
        there = change.tag in tags[article.id]
        assert there == (accepted if change.action == "add" else not accepted)


def test_the_list_goes_on_over_pages(opened: Opening, plan: Plan) -> None:
    page = open_plan(opened, plan)
    press(page, *"j" * (SHOWN - 1))
    expect(row(page, SHOWN)).to_be_focused()
    press(page, "j")
    expect(row(page, SHOWN + 1)).to_be_focused()
    expect(page.locator("#position")).to_have_text("51–75 sur 75")
    press(page, "k")
    expect(row(page, SHOWN)).to_be_focused()
    press(page, *"j" * 26)
    expect(row(page, 75)).to_be_focused()
    expect(page.locator("#told")).to_have_text("Fin de la liste.")


def test_all_above_the_cut_is_accepted_after_a_question_and_taken_back(opened: Opening, plan: Plan) -> None:
    page = open_plan(opened, plan)
    press(page, "r")  # an answer of one's own is never overturned
    rows = page.evaluate(f"fetch('/api/plans/{plan.path.name}/changes?limit=500').then(a => a.json())")["changes"]
    wanted = [one["number"] for one in rows if one["percent"] >= 85 and one["number"] != 1]
    page.locator("#cut").focus()
    press(page, *["ArrowLeft"] * 5)
    expect(page.locator("#accept-all")).to_have_text(f"Accepter les {len(wanted)} à 85 % et plus")
    expect(page.locator("#refuse-all")).to_have_text(f"Refuser les {74 - len(wanted)} en dessous")
    page.locator("#accept-all").press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(f"Accepter {len(wanted)} changements")
    assert flaws(page) == []
    press(page, "Escape")
    expect(dialog).to_have_count(0)
    page.locator("#accept-all").press("Enter")
    press(page, "Enter")
    expect(page.locator("#told")).to_contain_text(f"{len(wanted)} changements acceptés")
    on_disk(page, plan, {1: "refused"} | dict.fromkeys(wanted, "accepted"))
    expect(page.locator("#position")).to_have_text(f"1–{min(SHOWN, 74 - len(wanted))} sur {74 - len(wanted)}")
    press(page, "u")
    expect(page.locator("#progress")).to_contain_text(re.compile(r"(^|\D)0 accepté"))
    on_disk(page, plan, {1: "refused"})


def test_filters_narrow_the_list_and_what_is_decided_in_one_go(opened: Opening, plan: Plan) -> None:
    page = open_plan(opened, plan)
    page.locator("#tag").select_option(index=1)
    tag = page.locator("#tag").input_value()
    mine = [number for number, _, change in numbered(plan) if change.id == tag]
    expect(page.locator("#position")).to_have_text(f"1–{len(mine)} sur {len(mine)}")
    assert page.locator(".change").evaluate_all("all => all.map(one => Number(one.dataset.number))") == mine
    page.locator("#cut").fill("0")
    page.locator("#accept-all").click()
    page.get_by_role("dialog").get_by_role("button", name="Accepter").click()
    expect(page.locator("#nothing")).to_contain_text("Rien ne répond à ces filtres")
    on_disk(page, plan, dict.fromkeys(mine, "accepted"))
    page.get_by_role("button", name="Effacer les filtres").last.click()
    expect(page.locator("#position")).to_have_text(f"1–50 sur {75 - len(mine)}")


def late_paints(page: Page) -> int:
    """Return how many of 120 keys, over two ends of pages, are followed by their paint too late."""
    page.evaluate(
        """() => {
          window.took = [];
          const seen = list => window.took.push(...list.getEntries().filter(one => one.name === "keydown"));
          new PerformanceObserver(seen).observe({ type: "event", durationThreshold: 16 });
        }"""
    )
    for number in range(120):
        press(page, "ajrk"[number % 4] if number % 3 else "a")
    expect(page.locator("#told")).not_to_be_empty()
    saved(page)
    return sum(took > FAST for took in page.evaluate("window.took.map(one => one.duration)"))


def test_two_thousand_changes_stay_smooth(opened: Opening, settings: Settings, small_corpus: Corpus) -> None:
    few = write_plan(settings.plans, list(small_corpus), changes=200, name="few")
    usual = late_paints(open_plan(opened, few))  # by whatever else the machine does meanwhile
    plan = write_plan(settings.plans, list(small_corpus), changes=2_000, name="large")
    page = open_plan(opened, plan)
    expect(page.locator("#position")).to_have_text("1–50 sur 2\u202f000")
    assert late_paints(page) <= usual + 120 // 20  # 95 of 100 keys are painted in time where those of few rows are
    review = Review(review_path(plan.path), plan.checksum, plan.changes)
    expect(page.locator("#progress")).to_contain_text(f"{review.counts().accepted} acceptés")
    assert review.counts().accepted > 30


def test_what_cannot_be_kept_is_seen_and_sent_again(opened: Opening, plan: Plan) -> None:
    page = open_plan(opened, plan)
    page.route("**/decisions", lambda route: route.abort())
    press(page, "a", "r")
    expect(page.locator("#saving")).to_have_text("Non enregistré\u00a0: 2 décisions")
    expect(page.get_by_role("alert")).to_contain_text("Le service ne répond pas")
    assert not review_path(plan.path).exists()
    page.reload()  # what waits is still there, and goes out
    expect(page.locator("#saving")).to_have_text("Non enregistré\u00a0: 2 décisions")
    page.unroute("**/decisions")
    page.get_by_role("button", name="Réessayer").click()
    saved(page)
    expect(page.locator("#problem")).to_be_empty()
    on_disk(page, plan, {1: "accepted", 2: "refused"})


def test_a_slow_service_holds_no_key_up(opened: Opening, plan: Plan) -> None:
    page = open_plan(opened, plan)

    def slowly(route: Route) -> None:
        page.wait_for_timeout(400)
        route.continue_()

    page.route("**/decisions", slowly)
    press(page, *"aaaaa")
    expect(row(page, 6)).to_be_focused()
    saved(page)
    on_disk(page, plan, dict.fromkeys(range(1, 6), "accepted"))


def test_a_plan_that_was_made_anew_is_told(opened: Opening, plan: Plan, small_corpus: Corpus) -> None:
    page = open_plan(opened, plan)
    write_plan(plan.path.parent, list(small_corpus), changes=60, name=plan.path.stem)
    press(page, "a")
    expect(page.get_by_role("alert")).to_contain_text("Le plan a été refait depuis que vous l’avez ouvert.")
    page.get_by_role("button", name="Recharger la page").click()
    expect(page.locator("#position")).to_have_text("1–50 sur 60")


def test_a_title_stays_text(opened: Opening, settings: Settings, small_corpus: Corpus) -> None:
    first, *others = small_corpus
    title = "<script>document.title = 'pris'</script><img src=x onerror=\"document.title = 'pris'\">"
    hostile = Document(first.id, title, first.text, tags=first.tags)
    plan = write_plan(settings.plans, [hostile, *others], changes=10, name="hostile")
    page = open_plan(opened, plan)
    expect(page.locator(".title").first).to_have_text(title)
    expect(page.locator("#changes :is(script, img)")).to_have_count(0)
    expect(page).to_have_title("hostile.jsonl – relecture – motscles")


def test_letters_are_letters_where_one_writes_or_wants_no_keys(opened: Opening, plan: Plan) -> None:
    page = open_plan(opened, plan)
    page.locator("#low").focus()
    press(page, "a", "r")
    page.get_by_text("Clavier").click()
    page.get_by_label("Touches actives").uncheck()
    row(page, 1).focus()
    press(page, "a")
    expect(page.locator("#progress")).to_contain_text("75 sans décision")


def test_a_key_is_asked_for_and_a_reader_is_told(
    opened: Opening, plan: Plan, settings: Settings, tmp_path: Path
) -> None:
    ring = KeyRing(tmp_path / "keys.json")
    keys = {role: ring.add(role, role)[1] for role in ("read", "edit")}
    page = opened()  # for its browser
    with serving(settings.model_copy(update={"keys": tmp_path / "keys.json"})) as guarded:
        browser = page.context.browser
        assert browser is not None
        other = browser.new_page()
        other.goto(f"{guarded}/relecture?plan={plan.path.name}")
        other.get_by_label("Clé d’accès").fill(keys["read"])
        press(other, "Enter")
        expect(other.locator(".change").first).to_be_visible()
        press(other, "a")
        expect(other.get_by_role("alert")).to_contain_text("Cette clé ne permet pas cela.")
        other.evaluate("key => sessionStorage.setItem('motscles-key', key)", keys["edit"])
        other.reload()
        on_disk(other, plan, {1: "accepted"})
        saved(other)
        other.close()


def test_no_plan_and_a_plan_that_is_not_there_are_told(opened: Opening, plan: Plan) -> None:
    page = opened("/relecture?plan=absent.jsonl")
    expect(page.locator(".state")).to_contain_text("Aucun plan ne s’appelle ainsi.")
    assert flaws(page) == []
    page.get_by_role("link", name="Tous les plans").click()
    expect(page.locator(".plan").first).to_be_visible()
    assert flaws(page) == []
    page.route("**/api/plans", lambda route: route.fulfill(json={"model": "small", "plans": []}))
    page.reload()
    expect(page.locator(".state")).to_contain_text("Aucun plan à relire")
    assert flaws(page) == []


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_everyone_can_use_it_at_every_width(
    opened: Opening, settings: Settings, small_corpus: Corpus, width: int, scheme: str
) -> None:
    plan = write_plan(settings.plans, list(small_corpus), changes=6, name="looks")  # axe looks at each row for itself
    page = open_plan(opened, plan, "&answer=", width=width, scheme=scheme)
    press(page, "a", "r")
    saved(page)
    for box in ("#filters-box", "#bulk-box"):
        page.locator(box).evaluate("box => { box.open = true }")
    assert flaws(page) == []
