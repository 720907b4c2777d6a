"""The shipped directory: complete against what was collected, and honest about every row."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from datetime import date, datetime

import pytest

from harborlight.ground.packs.api import pack, packs, read_pack, rows
from harborlight.ground.packs.core.table import DATE
from harborlight.ground.packs.folder import pack_folders, schemas, shipped_root
from harborlight.library.atlas import contact_rows, notes, shipped_directory
from harborlight.library.core.hours import parse
from harborlight.library.core.phones import phones_in
from harborlight.library.core.sentences import role_name
from tests.shared import shared_path

UNCONFIRMED = {"808-832-1999", "888-398-1188"}
TODAY = date(2026, 11, 22)
COUNTS = {"counties.csv": 3233 + 15, "zips.csv": 41488, "agencies.csv": 23159}


def contacts() -> Iterator[dict[str, str]]:
    for found in packs("directory"):
        yield from contact_rows(found)


def collected(name: str) -> list[dict[str, str]]:
    with shared_path(f"data/resources/{name}").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize("folder", list(pack_folders(shipped_root() / "core" / "directory")), ids=lambda p: p.name)
def test_every_directory_pack_is_sound(folder: object) -> None:
    assert read_pack(folder).kind == "directory"  # type: ignore[arg-type]


def test_every_row_has_a_source_and_a_date_that_is_not_in_the_future() -> None:
    for row in contacts():
        assert row["source"] and DATE.match(row["source_date"]), row["id"]
        assert date.fromisoformat((row["source_date"] + "-01-01")[:10]) <= TODAY, row["id"]


def test_ids_are_unique() -> None:
    ids = [row["id"] for row in contacts()]
    assert len(ids) == len(set(ids))


def test_every_number_parses_and_is_in_one_form() -> None:
    for row in contacts():
        if row["channel"] in ("phone", "tty", "fax") and row["value"]:
            assert str(phones_in(row["value"])[0]) == row["value"], row["id"]
        if row["channel"] == "web":
            assert re.match(r"https?://[^\s]+$", row["value"]), row["id"]


def test_every_role_has_a_name_in_both_languages() -> None:
    for role in {row["role"] for row in contacts()}:
        assert role_name(role, "en") != role, role
        assert role_name(role, "es") != role, role


def test_hours_read_by_hand_belong_to_a_line_and_can_be_read() -> None:
    ids = {row["id"] for row in contacts()}
    for note in notes():
        for entry in note.get("hours", ()):  # type: ignore[attr-defined]
            assert entry["id"] in ids, entry["id"]
            parse(entry["hours"])


def test_nothing_speaks_of_where_the_rows_were_kept() -> None:
    for row in contacts():
        assert "stored file" not in " ".join(row.values()), row["id"]


def test_large_tables_are_complete() -> None:
    for pack_id, file in [
        ("geography", "counties.csv"),
        ("geography", "zips.csv"),
        ("police-agencies", "agencies.csv"),
    ]:
        assert sum(1 for _ in rows(pack(f"directory.{pack_id}"), file)) == COUNTS[file]


def test_51_of_51_state_lines_equal_what_was_collected() -> None:
    ours = {row["state"]: row for row in contacts() if row["id"] == f"{row['state'].lower()}-child-protection"}
    theirs = collected("state_child_abuse_hotlines.csv")
    assert len(ours) == len(theirs) == 51
    for row in theirs:
        mine = ours[row["state"]]
        assert (mine["value"], mine["source"], mine["source_date"]) == (
            row["phone"], row["source_page"], row["source_verified_on"],
        )  # fmt: skip
        assert (mine["hours"] == "24/7") == (row["open_24h"] == "yes"), "only a stated 24 hours is 24 hours"


@pytest.mark.parametrize(
    ("file", "role", "column"),
    [
        ("ca_county_child_abuse_lines_2017.csv", "child-protection", "phone"),
        ("fbi_field_offices.csv", "fbi-office", "phone"),
        ("icac_task_forces_partial.csv", "icac", "phone"),
        ("national_hotlines.csv", "", "phone"),
    ],
)
def test_every_collected_number_is_here(file: str, role: str, column: str) -> None:
    ours = {row["value"] for row in contacts() if role in ("", row["role"])}
    assert {row[column] for row in collected(file)} <= ours


def test_no_state_has_a_second_number_that_was_left_in_the_prose() -> None:
    """Every number that a note mentions is a row of its own, but Hawaii's unconfirmed line."""
    ours = {row["value"] for row in contacts()}
    for row in collected("state_child_abuse_hotlines.csv"):
        mentioned = set(re.findall(r"\d{3}-\d{3}-\d{4}", row["phone_note"] + row["routing_note"]))
        assert mentioned - ours <= UNCONFIRMED, row["state"]
    assert not ours & UNCONFIRMED


def test_every_routing_note_became_a_fact() -> None:
    """A state whose source carries a note for callers has at least one fact; page hints alone need none."""
    with_fact = {state for fact in shipped_directory().facts for state in fact.states}
    for row in collected("state_child_abuse_hotlines.csv"):
        said = [part for part in row["routing_note"].split("; ") if part and "agency page" not in part]
        if said:
            assert row["state"] in with_fact, row["state"]


def test_fusion_centers_are_names_only() -> None:
    assert {row["value"] for row in contacts() if row["role"] == "fusion-center"} == {""}


def test_every_kind_demands_a_source() -> None:
    """A kind whose schema never asks for a citation could carry bare statements."""
    for kind in {found.kind for folder in pack_folders(shipped_root()) for found in [read_pack(folder)]}:
        schema = json.dumps(schemas()[kind])
        assert re.search(r'header\.schema\.json#/\$defs/cited|"required": \[[^\]]*"sources?"', schema), kind


def test_no_pack_is_past_its_review() -> None:
    for folder in pack_folders(shipped_root()):
        assert datetime.fromisoformat(read_pack(folder).review_by).date() >= TODAY
