"""``harborlight doctor``: what is missing on this machine or wrong with a data folder, each with what to do."""

import argparse
import json
import shutil
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from harborlight.project import datafolder, place
from harborlight.project.datafolder import FolderRefused
from harborlight.project.sqlcipher import driver
from harborlight.project.temporary_postgres import find_binaries

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
LOW_DISK = 1_000_000_000  # bytes


@dataclass(frozen=True)
class Finding:
    """One thing looked at. ``state`` is "ok", "note" (works, but look) or "wrong"; ``mend`` says what to do."""

    what: str
    state: str
    text: str
    mend: str = ""


def register(commands: Any) -> None:
    """Add ``doctor``."""
    parser = commands.add_parser("doctor", help="look at this machine and a data folder, and say what to mend")
    parser.add_argument("--data", metavar="DIR", help="the data folder; default: var/data")
    parser.add_argument("--json", action="store_true", help="one JSON value on stdout")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Exit code 1 when something is wrong. Writes nothing."""
    findings = [look() for look in MACHINE]
    path = place.data_folder(args.data)
    if datafolder.exists(path):
        findings += _of_folder(path)
    elif args.data:
        findings.append(Finding("data folder", "wrong", f"{path} is not a data folder.", "Run ./harborlight up on it."))
    if args.json:
        print(json.dumps([asdict(finding) for finding in findings]))
    else:
        for finding in findings:
            print(f"  {finding.state:<6} {finding.what:<14} {finding.text} {finding.mend}".rstrip())
    return 1 if any(finding.state == "wrong" for finding in findings) else 0


def chromium() -> str | None:
    """Where the browser for the journeys is."""
    return next((path for name in CHROMIUM if (path := shutil.which(name))), None)


def _python() -> Finding:
    return Finding("Python", "ok", sys.version.split()[0])


def _sqlite() -> Finding:
    driver.install()
    import sqlite3

    text = f"SQLite {sqlite3.sqlite_version}, whole-file encryption"
    if driver.wal_is_safe(sqlite3.sqlite_version_info):
        return Finding("SQLite", "ok", text)
    return Finding("SQLite", "wrong", f"{text}: can lose committed records.", "Install requirements/core.txt again.")


def _zones() -> Finding:
    try:
        ZoneInfo("America/Chicago")
    except ZoneInfoNotFoundError:
        return Finding("time zones", "wrong", "This machine has no time zone data; deadlines need them.",
                       "On Debian: apt-get install tzdata.")
    return Finding("time zones", "ok", "present")


def _browser() -> Finding:
    found = chromium()
    return Finding("Chromium", "ok", found) if found else Finding(
        "Chromium", "note", "not found; the journey tests will be skipped.", "On Debian: apt-get install chromium.")


def _postgres() -> Finding:
    found = find_binaries()
    return Finding("PostgreSQL", "ok", str(found)) if found else Finding(
        "PostgreSQL", "note", "not found; tests will run on SQLite only.", "On Debian: apt-get install postgresql.")


def _content() -> Finding:
    from harborlight.ground.packs.folder import open_folder, pack_folders, shipped_root

    packs = [open_folder(folder) for folder in pack_folders(shipped_root())]
    today = date.today().isoformat()  # noqa: DTZ011  # review dates are calendar days
    late = [pack.id for pack in packs if str(pack.review_by) < today]
    if late:
        return Finding("content", "note", f"{len(late)} of {len(packs)} packs are past their review date: "
                       + ", ".join(late[:5]) + ".", "Read them again, or take a newer version.")
    return Finding("content", "ok", f"{len(packs)} packs, none past its review date")


MACHINE: tuple[Callable[[], Finding], ...] = (_python, _sqlite, _zones, _content, _browser, _postgres)


def _of_folder(path: Path) -> list[Finding]:
    free = shutil.disk_usage(path).free
    disk = Finding("disk", "ok" if free > LOW_DISK else "note", f"{free // 1_000_000} MB free")
    loose = [name for name in ("keys.json", "harborlight.toml", "harborlight.db")
             if (path / name).exists() and (path / name).stat().st_mode & 0o077]
    private = Finding("permissions", "ok", "only this account can read the folder's files") if not loose else Finding(
        "permissions", "wrong", f"Other accounts can read {', '.join(loose)}.",
        f"chmod 600 {' '.join(str(path / name) for name in loose)}")
    return [disk, private, *_of_store(path)]


def _of_store(path: Path) -> list[Finding]:
    from harborlight.project import store

    try:
        folder = store.open_store(path)
    except FolderRefused as refused:
        return [Finding("data folder", "wrong", str(refused))]
    from django.utils import timezone

    from harborlight.ground.audit import api as audit

    since = audit.unsealed_since()
    age = (timezone.now() - since).total_seconds() if since else 0.0
    sealing = Finding("audit", "ok", "every event is sealed") if age < 60 else Finding(
        "audit", "note", f"The oldest unsealed event is {age / 60:.0f} minutes old.",
        "Events are sealed while ./harborlight up runs.")
    return [Finding("data folder", "ok", f"{path} ({folder.mode}, {folder.database.split(':')[0]})"), sealing]
