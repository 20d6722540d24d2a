"""How long an editor waits at the page: first view, weight, and from the last key to suggestions.

    python benchmarks/page.py [--models DIR] [--articles N] [--corpus FILE]

The articles are put into the page in Debian's chromium; the last words of each are typed as fast fingers type, and the
clock runs from the last key until the suggestions for the whole text have been painted. `motscles serve` and the
browser run on the same machine.
"""

import argparse
import tempfile
from pathlib import Path
from statistics import median, quantiles

from playwright.sync_api import Browser, Page

from classifier import Corpus, Document
from classifier.settings import Settings
from markdown import table
from served import chromium, serving_apart

ROOT = Path(__file__).parents[1]
LOADS = 5
TYPED = 12  # characters
PACE = 40  # milliseconds between two keys: some 300 words a minute
NOTE = """addEventListener("DOMContentLoaded", () =>
  new MutationObserver(() => (window.completeAt ??= performance.now())).observe(
    document.getElementById("model"), { childList: true }));"""
WATCH = """() => {
  const text = document.getElementById("text");
  window.waited = new Promise((resolve) => {
    let last = null;
    text.addEventListener("input", () => (last = performance.now()));
    window.lastKey = () => {
      const watch = new MutationObserver(() => {
        watch.disconnect();
        requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - last)));
      });
      text.addEventListener("input", () =>
        watch.observe(document.getElementById("suggestions"), { childList: true }), { once: true });
    };
  });
}"""


def first_view(browser: Browser, address: str) -> tuple[float, float]:
    """Return the milliseconds until something is painted and until the model is named, with nothing cached."""
    page = browser.new_context(locale="fr-FR").new_page()
    page.add_init_script(NOTE)
    page.goto(address)
    page.locator("#model").filter(has_not_text="…").wait_for()
    complete = page.evaluate("window.completeAt")
    painted = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? performance.now()")
    page.context.close()
    return painted, complete


def weight(browser: Browser, address: str) -> tuple[int, int]:
    """Return the bytes of the page with its parts, as served, and how many files they are."""
    page = browser.new_context(locale="fr-FR").new_page()
    sizes: dict[str, int] = {}
    page.on("response", lambda got: sizes.update({got.url: len(got.body())}) if "/api/" not in got.url else None)
    page.goto(address, wait_until="networkidle")
    page.context.close()
    return sum(sizes.values()), len(sizes)


def wait(page: Page, document: Document) -> float:
    """Return the milliseconds from the last key of an article to its suggestions."""
    text = document.text.strip()
    page.fill("#title", document.title)
    page.fill("#text", text[:-TYPED])
    page.evaluate(WATCH)
    page.focus("#text")
    page.keyboard.press("Control+End")
    page.keyboard.type(text[-TYPED:-1], delay=PACE)
    page.evaluate("window.lastKey()")
    page.keyboard.insert_text(text[-1])
    waited: float = page.evaluate("window.waited")
    return waited


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", type=Path, default=Settings.from_environ().models)
    parser.add_argument("--articles", type=int, default=50)
    parser.add_argument("--corpus", type=Path, default=ROOT / "training_data" / "evaluation" / "osiris_dev.jsonl")
    given = parser.parse_args()
    documents = list(Corpus.read(given.corpus))[: given.articles]
    with tempfile.TemporaryDirectory() as data:
        feedback, keys = f"{data}/feedback.sqlite", Path(data, "keys.json")
        settings = Settings(models=given.models, feedback=feedback, keys=keys, rate=0)
        with serving_apart(settings) as address, chromium() as browser:
            bytes_, files = weight(browser, address)
            views = [first_view(browser, address) for _ in range(LOADS)]
            page = browser.new_page(locale="fr-FR")
            page.goto(address, wait_until="networkidle")
            waits = [wait(page, document) for document in documents]
    cuts = quantiles(waits, n=20)
    rows = [
        ("page with all its parts, as served", f"{bytes_ / 1000:.0f} kB in {files} files"),
        (f"cold load, first paint: median of {LOADS}", f"{median(view[0] for view in views):.0f} ms"),
        (f"cold load, complete with the model’s name: slowest of {LOADS}", f"{max(view[1] for view in views):.0f} ms"),
        (f"last key to suggestions, {len(waits)} articles: p50", f"{median(waits):.0f} ms"),
        (f"last key to suggestions, {len(waits)} articles: p95", f"{cuts[-1]:.0f} ms"),
    ]
    print(table(["what", ""], rows))


if __name__ == "__main__":
    main()
