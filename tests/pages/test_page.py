"""The editors' page, in a real browser and with the keyboard only."""

import json
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from socket import create_server
from threading import Thread
from typing import Any
from urllib.request import Request, urlopen

import pytest
import uvicorn
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from classifier.api import create_app
from classifier.settings import Settings
from classifier.store import ModelStore

NAMES = ("/usr/bin/chromium", "chromium", "chromium-browser", "google-chrome")
CHROMIUM = next((found for name in NAMES if (found := shutil.which(name))), None)
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium here: apt-get install chromium"),
]
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-background-networking --no-first-run "
    "--disable-component-update --disable-sync"
).split()

TITLE = "L’ARTP 📡 met en demeure l’opérateur"
TEXT = (
    "Coupures 😡, lenteurs, appels qui n’aboutissent pas : à Thiès, les abonnés se plaignent du réseau 📶📶.\n\n"
    "Le régulateur a mesuré la qualité de service de l’opérateur, la qualité de l’accueil aussi ; "
    "il promet des sanctions « exemplaires ». 🇸🇳 L’été s’annonce chargé."
)


@pytest.fixture(scope="module")
def address(store: ModelStore) -> Iterator[str]:
    """Return where a service with the small model listens."""
    app = create_app(Settings.from_environ({"CLASSIFIER_MODELS": str(store.path)}))
    with create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", ws="none"))
        thread = Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        limit = time.monotonic() + 60
        while not server.started and time.monotonic() < limit:
            time.sleep(0.05)
        assert server.started
        yield "http://{}:{}".format(*listening.getsockname())
        server.should_exit = True
        thread.join(timeout=30)
    assert not thread.is_alive()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """Return the page, freshly opened; nothing may go wrong in it, and nothing may leave for another host."""
    page = browser.new_page(locale="fr-FR", viewport={"width": 1280, "height": 900})
    requests: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(address)
    expect(page.locator("#model")).to_have_text("small")
    yield page
    page.close()
    assert requests
    assert [url for url in requests if not url.startswith((f"{address}/", "data:"))] == []
    assert complaints == []


def write(page: Page, title: str, text: str) -> None:
    """Write an article as fast fingers would, and ask for its tags."""
    expect(page.locator("#title")).to_be_focused()
    page.keyboard.insert_text(title)
    page.keyboard.press("Tab")
    while not page.evaluate("document.activeElement.id === 'text'"):
        page.keyboard.press("Tab")  # a date field has several stops
    page.keyboard.insert_text(text)
    page.keyboard.press("Control+Enter")


def ask(address: str, title: str, text: str) -> list[dict[str, Any]]:
    body = json.dumps({"title": title, "text": text}).encode()
    with urlopen(Request(f"{address}/api/suggest", body, {"Content-Type": "application/json"}), timeout=60) as answer:
        suggestions: list[dict[str, Any]] = json.load(answer)["suggestions"]
    return suggestions


def marked(sent: dict[str, str], suggestion: dict[str, Any]) -> list[str]:
    """Return the words that a suggestion's evidence covers, spans that touch being one."""
    found = []
    for field, source in sent.items():
        places = [place for one in suggestion["evidence"] for place in one["places"] if place["field"] == field]
        covered = {position for place in places for position in range(place["start"], place["end"])}
        starts = sorted({place["start"] for place in places if place["start"] - 1 not in covered})
        for start in starts:
            end = next(end for end in range(start, len(source) + 1) if end not in covered)
            found.append(source[start:end])
    return found


def chosen(page: Page) -> Locator:
    return page.locator(".suggestion[aria-pressed='true']")


