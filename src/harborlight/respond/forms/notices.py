"""The form of a notice: four short answers."""

from __future__ import annotations

from django import forms

from harborlight.respond.forms.response import TokenForm, moment_field
from harborlight.respond.notices.core import CHANNELS


class NoticeForm(TokenForm):
    """How, when, whom, and what reference they gave."""

    channel = forms.ChoiceField(
        label="How were they told?", choices=CHANNELS, initial="phone", widget=forms.RadioSelect
    )
    told_at = moment_field("When?", "Your agency's own time.", required=True)
    whom = forms.CharField(
        label="Who took it?", required=False, max_length=200, help_text="A name, a desk or a badge. Kept sealed."
    )
    reference = forms.CharField(
        label="Reference they gave",
        required=False,
        max_length=100,
        help_text="Report, case or entry number. Kept sealed.",
    )
