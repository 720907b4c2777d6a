"""The card on a telephone: without network, with a dead server, after an update, without scripts, at every size."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import expect

from harborlight.recognize.card import views
from tests.builders import NOON, an_agency

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.urls("harborlight.project.urls_public")]

# Asked once and awaited: a text that is polled would be evaluated in the page, which its policy refuses.
CONTROLLED = """new Promise(done => navigator.serviceWorker.controller
  ? done() : navigator.serviceWorker.addEventListener("controllerchange", () => done()))"""
UNKEPT = ("/card/worker.js", "/card/version.json", "/card/icon-512.png")


@pytest.fixture
def card(site: Any, client: Client, context: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The card of an agency in Cook County, served and opened at noon UTC-6 of 22 November 2026."""
    monkeypatch.setattr("harborlight.ground.access.middleware.read_clock", lambda: NOON)
    an_agency(is_host=True)
    site.take(client, *views.kept_files(), *UNKEPT)
    page = context.new_page()
    page.clock.set_fixed_time(NOON)
    yield page


def keep(page: Any, path: str = "/card/") -> None:
    """Open the card and wait until the telephone has it."""
    page.goto(path)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.evaluate(CONTROLLED)


def calls(page: Any) -> str:
    return str(page.inner_text("#calls"))


def test_it_says_who_answers_at_this_hour(card: Any) -> None:
    card.goto("/card/")
    card.wait_for_selector(".state-open")
    assert "Who answers now" in card.inner_text(".who")
    assert "Cook County, IL · Sun, Nov 22 12:00" in card.inner_text("#place")
    assert re.search(r"Child protection\s+800-252-2873\s*answers now", calls(card))
    assert card.get_attribute("#calls a", "href") == "tel:8002522873"
    assert card.get_attribute("a.words", "href") == "sms:233733?&body=HELP"


def test_it_reloads_without_a_network_in_both_languages(card: Any, context: Any) -> None:
    keep(card)
    context.set_offline(True)
    card.reload()
    card.wait_for_selector(".state-open")
    assert "800-252-2873" in calls(card)
    card.click("text=Español")
    card.wait_for_selector(".state-open")
    assert card.url.endswith("/card/es/")
    assert "responde ahora" in calls(card)
    for address in ("/card/?county=17197", "/card/?zip=62701"):
        card.goto(address)
        card.wait_for_selector(".state-open")
    assert "Sangamon County" in card.inner_text("#place")


def test_it_opens_when_the_server_is_dead(card: Any, site: Any) -> None:
    keep(card)
    site.stop()
    card.goto("/card/")
    card.wait_for_selector(".state-open")
    assert "911" in card.inner_text(".danger")


def test_another_county_without_a_network(card: Any, context: Any) -> None:
    keep(card)
    context.set_offline(True)
    card.reload()
    card.click("text=Change place")
    card.fill("#zip", "99999")
    card.click("text=Show")
    assert "is not in Illinois's list" in card.inner_text("#problem")
    card.fill("#zip", "60432")
    card.click("text=Show")
    assert "Will County, IL" in card.inner_text("#place")
    assert card.is_hidden("#problem")
    card.reload()
    card.wait_for_selector(".state-open")
    assert "Will County, IL" in card.inner_text("#place"), "the telephone remembers the county"


def test_it_says_how_old_it_is(card: Any, context: Any) -> None:
    keep(card)
    card.reload()
    expect(card.locator("#kept")).to_contain_text("Up to date")
    context.set_offline(True)
    card.clock.set_fixed_time(NOON + timedelta(days=19, hours=2))
    card.reload()
    expect(card.locator("#kept")).not_to_be_empty()
    assert card.inner_text("#kept") == "Saved on this phone Nov 22, 2026; 19 days old. Connect to bring it up to date."


def test_a_new_version_arrives_quietly(card: Any, site: Any) -> None:
    keep(card)
    old = site.pages["/card/version.json"][2]
    version = json.loads(old)["version"]
    for path, (status, headers, content) in list(site.pages.items()):
        fresh = content.replace(version.encode(), b"f" * 16).replace(b"What to say", b"Words to say")
        site.pages[path] = (status, headers, fresh)
    card.reload()
    card.evaluate(
        """async () => {
            const kept = async () => (await caches.keys()).join();
            while (await kept() !== "card-ffffffffffffffff") await new Promise((go) => setTimeout(go, 50));
        }"""
    )
    card.reload()
    assert "Words to say" in card.inner_text(".ways")


