"""The history of a child's responses as timeline entries: one query, newest first."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from django.urls import reverse

from harborlight.ground.access.api import Actor, Ref, released
from harborlight.ground.ui.api import TimelineEntry, moment_words
from harborlight.respond.core.lifecycle import CLOSE_REASONS
from harborlight.respond.models import HistoryEntry
from harborlight.respond.notices.core import CHANNELS
from harborlight.respond.records import ERASED, id_of, unseal
from harborlight.respond.team.core import PARTS

LIMIT = 200
PARTNERS_READ: Mapping[str, tuple[str, ...]] = {
    "opened": (),
    "closed": (),
    "reopened": (),
    "notice": ("duties",),
    "step_done": ("steps",),
    "team_added": ("team",),
    "partner_added": ("team",),
}
"""What a partner on the team reads of the story, and the released item it needs: that things were done, no words."""

Words = tuple[str, str]
_CHANNEL = dict(CHANNELS)


def timeline(actor: Actor, child_id: str, *, items: frozenset[str] | None = None) -> list[TimelineEntry]:
    """What happened in the responses for this child, newest first, as this actor may read it.

    Empty when the child may not be seen. `items` are the released items when the caller has asked already.
    """
    if items is None:
        items = released(actor, Ref("child", child_id))
    if not items:
        return []
    rows = HistoryEntry.objects.filter(response__child_id=id_of(child_id))
    rows = rows.select_related("response__child__key__agency_key", "response__agency", "by", "agency")
    if "*" not in items:
        rows = rows.filter(what__in=[what for what, needed in PARTNERS_READ.items() if items.issuperset(needed)])
    return [_entry(actor, row, whole="*" in items) for row in rows.order_by("-at", "-id")[:LIMIT]]


def _entry(actor: Actor, row: HistoryEntry, *, whole: bool) -> TimelineEntry:
    ours = whole and str(row.response.agency_id) == actor.agency_id
    detail = _detail(row) if whole else {}
    zone = ZoneInfo(row.response.agency.time_zone)
    title, text = _WRITERS.get(row.what, _plain)(row, detail, zone)
    return TimelineEntry(
        at=row.at,
        title=title,
        text=text,
        zone="provider" if row.response.agency.kind == "provider" else "police",
        source=_source(row),
        url=reverse("respond:response", args=[row.response_id]),
        who_may_see=_readers(row),
        undo_url=_undo(row) if ours else "",
    )


def _detail(row: HistoryEntry) -> Mapping[str, str]:
    text = unseal(row.response, row, "detail")
    if text in ("", ERASED):
        return {}
    found: Mapping[str, str] = json.loads(text)
    return found


def _source(row: HistoryEntry) -> str:
    who = row.by.display_name if row.by else "the system"
    return f"{who}, {row.agency.name}" if row.agency else who


def _readers(row: HistoryEntry) -> str:
    if row.what in PARTNERS_READ:
        return f"{row.response.agency.name}, and partners on the team without the details"
    return row.response.agency.name


def _undo(row: HistoryEntry) -> str:
    if row.what == "notice":
        return reverse("respond:notice-withdraw", args=[row.response_id, row.about])
    return ""


def _opened(row: HistoryEntry, detail: Mapping[str, str], zone: ZoneInfo) -> Words:
    return "Response opened", "The clocks run, and the team was told."


def _notice(row: HistoryEntry, detail: Mapping[str, str], zone: ZoneInfo) -> Words:
    if not detail:
        return "A duty was met", ""
    told = datetime.fromisoformat(detail["told_at"]).astimezone(zone)
    parts = [
        f"Told {moment_words(told, row.at)} {_CHANNEL.get(detail['channel'], '').lower()}",
        detail.get("whom", ""),
        f"ref {detail['reference']}" if detail.get("reference") else "",
    ]
    return detail["done"], ", ".join(part for part in parts if part) + "."


def _withdrawn(row: HistoryEntry, detail: Mapping[str, str], zone: ZoneInfo) -> Words:
    return f"Notice withdrawn: {detail.get('title', '')}", f"Recorded in error: {detail.get('reason', '')}"


def _team(words: str) -> Callable[[HistoryEntry, Mapping[str, str], ZoneInfo], Words]:
    def write(row: HistoryEntry, detail: Mapping[str, str], zone: ZoneInfo) -> Words:
        who = detail.get("who", "Somebody")
        return f"{who} {words}", dict(PARTS).get(row.about, "")

    return write


def _step(row: HistoryEntry, detail: Mapping[str, str], zone: ZoneInfo) -> Words:
    return f"Step done: {detail['title']}" if detail else "A step of the protocol was done", ""


def _referral(words: str) -> Callable[[HistoryEntry, Mapping[str, str], ZoneInfo], Words]:
    def write(row: HistoryEntry, detail: Mapping[str, str], zone: ZoneInfo) -> Words:
        said = f"Said by {detail['said_by']}." if detail.get("said_by") else ""
        because = f"{detail['because']}." if detail.get("because") else ""
        return f"Referral {words}: {detail.get('service', '')}", " ".join(part for part in (because, said) if part)

    return write


def _closed(row: HistoryEntry, detail: Mapping[str, str], zone: ZoneInfo) -> Words:
    return f"Response closed: {dict(CLOSE_REASONS).get(row.about, '')}", detail.get("note", "")


def _reason(title: str) -> Callable[[HistoryEntry, Mapping[str, str], ZoneInfo], Words]:
    def write(row: HistoryEntry, detail: Mapping[str, str], zone: ZoneInfo) -> Words:
        return title, detail.get("reason", "")

    return write


def _plain(row: HistoryEntry, detail: Mapping[str, str], zone: ZoneInfo) -> Words:
    titles = {
        "situation": "The situation was updated",
        "reopened": "Response opened again",
        "step_undone": "A step was marked as not done after all",
        "team_seen": "A team member has looked",
        "duty_taken_up": "A duty applies after all",
    }
    return titles.get(row.what, "Something was recorded"), ""


_WRITERS: Mapping[str, Callable[[HistoryEntry, Mapping[str, str], ZoneInfo], Words]] = {
    "opened": _opened,
    "notice": _notice,
    "notice_withdrawn": _withdrawn,
    "team_added": _team("joined the team"),
    "partner_added": _team("was told and joined the team"),
    "team_left": _team("left the team"),
    "step_done": _step,
    "duty_excused": _reason("A duty does not apply here"),
    "closed": _closed,
    "referral_send": _referral("sent"),
    "referral_call_back": _referral("called back"),
    "referral_accept": _referral("accepted"),
    "referral_decline": _referral("declined"),
    "referral_start": _referral("in service"),
    "referral_end": _referral("ended"),
    "referral_lose": _referral("lost"),
}
