"""The form in a real browser, with scripts off: the stop is shown by the style sheet alone."""

from __future__ import annotations

import mimetypes
import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from harborlight.ground.access.api import Member, Role
from tests.builders import an_actor

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
PAGE = "/screen/field-check/"


@pytest.fixture
def form(site: Any, client: Client, _browser: Any) -> Any:
    actor = an_actor(Role.OFFICER, password="a long enough password 7")
    client.force_login(Member.objects.get(id=actor.member_id))
    site.take(client, PAGE)
    for name in re.findall(r'(?:href|src)="/static/([^"#]+)', site.pages[PAGE][2].decode()):
        found = finders.find(name)
        assert found, name
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        site.pages[f"/static/{name}"] = (200, {"Content-Type": kind}, Path(str(found)).read_bytes())
    context = _browser.new_context(
        java_script_enabled=False, base_url=site.url, viewport={"width": 320, "height": 800}
    )
    page = context.new_page()
    page.goto(PAGE)
    yield page
    context.close()


def tap(page: Any, question: str, answer: str) -> None:
    page.locator("fieldset", has_text=question).get_by_text(answer, exact=True).click()


def test_a_disclosure_shows_the_stop_and_puts_the_rest_away(form: Any) -> None:
    assert form.locator(".stop:visible").count() == 0
    tap(form, "Has the child said it", "Yes")
    assert "forensic interview" in form.locator(".stop:visible").inner_text()
    assert form.locator(".question:visible").count() == 2
    assert form.locator(".finish:visible").count() == 0
    tap(form, "Has the child said it", "No")
    assert form.locator(".stop:visible").count() == 0
    assert form.locator(".question:visible").count() == 12


def test_what_was_tapped_before_the_stop_is_still_sent(form: Any) -> None:
    tap(form, "speaks for the child", "Yes")
    tap(form, "in danger now", "Yes")
    assert form.locator("input[name=a-speaks-for][value=yes]").is_checked()


def test_how_it_is_known_is_asked_after_a_yes_only(form: Any) -> None:
    assert form.locator(".how:visible").count() == 0
    tap(form, "very afraid of one person", "No")
    assert form.locator(".how:visible").count() == 0
    tap(form, "very afraid of one person", "Yes")
    assert form.locator(".how:visible select").input_value() == "seen"


def test_big_tiles_on_a_small_telephone(form: Any) -> None:
    widths = form.locator(".answer-label").evaluate_all("all => all.map((one) => one.getBoundingClientRect().height)")
    assert min(widths) >= 48
    for label in form.locator(".answer-label").all():
        assert label.evaluate("one => one.scrollWidth <= one.clientWidth"), label.inner_text()
