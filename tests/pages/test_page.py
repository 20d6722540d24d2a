"""The editors' page, in a real browser: from a pasted article to feedback, with the keyboard only."""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Page, Route, expect

from classifier.api.app import PAGE
from classifier.corpora import Corpus
from classifier.keys import KeyRing
from classifier.settings import Settings
from classifier.vocabulary import Vocabulary, label_key
from tests.pages.conftest import Opening, flaws

TITLE = "L’ARTP 📡 met en demeure l’opérateur"
TEXT = (
    "Coupures 😡, lenteurs, appels qui n’aboutissent pas : à Thiès, les abonnés se plaignent du réseau 📶📶.\n\n"
    "Le régulateur a mesuré la qualité de service de l’opérateur, la qualité de l’accueil aussi ; "
    "il promet des sanctions « exemplaires ». 🇸🇳 L’été s’annonce chargé."
)
LARGEST = 150_000  # bytes of the page with all its parts
CLIPBOARD = ["clipboard-read", "clipboard-write"]


class Editor:
    """An editor who has a keyboard and a clipboard; counts the keys that are pressed."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.keys = 0

    def press(self, *chords: str) -> None:
        for chord in chords:
            self.keys += len(chord.split("+"))
            self.page.keyboard.press(chord)

    def copy(self, text: str) -> None:
        self.page.evaluate("text => navigator.clipboard.writeText(text)", text)

    def paste(self, title: str, text: str) -> None:
        """Paste an article and wait for what is suggested for it."""
        self.copy(f"{title}\n\n{text}")
        self.press("Control+v")
        expect(self.page.locator("#title")).to_have_value(title)
        expect(self.page.locator(".row").first).to_be_visible()
        expect(self.page.locator("#status")).to_contain_text("proposé")

    def sent(self) -> list[dict[str, Any]]:
        """Return what the service received."""
        feedback: list[dict[str, Any]] = ask(f"{self.address}/api/feedback?limit=1000")["feedback"]
        return feedback

    def chips(self) -> list[str]:
        names: list[str] = self.page.locator(".chip").evaluate_all("chips => chips.map(chip => chip.dataset.tag)")
        return names


@pytest.fixture
def editor(opened: Opening, address: str) -> Iterator[Editor]:
    editor = Editor(opened("/", permissions=CLIPBOARD), address)
    expect(editor.page.locator("#model")).to_have_text("small")
    yield editor
    editor.page.evaluate("localStorage.clear()")


def ask(address: str, body: object = None) -> Any:
    content = None if body is None else json.dumps(body).encode()
    with urlopen(Request(address, content, {"Content-Type": "application/json"}), timeout=60) as answer:
        return json.load(answer)


def suggested(address: str, title: str = TITLE, text: str = TEXT) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = ask(f"{address}/api/suggest", {"title": title, "text": text, "limit": 1000})[
        "suggestions"
    ]
    return found


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


def test_articles_pasted_one_after_another_take_few_keys_each(editor: Editor, small_corpus: Corpus) -> None:
    before = len(editor.sent())
    documents = [
        one for one in list(small_corpus)[::12] if suggested(editor.address, one.title, one.text)[0]["proposed"]
    ]
    assert len(documents) >= 5
    for document in documents:
        editor.keys = 0
        editor.paste(document.title, document.text.strip())
        editor.press("Control+Enter")
        expect(editor.page.locator("#status")).to_contain_text("Envoyé")
        assert editor.keys <= 5
    sent = editor.sent()[before:]
    assert [one["article"]["title"] for one in sent] == [one.title for one in documents]
    for one, document in zip(sent, documents, strict=True):
        proposed = [
            each["id"] for each in suggested(editor.address, document.title, document.text.strip()) if each["proposed"]
        ]
        assert one["verdicts"] == [{"tag": tag, "decision": "accepted"} for tag in proposed]
        assert [each["id"] for each in one["suggestions"]][: len(proposed)] == proposed
        assert one["model"] == "small"


def test_the_whole_way_from_paste_to_feedback_by_keyboard(editor: Editor) -> None:
    page = editor.page
    editor.paste(TITLE, f"14 mars 2019\n\n{TEXT}")
    expect(page.locator("#date")).to_have_value("2019-03-14")
    rows = page.locator(".row").evaluate_all("rows => rows.map(row => row.dataset.tag)")
    kept = editor.chips()
    assert kept
    refused, accepted = kept[0], next(id for id in rows if id not in kept)

    editor.press("Escape")  # from the text to the suggestions
    expect(page.locator(".row .pick").first).to_be_focused()
    for tag in rows:
        if tag in (refused, accepted):
            editor.press("r" if tag == refused else "a")
            row = page.locator(f".row[data-tag='{tag}']")
            expect(row).to_contain_class("rejected" if tag == refused else "accepted")
            expect(row.locator(".pick")).to_be_focused()
        editor.press("ArrowDown")

    editor.press("/")
    page.keyboard.insert_text("radios")
    expect(page.get_by_role("option").first).to_have_text("Radios communautaires")
    editor.press("Enter")
    assert editor.chips() == [*kept[1:], accepted, "radios-communautaires"]

    page.locator(".chip .name").last.focus()
    for _ in range(len(editor.chips()) - 1):
        editor.press("Alt+ArrowLeft")
    expect(page.locator("#announcer")).to_contain_text("Radios communautaires\u00a0: 1er sur")
    assert editor.chips() == ["radios-communautaires", *kept[1:], accepted]
    editor.press("Control+Enter")
    expect(page.locator("#status")).to_contain_text("Envoyé\u00a0: Radios communautaires")

    (*_, sent) = editor.sent()
    assert sent["article"] | {"id": "", "url": None} == {
        "id": "", "title": TITLE, "text": f"14 mars 2019\n\n{TEXT}", "date": "2019-03-14", "url": None,
    }  # fmt: skip
    radios = "accepted" if "radios-communautaires" in rows else "added"
    assert sent["verdicts"] == [
        {"tag": "radios-communautaires", "decision": radios},
        *({"tag": tag, "decision": "accepted"} for tag in [*kept[1:], accepted]),
        {"tag": refused, "decision": "rejected"},
    ]
    assert [one["id"] for one in sent["suggestions"]] == rows

    editor.press("Control+Enter")  # the next article
    expect(page.locator("#text")).to_be_focused()
    expect(page.locator("#text")).to_have_value("")
    expect(page.locator(".state")).to_contain_text("Collez l’article")


def test_evidence_marks_exactly_the_words_that_count(editor: Editor) -> None:
    page, sent = editor.page, {"title": TITLE, "text": TEXT}
    editor.paste(**sent)
    editor.press("Escape")
    for suggestion in suggested(editor.address)[:4]:
        row = page.locator(f".row[data-tag='{suggestion['id']}']")
        row.locator(".pick").focus()
        words = marked(sent, suggestion)
        assert words
        assert page.locator("mark").all_text_contents() == words
        assert page.locator("#text-marks").text_content() == f"{TEXT}\u200b"  # the twin has the very same words
    page.locator(".row").nth(1).hover()
    assert page.locator("mark").all_text_contents() == marked(sent, suggested(editor.address)[1])
    page.locator("#text").focus()
    page.mouse.move(5, 5)
    expect(page.locator("mark")).to_have_count(0)


def test_pasted_markup_stays_text(editor: Editor) -> None:
    page = editor.page
    text = "<script>document.title = 'pris'</script><img src=x onerror=\"document.title = 'pris'\"> La radio de Kolda."
    editor.copy(f"<b>Radio</b>\n{text}")
    editor.press("Control+v")
    expect(page.locator("#text")).to_have_value(text)
    expect(page.locator("#title")).to_have_value("<b>Radio</b>")
    expect(page.locator(".row").first).to_be_visible()
    editor.press("Escape")
    expect(page.locator("main :is(script, img, b)")).to_have_count(0)
    expect(page).to_have_title("motscles – étiqueter un article")


def test_the_source_of_a_page_becomes_its_article(editor: Editor) -> None:
    body = "La radio communautaire de Kolda émet depuis lundi, et tout le quartier l’écoute. " * 5
    editor.copy(
        f"<!doctype html><title>Radio</title><h1>La radio émet</h1><script>x()</script><article><p>{body}</article>"
    )
    editor.press("Control+v")
    expect(editor.page.locator("#title")).to_have_value("La radio émet")
    expect(editor.page.locator("#text")).to_have_value(body.strip())


def test_only_the_last_question_is_answered(editor: Editor) -> None:
    page, held = editor.page, list[Route]()
    page.route("**/api/suggest", lambda route: held.append(route) if not held else route.continue_())
    page.locator("#text").focus()
    page.keyboard.type("La radio", delay=5)  # as fast as fingers go: one question
    page.wait_for_timeout(250)
    assert len(held) == 1
    page.keyboard.insert_text(f" {TEXT}")
    expect(page.locator(".row").first).to_be_visible()
    rows = page.locator(".row").evaluate_all("rows => rows.map(row => row.dataset.tag)")
    held[0].continue_()
    page.wait_for_timeout(150)
    assert page.locator(".row").evaluate_all("rows => rows.map(row => row.dataset.tag)") == rows
    assert rows[0] == suggested(editor.address, "", f"La radio {TEXT}")[0]["id"]


def test_nothing_jumps_and_the_focus_stays_while_one_types(editor: Editor) -> None:
    page = editor.page
    places = (
        "['kept', 'search', 'send', 'suggestions'].map(id => document.getElementById(id).getBoundingClientRect().top)"
    )
    before = page.evaluate(places)
    page.locator("#text").focus()
    page.keyboard.insert_text(TEXT)
    expect(page.locator(".row").first).to_be_visible()
    assert page.evaluate(places) == before
    expect(page.locator("#text")).to_be_focused()


def test_what_was_not_read_is_not_sent(editor: Editor) -> None:
    page, held = editor.page, list[Route]()
    page.route("**/api/suggest", lambda route: held.append(route))
    before = len(editor.sent())
    editor.copy(f"{TITLE}\n\n{TEXT}")
    editor.press("Control+v", "Control+Enter")
    expect(page.locator("#status")).to_contain_text("relisez-les, puis envoyez")
    expect(page.locator("#suggestions")).to_have_attribute(
        "aria-busy", "true"
    )  # a slow service: what will come has its shape
    expect(page.locator(".ghost")).to_have_count(4)
    held[-1].continue_()
    expect(page.locator(".row").first).to_be_visible()
    assert len(editor.sent()) == before


def test_a_service_that_fails_is_told_and_asked_again(editor: Editor) -> None:
    page = editor.page
    page.route("**/api/suggest", lambda route: route.abort())
    editor.copy(f"{TITLE}\n\n{TEXT}")
    editor.press("Control+v")
    state = page.locator(".state")
    expect(state).to_have_attribute("data-state", "offline")
    expect(state).to_contain_text("Le service ne répond pas. Vérifiez qu’il tourne, puis réessayez.")
    page.unroute("**/api/suggest")
    busy = {"type": "urn:motscles:problem:busy", "title": "", "status": 503, "detail": "Trop de demandes à la fois."}
    page.route("**/api/suggest", lambda route: route.fulfill(status=503, json=busy))
    state.get_by_role("button", name="Réessayer").click()
    expect(state).to_have_attribute("data-state", "error")
    expect(state).to_contain_text("Trop de demandes à la fois.")
    page.unroute("**/api/suggest")
    state.get_by_role("button", name="Réessayer").click()
    expect(page.locator(".row").first).to_be_visible()


def test_a_warning_is_told(editor: Editor) -> None:
    editor.page.locator("#text").fill("La radio de Kolda.")
    expect(editor.page.get_by_role("status")).to_contain_text("Texte très court\u00a0: les propositions")


def test_decisions_wait_here_until_the_service_is_back(editor: Editor) -> None:
    page = editor.page
    before = len(editor.sent())
    editor.paste(f"{TITLE} (hors ligne)", TEXT)
    page.route("**/api/feedback", lambda route: route.abort())
    editor.press("Control+Enter")
    expect(page.locator("#status")).to_contain_text("Gardé ici")
    expect(page.locator("#notice")).to_contain_text("1 retour attend ici que le service réponde.")
    page.reload()
    expect(page.locator("#notice")).to_be_visible()  # it was written down
    page.unroute("**/api/feedback")
    page.get_by_role("button", name="Envoyer maintenant").click()
    expect(page.locator("#notice")).to_be_hidden()
    assert len(editor.sent()) == before + 1
    page.reload()
    expect(page.locator("#model")).to_have_text("small")
    assert len(editor.sent()) == before + 1


def test_sending_again_after_a_lost_answer_counts_once(editor: Editor) -> None:
    page = editor.page
    before = len(editor.sent())

    def lose(route: Route) -> None:
        route.fetch()  # it arrives; its answer does not
        route.abort()

    page.route("**/api/feedback", lose)
    editor.paste(f"{TITLE} (perdu)", TEXT)
    editor.press("Control+Enter")
    expect(page.locator("#notice")).to_be_visible()
    page.unroute("**/api/feedback")
    page.get_by_role("button", name="Envoyer maintenant").click()
    expect(page.locator("#notice")).to_be_hidden()
    assert len(editor.sent()) == before + 1


def test_a_service_with_keys_asks_for_one(opened: Opening, settings: Settings) -> None:
    ring = KeyRing(settings.keys)
    _, key = ring.add("awa", "edit")
    try:
        page = opened("/")
        dialog = page.get_by_role("dialog")
        expect(dialog).to_contain_text("Le service demande une clé")
        expect(dialog.get_by_label("Clé d’accès")).to_be_focused()
        assert flaws(page) == []
        page.keyboard.insert_text("fausse")
        page.keyboard.press("Enter")
        expect(dialog).to_contain_text("Cette clé n’est pas acceptée.")
        page.keyboard.insert_text(key)
        page.keyboard.press("Enter")
        expect(dialog).to_have_count(0)
        expect(page.locator("#model")).to_have_text("small")
        page.reload()
        expect(page.locator("#model")).to_have_text("small")  # as long as the tab is open
        page.locator("#text").fill(TEXT)
        expect(page.locator(".row").first).to_be_visible()
    finally:
        ring.remove("awa")


def test_any_name_of_a_tag_finds_it_without_accents(editor: Editor, vocabulary: Vocabulary) -> None:
    page, search = editor.page, editor.page.locator("#search")
    tags = [tag for tag in vocabulary if any(label_key(name) != name.lower() for name in tag.former)]
    assert len(tags) >= 3
    for tag in tags[:5]:
        name = next(name for name in tag.former if label_key(name) != name.lower())
        search.fill(label_key(name).replace("-", " "))
        option = page.get_by_role("option").filter(has_text=tag.label).first
        expect(option).to_contain_text(name)
        expect(search).to_have_attribute("aria-activedescendant", "found-0")
    search.fill("zzzz")
    expect(page.get_by_role("option")).to_have_text("Aucun mot-clé de ce nom.")
    search.press("Escape")
    expect(page.locator("#found")).to_be_hidden()


def test_the_sheet_of_a_tag_is_one_key_away(editor: Editor, vocabulary: Vocabulary) -> None:
    editor.paste(TITLE, TEXT)
    editor.press("Escape", "i")
    row = editor.page.locator(".row").first
    tag = vocabulary.find(row.get_attribute("data-tag") or "")
    sheet = row.locator(".sheet-of-tag")
    expect(sheet).to_contain_text("Quand l’employer")
    expect(sheet).to_contain_text("Pas pour")
    assert all(name in sheet.inner_text() for name in tag.synonyms)
    editor.press("i")
    expect(sheet).to_have_count(0)


def test_what_was_done_can_be_undone(editor: Editor) -> None:
    page = editor.page
    editor.paste(TITLE, TEXT)
    kept = editor.chips()
    editor.press("Escape", "r")
    assert editor.chips() == kept[1:]
    editor.press("Control+z")
    assert editor.chips() == kept
    editor.press("ArrowDown", "a", "n")
    expect(page.locator("#text")).to_have_value("")
    page.get_by_role("button", name="Annuler").click()
    expect(page.locator("#text")).to_have_value(TEXT)
    expect(page.locator("#announcer")).to_have_text("Annulé\u00a0: article suivant.")
    expect(page.locator(".row.accepted")).to_have_count(1)
    page.get_by_role("button", name="Annuler").press("u")
    expect(page.locator(".row.accepted")).to_have_count(0)
    expect(page.get_by_role("button", name="Annuler")).to_be_enabled()  # the article before this one
    page.locator("#text").press("u")  # where one writes, a letter is a letter
    expect(page.locator("#text")).to_have_value(f"u{TEXT}")


def test_the_kept_tags_are_ordered_by_dragging(editor: Editor) -> None:
    page = editor.page
    editor.paste(TITLE, TEXT)
    for name in ("fintech", "radios communautaires"):
        page.locator("#search").fill(name)
        page.locator("#search").press("Enter")
    kept = editor.chips()
    last, first = page.locator(".chip .name").last.bounding_box(), page.locator(".chip").first.bounding_box()
    assert last
    assert first
    page.mouse.move(last["x"] + 20, last["y"] + 10)
    page.mouse.down()
    page.mouse.move(first["x"] + 60, first["y"] + 12, steps=4)
    page.mouse.move(first["x"] + 8, first["y"] + 12, steps=4)
    page.mouse.up()
    assert editor.chips() == [kept[-1], *kept[:-1]]
    expect(page.locator(".chip").first).to_contain_text("dominant")
    page.get_by_role("button", name="Copier", exact=True).click()
    expect(page.locator("#status")).to_have_text("Libellés copiés.")
    labels = page.evaluate("navigator.clipboard.readText()")
    assert labels.split(", ")[0] == "Radios communautaires"
    page.get_by_role("button", name="Copier les identifiants").click()
    expect(page.locator("#status")).to_have_text("Identifiants copiés.")
    assert page.evaluate("navigator.clipboard.readText()") == ", ".join(editor.chips())


def test_the_other_tags_come_on_demand(editor: Editor, vocabulary: Vocabulary) -> None:
    editor.paste(TITLE, TEXT)
    editor.page.get_by_role("button", name="Montrer les").press("Enter")
    expect(editor.page.locator(".row")).to_have_count(len(vocabulary))
    expect(editor.page.locator("#group-others + .rows .pick").first).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_screen_reader_misses_nothing_at_any_width(opened: Opening, scheme: str) -> None:
    page = opened("/", scheme=scheme)
    assert flaws(page) == []
    page.locator("#title").fill(TITLE)
    page.locator("#text").fill(f"{TEXT} {'anticonstitutionnel' * 20}")
    expect(page.locator(".row").first).to_be_visible()
    page.locator("#text").press("Escape")
    for key in ("i", "a", "ArrowDown", "r"):
        page.keyboard.press(key)
    page.locator("#search").fill("tele")
    for width in (360, 768, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert flaws(page) == []
    page.locator("#search").press("Escape")
    page.locator("#help").click()
    expect(page.get_by_role("dialog")).to_contain_text("Raccourcis")
    assert flaws(page) == []


@pytest.mark.parametrize(
    ("page", "first"),
    [
        ("index.html", "page.js"),
        ("relecture.html", "review.js"),
        ("tableau.html", "dashboard.js"),
        ("docs.html", "docs.js"),
    ],
)
def test_the_modules_of_a_page_are_asked_for_at_once(page: str, first: str) -> None:
    seen, ahead = set[str](), [first]
    while ahead:
        seen.add(name := ahead.pop())
        found = re.findall(r'from "\./([\w-]+\.js)"', (PAGE / name).read_text(encoding="utf-8"))
        ahead += [one for one in found if one not in seen]
    told = re.findall(r'modulepreload" href="/page/([^"]+)"', (PAGE / page).read_text(encoding="utf-8"))
    assert set(told) == seen - {first}


def test_the_page_is_light(opened: Opening) -> None:
    page = opened("/docs")
    sizes: dict[str, int] = {}
    page.on("response", lambda got: sizes.update({got.url: len(got.body())}) if "/api/" not in got.url else None)
    page.goto(page.url.replace("/docs", "/"), wait_until="networkidle")
    assert len(sizes) > 10
    assert sum(sizes.values()) < LARGEST
