"""recognize for the modules above: screenings as frozen values, the form as one call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from harborlight.ground.access.api import Actor, Permission
from harborlight.ground.ui.api import InboxItem, TimelineEntry
from harborlight.recognize import queries, shipped
from harborlight.recognize.actions import attach_child, complete_screening, supersede
from harborlight.recognize.core import Instrument, evaluate
from harborlight.recognize.core.definition import said
from harborlight.recognize.filling import Filling, submit
from harborlight.recognize.models import Screening
from harborlight.recognize.records import answers_of, digest_of_result, instrument_of, sentence
from harborlight.recognize.shown import (
    SCREENING_PAGE,
    AnswerRow,
    Cited,
    ScreeningView,
    StepRow,
    in_full,
    in_list,
)

__all__ = [
    "AnswerRow",
    "Cited",
    "Filling",
    "Instrument",
    "Recomputed",
    "ScreeningView",
    "StepRow",
    "attach_child",
    "complete_screening",
    "inbox",
    "instruments",
    "recent",
    "recompute",
    "screening",
    "submit",
    "supersede",
    "timeline",
]


@dataclass(frozen=True)
class Recomputed:
    """A screening worked out again from its own definition: whether it came out as it was stored."""

    same: bool
    stored: Mapping[str, Any]
    now: Mapping[str, Any]


def instruments(actor: Actor) -> list[Instrument]:
    """The instruments this actor's roles may complete."""
    if Permission.SCREENING_COMPLETE not in actor.permissions:
        return []
    return [one for one in shipped.instruments() if actor.roles & set(one.audience)]


def screening(actor: Actor, screening_id: str, *, language: str = "") -> ScreeningView:
    """One screening with its answers, in `language` or the one it was asked in. Raises NotFound and Refused.

    The page that shows it notes the read (`audit.reading`).
    """
    return in_full(queries.one(actor, screening_id), language)


def recent(actor: Actor) -> list[ScreeningView]:
    """The newest screenings related to the actor or the agency, without their answers."""
    return [in_list(row) for row in queries.recent(actor)]


def recompute(actor: Actor, screening_id: str) -> Recomputed:
    """Work a screening out again with the definition it was made with.

    Raises NotFound and Refused, and ValueError when its answers were erased.
    """
    row = queries.one(actor, screening_id)
    instrument = instrument_of(row.definition)
    answers = answers_of(row, instrument)
    if answers is None:
        raise ValueError("The answers of this screening were erased.")
    now = digest_of_result(evaluate(instrument, answers, language=row.language))
    return Recomputed(same=now == row.result, stored=row.result, now=now)


def timeline(actor: Actor, child_id: str, *, items: frozenset[str] | None = None) -> list[TimelineEntry]:
    """Screenings about a child, newest first; empty for whom they are not open. One query after the access rule.

    `items` are what of this child is released to the actor, when the caller has asked already.
    """
    return [_entry(row) for row in queries.about_child(actor, child_id, items=items)]


def inbox(actor: Actor, now: datetime) -> list[InboxItem]:
    """Screenings that are with no child yet and ask for somebody: all that stopped, and new ones with a sign."""
    if not actor.permissions >= {Permission.RESPONSE_OPEN, Permission.SCREENING_SEE}:
        return []
    return [_item(row, actor) for row in queries.waiting(actor, now)]


def _entry(row: Screening) -> TimelineEntry:
    superseded = getattr(row, "superseded_by", None) is not None
    title = said(row.definition.title, "en")
    return TimelineEntry(
        at=row.completed_at,
        title=f"{title}, superseded" if superseded else title,
        text=f"{sentence(row.result, 'en')} Version {row.definition.version}.",
        zone="police",
        source=f"{row.author.display_name}, {row.agency.name}",
        url=SCREENING_PAGE.format(id=row.id),
        who_may_see="The agency that screened, and those to whom this child's screenings were opened.",
    )


def _item(row: Screening, actor: Actor) -> InboxItem:
    mine = str(row.author_id) == actor.member_id
    by = "You completed it" if mine else f"{row.author.display_name} of your agency completed it"
    tally = row.result["tally"]
    said_first = (
        sentence(row.result, "en") if row.stopped else f"{tally['yes']} of {tally['of']} signs seen"
    )
    return InboxItem(
        kind="screening",
        title=f"{said(row.definition.title, 'en')}: {said_first}",
        due_at=row.completed_at if row.stopped else None,
        state="new",
        url=SCREENING_PAGE.format(id=row.id),
        why=f"{by}; it is with no child yet.",
        action_label="Open" if row.stopped else "Look",
    )
