"""The look in Spanish: complete, compiled, and in the page."""

import gettext
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import translation

from harborlight.ground.ui import api, views
from tests.ui.conftest import NOW, Render

UI = Path(views.__file__).parent
MESSAGES = UI / "locale/es/LC_MESSAGES"
TRANSLATED = re.compile(r"""(?:{%\s*translate\s+|\b_\(\s*)(?:"([^"]*)"|'([^']*)')""")


@pytest.fixture(scope="module")
def catalog() -> gettext.GNUTranslations:
    with (MESSAGES / "django.mo").open("rb") as file:
        return gettext.GNUTranslations(file)


def source_texts() -> set[str]:
    files = [*UI.rglob("templates/**/*.html"), *UI.glob("*.py"), *UI.glob("templatetags/*.py")]
    found = (match for file in files for match in TRANSLATED.finditer(file.read_text()))
    return {one or other for one, other in (match.groups() for match in found)}


def test_every_text_has_its_spanish(catalog: gettext.GNUTranslations) -> None:
    assert {text for text in source_texts() if catalog.gettext(text) == text} == set()


def test_the_compiled_catalog_is_that_of_the_source(catalog: gettext.GNUTranslations) -> None:
    """After a change: msgfmt -o django.mo django.po"""
    pairs = re.findall(r'^msgid "(.+)"\nmsgstr "(.+)"$', (MESSAGES / "django.po").read_text(), re.M)
    assert len(pairs) > 100
    for english, spanish in pairs:
        assert catalog.gettext(english.replace('\\"', '"')) == spanish.replace('\\"', '"')


def test_a_component_in_spanish(render: Render) -> None:
    with translation.override("es"):
        html = render('{% source "DCFS" date=day %}{% badge "overdue" %}{% left due %}', day=date(2026, 1, 5),
                      due=NOW + timedelta(minutes=41))  # fmt: skip
    for words in ("Fuente:", "5 ene 2026", "Su agencia aún no lo ha verificado.", "vencido", "quedan 00:41"):
        assert words in html


def test_words_of_another_language_are_english() -> None:
    assert api.day_words(date(2026, 1, 5), "fr") == "5 Jan 2026"
    assert api.left_words(NOW - timedelta(days=3), NOW, "es") == "vencido hace 3 días"


@pytest.mark.parametrize(
    ("text", "english", "spanish"),
    [
        ("2026-09-22", "22 Sep 2026", "22 sep 2026"),
        ("2025-05", "May 2025", "may 2025"),
        ("2021", "2021", "2021"),
        ("2025-13", "2025-13", "2025-13"),
        ("spring 2020", "spring 2020", "spring 2020"),
    ],
)
def test_the_date_of_a_source_is_read_as_people_read_it(text: str, english: str, spanish: str) -> None:
    assert (api.dated_words(text), api.dated_words(text, "es")) == (english, spanish)
