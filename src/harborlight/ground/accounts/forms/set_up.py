"""Forms of the set-up wizard, one question a page."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from harborlight.ground.access.api import AGENCY_KINDS
from harborlight.ground.accounts.core import recovery_key
from harborlight.ground.accounts.forms.members import LOGIN
from harborlight.ground.accounts.forms.own import PasswordForm
from harborlight.ground.accounts.passwords import NameRule
from harborlight.ground.accounts.places import County, counties_of, police_agencies, states, time_zones

BY_HAND = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}


class CodeForm(forms.Form):
    """The one-time set-up code."""

    code = forms.CharField(
        label="Set-up code", max_length=60, widget=forms.TextInput(attrs=BY_HAND),
        help_text="The program printed it on the server when it started.",
    )


class StateForm(forms.Form):
    """Which state."""

    state = forms.ChoiceField(label="State or territory")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [("", "Choose"), *states()]  # type: ignore[attr-defined]


class CountyForm(forms.Form):
    """Which county of that state."""

    county = forms.ChoiceField(label="County", help_text="It decides who answers, and which law counts.")

    def __init__(self, *args: Any, state: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = [(county.fips, county.name) for county in counties_of(state)]
        self.fields["county"].choices = [("", "Choose"), *listed]  # type: ignore[attr-defined]


class AgencyForm(forms.Form):
    """The agency that runs this installation."""

    kind = forms.ChoiceField(
        label="What kind of agency runs this?", choices=list(AGENCY_KINDS.items()), widget=forms.RadioSelect
    )
    ori = forms.ChoiceField(
        label="Your agency in the national list (ORI)", required=False,
        help_text="A list of 2017, for police agencies. If yours is missing or renamed, leave it and type the name.",
    )
    name = forms.CharField(
        label="Name of the agency", max_length=200, required=False,
        help_text="As it stands on every page. Empty: as in the list.",
    )
    time_zone = forms.ChoiceField(label="Time zone", help_text="Clocks and hours are shown in it.")

    def __init__(self, *args: Any, county: County, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.listed = dict(police_agencies(county))
        listed = [(ori, f"{name} · {ori}") for ori, name in self.listed.items()]
        zones = [(zone, zone.replace("_", " ")) for zone in time_zones()]
        self.fields["ori"].choices = [("", "Not in the list"), *listed]  # type: ignore[attr-defined]
        self.fields["time_zone"].choices = zones  # type: ignore[attr-defined]
        self.fields["time_zone"].initial = county.time_zone

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("kind") != "police":
            given["ori"] = ""
        given["name"] = (given.get("name") or "").strip() or self.listed.get(given.get("ori", ""), "")
        if not given["name"]:
            self.add_error("name", "Type the agency's name, or choose it in the list.")
        return given


class AdministratorForm(PasswordForm):
    """The first administrator."""

    display_name = forms.CharField(label="Your name and rank", max_length=120)
    login = forms.CharField(
        label="Sign-in name", max_length=80, validators=[LOGIN],
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "username"}),
    )
    field_order = ("display_name", "login", "new_password", "again")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        password = str(given.get("new_password", "")).casefold()
        # The rule about names needs a member, and there is none yet.
        names = [str(given.get(name, "")).casefold() for name in ("login", "display_name")]
        if password and any(name and (name in password or password in name) for name in names):
            self.add_error("new_password", NameRule().get_error_message())
        return given


class RowForm(forms.Form):
    """One row of the recovery key, typed back from paper."""

    typed = forms.CharField(max_length=20, widget=forms.TextInput(attrs=BY_HAND))

    def __init__(self, *args: Any, key: bytes, row: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.key, self.row = key, row
        self.fields["typed"].label = f"Type row {row} back from your paper"

    def clean_typed(self) -> str:
        if not recovery_key.same_row(self.key, self.row, self.cleaned_data["typed"]):
            raise ValidationError(f"This is not row {self.row} of the key shown. Compare it sign by sign.")
        return ""
