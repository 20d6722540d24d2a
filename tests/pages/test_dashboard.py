"""The dashboard, in a real browser: the model's figures, what editors decide, and which tags fall."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from classifier.corpora import Corpus
from classifier.documents import Document
from classifier.evaluation import Evaluation, evaluate
from classifier.feedback import FeedbackStore, Submission, Verdict
from classifier.settings import Settings
from classifier.store import ModelStore
from classifier.tagging import Tagger
from tests.pages.conftest import LOOKS, Opening, flaws

MONDAY = datetime(2026, 6, 1, 9, tzinfo=UTC)
DAYS = 60


@pytest.fixture(scope="module")
def judged(tagger: Tagger, small_corpus: Corpus) -> Evaluation:
    return evaluate(tagger, small_corpus)


@pytest.fixture(scope="module")
def settings(tagger: Tagger, judged: Evaluation, data: Path) -> Settings:
    """Return the settings of a service with a judged model, and two months of feedback in which one tag falls."""
    store = ModelStore(data / "models")
    store.promote(store.save(tagger, judged, name="judged", corpus={"name": "small", "documents": 96}))
    feedback = FeedbackStore(data / "f.sqlite")
    for day in range(DAYS):
        falls = Verdict("fintech", "accepted" if day < DAYS // 2 or day % 3 == 0 else "rejected")
        stays = Verdict("radios-communautaires", "rejected" if day % 10 == 0 else "accepted")
        document = Document(str(day), "", f"La radio du jour {day}.")
        feedback.record(Submission(document, (falls, stays)), now=MONDAY + timedelta(days=day))
    feedback.close()
    return Settings(models=data / "models", feedback=str(data / "f.sqlite"), keys=data / "keys.json", rate=0)


def dashboard(opened: Opening, **options: object) -> Page:
    page = opened("/tableau", **options)
    expect(page.locator("#tags tbody tr").first).to_be_visible()
    return page


def labels(page: Page) -> list[str]:
    found: list[str] = page.locator("#tags tbody th").evaluate_all("all => all.map(one => one.firstChild.textContent)")
    return found


def test_the_model_and_its_figures_are_shown(opened: Opening, judged: Evaluation) -> None:
    page = dashboard(opened)
    card = page.locator("#card")
    for said in ("judged", "96 articles (small)", "96 articles mis de côté", str(judged.corpus["fingerprint"])):
        expect(card).to_contain_text(said)
    figure = judged.micro_f1
    expect(card.locator(".tile").first).to_contain_text(f"{round(100 * figure.value)}\u00a0%")
    bounds = [f"{100 * part:.1f}".replace(".", ",") + "\u00a0%" for part in (figure.low, figure.high)]
    expect(card.locator(".tile").first).to_contain_text(f"entre {bounds[0]} et {bounds[1]}")
    row: Any = judged.per_tag().loc["Fintech"]
    cells = page.locator("#tags tbody tr", has_text="Fintech").first.locator("td").all_inner_texts()
    expected = [f"{round(100 * row[name])}\u00a0%" for name in ("precision", "recall", "f1")]
    assert cells[:4] == [f"{row['support']:.0f}", *expected]


def test_the_table_is_sorted_and_searched(opened: Opening, judged: Evaluation) -> None:
    page = dashboard(opened)
    frame = judged.per_tag()
    assert frame.loc[labels(page)[0], "support"] == frame["support"].max()
    page.get_by_role("button", name="Mot-clé").click()
    expect(page.get_by_role("columnheader", name="Mot-clé")).to_have_attribute("aria-sort", "ascending")
    assert labels(page)[0] == "Affaire Global Voice"
    page.get_by_role("button", name="Mot-clé").click()
    assert labels(page)[-1] == "Affaire Global Voice"
    page.get_by_label("Chercher").fill("sante")
    expect(page.locator("#found")).to_have_text("2 mots-clés")
    assert labels(page) == ["TIC pour la santé", "Environnement/Santé"]
    page.get_by_label("Chercher").fill("zzz")
    expect(page.locator("#tags")).to_contain_text("Aucun mot-clé ne s’écrit ainsi.")


def test_decisions_over_time_and_the_tag_that_falls_are_shown(opened: Opening) -> None:
    page = dashboard(opened)
    weeks = page.locator("#weeks")
    expect(weeks).to_contain_text("94 acceptées")
    expect(weeks).to_contain_text("26 refusées")
    picture = page.get_by_role("img", name="Décisions par semaine")
    expect(picture).to_be_visible()
    expect(picture.locator("rect.accepted")).to_have_count(9)
    page.get_by_text("Les mêmes nombres en tableau").click()
    expect(weeks.locator("tbody tr")).to_have_count(9)
    expect(weeks.locator("tbody tr").last).to_contain_text("1er juin 2026")
    falls = page.locator("#falls li")
    expect(falls).to_have_count(1)
    expect(falls).to_contain_text("Fintech")
    expect(falls).to_contain_text("30 sur 30")
    expect(falls).to_contain_text("depuis le 1er juillet 2026")


def test_without_feedback_and_figures_it_is_quiet(opened: Opening) -> None:
    page = opened()
    zero = {"accepted": 0, "rejected": 0, "added": 0, "agreement": None}
    nothing = {"model": "judged", "submissions": 0, "overall": zero, "weeks": [], "tags": [], "falling": []}
    page.route("**/api/feedback/stats", lambda route: route.fulfill(json=nothing))
    bare = {"model": "judged", "name": "judged", "in_service": True, "created": None, "tags": []}
    bare |= {name: {} for name in ("corpus", "test", "analyzer", "versions", "figures")}
    page.route("**/api/models/judged", lambda route: route.fulfill(json=bare))
    page.goto(page.url + "tableau")
    expect(page.locator("#weeks")).to_contain_text("Pas encore de décision")
    expect(page.locator("#falls")).to_contain_text("Il faut une trentaine de décisions")
    expect(page.locator("#card")).to_contain_text("Ce modèle n’a pas été jugé")
    expect(page.locator("#tags")).to_contain_text("Pas encore de chiffres")
    assert flaws(page) == []


def test_one_part_that_fails_leaves_the_others_and_can_be_tried_again(opened: Opening) -> None:
    page = opened()
    page.route("**/api/feedback/stats", lambda route: route.abort())
    page.goto(page.url + "tableau")
    expect(page.locator("#weeks")).to_contain_text("Le service ne répond pas")
    expect(page.locator("#card")).to_contain_text("judged")
    expect(page.locator("#tags tbody tr").first).to_be_visible()
    page.unroute("**/api/feedback/stats")
    page.locator("#weeks").get_by_role("button", name="Réessayer").click()
    expect(page.locator("#weeks")).to_contain_text("94 acceptées")


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_everyone_can_use_it_at_every_width(opened: Opening, width: int, scheme: str) -> None:
    page = dashboard(opened, width=width, scheme=scheme)
    for details in page.locator("details").all():
        details.evaluate("one => { one.open = true }")
    page.get_by_label("Chercher").fill("radios")  # axe looks at each row for itself
    expect(page.locator("#tags tbody tr")).to_have_count(1)
    assert flaws(page) == []
