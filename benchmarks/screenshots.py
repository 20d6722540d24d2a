"""Pictures of every screen, for eyes: `python benchmarks/screenshots.py --out DIR`.

Each screen at 360, 768 and 1280 pixels, in light and in dark, of the model in service (CLASSIFIER_MODELS).
"""

import argparse
import random
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Page

from classifier import Corpus
from classifier.documents import Document
from classifier.feedback import FeedbackStore, Submission, Verdict
from classifier.settings import Settings
from classifier.vocabulary import Vocabulary
from plans import write_plan
from served import WIDTHS, chromium, serving

ROOT = Path(__file__).parents[1]
ARTICLE = 6  # of the development set: several tags, accents
SUBMISSIONS = 500  # of invented feedback
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


def reviewed(page: Page) -> None:
    """Accept and refuse some changes, as an editor would."""
    page.wait_for_selector(".change")
    for key in "aarja":
        page.keyboard.press(key)
    page.wait_for_selector("#saving[data-state=saved]")


def decided_in_one_go(page: Page) -> None:
    """Show the question before all above the cut is accepted."""
    page.wait_for_selector(".change")
    page.locator("#bulk-box").evaluate("box => { box.open = true }")
    page.click("#accept-all")


def unsaved(page: Page) -> None:
    """Show decisions that wait for a service that is gone."""
    page.wait_for_selector(".change")
    page.route("**/decisions", lambda route: route.abort())
    page.keyboard.press("a")
    page.wait_for_selector("#problem .notice")
    page.evaluate("localStorage.clear()")


def measured(page: Page) -> None:
    """Wait for the dashboard's table."""
    page.wait_for_selector("#tags tbody tr")


def with_examples(settings: Settings) -> None:
    """Put a plan to review and some months of invented decisions where the service finds them."""
    documents = list(Corpus.read(ROOT / "training_data" / "articles"))[:400]
    write_plan(settings.plans, documents, changes=2_000, name="archive")
    generator, store = random.Random(0), FeedbackStore(settings.feedback)
    vocabulary = Vocabulary.read(ROOT / "training_data" / "tags.yaml")
    tags = [tag.id for tag in vocabulary][:30]
    for number in range(SUBMISSIONS):
        falls = number > SUBMISSIONS * 2 / 3
        verdicts = [
            Verdict(tag, "accepted" if generator.random() < (0.4 if falls and tag == tags[0] else 0.9) else "rejected")
            for tag in generator.sample(tags, 3)
        ]
        document = Document(str(number), "", f"L’article {number}.")
        received = datetime(2026, 5, 4, tzinfo=UTC) + timedelta(hours=9 * number)
        store.record(Submission(document, tuple(verdicts)), now=received)
    store.close()


# name of the picture: the path of the screen, and what is done there before the picture is taken
SCREENS: dict[str, tuple[str, Prepare]] = {
    "page-empty": ("/", as_opened),
    "page-article": ("/", with_article),
    "page-decisions": ("/", with_decisions),
    "page-sent": ("/", sent),
    "page-failing": ("/", failing),
    "page-key": ("/", asked_for_a_key),
    "page-help": ("/", with_help),
    "plans": ("/relecture", as_opened),
    "review": ("/relecture?plan=archive.jsonl", reviewed),
    "review-question": ("/relecture?plan=archive.jsonl", decided_in_one_go),
    "review-unsaved": ("/relecture?plan=archive.jsonl", unsaved),
    "dashboard": ("/tableau", measured),
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
        settings = Settings(
            models=models,
            feedback=f"{data}/feedback.sqlite",
            keys=Path(data, "keys.json"),
            plans=Path(data, "plans"),
            rate=0,
        )
        with_examples(settings)
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
