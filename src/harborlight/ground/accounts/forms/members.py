"""Forms of the administrator's pages."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator

from harborlight.ground.access.api import ROLES, Role, agencies

LOGIN = RegexValidator(r"^[A-Za-z0-9][A-Za-z0-9._@-]{1,79}$", "Use letters, digits and . _ - @, two or more.")
SEEN = "As colleagues and partners see it."
ROLE_CHOICES = [(str(role), rule.description) for role, rule in ROLES.items()]


class RolesForm(forms.Form):
    """What the member may do. What each role sees stands beside it."""

    roles = forms.MultipleChoiceField(label="Roles", choices=ROLE_CHOICES, widget=forms.CheckboxSelectMultiple)

    def clean_roles(self) -> list[Role]:
        return [Role(role) for role in self.cleaned_data["roles"]]


class DetailsForm(forms.Form):
    """How colleagues know the member."""

    display_name = forms.CharField(label="Name and rank", max_length=120, help_text=SEEN)
    unit = forms.CharField(label="Unit", max_length=120, required=False)
    phone = forms.CharField(label="Duty phone", max_length=40, required=False)


class NewMemberForm(RolesForm):
    """A new account."""

    login = forms.CharField(
        label="Sign-in name", max_length=80, validators=[LOGIN],
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}),
    )
    display_name = forms.CharField(label="Name and rank", max_length=120, help_text=SEEN)
    unit = forms.CharField(label="Unit", max_length=120, required=False)
    agency = forms.ChoiceField(label="Agency")
    field_order = ("login", "display_name", "unit", "agency", "roles")

    def __init__(self, *args: Any, own_agency: str, all_agencies: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [agency for agency in agencies() if all_agencies or agency.id == own_agency]
        self.fields["agency"].choices = [(agency.id, agency.name) for agency in offered]  # type: ignore[attr-defined]
        self.fields["agency"].initial = own_agency


class FilterForm(forms.Form):
    """Which members the list shows."""

    q = forms.CharField(label="Name, sign-in name or unit", required=False)
    role = forms.ChoiceField(label="Role", required=False, choices=[("", "Any"), *((r, r.capitalize()) for r in Role)])
    state = forms.ChoiceField(
        label="State", required=False,
        choices=[("", "Any"), ("active", "Can sign in"), ("closed", "Closed after failures"), ("disabled", "Disabled"),
                 ("unfinished", "No second factor yet")],
    )
