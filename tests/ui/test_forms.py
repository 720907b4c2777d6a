"""Form fields: label, hint, error and control tied together; nothing typed is lost."""

import re
from datetime import date

import pytest
from django import forms

from harborlight.ground.ui.gallery import EveryField
from tests.ui.conftest import Render


@pytest.mark.parametrize("name", ["code", "seen", "sure"])
def test_hint_and_error_are_read_with_the_control(render: Render, name: str) -> None:
    html = render("{% field bound %}", bound=EveryField({})[name])
    described = re.search(r'aria-describedby="([^"]+)"', html)
    assert described is not None
    assert len(described[1].split()) == 2
    for part in described[1].split():
        assert f'id="{part}"' in html
    assert 'aria-invalid="true"' in html


@pytest.mark.parametrize("name", EveryField.base_fields)
def test_every_control_has_its_label(render: Render, name: str) -> None:
    html = render("{% field bound %}", bound=EveryField()[name])
    controls = re.findall(r'<(?:input|select|textarea)[^>]* id="([^"]+)"', html)
    assert controls
    assert set(controls) == set(re.findall(r'<label[^>]* for="([^"]+)"', html))


@pytest.mark.parametrize("name", ["seen", "needs"])
def test_choices_are_a_group_with_its_question(render: Render, name: str) -> None:
    html = render("{% field bound %}", bound=EveryField()[name])
    assert "<fieldset" in html
    assert f'<legend class="field-label">{EveryField.base_fields[name].label}' in html
    assert html.count('class="tile"') == len(EveryField.base_fields[name].choices)  # type: ignore[attr-defined]


@pytest.mark.parametrize(("name", "kind"), [("day", "date"), ("told_at", "datetime-local"), ("hour", "time")])
def test_native_pickers(render: Render, name: str, kind: str) -> None:
    assert f'type="{kind}"' in render("{% field bound %}", bound=EveryField()[name])


def test_a_picker_shows_the_value_it_was_given(render: Render) -> None:
    form = EveryField(initial={"day": date(2026, 9, 2)})
    assert 'value="2026-09-02"' in render("{% field form.day %}", form=form)


def test_what_a_picker_cannot_read_stays_to_be_mended(render: Render) -> None:
    html = render("{% field form.told_at %}", form=EveryField({"told_at": "soon"}))
    assert 'type="text"' in html
    assert 'value="soon"' in html


def test_summary_links_to_each_field(render: Render) -> None:
    form = EveryField({})
    page = render("{% errors form %}{% fields form %}", form=form)
    links = re.findall(r'<a href="#([^"]+)"', page)
    assert len(links) == len(form.errors)
    for anchor in links:
        assert f'id="{anchor}"' in page
    assert f"{len(form.errors)} things to mend. Nothing you typed is lost." in page


def test_one_fault_is_one_thing(render: Render) -> None:
    class Form(forms.Form):
        a = forms.CharField()

    assert "One thing to mend." in render("{% errors form %}", form=Form({}))


def test_a_sound_form_has_no_summary(render: Render) -> None:
    assert render("{% errors form %}", form=EveryField()) == ""


def test_faults_of_hidden_fields_and_of_the_whole_are_told(render: Render) -> None:
    class Form(forms.Form):
        key = forms.CharField(widget=forms.HiddenInput)

        def clean(self) -> None:
            raise forms.ValidationError("The case was closed meanwhile. Nothing was saved.")

    html = render("{% errors form %}", form=Form({}))
    assert "The case was closed meanwhile." in html
    assert "Key: Fill this in." in html


def test_optional_is_said_only_where_it_is_true(render: Render) -> None:
    form = EveryField()
    assert "optional" in render("{% field form.day optional=True %}", form=form)
    assert "optional" not in render("{% field form.code optional=True %}", form=form)


def test_hidden_fields_come_first_and_bare(render: Render) -> None:
    class Form(forms.Form):
        a = forms.CharField()
        key = forms.CharField(widget=forms.HiddenInput, initial="7")

    html = render("{% fields form %}", form=Form())
    assert html.startswith('<input type="hidden" name="key" value="7"')


def test_errors_speak_in_our_voice() -> None:
    form = EveryField({"seen": "maybe", "day": "x", "told_at": "soon", "hour": "y", "count": "z"})
    words = " ".join(text for texts in form.errors.values() for text in texts)
    for sentence in (
        "Choose one.",
        "maybe is not among them",
        "Write a day, ",
        "Write a day and a time",
        "whole number",
        "Check this",
    ):
        assert sentence in words
    assert "valid" not in words


def test_a_form_that_speaks_for_itself_keeps_its_words() -> None:
    class Form(forms.Form):
        a = forms.CharField(error_messages={"required": "Say where she is now."})

    assert Form({}).errors["a"] == ["Say where she is now."]
