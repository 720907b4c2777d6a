"""Forms for partner agencies."""

from typing import Any

from django import forms

from harborlight.ground.access.api import AGENCY_KINDS
from harborlight.ground.accounts.places import counties_of


class PartnerForm(forms.Form):
    """A partner agency in the state chosen before."""

    name = forms.CharField(label="Name of the agency", max_length=200)
    kind = forms.ChoiceField(label="Kind", choices=list(AGENCY_KINDS.items()))
    county = forms.ChoiceField(label="County", help_text="Where it stands.")

    def __init__(self, *args: Any, state: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = [(county.fips, county.name) for county in counties_of(state)]
        self.fields["county"].choices = [("", "Choose"), *listed]  # type: ignore[attr-defined]
