"""Forms of the directory."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from harborlight.library import api
from harborlight.library.core.lines import CHANNELS
from harborlight.library.core.sentences import role_name

ANY = ("", "Any")
OWN_ROLES = (
    "child-protection", "local-police", "icac", "fbi-office", "fusion-center", "trafficking-state-line",
    "local-services",
)  # fmt: skip
CHANNEL_WORDS = {
    "phone": "Phone", "text": "Text message", "web": "Web page", "email": "E-mail", "tty": "TTY", "fax": "Fax",
    "office": "Office",
}  # fmt: skip
CHECKS = [
    ANY,
    ("never", "Never checked by us"),
    ("due", "To check again"),
    ("failed", "Failed"),
    ("missing", "Number not found yet"),
]


class ContactFilter(forms.Form):
    """Filters of the list of contacts."""

    state = forms.ChoiceField(label="State", required=False)
    role = forms.ChoiceField(label="Role", required=False)
    check = forms.ChoiceField(label="Our check", required=False, choices=CHECKS)
    words = forms.CharField(label="Name or number", required=False, max_length=80)

    def __init__(self, *args: Any, roles: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [ANY, *api.states().items()]  # type: ignore[attr-defined]
        named = sorted((role_name(role, "en"), role) for role in roles)
        self.fields["role"].choices = [ANY, *((role, name) for name, role in named)]  # type: ignore[attr-defined]


class ServiceFilter(forms.Form):
    """Filters of the list of services."""

    need = forms.ChoiceField(label="Need", required=False)
    county = forms.CharField(label="County", required=False, max_length=5, widget=forms.Select)
    words = forms.CharField(label="Service or organization", required=False, max_length=80)

    def __init__(self, *args: Any, state: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["need"].choices = [ANY, *api.needs().items()]  # type: ignore[attr-defined]
        counties = [ANY, *((county.fips, county.name) for county in api.counties(state))]
        self.fields["county"].widget.choices = counties


class ContactForm(forms.Form):
    """A number of our own."""

    role = forms.ChoiceField(label="Who it is", choices=[(role, role_name(role, "en")) for role in OWN_ROLES])
    name = forms.CharField(label="Name, as they answer the phone", max_length=200)
    channel = forms.ChoiceField(label="How", choices=[(name, CHANNEL_WORDS[name]) for name in CHANNELS])
    value = forms.CharField(label="Number or address", max_length=300)
    counties = forms.MultipleChoiceField(
        label="Counties it serves", required=False, widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text="Choose none if it serves the whole state.",
    )  # fmt: skip
    hours = forms.CharField(
        label="Hours", required=False, max_length=200,
        help_text="24/7, or days and spans such as Mo-Fr 08:00-17:00. Leave empty if you do not know: empty is never "
        "shown as open.",
    )  # fmt: skip
    source = forms.CharField(
        label="Who told you", max_length=300, help_text="A page address, or a duty name: intake supervisor, by phone."
    )
    note = forms.CharField(label="Note", required=False, max_length=500)

    def __init__(self, *args: Any, state: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        counties = [(county.fips, county.name) for county in api.counties(state)]
        self.fields["counties"].choices = counties  # type: ignore[attr-defined]


class ShiftForm(forms.Form):
    """One shift of the rota. Times are on the clock of the agency."""

    unit = forms.CharField(label="Unit on call", max_length=120, help_text="The unit, not a person: Special Victims.")
    value = forms.CharField(label="Duty number", max_length=40, help_text="A number that is answered in this shift.")
    starts_at = forms.DateTimeField(label="From")
    ends_at = forms.DateTimeField(label="To")
    counties = forms.MultipleChoiceField(label="Counties", widget=forms.SelectMultiple(attrs={"size": 6}))
    is_public = forms.BooleanField(
        label="Show it on the public page and the field card", required=False,
        help_text="Without this, only members who are signed in see the number.",
    )  # fmt: skip

    def __init__(self, *args: Any, state: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        counties = [(county.fips, county.name) for county in api.counties(state)]
        self.fields["counties"].choices = counties  # type: ignore[attr-defined]


class ImportForm(forms.Form):
    """A directory in HSDS 1.1 as one ZIP file of CSV files."""

    file = forms.FileField(label="ZIP file of CSV files", help_text="organizations.csv and services.csv at least.")
    name = forms.SlugField(
        label="Short name of this directory", max_length=60,
        help_text="Letters, digits and hyphens. Use the same name next time: records are then updated, not doubled.",
    )  # fmt: skip
    date = forms.RegexField(
        r"^\d{4}(-\d{2}(-\d{2})?)?$", label="Date of its facts", max_length=10,
        help_text="As exactly as you know it: 2026-11-22, 2026-11 or 2026.",
        error_messages={"invalid": "Write a year, a month or a day: 2026, 2026-11 or 2026-11-22."},
    )  # fmt: skip
    state = forms.ChoiceField(label="State")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = list(api.states().items())  # type: ignore[attr-defined]
