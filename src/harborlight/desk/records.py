"""What the records role does with one child's record as a whole: hand it out, erase it. Over every module.

The only place that enters modules by their ``privacy``: a record is whole only when nothing is left out, and a module
that keeps something about a child and is missing here fails ``tests/desk/test_records.py``.
"""

from datetime import datetime

from harborlight.ground.access.api import Actor, Permission, Ref, Refused, check_whole
from harborlight.ground.audit.api import Audit
from harborlight.ground.files import privacy as files
from harborlight.ground.files.api import files_of
from harborlight.ground.people import api as people
from harborlight.ground.people import privacy as identity
from harborlight.recognize import privacy as recognize
from harborlight.respond import privacy as respond


def export_child(actor: Actor, child_id: str, *, now: datetime, audit: Audit) -> dict[str, object]:
    """Everything kept about one child, unsealed, for the child's own request. The export is an event."""
    check_whole(actor, Permission.CHILD_EXPORT, Ref("child", child_id))
    person = people.person(actor, child_id, now)
    whole: dict[str, object] = {
        "identity": identity.export(person),
        "responses": respond.export(actor, child_id),
        "screenings": recognize.export(actor, child_id),
        "files": [
            {"name": file.name, "added_at": file.added_at.isoformat()}
            for file in files_of(actor, Ref("child", child_id))
        ],
    }
    audit.reading("child.export", subject=("child", child_id))
    return whole


def erase_child(actor: Actor, child_id: str, *, code: str, now: datetime, audit: Audit) -> None:
    """Destroy every key that seals something about this child. ``code`` is typed by hand, so that it is meant.

    What was done, by ids and codes, stays in the audit. A backup made before still holds the keys: it has to be let
    expire by the agency's own rule, and the page says so.
    """
    check_whole(actor, Permission.CHILD_ERASE, Ref("child", child_id))
    if code.strip().upper() != people.person(actor, child_id, now).code:
        raise Refused("That is not the code of this child. Nothing was erased.")
    with audit.writing("child.erase-whole", subject=("child", child_id)):
        recognize.erase(actor, child_id, audit=audit)
        files.erase_files_of(actor, Ref("child", child_id), audit=audit)
        identity.erase_person(actor, child_id, audit=audit)
