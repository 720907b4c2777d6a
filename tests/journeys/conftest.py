"""Journeys: the real program, started as a newcomer starts it, in a real browser.

The screenshots of the README and the tutorial are taken here. They are written to docs/screenshots only when
HARBORLIGHT_SCREENSHOTS=1, so that an ordinary run leaves the tree as it was.
"""

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from harborlight.project.example.county import MEMBERS

NOTICE = re.compile("accept|understand|agree", re.I)
ROOT = Path(__file__).resolve().parents[2]
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
SHOTS = ROOT / "docs" / "screenshots"


@dataclass(frozen=True)
class Site:
    """A running installation: its address, its data folder and its process."""

    url: str
    data: Path
    process: subprocess.Popen[bytes]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def run_site(data: Path, *options: str) -> Site:
    """Start ``harborlight up`` and wait until it answers."""
    port = free_port()
    environment = {k: v for k, v in os.environ.items() if k not in ("HARBORLIGHT_DATA", "DJANGO_SETTINGS_MODULE")}
    environment["PYTHONPATH"] = str(ROOT / "src")
    log = data.parent / f"{data.name}.log"
    command = [
        sys.executable,
        "-m",
        "harborlight.project.cli",
        "up",
        *options,
        "--port",
        str(port),
        "--data",
        str(data),
    ]
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output)
    site = Site(f"http://127.0.0.1:{port}", data, process)
    wait_until_up(site, log)
    return site


def wait_until_up(site: Site, log: Path, seconds: float = 240) -> None:
    """Poll the public card; fail with the program's own words when it stops."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if site.process.poll() is not None:
            pytest.fail(f"harborlight up stopped:\n{log.read_text()[-3000:]}")
        try:
            urllib.request.urlopen(site.url + "/card/", timeout=5).close()
            return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.5)
    pytest.fail(f"harborlight up did not answer in {seconds:.0f} s:\n{log.read_text()[-3000:]}")


def stop_site(site: Site) -> None:
    site.process.terminate()
    try:
        site.process.wait(20)
    except subprocess.TimeoutExpired:
        site.process.kill()


@pytest.fixture(scope="session")
def example_site() -> Iterator[Site]:
    """The invented county, as ``./harborlight up --example`` makes it."""
    with tempfile.TemporaryDirectory(prefix="harborlight-journey-") as folder:
        site = run_site(Path(folder) / "example", "--example")
        yield site
        stop_site(site)


@pytest.fixture(scope="session")
def browser(chromium: Browser) -> Browser:
    return chromium


class Walker:
    """Somebody with a browser: opens pages, signs in, takes pictures, and fails on any error of the page."""

    def __init__(self, browser: Browser, site: Site, viewport: dict[str, int]) -> None:
        self.site = site
        self.context: BrowserContext = browser.new_context(viewport=viewport, base_url=site.url, locale="en-US")
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(10_000)  # milliseconds
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", lambda m: self.faults.append(m.text) if "Content Security Policy" in m.text else None)

    def go(self, path: str) -> Page:
        self.page.goto(path)
        return self.page

    def size(self, viewport: dict[str, int]) -> None:
        self.page.set_viewport_size(viewport)  # type: ignore[arg-type]

    def shot(self, name: str) -> None:
        """Take a picture of what stands on the screen, for the manual (only when asked for)."""
        if os.environ.get("HARBORLIGHT_SCREENSHOTS") == "1":
            SHOTS.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=SHOTS / f"{name}.png")

    def sign_in(self, who: str) -> Page:
        """Walk in as a member of the invented county, by the key it has in the example (a new browser session)."""
        name = next(display for key, display, *_ in MEMBERS if key == who)
        self.context.clear_cookies()
        page = self.go("/")
        if page.get_by_role("button", name=NOTICE).count():
            page.get_by_role("button", name=NOTICE).click()
        page.get_by_role("button", name=name, exact=True).click()
        page.wait_for_url(self.site.url + "/")
        return page

    def close(self) -> None:
        self.context.close()


@pytest.fixture
def walker(browser: Browser, example_site: Site) -> Iterator[Walker]:
    somebody = Walker(browser, example_site, PHONE)
    yield somebody
    somebody.close()
    assert not somebody.faults, somebody.faults
