"""An agency's first visit: the wizard, the first sign-in, a passkey, the first account for a colleague."""

import re
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from harborlight.ground.accounts.core import totp
from tests.journeys.conftest import PHONE, Walker, run_site, stop_site

PASSWORD = "a lantern over quiet water"


@pytest.fixture
def newcomer(browser: Browser) -> Iterator[Walker]:
    """Somebody on a phone, at a production installation nobody has opened yet."""
    with tempfile.TemporaryDirectory(prefix="harborlight-journey-") as folder:
        site = run_site(Path(folder) / "data")
        # By name: a passkey is bound to one, and browsers refuse it for a number.
        walker = Walker(browser, replace(site, url=site.url.replace("127.0.0.1", "localhost")), PHONE)
        try:
            yield walker
        finally:
            walker.close()
            stop_site(site)
        assert not walker.faults, walker.faults


def at(page: Page, title: str) -> None:
    """We are on this page, it fits the phone, and axe finds nothing."""
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"), title
    found = Axe().run(page).response["violations"]
    assert not found, [(fault["id"], fault["nodes"][0]["html"]) for fault in found]


def go_on(page: Page, name: str = "Go on") -> None:
    page.get_by_role("button", name=name, exact=True).click()


def code(secret: str, ahead: int = 0) -> str:
    """What the app shows now, or one step ahead: each step is taken once and the journey does not wait."""
    return totp.code_of(secret, totp.step_at(datetime.now(UTC)) + ahead)


def secret_on(page: Page) -> str:
    page.get_by_text("I cannot scan").click()
    return page.locator("details strong").inner_text().replace(" ", "")


def set_up(page: Page) -> str:
    """The five steps of the wizard. Returns the administrator's app secret."""
    at(page, "Set up Harborlight")
    page.get_by_role("link", name="Begin").click()
    page.get_by_label("State or territory").select_option("IL")
    go_on(page, "Show its counties")
    at(page, "Which county?")
    page.get_by_label("County", exact=True).select_option("17197")
    go_on(page)
    at(page, "Which agency?")
    page.get_by_label("Name of the agency").fill("Lantern County Sheriff")
    go_on(page)
    at(page, "The first administrator")
    page.get_by_label("Your name and rank").fill("J. Fir")
    page.get_by_label("Sign-in name").fill("fir")
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_label("The same once more").fill(PASSWORD)
    go_on(page)
    at(page, "Your second factor")
    secret = secret_on(page)
    page.get_by_label("Code").fill(code(secret))
    go_on(page)
    at(page, "The recovery key")
    row = int(re.search(r"Type row (\d)", page.content())[1])  # type: ignore[index]
    page.get_by_label("Type row").fill(page.locator(".codes li").nth(row - 1).inner_text())
    go_on(page, "It is kept: set up now")
    at(page, "Harborlight is set up")
    return secret


def through_the_password(page: Page, login: str, password: str) -> None:
    page.goto("/account/login/")
    at(page, "Before you sign in")
    go_on(page, "I understand and agree")
    at(page, "Sign in")
    page.get_by_label("Sign-in name").fill(login)
    page.get_by_label("Password").fill(password)
    go_on(page)


def keep_codes(page: Page) -> None:
    at(page, "Recovery codes")
    go_on(page, "Make and show my codes")
    at(page, "Recovery codes")
    page.get_by_label("Type one of the codes").fill(page.locator(".codes li").nth(4).inner_text())
    go_on(page, "They are kept")


def plug_in_a_key(walker: Walker) -> None:
    """The browser's own virtual security key."""
    session = walker.context.new_cdp_session(walker.page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "usb",
                "hasResidentKey": False,
                "hasUserVerification": True,
                "isUserVerified": True,
            }
        },
    )


def test_a_newcomer_sets_up_signs_in_and_lets_a_colleague_in(newcomer: Walker, browser: Browser):
    page = newcomer.go("/")
    secret = set_up(page)
    newcomer.shot("set-up-done")

    # The first sign-in: password, the app's next code, recovery codes.
    through_the_password(page, "fir", PASSWORD)
    at(page, "Second step")
    page.get_by_label("Code").fill(code(secret, ahead=1))
    go_on(page, "Sign in")
    keep_codes(page)
    at(page, "Your account")

    # A passkey beside the app, and in with it.
    plug_in_a_key(newcomer)
    page.get_by_role("link", name="Add a passkey").click()
    at(page, "Add a passkey")
    page.get_by_label("Name of this passkey").fill("Blue key on my ring")
    go_on(page, "Add this passkey")
    at(page, "Your account")
    expect(page.get_by_text("Blue key on my ring")).to_be_visible()
    page.goto("/account/logout/")
    go_on(page, "Sign out")
    through_the_password(page, "fir", PASSWORD)
    at(page, "Second step")
    go_on(page, "Use your passkey")
    page.wait_for_url(newcomer.site.url + "/")

    # A colleague gets an account, sets a password by the link, and is led to a second factor.
    page.goto("/members/new/")
    at(page, "New account")
    page.get_by_label("Sign-in name").fill("alder")
    page.get_by_label("Name and rank").fill("Officer R. Alder")
    page.get_by_label("Patrol officer").check()
    go_on(page, "Make the account")
    at(page, "One-time password link")
    link = page.locator(".onetime").inner_text()
    colleague = Walker(browser, newcomer.site, PHONE)
    let_in(colleague, link)
    colleague.close()
    page.goto("/members/")
    at(page, "Members")
    page.get_by_role("link", name="Officer R. Alder").click()
    at(page, "Officer R. Alder")

    # The wizard does not exist any more.
    page.goto("/setup/")
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Set up Harborlight")


def let_in(colleague: Walker, link: str) -> None:
    """From the link to a session with a second factor."""
    page = colleague.go(link)
    at(page, "Set your password")
    page.get_by_label("New password").fill("paper boats in April")
    page.get_by_label("The same once more").fill("paper boats in April")
    go_on(page, "Set this password")
    at(page, "Your password is set")
    through_the_password(page, "alder", "paper boats in April")
    at(page, "Add a second factor")
    page.get_by_role("link", name="Add an app").click()
    at(page, "Add an authenticator app")
    secret = secret_on(page)
    page.get_by_label("Code").fill(code(secret))
    go_on(page, "Add this app")
    keep_codes(page)
    at(page, "Your account")
    page.goto(link)
    at(page, "This link does not work")
    assert not colleague.faults, colleague.faults