def test_a_broken_update_leaves_the_kept_card(card: Any, site: Any, context: Any) -> None:
    keep(card)
    version = json.loads(site.pages["/card/version.json"][2])["version"]
    status, headers, content = site.pages["/card/worker.js"]
    site.pages["/card/worker.js"] = (status, headers, content.replace(version.encode(), b"e" * 16))
    site.pages["/card/es/"] = (500, {}, b"")
    card.reload()
    card.wait_for_timeout(500)
    context.set_offline(True)
    card.reload()
    card.wait_for_selector(".state-open")
    assert "Rights" in card.inner_text(".ways")


def test_only_the_card_is_kept_and_nothing_about_anybody(card: Any, context: Any) -> None:
    keep(card)
    card.reload()
    expect(card.locator("#kept")).not_to_be_empty()
    kept = card.evaluate(
        """async () => {
            const found = [];
            for (const name of await caches.keys()) {
                for (const request of await (await caches.open(name)).keys()) found.push(new URL(request.url).pathname);
            }
            return found.sort();
        }"""
    )
    assert kept == sorted(views.kept_files())
    assert card.evaluate("Object.keys(localStorage).sort()") == ["card.checked"]
    assert card.evaluate("Object.keys(sessionStorage)") == []
    assert card.evaluate("indexedDB.databases().then((found) => found.length)") == 0
    assert context.cookies() == []
    assert card.locator("main input").evaluate_all("all => all.map((one) => one.name)") == ["zip"]


def test_the_worker_reaches_no_further_than_the_card(card: Any, site: Any) -> None:
    keep(card)
    scope = card.evaluate("navigator.serviceWorker.ready.then((one) => new URL(one.scope).pathname)")
    assert scope == "/card/"
    site.pages["/card/other"] = (200, {"Content-Type": "text/plain"}, b"from the server")
    assert card.evaluate("fetch('/card/other').then((one) => one.text())") == "from the server"


def test_without_scripts_it_reads_and_calls(site: Any, card: Any, _browser: Any) -> None:
    plain = _browser.new_context(java_script_enabled=False, base_url=site.url, viewport={"width": 390, "height": 844})
    page = plain.new_page()
    page.goto("/card/")
    assert page.get_attribute("#calls a", "href") == "tel:8002522873"
    assert "is not known on this saved page" in page.inner_text(".who")
    assert page.is_hidden("#more")
    page.click("text=Signs")
    assert page.url.endswith("#signs")
    plain.close()


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390])
@pytest.mark.parametrize("path", ["/card/", "/card/es/"])
def test_it_fits_a_small_telephone_and_a_gloved_thumb(card: Any, path: str, width: int, look: str) -> None:
    card.set_viewport_size({"width": width, "height": 844})
    card.emulate_media(color_scheme=look)
    card.goto(path)
    card.wait_for_selector(".state-open")
    for folded in card.locator("summary").all():
        folded.click()
    assert card.evaluate("document.documentElement.scrollWidth") <= width
    small = card.evaluate(
        """() => [...document.querySelectorAll("a, button, summary, select, input")]
            .filter((one) => one.getClientRects().length && !one.closest(".sources"))
            .map((one) => [one.textContent.trim(), one.getBoundingClientRect().height])
            .filter(([, height]) => height < 44)"""
    )
    assert small == []
    tiny = card.evaluate(
        """() => [...document.querySelectorAll("body *")]
            .filter((one) => one.getClientRects().length && parseFloat(getComputedStyle(one).fontSize) < 16)
            .map((one) => one.className || one.tagName)"""
    )
    assert tiny == []


def test_the_first_call_stands_on_the_first_screen(card: Any) -> None:
    card.goto("/card/")
    card.wait_for_selector(".state-open")
    assert card.locator("#calls a").first.bounding_box()["y"] < 844 - 44


def test_accessibility_rules(card: Any) -> None:
    from axe_playwright_python.sync_playwright import Axe

    for path in ("/card/", "/card/es/"):
        card.goto(path)
        card.wait_for_selector(".state-open")
        for look in ("light", "dark"):
            card.emulate_media(color_scheme=look)
            # The policy of the page lets no script in; axe is put in by the browser's own hand.
            found = Axe().run(card, options={"resultTypes": ["violations"]})
            assert found.violations_count == 0, found.generate_report()


def test_leaving_leaves_no_way_back(card: Any, context: Any) -> None:
    card.goto("/card/")
    card.wait_for_selector(".state-open")
    context.set_offline(True)
    card.click(".leave")
    card.wait_for_url("about:blank")
