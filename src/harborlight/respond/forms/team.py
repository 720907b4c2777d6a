"""Forms of the team."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms

from harborlight.respond.core.release import BASES, ITEMS, LONGEST_VALUE, choices
from harborlight.respond.team.core import PARTS


class MemberForm(forms.Form):
    """Somebody of the own agency."""

    member = forms.ChoiceField(label="Who")
    part = forms.ChoiceField(label="Their part", choices=PARTS, initial="investigator")

    def __init__(self, *args: object, members: Iterable[tuple[str, str]] = (), **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["member"].choices = [("", "Choose"), *members]  # type: ignore[attr-defined]


class ReleaseForm(forms.Form):
    """What leaves towards a partner, item by item, and on what basis."""

    basis = forms.ChoiceField(label="On what basis may it leave?", choices=choices(BASES), widget=forms.RadioSelect)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for item in ITEMS:
            long = item.code in ("need", "safety")
            self.fields[f"item_{item.code}"] = forms.CharField(
                label=item.label,
                help_text=item.hint,
                required=item.always,
                max_length=LONGEST_VALUE,
                widget=forms.Textarea(attrs={"rows": 2}) if long else forms.TextInput(),
            )
        self.order_fields([*(f"item_{item.code}" for item in ITEMS), "basis"])

    def values(self) -> dict[str, str]:
        """Item code to what was typed."""
        return {item.code: self.cleaned_data.get(f"item_{item.code}", "") for item in ITEMS}

    def what(self) -> list[tuple[str, str]]:
        """(label, value) rows of what leaves, without the empty ones."""
        return [(item.label, value) for item in ITEMS if (value := self.values()[item.code].strip())]

    def basis_label(self) -> str:
        return dict(choices(BASES)).get(self.cleaned_data.get("basis", ""), "")


class PartnerForm(ReleaseForm):
    """A partner agency, its part, the agreement, and what it is given."""

    partner = forms.ChoiceField(label="Which partner")
    part = forms.ChoiceField(label="Their part", choices=PARTS)
    agreement = forms.CharField(
        label="Agreement", required=False, max_length=40, help_text="Its number, if there is one."
    )

    def __init__(self, *args: object, partners: Iterable[tuple[str, str]] = (), **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner"].choices = [("", "Choose"), *partners]  # type: ignore[attr-defined]
        self.order_fields(["partner", "part", "agreement"])

    def partner_label(self) -> str:
        choices_now: dict[str, str] = dict(self.fields["partner"].choices)  # type: ignore[attr-defined]
        return choices_now.get(self.cleaned_data.get("partner", ""), "")
