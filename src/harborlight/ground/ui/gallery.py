"""What the gallery shows: every component in every state, on invented values.

The page doubles as the visual and accessibility test, so a new component or state is added here with its tag.
"""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms

from harborlight.ground.access.web import StaffRequest
from harborlight.ground.ui.core.paging import paged, sorted_by
from harborlight.ground.ui.core.values import InboxItem, Progress, TimelineEntry
from harborlight.ground.ui.icons import ICONS
from harborlight.ground.ui.states import ALERTS, STATES


class FilterForm(forms.Form):
    """The kind of filter a list has."""

    state = forms.ChoiceField(
        required=False, choices=[("", "Any state"), ("overdue", "Overdue"), ("running", "Running")]
    )
    place = forms.CharField(required=False, label="County", help_text="Name or FIPS code.")


class EveryField(forms.Form):
    """One field of every kind, with the shapes a page can ask in."""

    code = forms.CharField(label="Report number", help_text="As on the paper report, for example 26-1183.")
    story = forms.CharField(label="What was seen", widget=forms.Textarea, help_text="Facts first. Who saw it?")
    agency = forms.ChoiceField(label="Told by", choices=[("", "Choose"), ("phone", "Phone"), ("person", "In person")])
    seen = forms.ChoiceField(
        label="Does an older person answer for the child?",
        help_text="What you saw or were told, not what you believe.",
        widget=forms.RadioSelect,
        choices=[("yes", "Yes"), ("no", "No"), ("unknown", "Cannot tell"), ("not-asked", "Not asked")],
    )
    needs = forms.MultipleChoiceField(
        label="What is needed tonight",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("food", "Food and water"), ("bed", "A safe bed"), ("doctor", "A doctor")],
    )
    day = forms.DateField(label="Birth date", required=False, help_text="Leave empty if it is not known.")
    told_at = forms.DateTimeField(label="When they were told")
    hour = forms.TimeField(label="On call until", required=False)
    count = forms.IntegerField(label="How many people", required=False)
    paper = forms.FileField(label="Signed form", required=False)
    sure = forms.BooleanField(
        label="I have read what leaves", help_text="Nothing is sent before this is checked.", required=True
    )
    fixed = forms.CharField(label="Case key", disabled=True, initial="7F3K", required=False)


class ReasonForm(forms.Form):
    """The one question of break-glass."""

    reason = forms.CharField(
        label="Why must this be opened now?", widget=forms.Textarea, help_text="Your supervisor reads this sentence."
    )


def examples(request: StaffRequest) -> dict[str, Any]:
    """Everything ``ui/gallery.html`` needs, around the moment of the request."""
    now = request.now
    wrong = EveryField({"code": "26-1183", "seen": "no", "told_at": "soon"})
    wrong.is_valid()
    return {
        "states": list(STATES),
        "alerts": list(ALERTS),
        "icons": sorted(ICONS),
        "hour_ago": now - timedelta(hours=2),
        "soon": now + timedelta(minutes=41),
        "tomorrow": now + timedelta(hours=21),
        "checked_on": date(2026, 9, 22),
        "every_field": EveryField(auto_id="id_good_%s"),
        "wrong": wrong,
        "reason": ReasonForm(auto_id="id_reason_%s"),
        "filters": FilterForm(request.GET),
        "sorting": sorted_by(request.GET, {"due": "Running out first", "new": "Newest first"}),
        "page": paged([f"26-{number}" for number in range(1000, 1240)], request.GET),
        "none": paged([], {}),
        "saved": [("My team, overdue", "?state=overdue"), ("New this week", "?state=")],
        "facts": [("Age", "about 15"), ("Last seen", "19 Nov, Joliet"), ("Birth date", None)],
        "leaves": [("Need", "A bed tonight"), ("Area", "Will County"), ("Names", "none leave")],
        "urgent": _urgent(now),
        "entries": _entries(now),
        "jobs": _jobs(),
    }


def _urgent(now: datetime) -> list[InboxItem]:
    line = {"url": "#", "child_code": "7F3K"}
    return [
        InboxItem(kind="Duty", title="Child protection has not been told", due_at=now - timedelta(hours=2),
                  state="overdue", why="you opened the response", action_label="Call and record", **line),
        InboxItem(kind="Duty", title="NCIC entry, report 26-1183", due_at=now + timedelta(minutes=41),
                  state="running", why="assigned to your unit", **line),
        InboxItem(kind="Team conference", title="14:00, 6 of 8 accepted", due_at=None, state="today", **line),
        InboxItem(kind="Link", title="Possible same child in 2 agencies", due_at=None, state="new",
                  why="two reports agree on birth date and phone", action_label="Look", **line),
        InboxItem(kind="Referral", title="Harbor House has not answered", due_at=None, state="waiting", **line),
    ]  # fmt: skip


def _entries(now: datetime) -> list[TimelineEntry]:
    return [
        TimelineEntry(at=now - timedelta(minutes=14), title="Screened: field-check",
                      text="3 of 10 signs seen, 4 not asked. This does not confirm and does not clear.",
                      zone="police", source="Officer R., version 3", url="#", who_may_see="Assigned team"),
        TimelineEntry(at=now - timedelta(hours=5), title="Referral accepted", text="A bed is held until 20:00.",
                      zone="provider", source="Harbor House, by phone", who_may_see="Provider and its advocate only"),
        TimelineEntry(at=now - timedelta(days=3), title="Linked: names and birth date", text="Two reports, one child.",
                      zone="police", source="Investigator L.", undo_url="#", who_may_see="Both agencies"),
        TimelineEntry(at=now - timedelta(days=400), title="Vehicle seen at a motel", text="", zone="intelligence",
                      source="Analyst, handling code 2", who_may_see="Intelligence unit"),
        TimelineEntry(at=now - timedelta(days=401), title="Place published as closed", text="", zone="public",
                      source="State directory", url="#"),
    ]  # fmt: skip


def _jobs() -> list[Progress]:
    return [
        Progress(title="Import of the directory", done=1_240, total=3_233, refused=2, left="about 2 min left", url="#"),
        Progress(title="Second look over narratives", done=318, total=0, url="#"),
        Progress(title="Import of reports", done=0, total=900, state="waiting"),
        Progress(title="Import of members", done=24, total=24, state="done"),
        Progress(title="Import of incidents", done=11, total=40, refused=1, state="stopped", url="#"),
    ]
