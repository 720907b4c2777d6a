"""Directory files on disk or in an upload: a folder or a ZIP of CSV files, read with limits. The only input here."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import zipfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from harborlight.library import atlas
from harborlight.library.core.contacts import ContactRow, contact_rows
from harborlight.library.core.hsds import Files, HsdsDirectory, HsdsRefused, Row, Setting, check_files, read_hsds11
from harborlight.library.core.places import bare

LARGEST = 64 * 1024 * 1024
"""Bytes of all files together, unpacked."""
MOST_FILES = 60
csv.field_size_limit(2_000_000)


def folder_files(path: str | Path) -> dict[str, bytes]:
    """The CSV files of a folder, or of a ZIP file. Raises HsdsRefused."""
    given = Path(path)
    if given.is_file():
        return zip_files(given.read_bytes()) if given.suffix.lower() == ".zip" else {given.name: _small(given)}
    if not given.is_dir():
        raise HsdsRefused(f"There is no file or folder {given}. Nothing was imported.")
    return _checked({found.name: _small(found) for found in sorted(given.glob("*.csv"))[: MOST_FILES + 1]})


def zip_files(content: bytes) -> dict[str, bytes]:
    """The CSV files of a ZIP file, wherever they stand in it. Raises HsdsRefused."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [item for item in archive.infolist() if item.filename.lower().endswith(".csv")]
            if sum(item.file_size for item in members) > LARGEST or len(members) > MOST_FILES:
                raise HsdsRefused(f"This ZIP file holds more than {LARGEST // 1024 // 1024} MB. Nothing was imported.")
            return _checked({Path(item.filename).name: archive.read(item) for item in members})
    except (zipfile.BadZipFile, RuntimeError, OSError) as bad:
        raise HsdsRefused("This ZIP file is damaged or locked. Nothing was imported.") from bad


def _small(path: Path) -> bytes:
    if path.stat().st_size > LARGEST:
        raise HsdsRefused(f"{path.name} is larger than {LARGEST // 1024 // 1024} MB. Nothing was imported.")
    return path.read_bytes()


def _checked(files: dict[str, bytes]) -> dict[str, bytes]:
    if sum(map(len, files.values())) > LARGEST or len(files) > MOST_FILES:
        raise HsdsRefused(f"These files are more than {LARGEST // 1024 // 1024} MB. Nothing was imported.")
    return files


@dataclass(frozen=True)
class Given:
    """What somebody said about the files: a short name, the date of the facts, the state; and the newest file's day."""

    name: str
    dated: str = ""
    state: str = ""
    newest: date | None = None

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,59}", self.name):
            raise HsdsRefused(f"'{self.name}' is not a short name. Use small letters, digits, hyphens: il-211.")

    @property
    def facts_date(self) -> str:
        """The date of the facts: as given, else the day of the newest file. Raises HsdsRefused."""
        if self.dated and not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", self.dated):
            raise HsdsRefused(f"'{self.dated}' is not a date. Write 2026, 2026-11 or 2026-11-22. Nothing was imported.")
        return self.dated or (self.newest.isoformat() if self.newest else "")

    @property
    def note(self) -> list[dict[str, Any]]:
        """What has to be said about the date, as a row of the report."""
        why = f"the date of the facts was not given; the newest file is of {self.newest}"
        return [] if self.dated else [{"file": "", "line": 0, "id": "", "what": "noted", "why": why}]


