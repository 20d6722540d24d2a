"""Pictures of every screen, for eyes: `python benchmarks/screenshots.py --out DIR`.

Each screen at 360, 768 and 1280 pixels, in light and in dark, of the model in service (CLASSIFIER_MODELS).
"""

import argparse
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

from classifier.settings import Settings
from served import WIDTHS, chromium, serving

Prepare = Callable[[Page], None]


def as_opened(page: Page) -> None:
    """Do nothing: the screen as it opens."""


# name of the picture: the path of the screen, and what is done there before the picture is taken
SCREENS: dict[str, tuple[str, Prepare]] = {
    "page-empty": ("/", as_opened),
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
