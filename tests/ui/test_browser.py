"""The gallery in a real browser: accessibility rules, content policy, targets, type size, and no sideways scrolling.

No server runs: the browser's requests are answered from the rendered page and the static files, with the
headers of the settings.
"""

import mimetypes
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.http import HttpRequest
from django.shortcuts import render as render_page

from harborlight.ground.ui import views
from harborlight.ground.ui.csp import ContentSecurityPolicyMiddleware

pytestmark = pytest.mark.browser

HOME = "http://localhost"


@pytest.fixture
def open_page(chromium: Any, staff_request: Callable[..., HttpRequest]) -> Iterator[Callable[..., Any]]:
    """Opens the gallery (or a template) and gathers everything the browser complains about in ``page.complaints``."""
    contexts: list[Any] = []

    def go(
        template: str = "",
        *,
        width: int = 1280,
        look: str = "light",
        idle: int = 1800,
        stay: str = '{"member": "member-1"}',
        **options: Any,
    ) -> Any:
        request = staff_request()

        def view(request: HttpRequest) -> Any:
            return render_page(request, template) if template else views.gallery(request)

        response = ContentSecurityPolicyMiddleware(view)(request)
        body = response.content.decode().replace('data-idle="1800"', f'data-idle="{idle}"')
        context = chromium.new_context(viewport={"width": width, "height": 844}, color_scheme=look, **options)
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda m: page.complaints.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: page.complaints.append(str(error)))

        def answer(route: Any) -> None:
            path = route.request.url.removeprefix(HOME)
            if path.startswith("/static/"):
                file = finders.find(path.removeprefix("/static/"))
                assert isinstance(file, str), path
                route.fulfill(path=file, content_type=mimetypes.guess_type(file)[0])
            elif path == "/stay/":
                route.fulfill(body=stay, content_type="application/json", status=200 if stay else 403)
            else:
                route.fulfill(body=body, headers=dict(response.items()))

        page.route("**/*", answer)
        page.goto(f"{HOME}/gallery/")
        return page

    yield go
    for context in contexts:
        context.close()


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_accessibility_rules(open_page: Callable[..., Any], look: str, width: int) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = open_page(look=look, width=width)
    results = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]})
    assert results.violations_count == 0, results.generate_report()
    assert page.complaints == []


def test_night_contrast_is_seven(open_page: Callable[..., Any]) -> None:
    from axe_playwright_python.sync_playwright import Axe

    for look in ("light", "dark"):
        results = Axe().run(open_page(look=look), options={"runOnly": ["color-contrast-enhanced"]})
        assert results.violations_count == 0, results.generate_report()


def test_the_policy_is_in_force_here(open_page: Callable[..., Any]) -> None:
    """What this file calls free of complaints would have complained."""
    page = open_page()
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color:red\">x</p>')")
    assert any("Content Security Policy" in text for text in page.complaints)


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_nothing_stands_outside_the_page(open_page: Callable[..., Any], width: int) -> None:
    page = open_page(width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


SMALL_TARGETS = """() => [...document.querySelectorAll(
    'a[href], button, summary, select, input:not([type=hidden]), textarea, .tile-label')]
  .filter(e => e.checkVisibility() && !e.classList.contains('usa-skipnav') && !e.matches('.tile input'))
  .filter(e => !(e.matches('a:not(.button)') && e.closest('p, td, th, dd, h3, .alert li')))
  .filter(e => e.getBoundingClientRect().height < 44)
  .map(e => e.outerHTML.slice(0, 120))"""

SMALL_TEXT = """() => [...document.querySelectorAll('body *')]
  .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
  .filter(e => parseFloat(getComputedStyle(e).fontSize) < 16)
  .map(e => e.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("width", [390, 1280])
def test_targets_and_type(open_page: Callable[..., Any], width: int) -> None:
    """Targets of 44 px (links inside a sentence excepted, WCAG 2.5.8), text of 16 px."""
    page = open_page(width=width)
    assert page.evaluate(SMALL_TARGETS) == []
    assert page.evaluate(SMALL_TEXT) == []


LONGEST_LINE = """() => Math.max(...[...document.querySelectorAll('p:not(.row), dd, li:not([class])')]
  .filter(e => e.checkVisibility()).map(e => {
    const probe = document.createElement('span');
    probe.className = 'visually-hidden';
    probe.textContent = '0'.repeat(65);
    e.append(probe);
    const part = e.clientWidth / probe.scrollWidth;
    probe.remove();
    return part;
  }))"""


def test_lines_are_no_longer_than_65_characters(open_page: Callable[..., Any]) -> None:
    assert 0.5 < open_page().evaluate(LONGEST_LINE) <= 1.01


def test_without_scripts_everything_is_there_and_no_button_is_dead(open_page: Callable[..., Any]) -> None:
    page = open_page(java_script_enabled=False)
    assert page.locator("main h1").inner_text() == "Gallery"
    assert page.locator("[data-print]:visible, [data-copy]:visible").count() == 0
    assert page.locator("[data-cover]").is_hidden()


def test_keyboard_reaches_the_content_first(open_page: Callable[..., Any]) -> None:
    page = open_page(template="404.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_summary_of_faults_has_the_focus(open_page: Callable[..., Any]) -> None:
    assert open_page().evaluate("document.activeElement.hasAttribute('data-errors')")


def test_warned_then_covered_and_uncovered_with_what_was_typed(open_page: Callable[..., Any]) -> None:
    page = open_page(idle=4)
    page.fill("#id_good_code", "26-1183 half typed")
    page.evaluate("document.querySelector('[data-errors]').scrollIntoView()")
    page.locator("dialog[data-warn]").wait_for(state="visible", timeout=8000)
    page.locator("[data-cover]").wait_for(state="visible", timeout=8000)
    assert not page.locator("dialog[data-warn]").is_visible()
    assert page.evaluate("document.querySelector('main').inert")
    page.click("[data-uncover]")
    page.locator("[data-cover]").wait_for(state="hidden")
    assert page.input_value("#id_good_code") == "26-1183 half typed"


def test_staying_is_one_press(open_page: Callable[..., Any]) -> None:
    page = open_page(idle=8)
    page.locator("dialog[data-warn]").wait_for(state="visible", timeout=12000)
    page.keyboard.press("Enter")
    page.locator("dialog[data-warn]").wait_for(state="hidden")
    assert page.locator("[data-cover]").is_hidden()


def test_a_covered_page_opens_for_its_own_member_only(open_page: Callable[..., Any]) -> None:
    page = open_page(idle=2, stay='{"member": "somebody-else"}')
    page.locator("[data-cover]").wait_for(state="visible", timeout=8000)
    page.click("[data-uncover]")
    page.wait_for_url(f"{HOME}/")


def test_nobody_signed_in_leaves_it_covered(open_page: Callable[..., Any]) -> None:
    page = open_page(idle=2, stay="")
    page.locator("[data-cover]").wait_for(state="visible", timeout=8000)
    page.click("[data-uncover]")
    page.get_by_text("Nobody is signed in yet").wait_for(state="visible")
    assert page.locator("[data-cover]").is_visible()


def test_print_leaves_the_machinery_out_and_opens_the_reasons(open_page: Callable[..., Any]) -> None:
    page = open_page()
    page.emulate_media(media="print")
    for gone in (".mainnav", ".foot", ".button[data-print]", ".crumbs", ".tabs"):
        assert not page.locator(gone).first.is_visible(), gone
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".why-body").first.is_visible()
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
