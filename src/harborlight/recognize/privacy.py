"""Export, erase and retention of screenings."""

from __future__ import annotations

from typing import Any

from harborlight.ground.access.api import Actor
from harborlight.recognize.actions import erase_answers
from harborlight.recognize.core import answers_to_json
from harborlight.recognize.queries import about_child, one
from harborlight.recognize.records import answers_of, instrument_of

__all__ = ["RETENTION", "erase", "export"]

# With the child: the agency's schedule for juvenile records decides. The definition explains what was asked and
# names nobody, so it stays. A sealed child takes its screenings out of sight (queries._may_know).
RETENTION = {"Screening": None, "ScreeningChild": None, "Definition": None}

erase = erase_answers


def export(actor: Actor, child_id: str) -> list[dict[str, Any]]:
    """Every screening about a child with its answers, for the child's own request."""
    return [_exported(actor, str(row.id)) for row in about_child(actor, child_id)]


def _exported(actor: Actor, screening_id: str) -> dict[str, Any]:
    row = one(actor, screening_id)
    answers = answers_of(row, instrument_of(row.definition))
    return {
        "id": screening_id,
        "instrument": row.definition.instrument,
        "version": row.definition.version,
        "digest": row.definition.digest,
        "completed_at": row.completed_at.isoformat(),
        "answers": answers_to_json(answers) if answers else "erased",
        "result": row.result,
    }
