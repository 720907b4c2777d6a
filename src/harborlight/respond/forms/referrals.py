"""Forms of a referral."""

from __future__ import annotations

from django import forms

from harborlight.respond.forms.response import TokenForm
from harborlight.respond.forms.team import ReleaseForm
from harborlight.respond.referrals.core import DECLINE_REASONS, LOST_REASONS, OUTCOMES


class SendForm(ReleaseForm):
    """What leaves with a referral, and the note of the warm hand-over."""

    handover = forms.CharField(
        label="Hand-over",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Who brings the child or who meets whom, and when. It leaves too.",
    )

    def what(self) -> list[tuple[str, str]]:
        handover = self.cleaned_data.get("handover", "").strip()
        return [*super().what(), *([("Hand-over", handover)] if handover else [])]


class DraftForm(TokenForm):
    """The chosen service."""

    need = forms.CharField(max_length=20, widget=forms.HiddenInput)
    service = forms.CharField(max_length=120, widget=forms.HiddenInput)
    partner = forms.ChoiceField(label="Which partner of ours runs it?", required=False)

    def __init__(self, *args: object, partners: list[tuple[str, str]] | None = None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        none = ("", "None of ours: I call them and write down what they say")
        self.fields["partner"].choices = [none, *(partners or [])]  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """One answer to a referral; which fields it has depends on the act."""

    said_by = forms.CharField(label="Who at the service said so?", max_length=200)
    reason = forms.ChoiceField(label="Why?", widget=forms.RadioSelect)
    outcome = forms.ChoiceField(label="What came of it?", choices=OUTCOMES, widget=forms.RadioSelect)

    def __init__(self, data: object = None, *, act: str, ours: bool) -> None:
        super().__init__(data, prefix=act)  # type: ignore[arg-type]
        if not ours or act == "lose":
            del self.fields["said_by"]
        if act in ("decline", "lose"):
            reasons = DECLINE_REASONS if act == "decline" else LOST_REASONS
            self.fields["reason"].choices = list(reasons)  # type: ignore[attr-defined]
        else:
            del self.fields["reason"]
        if act != "end":
            del self.fields["outcome"]
