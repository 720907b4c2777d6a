"""Forms of a response: open it, settle its situation, close it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.utils import timezone

from harborlight.respond.actions import Moments
from harborlight.respond.core.lifecycle import CLOSE_REASONS
from harborlight.respond.core.situation import FACTS, NO, UNKNOWN, YES

ANSWERS = ((YES, "Yes"), (NO, "No"), (UNKNOWN, "Not known"))


class TokenForm(forms.Form):
    """Carries a token, so that a double tap or a replayed page does the act once."""

    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class LocalMoment(forms.DateTimeField):
    """A time on the agency's own clock, also in the hour that comes twice in autumn: the first of the two is meant.

    Django refuses that hour, and nobody could open a response in it. The first is the safe one: clocks start earlier.
    """

    def to_python(self, value: Any) -> datetime | None:
        zone = timezone.get_current_timezone()
        with timezone.override(UTC):
            typed: datetime | None = super().to_python(value)
        return typed.replace(tzinfo=zone, fold=0) if typed is not None and typed.tzinfo is UTC else typed


def moment_field(label: str, help_text: str = "", *, required: bool = False) -> forms.DateTimeField:
    """A time of day with its date, as the agency's own clock shows it."""
    return LocalMoment(
        label=label, help_text=help_text, required=required, widget=forms.DateTimeInput(attrs={"class": "moment"})
    )


class OpenForm(TokenForm):
    """What must be known to start: when the child was met, and whether a missing report runs. The rest can wait."""

    found = moment_field("When did you find that the child may be a victim?", required=True)
    missing_report = forms.ChoiceField(
        label="Is there a missing or runaway report for this child?",
        choices=ANSWERS,
        initial=UNKNOWN,
        widget=forms.RadioSelect,
    )
    missing_report_at = moment_field("If yes: when was it received?", "Its two-hour clock starts then.")
    age_estimate = forms.IntegerField(
        label="About how old is the child?",
        min_value=0,
        max_value=25,
        required=False,
        help_text="Years. A guess is fine.",
    )
    tell = forms.MultipleChoiceField(
        label="Tell now", required=False, widget=forms.CheckboxSelectMultiple, help_text="They see it in their inbox."
    )

    def __init__(
        self, *args: object, team: Iterable[tuple[str, str]] = (), known: bool = False, **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["tell"].choices = list(team)  # type: ignore[attr-defined]
        if not self.fields["tell"].choices:  # type: ignore[attr-defined]
            del self.fields["tell"]
        if known:
            del self.fields["age_estimate"]

    def moments(self) -> Moments:
        """When the things happened."""
        return Moments(found=self.cleaned_data["found"], missing_report=self.cleaned_data["missing_report_at"])

    def situation(self) -> dict[str, str]:
        return {"missing_report": self.cleaned_data["missing_report"]}


class SituationForm(forms.Form):
    """Every fact of the situation, one question each, with why it is asked."""

    found = moment_field("When was it found that the child may be a victim?", required=True)
    missing_report_at = moment_field("When was the missing report received?", "Only if there is one.")
    returned_at = moment_field("When did the child come back?", "Only if the child was missing.")
    custody_at = moment_field("Since when is the child held?", "Only if held.")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for fact in FACTS:
            self.fields[fact.code] = forms.ChoiceField(
                label=fact.question, help_text=fact.why, choices=ANSWERS, initial=UNKNOWN, widget=forms.RadioSelect
            )

    def moments(self) -> Moments:
        """When the things happened."""
        data = self.cleaned_data
        return Moments(data["found"], data["missing_report_at"], data["returned_at"], data["custody_at"])

    def situation(self) -> dict[str, str]:
        return {fact.code: self.cleaned_data[fact.code] for fact in FACTS}

    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField | None]]:
        """Each question with the time that belongs to it, in the order to ask."""
        times = {
            "missing_report": "missing_report_at",
            "returned_from_missing": "returned_at",
            "in_custody": "custody_at",
        }
        return [(self[fact.code], self[times[fact.code]] if fact.code in times else None) for fact in FACTS]


class CloseForm(forms.Form):
    """Why it closes, and when somebody looks again."""

    reason = forms.ChoiceField(label="Why does it close?", choices=CLOSE_REASONS, widget=forms.RadioSelect)
    look_again_on = forms.DateField(
        label="Somebody looks again on", required=False, widget=forms.DateInput(), help_text="A day after today."
    )
    note = forms.CharField(
        label="What the next person must know",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReasonForm(forms.Form):
    """A sentence that others will read."""

    reason = forms.CharField(label="Why", min_length=10, max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


def local_now(now: datetime) -> datetime:
    """The moment without seconds, as a field shows it."""
    return now.replace(second=0, microsecond=0)
