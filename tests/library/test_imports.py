"""Directories as other people fill them in: taken, mended or refused, and never guessed."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harborlight.library.core.cells import CellRefused, clean_span, clean_text, clean_time, clean_url, hours_text
from harborlight.library.core.contacts import contact_rows
from harborlight.library.core.hours import parse
from harborlight.library.core.hsds import HsdsDirectory, HsdsRefused
from harborlight.library.importing import folder_files, read_directory, zip_files
from tests.shared import shared_path

BASE = {
    "organizations.csv": "id,name,url\n1,Harbor House,www.example.org\n",
    "services.csv": "id,organization_id,name,description\n10,1,Shelter for trafficked youth in Cook County,Beds\n",
}


PLAN = "service_id,weekday,opens_at,closes_at\n"


def read(state: str = "IL", **files: str) -> HsdsDirectory:
    found = {name: text.encode() for name, text in (BASE | {f"{k}.csv": v for k, v in files.items()}).items()}
    return read_directory(found, state)[0]


def issues(directory: HsdsDirectory, file: str) -> list[tuple[int, str, str]]:
    return [(issue.line, issue.what, issue.why) for issue in directory.issues if issue.file == f"{file}.csv"]


def test_a_small_directory() -> None:
    found = read(
        phones="number,service_id\n(312) 555-0100 x12,10\n",
        regular_schedules="service_id,weekday,opens_at,closes_at\n10,Monday,9:00am,5:00pm\n10,Tuesday,09:00,17:00\n",
    )
    service = found.services[0]
    assert service.phones == (("312-555-0100", "12"),)
    assert service.hours == "Mo-Tu 09:00-17:00"
    assert [code for code, _why in service.needs] == ["trafficking", "shelter", "youth"]
    assert service.areas == (("17031", "its title names Cook County"),)
    assert found.organizations[0].url == "https://www.example.org"
    assert (found.taken, found.count("mended"), found.count("refused")) == (5, 2, 0)


@pytest.mark.parametrize(
    ("file", "rows", "what", "why"),
    [
        ("phones", "number,service_id\nno phone,10\n", "refused", "not a telephone number"),
        ("phones", "number,service_id\n,10\n", "refused", "no number"),
        ("phones", "number,service_id\n312-555-0100,99\n", "refused", "not in these files"),
        ("phones", "number,service_id\n312-555-0100,\n", "refused", "names no service"),
        ("phones", "number,service_id\n312-555-0100; 312-555-0101,10\n", "mended", "several numbers"),
        ("eligibility", "service_id,eligibility\n,All girls\n", "refused", "names no service"),
        ("regular_schedules", f"{PLAN}10,Mo,,\n", "mended", "kept as not known"),
        ("regular_schedules", f"{PLAN}10,Mo,9:00,5:00\n", "mended", "closes before"),
        ("regular_schedules", f"{PLAN}10,Someday,9:00,17:00\n", "refused", "day of the week"),
        ("regular_schedules", f"{PLAN}10,Mo,noon,17:00\n", "refused", "not a time"),
        ("services_at_location", "service_id,location_id\n10,7\n", "refused", "not in these files"),
    ],
)  # fmt: skip
def test_each_kind_of_dirt(file: str, rows: str, what: str, why: str) -> None:
    ((line, found, said),) = issues(read(**{file: rows}), file)
    assert (line, found) == (2, what) and why in said


def test_rows_of_the_three_kinds() -> None:
    found = read(
        services="id,organization_id,name,status,description\n"
        "10,1,A,open,a\\nb ###MON###\n10,1,B,,\n,1,C,,\n11,9,D,,\n",
        locations="id,organization_id,name,latitude,longitude\n7,1,Here,41.8,-87.6\n8,1,There,north,\n9,1,Zero,0,0\n",
    )
    kept = [(service.key, service.organization, service.status) for service in found.services]
    assert kept == [("10", "1", "inactive"), ("11", "", "active")]
    assert found.services[0].description == "a\nb"
    refused = [why for _line, what, why in issues(found, "services") if what == "refused"]
    assert refused == ["this id stands twice", "no id or no name"]
    assert [where.latitude for where in found.locations] == [41.8, None, None]


def test_an_id_too_long_to_keep_is_refused() -> None:
    found = read(services=f"id,name\n{'9' * 81},Shelter\n")
    assert not found.services and "longer than 80" in issues(found, "services")[0][2]


def test_a_withheld_address_is_not_kept() -> None:
    found = read(
        locations="id,organization_id,name,latitude,longitude\n7,1,Safe house,41.8,-87.6\n",
        physical_addresses="location_id,address_1,city,state_province,postal_code\n7,Confidential,Chicago,IL,60601\n",
    )
    safe = found.locations[0]
    assert (safe.withheld, safe.address, safe.latitude, safe.longitude) == (True, "", None, None)
    assert "withheld" in issues(found, "physical_addresses")[0][2]


def test_names_of_people_are_not_read() -> None:
    found = read(contacts="id,name,email\n1,Somebody,somebody@example.org\n")
    assert issues(found, "contacts")[0][1] == "left out"
    assert "Somebody" not in str(found)


def test_where_a_service_is_offered() -> None:
    found = read(
        services="id,organization_id,name\n1,1,Help in Cook County\n"
        '2,1,"Clinton, Fayette and St. Clair Counties help"\n'
        "3,1,Help by ZIP\n4,1,Help somewhere\n",
        locations="id,organization_id,name\n7,1,Office\n",
        services_at_location="service_id,location_id\n3,7\n",
        physical_addresses="location_id,address_1,city,state_province,postal_code\n7,1 Main St,Joliet,IL,60432\n",
    )
    areas = {service.key: [fips for fips, _why in service.areas] for service in found.services}
    assert areas == {"1": ["17031"], "2": ["17027", "17051", "17163"], "3": ["17197"], "4": [""]}
    assert "not stated" in found.services[3].areas[0][1]


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"services.csv": b""}, "organizations.csv is missing"),
        ({"organizations.csv": b"id,name\n1,A\n", "services.csv": b"id,name\n1,A\n"}, "do not say which state"),
        ({"organizations.csv": b"id,name\n1,\xff\n", "services.csv": b""}, "organizations.csv:2 is not UTF-8"),
        ({}, "no CSV file"),
    ],
)
def test_what_is_no_directory_is_a_sentence(files: dict[str, bytes], says: str) -> None:
    with pytest.raises(HsdsRefused, match=says):
        read_directory(files)


def test_a_zip_bomb_and_a_strange_path_are_held(tmp_path: Path) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../etc/organizations.csv", "id,name\n1,A\n")
    assert set(zip_files(content.getvalue())) == {"organizations.csv"}
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("services.csv", b"0" * (65 * 1024 * 1024))
    with pytest.raises(HsdsRefused, match="more than 64 MB"):
        zip_files(content.getvalue())


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["phones", "regular_schedules", "locations", "physical_addresses", "languages", "services"]),
        st.lists(st.lists(st.text(max_size=12), min_size=6, max_size=6), max_size=4),
        max_size=4,
    )
)
def test_any_file_is_read_or_refused_row_by_row(files: dict[str, list[list[str]]]) -> None:
    headers = {
        "phones": ["id", "service_id", "location_id", "number", "extension", "type"],
        "regular_schedules": ["id", "service_id", "weekday", "opens_at", "closes_at", "original_text"],
        "locations": ["id", "organization_id", "name", "latitude", "longitude", "x"],
        "physical_addresses": ["id", "location_id", "address_1", "city", "state_province", "postal_code"],
        "languages": ["id", "service_id", "language", "location_id", "x", "y"],
        "services": ["id", "organization_id", "name", "description", "url", "status"],
    }
    texts = {}
    for name, rows in files.items():
        stream = io.StringIO(newline="")
        csv.writer(stream).writerows([headers[name], *rows])
        texts[name] = stream.getvalue()
    found = read(**{name: text.replace("\0", "") for name, text in texts.items()})
    for service in found.services:
        parse(service.hours)
        assert service.url == "" or service.url.startswith(("http://", "https://"))
    assert all(issue.why for issue in found.issues)


@given(st.text(max_size=30))
def test_cells_never_crash(text: str) -> None:
    for clean in (clean_text, clean_url, clean_time):
        try:
            clean(text)
        except CellRefused:
            continue


@given(st.lists(st.tuples(st.sampled_from(["Mo", "Tu", "Su"]), st.sampled_from(["09:00-17:00", "18:00-20:00", ""]))))
def test_hours_from_rows_can_be_read_and_blank_days_stay_unknown(spans: list[tuple[str, str]]) -> None:
    hours = parse(hours_text(spans))
    assert {(day, f"{s // 60:02}:{s % 60:02}-{e // 60:02}:{e % 60:02}") for day, s, e in hours.spans} == {
        (["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"].index(day), span) for day, span in spans if span
    }
    if any(span == "" for _day, span in spans) or not spans:
        assert hours.rest is None


def test_24_hours_said_in_words() -> None:
    assert clean_span("Monday", "", "", "24 hours, daily") == ("Mo", "00:00-24:00", "24 hours said in words")


def test_the_illinois_directory() -> None:
    found, setting = read_directory(folder_files(shared_path("data/hsds/ilao_hsds11")))
    assert setting.state == "IL"
    assert (len(found.organizations), len(found.services), len(found.locations)) == (33, 429, 520)
    assert (found.taken, found.count("mended"), found.count("refused")) == (4462, 1491, 28)


def test_the_miami_directory_with_all_its_dirt() -> None:
    found, setting = read_directory(folder_files(shared_path("data/hsds/miami211_hsds11")))
    assert setting.state == "FL"
    assert len(found.services) == 4089
    assert sum(issue.why == "it names no service, location or organization" for issue in found.issues) == 2244
    lost = [issue for issue in found.issues if issue.file == "services.csv" and "its organization is not" in issue.why]
    assert len(lost) == 447
    assert [where.key for where in found.locations if where.withheld] == ["6915"]
    assert not any("###" in service.description or "\\n" in service.description for service in found.services)


GOOD = {
    "id": "cps", "role": "child-protection", "name": "County intake", "channel": "phone", "value": "(612) 555-0123",
    "state": "MN", "county_fips": "27053", "hours": "24/7", "source": "county page", "source_date": "2026-11-01",
}  # fmt: skip


def test_a_table_of_our_own_numbers() -> None:
    (line,) = contact_rows("own.csv", [(2, GOOD)])
    assert (line.value, line.level, line.trust, line.counties) == ("612-555-0123", "county", "medium", {"27053"})


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"source": ""}, "own.csv:2: 'source' is missing. Every number says where it is from"),
        ({"source_date": ""}, "own.csv:2: 'source_date' is missing"),
        ({"value": "ask"}, "not a telephone number"),
        ({"hours": "mornings"}, "not days and spans"),
        ({"channel": "drum"}, "not one of phone"),
        ({"id": "County line"}, "not an id"),
    ],
)
def test_a_row_that_is_not_sound_refuses_the_table(change: dict[str, str], says: str) -> None:
    with pytest.raises(HsdsRefused, match=says):
        contact_rows("own.csv", [(2, GOOD | change)])
    with pytest.raises(HsdsRefused, match="stands twice"):
        contact_rows("own.csv", [(2, GOOD), (3, GOOD)])


@pytest.mark.parametrize(("cells", "words"), [
    ({"tz": "Mars/Base", "hours": "mon-fri 08:00-17:00"}, "time zone"),
    ({"tz": "../../etc/passwd"}, "time zone"),
    ({"state": "Illinois"}, "two letters"),
    ({"county_fips": "999"}, "five digits"),
    ({"channel": "web", "value": "javascript:alert(1)"}, "address of a page"),
    ({"source": "javascript:alert(1)"}, "address of a page"),
])
def test_a_contact_that_would_break_the_answer_is_refused_with_its_line(cells, words):
    row = {
        "id": "own", "role": "child-protection", "name": "County line", "channel": "phone", "value": "312-555-0140",
        "source": "our agency", "source_date": "2026-11-01", **cells,
    }
    with pytest.raises(HsdsRefused, match=words) as refused:
        contact_rows("contacts.csv", [(2, row)])
    assert "contacts.csv:2" in str(refused.value) and "Nothing was imported" in str(refused.value)
