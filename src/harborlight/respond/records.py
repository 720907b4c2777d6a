"""How the acts of respond reach a response, seal under its child's key, and write its history."""

from __future__ import annotations

import json
from collections.abc import Mapping
from uuid import UUID

from django.db.models import Model

from harborlight.ground.access.api import Actor, NotFound, Permission, Ref, Refused, check
from harborlight.ground.audit.api import Audit
from harborlight.ground.vault import api as vault
from harborlight.respond.models import HistoryEntry, Response

ERASED = "(erased)"


def response_for(actor: Actor, permission: Permission, response_id: str) -> Response:
    """The response, for an act of the agency that opened it.

    Raises NotFound when the actor may not know of it, Refused when another agency's member may see but not act.
    """
    row = Response.objects.select_related("child__key__agency_key", "agency").filter(id=id_of(response_id)).first()
    if row is None:
        raise NotFound("There is no such response.")
    check(actor, permission, Ref("child", str(row.child_id)))
    if not actor.is_system and str(row.agency_id) != actor.agency_id:
        raise Refused(f"Only {row.agency.name}, which opened this response, may do this.")
    return row


def hold(response: Response) -> None:
    """Called inside the act, first: nobody else changes this response until the act is over.

    What was read before the act may be old by now, so its state and situation are read again. Raises Refused when
    somebody has closed or opened it meanwhile.
    """
    rows = Response.objects.select_for_update(of=("self",)).filter(id=response.id)
    state, response.situation = rows.values_list("state", "situation").get()
    if state != response.state:
        raise Refused("Somebody has just closed or opened this response. Load it again. Nothing was changed.")


def check_open(response: Response) -> None:
    """Refuse an act on a response that is closed."""
    if response.state != "open":
        raise Refused("This response is closed. Open it again first. Nothing was changed.")


def seal(response: Response, row: Model, column: str, text: str) -> bytes:
    """Text for a column of a row, sealed under the key of the response's child; empty text stays empty."""
    return vault.seal(response.child.key, text, _place(row, column)) if text else b""


def unseal(response: Response, row: Model, column: str) -> str:
    """What is sealed in that column; `(erased)` once the child's key is gone."""
    blob = bytes(getattr(row, column))
    if not blob:
        return ""
    try:
        return vault.unseal(response.child.key, blob, _place(row, column))
    except vault.Unreadable:
        return ERASED


def _place(row: Model, column: str) -> str:
    return f"{row._meta.db_table}.{column}:{getattr(row, 'uid', row.pk)}"


def situation_of(response: Response) -> dict[str, str]:
    """The facts of the situation; empty once they are erased."""
    text = unseal(response, response, "situation")
    return {} if text in ("", ERASED) else dict(json.loads(text))


def remember(
    response: Response,
    what: str,
    *,
    actor: Actor,
    audit: Audit,
    about: str = "",
    detail: Mapping[str, str] | None = None,
) -> None:
    """Write one line of the response's history. Called inside the act it belongs to."""
    entry = HistoryEntry(
        response=response,
        at=audit.at,
        by_id=member_id(actor),
        agency_id=uuid_or_none(actor.agency_id),
        what=what,
        about=about,
    )
    if detail:
        entry.detail = seal(response, entry, "detail", json.dumps(dict(detail), ensure_ascii=False))
    entry.save(force_insert=True)


def member_id(actor: Actor) -> UUID | None:
    """The member who acts; None for a job of the system."""
    return None if actor.is_system else UUID(actor.member_id)


def id_of(text: str) -> UUID:
    """The id; for anything that is none, an id that nobody has: a wrong id is answered like an unknown one."""
    return uuid_or_none(text) or UUID(int=0)


def uuid_or_none(text: str) -> UUID | None:
    """A UUID, or None for anything else."""
    try:
        return UUID(str(text))
    except ValueError:
        return None