def test_an_editor_needs_only_the_keyboard(page: Page, address: str) -> None:
    sent = {"title": TITLE, "text": TEXT}
    write(page, **sent)
    suggestions = ask(address, **sent)
    buttons = page.locator(".suggestion")
    expect(buttons).to_have_count(len(suggestions))
    assert buttons.locator(".label").all_inner_texts() == [one["label"] for one in suggestions]
    widths = [float(bar.evaluate("bar => parseFloat(bar.style.width)")) for bar in buttons.locator(".bar i").all()]
    assert widths == [round(100 * one["probability"]) for one in suggestions]
    expect(buttons.first).to_be_focused()

    for number in range(3):
        expect(chosen(page)).to_have_count(1)
        expect(chosen(page)).to_have_attribute("data-tag", suggestions[number]["id"])
        expect(page.locator("#reading")).to_contain_text("L’été s’annonce chargé.")
        words = marked(sent, suggestions[number])
        assert words
        assert page.locator("mark").all_text_contents() == words
        page.keyboard.press("ArrowDown")
        expect(chosen(page)).to_have_attribute("data-tag", suggestions[number]["id"])  # to look is not to choose
        expect(buttons.nth(number + 1)).to_be_focused()
        page.keyboard.press("Enter")
    page.keyboard.press("ArrowUp")
    expect(buttons.nth(2)).to_be_focused()


def test_the_article_is_shown_as_it_was_pasted(page: Page) -> None:
    write(page, TITLE, TEXT)
    expect(page.locator("#reading h3")).to_have_text(TITLE)
    assert page.locator("#reading p").text_content() == TEXT


def test_pasted_markup_stays_text(page: Page) -> None:
    text = "<script>document.title = 'pris'</script><img src=x onerror=\"document.title = 'pris'\"> La radio de Kolda."
    write(page, "<b>Radio</b>", text)
    expect(page.locator("#reading p")).to_have_text(text)
    expect(page.locator("#reading h3")).to_have_text("<b>Radio</b>")
    expect(page.locator("#reading :is(script, img, b)")).to_have_count(0)
    expect(page).to_have_title("motscles – proposer des mots-clés")


@pytest.mark.parametrize("field", ["#title", "#text", "button[type=submit]"])
def test_one_keystroke_asks_once(page: Page, field: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.method == "POST" else None)
    page.locator("#text").fill(TEXT)
    page.locator(field).press("Control+Enter")
    expect(page.locator(".suggestion").first).to_be_focused()
    assert len(asked) == 1


def test_an_error_is_told_and_leaves_nothing_of_the_article_before(page: Page) -> None:
    write(page, TITLE, TEXT)
    expect(page.locator("mark").first).to_be_visible()
    page.locator("#title").fill("")
    page.locator("#text").fill("")
    page.locator("#text").press("Control+Enter")
    expect(page.get_by_role("status")).to_have_text("Rien à lire : ni titre ni texte.")
    expect(page.locator("#result")).to_be_hidden()
    page.locator("#text").fill(TEXT)
    page.locator("#text").press("Control+Enter")
    expect(page.locator("mark").first).to_be_visible()
    expect(page.get_by_role("status")).to_be_empty()


def test_a_service_that_is_gone_is_told(page: Page) -> None:
    page.route("**/api/suggest", lambda route: route.abort())
    write(page, TITLE, TEXT)
    expect(page.get_by_role("status")).to_have_text("Le service ne répond pas. Vérifiez qu’il tourne, puis réessayez.")


def test_a_warning_is_told(page: Page) -> None:
    write(page, "", "La radio de Kolda.")
    expect(page.get_by_role("status")).to_contain_text("Texte très court : les propositions")


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_scrolls_sideways(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    write(page, TITLE, f"{TEXT} {'anticonstitutionnel' * 20}")
    expect(page.locator(".suggestion").first).to_be_focused()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("#reading").evaluate("reading => reading.scrollWidth <= reading.clientWidth")


def test_the_page_can_be_looked_at(browser: Browser, address: str, tmp_path: Path) -> None:
    """Leave pictures for human eyes; what a program can see of them is that the two themes differ."""
    backgrounds = set()
    for scheme in ("light", "dark"):
        page = browser.new_page(locale="fr-FR", color_scheme=scheme)
        page.goto(address)
        backgrounds.add(page.evaluate("getComputedStyle(document.documentElement).backgroundColor"))
        page.screenshot(path=tmp_path / f"{scheme}.png")
        page.close()
    assert len(backgrounds) == 2
