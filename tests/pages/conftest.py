"""A browser, and a service with the small model that it looks at."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from classifier.settings import Settings
from classifier.store import ModelStore
from served import MISSING, WIDTHS, chromium, serving

Opening = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark whatever opens the browser: it is slow, and it needs one."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.slow)
            item.add_marker(pytest.mark.skipif(bool(MISSING), reason=MISSING))


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where the service of this module keeps feedback and keys."""
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def settings(store: ModelStore, data: Path) -> Settings:
    """Return the settings of this module's service; a module may give others."""
    return Settings(models=store.path, feedback=str(data / "feedback.sqlite"), keys=data / "keys.json", rate=0)


@pytest.fixture(scope="module")
def address(settings: Settings) -> Iterator[str]:
    """Return where a service with the small model listens."""
    with serving(settings) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def opened(browser: Browser, address: str) -> Iterator[Opening]:
    """Return what opens a screen by its path: in it nothing may go wrong, and nothing may leave for another host."""
    pages: list[Page] = []
    requests: list[str] = []
    complaints: list[str] = []

    def open_screen(path: str = "/", *, width: int = 1280, scheme: str = "light", **more: object) -> Page:
        page = browser.new_page(
            locale="fr-FR",
            viewport={"width": width, "height": 900},
            color_scheme="dark" if scheme == "dark" else "light",
            **more,  # type: ignore[arg-type]  # Playwright's options, passed on
        )
        page.on("request", lambda request: requests.append(request.url))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda told: complaints.append(told.text) if "Content Security" in told.text else None)
        page.goto(address + path)
        pages.append(page)
        return page

    yield open_screen
    for page in pages:
        page.close()
    assert requests
    assert [url for url in requests if not url.startswith((f"{address}/", "data:", "blob:"))] == []
    assert complaints == []


def flaws(page: Page) -> list[str]:
    """Return what axe-core finds wrong with a screen as it is now, and whether it scrolls sideways."""
    found = Axe().run(page).response["violations"]
    told = [f"{one['id']}: {node['html'][:200]} {node['failureSummary']}" for one in found for node in one["nodes"]]
    width = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    return told if width[0] <= width[1] else [*told, f"scrolls sideways: {width}"]


LOOKS = [(width, scheme) for scheme in ("light", "dark") for width in WIDTHS]