def name_of(path: Path) -> str:
    """A short name for a folder or file: letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", path.resolve().stem.lower()).strip("-")[:60] or "directory"


def newest_date(path: Path) -> date | None:
    """The day of the newest file, in UTC."""
    found = [path] if path.is_file() else list(path.glob("*.csv"))
    times = [item.stat().st_mtime for item in found]
    return datetime.fromtimestamp(max(times), UTC).date() if times else None


def is_contacts(files: Mapping[str, bytes]) -> bool:
    """Whether this is one table of numbers rather than a directory in HSDS."""
    return len(files) == 1 and not set(files) & {"organizations.csv", "services.csv"}


def read_contacts(files: Mapping[str, bytes]) -> list[ContactRow]:
    """The rows of one table of numbers, all of them sound. Raises HsdsRefused at the first that is not."""
    ((name, content),) = files.items()
    return contact_rows(name, rows_of({name: content})[name])


def preview(files: Mapping[str, bytes], given: Given) -> dict[str, Any]:
    """What an import into an empty store would do. Raises HsdsRefused."""
    if is_contacts(files):
        found = read_contacts(files)
        return {"taken": len(found), "mended": 0, "refused": 0, "changed": len(found), "rows": []}
    read, _setting = read_directory(files, given.state)
    return {
        "taken": read.taken,
        "mended": read.count("mended"),
        "refused": read.count("refused"),
        "changed": len(read.organizations) + len(read.services) + len(read.locations),
        "rows": [*(given.note if given.facts_date else []), *(asdict(issue) for issue in read.issues)],
    }


def zone_of(state: str) -> str:
    """The time zone most counties of a state keep."""
    return Counter(county.tz for county in atlas.geography().counties_of(state)).most_common(1)[0][0]


def digest_of_files(files: Mapping[str, bytes]) -> str:
    """SHA-256 over names and contents."""
    total = hashlib.sha256()
    for name in sorted(files):
        total.update(name.encode() + b"\0" + hashlib.sha256(files[name]).digest())
    return total.hexdigest()


def rows_of(files: Mapping[str, bytes]) -> Files:
    """Each file's rows with their lines. Raises HsdsRefused for a file that is not UTF-8 CSV."""
    return {name: _rows(name, content) for name, content in files.items()}


def _rows(name: str, content: bytes) -> list[tuple[int, Row]]:
    try:
        reader = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), restkey="", restval="")
        found: list[tuple[int, Row]] = []
        for row in reader:
            row.pop("", None)  # cells beyond the header belong to no column
            found.append((reader.line_num, {str(key): str(value) for key, value in row.items()}))
    except UnicodeDecodeError as bad:
        line = content[: bad.start].count(b"\n") + 1
        raise HsdsRefused(f"{name}:{line} is not UTF-8 text. Save the file as UTF-8. Nothing was imported.") from bad
    except csv.Error as bad:
        raise HsdsRefused(f"{name} cannot be read as CSV: {bad}. Nothing was imported.") from bad
    return found


def setting_of(files: Files, state: str = "") -> Setting:
    """What reading needs besides the files. Without `state`, the state most addresses name. Raises HsdsRefused."""
    state = (state or _most_named(files)).upper()
    geography = atlas.geography()
    if state not in geography.states():
        raise HsdsRefused("The files do not say which state they are for. Say it: --state IL. Nothing was imported.")

    def county_of_zip(code: str) -> str:
        row = geography.zips.find(code)
        return row["county_fips"] if row and row["state"] == state else ""

    counties = {bare(county.name): county.fips for county in geography.counties_of(state)}
    return Setting(state, counties, county_of_zip, atlas.shipped_directory().needs)


def _most_named(files: Files) -> str:
    named = [
        row.get("state_province", "").strip().upper()
        for name in ("physical_addresses.csv", "postal_addresses.csv")
        for _line, row in files.get(name, ())
    ]
    known = [state for state in named if len(state) == 2]
    return Counter(known).most_common(1)[0][0] if known else ""


def read_directory(files: Mapping[str, bytes], state: str = "") -> tuple[HsdsDirectory, Setting]:
    """A directory in HSDS 1.1 from its files. Raises HsdsRefused; nothing is written."""
    found = rows_of(files)
    if not found:
        raise HsdsRefused("There is no CSV file here. A directory in HSDS 1.1 is a folder of CSV files.")
    check_files(found)
    setting = setting_of(found, state)
    return read_hsds11(found, setting), setting
