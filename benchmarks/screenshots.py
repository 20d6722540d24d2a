"""Pictures of every screen, for eyes: `python benchmarks/screenshots.py --out DIR`.

Each screen at 360, 768 and 1280 pixels, in light and in dark, of the model in service (CLASSIFIER_MODELS).
"""

import argparse
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

from classifier import Corpus
from classifier.settings import Settings
from served import WIDTHS, chromium, serving

ROOT = Path(__file__).parents[1]
ARTICLE = 6  # of the development set: several tags, accents
Prepare = Callable[[Page], None]


def as_opened(page: Page) -> None:
    """Do nothing: the screen as it opens."""


def with_article(page: Page) -> None:
    """Put an article onto the editors' page, wait for its suggestions, and look at the first."""
    document = list(Corpus.read(ROOT / "training_data" / "evaluation" / "osiris_dev.jsonl"))[ARTICLE]
    page.fill("#date", str(document.date))
    page.fill("#title", document.title)
    page.fill("#text", document.text)
    page.wait_for_selector(".row")
    page.press("#text", "Escape")


def with_decisions(page: Page) -> None:
    """Show what the editor does: a sheet, a tag refused, another searched."""
    with_article(page)
    for key in ("i", "a", "ArrowDown", "r"):
        page.keyboard.press(key)
    page.locator("#search").press_sequentially("regul")


def sent(page: Page) -> None:
    """Show what was sent."""
    with_article(page)
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#send:disabled")
    page.wait_for_timeout(300)


def failing(page: Page) -> None:
    """Show a service that is gone, and decisions that wait for it."""
    page.route("**/api/feedback", lambda route: route.abort())
    sent(page)
    page.route("**/api/suggest", lambda route: route.abort())
    page.fill("#text", "La radio communautaire de Kolda émet depuis lundi.")
    page.wait_for_selector(".state[data-state=offline]")
    page.evaluate("localStorage.clear()")


def asked_for_a_key(page: Page) -> None:
    """Show the question for a key."""
    refusal = {"detail": "Il faut une clé. Demandez-la à l’administrateur.", "type": "", "title": "", "status": 401}
    page.route("**/api/suggest", lambda route: route.fulfill(status=401, json=refusal))
    page.fill("#text", "La radio communautaire de Kolda émet depuis lundi.")
    page.wait_for_selector("dialog")


def with_help(page: Page) -> None:
    """Show the keys."""
    page.click("#help")


# name of the picture: the path of the screen, and what is done there before the picture is taken
SCREENS: dict[str, tuple[str, Prepare]] = {
    "page-empty": ("/", as_opened),
    "page-article": ("/", with_article),
    "page-decisions": ("/", with_decisions),
    "page-sent": ("/", sent),
    "page-failing": ("/", failing),
    "page-key": ("/", asked_for_a_key),
    "page-help": ("/", with_help),
    "docs": ("/docs", as_opened),
}


def main() -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("screenshots"), help="where to (default: screenshots/)")
    parser.add_argument("--only", default="", help="only screens whose name begins so")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data:
        models = Settings.from_environ().models
        settings = Settings(models=models, feedback=f"{data}/feedback.sqlite", keys=Path(data, "keys.json"), rate=0)
        with serving(settings) as address, chromium() as browser:
            for name, (path, prepare) in SCREENS.items():
                if not name.startswith(given.only):
                    continue
                for width in WIDTHS:
                    for scheme in ("light", "dark"):
                        page = browser.new_page(
                            locale="fr-FR",
                            viewport={"width": width, "height": 800},
                            color_scheme="dark" if scheme == "dark" else "light",
                        )
                        page.goto(address + path)
                        page.wait_for_load_state("networkidle")
                        prepare(page)
                        file = given.out / f"{name}-{width}-{scheme}.png"
                        page.screenshot(path=file, full_page=True)
                        page.close()
                        print(file)


if __name__ == "__main__":
    main()
