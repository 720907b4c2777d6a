"""Bringing files in from the command line, where the acting member is the one who may run it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from harborlight.ground.access.api import Actor, Permission, check, host_agency
from harborlight.ground.audit.api import Audit
from harborlight.library import importing
from harborlight.library.actions.contacts import upsert_own
from harborlight.library.actions.services import Origin, Report, import_hsds11
from harborlight.library.core.lines import Line
from harborlight.library.importing import Given


def bring_in(files: Mapping[str, bytes], given: Given, *, now: datetime, dry_run: bool) -> Report:
    """Import files into the open store, as the system. Raises HsdsRefused, then nothing is written."""
    host = host_agency()
    actor = Actor.system("import")
    audit = Audit(actor=actor.member_id, agency=host.id if host else "", at=now, channel="cli")
    if importing.is_contacts(files):
        return import_contacts(actor, importing.read_contacts(files), given.name, audit=audit, dry_run=dry_run)
    read, setting = importing.read_directory(files, given.state)
    origin = Origin(
        system=given.name, date=given.facts_date, state=setting.state, digest=importing.digest_of_files(files),
        tz=importing.zone_of(setting.state),
    )  # fmt: skip
    report = import_hsds11(actor, read, origin, audit=audit, dry_run=dry_run)
    return Report(report.taken, report.mended, report.refused, report.changed, (*given.note, *report.rows), report.id)


def import_contacts(actor: Actor, lines: list[Line], name: str, *, audit: Audit, dry_run: bool = False) -> Report:
    """Numbers of our own from a table. Importing the same table again changes nothing."""
    check(actor, Permission.DIRECTORY_CHANGE)
    changed = upsert_own(lines, name, audit=audit, dry_run=dry_run)
    return Report(taken=len(lines), mended=0, refused=0, changed=changed, rows=())
