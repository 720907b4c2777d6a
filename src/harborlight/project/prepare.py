"""Bringing a data folder up to date before it serves: database, packs, style sheets, the example county.

Every step may be cut off at any moment and is then simply done again: migrations and acts are transactions, the
collected files have a fingerprint that is written last, and the example county is loaded whole or not at all.
"""

import hashlib
from datetime import datetime
from pathlib import Path

from django.core.management import call_command
from django.db import connection, transaction

from harborlight.ground.access.api import host_agency
from harborlight.ground.audit.api import Audit
from harborlight.ground.packs import api as packs
from harborlight.library import api as library
from harborlight.project import store
from harborlight.project.datafolder import DataFolder
from harborlight.project.steps import Step, Steps


def prepare(folder: DataFolder, *, now: datetime, steps: Steps) -> None:
    """Everything the folder lacks, in order. Raises FolderRefused or PackRefused with what to mend."""
    with steps("Database") as step:
        _migrate(folder, step)
    with steps("Content") as step:
        _load_packs(Audit(actor="system:up", agency="", at=now, channel="cli"), step)
    with steps("Pages") as step:
        _collect(folder, step)
    if folder.is_example:
        with steps("Example") as step:
            _load_example(now, step)


class _CountApplied:
    """Stands in for the output of ``migrate`` and counts its lines."""

    def __init__(self, step: Step, total: int) -> None:
        self.step, self.total, self.done = step, total, 0

    def write(self, text: str) -> None:
        if "Applying " in text:
            self.step.progress(self.done, self.total)
            self.done += 1

    def flush(self) -> None:
        """Nothing is held back."""


def _migrate(folder: DataFolder, step: Step) -> None:
    missing = store.missing_migrations(folder)
    if not missing:
        step.result = "up to date"
        return
    # All or none: Django writes down a migration after its tables are committed, and a kill between the two would
    # leave tables that nobody knows of. SQLite changes tables only while it checks no foreign keys, and that can be
    # switched outside a transaction only; Django checks them itself after each migration.
    with connection.constraint_checks_disabled(), transaction.atomic():
        call_command("migrate", interactive=False, verbosity=1, stdout=_CountApplied(step, missing))
    step.result = f"{missing} migrations applied"


def _load_packs(audit: Audit, step: Step) -> None:
    new = packs.install_all(audit=audit)
    loaded = library.load_directory(audit=audit)
    step.result = f"{new} packs new, {loaded.total} contacts" if new else f"up to date, {loaded.total} contacts"


def _collect(folder: DataFolder, step: Step) -> None:
    mark = folder.path / "static.fingerprint"  # beside the folder that is served, not in it
    found = static_fingerprint()
    if mark.exists() and mark.read_text() == found:
        step.result = "up to date"
        return
    mark.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    mark.write_text(found)
    step.result = "style and scripts collected"


def static_fingerprint() -> str:
    """SHA-256 over name, size and time of every static file of the installed apps."""
    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            about = Path(storage.path(name)).stat()
            digest.update(f"{name} {about.st_size} {about.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _load_example(now: datetime, step: Step) -> None:
    if host_agency() is not None:
        step.result = "already there"
        return
    from harborlight.project.example import load

    # One transaction around the whole: a set-up that is killed leaves no half county behind.
    with transaction.atomic():
        load(now)
    step.result = "invented county loaded"
