"""Build the tables of packs/core/directory from the public files they were collected in.

    python ops/build_directory_packs.py --from FOLDER

FOLDER holds the collected files (state_child_abuse_hotlines.csv, county_routing.csv, geo/ …). The tables are
committed, so nobody needs this script to install Harborlight; it is here so that every row can be traced and the
tables can be built again from newer files. Headers, notes read by hand (directory.yaml) and rows read out of prose
(more.csv) are written by hand and are not touched.

Every row keeps its source and the date of the facts. Nothing is guessed: a blank stays blank.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import yaml

from harborlight.library.core.atlas import Shapes
from harborlight.library.core.phones import plain_phone

PACKS = Path(__file__).resolve().parents[1] / "packs" / "core" / "directory"
Row = dict[str, str]
CONTACT = [
    "id", "role", "name", "state", "county_fips", "except_fips", "level", "channel", "value", "tz", "hours",
    "hours_stated", "note", "trust", "source", "source_date", "transcribed_from",
]  # fmt: skip
STATED_HOURS = {
    "yes": ("24/7", "open 24 hours"),
    "not_stated": ("", ""),
    "7_days_not_24h_stated": ("", "seven days a week; hours of the day not stated"),
    "no_rural_after_hours_police": ("", "hours not stated; in rural counties after hours call local police"),
    "no_business_hours": ("", "weekday office hours only"),
    "no_weekends_portal": ("", "not at weekends, when callers are sent to the online portal"),
}
"""The collected class of hours: what is certain, and in words. Spans that the prose gives are in directory.yaml."""


def read(folder: Path, name: str) -> list[Row]:
    """The rows of one collected file."""
    with (folder / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def write(pack: str, name: str, columns: Iterable[str], rows: Iterable[Row], *, packed: bool = False) -> int:
    """Write a table, compressed on request; the same rows always give the same bytes."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(columns), lineterminator="\n", restval="")
    writer.writeheader()
    count = 0
    for row in rows:
        count += 1
        writer.writerow({key: american(" ".join(value.split())) for key, value in row.items()})
    store(PACKS / pack / name, text.getvalue().encode(), packed=packed)
    return count


def store(path: Path, content: bytes, *, packed: bool) -> None:
    """Write bytes; a compressed file carries no time and no name, so that it does not change by itself."""
    if packed:
        path.with_name(path.name + ".gz").write_bytes(gzip.compress(content, compresslevel=9, mtime=0))
    else:
        path.write_bytes(content)


def american(text: str) -> str:
    """The collector's own words, spelled the American way like everything else here."""
    return text.replace("programme", "program").replace("counselling", "counseling")


def origin(text: str) -> str:
    """Where a row was copied from, without the serial numbers of anybody's private store."""
    return re.sub(r"\s*\(stored (file id \d+|copy)\)", "", text)


def contact(role: str, name: str, channel: str, value: str, row: Row, **more: str) -> Row:
    """A contact row; source, date and origin are taken from the collected row."""
    return {
        "role": role,
        "name": name,
        "channel": channel,
        "value": plain_phone(value) if channel == "phone" else value,
        "source": row.get("source_page") or row.get("source", ""),
        "source_date": row.get("source_date", "")[:10].split(" ")[0],
        "transcribed_from": origin(row.get("transcribed_from", "")),
        **more,
    }


def state_lines(folder: Path) -> Iterator[Row]:
    """51 state lines and their online forms; a state without a number keeps its row with a blank value."""
    for row in read(folder, "state_child_abuse_hotlines.csv"):
        row["source_date"] = row["source_verified_on"]
        hours, stated = STATED_HOURS[row["open_24h"]]
        both = {"state": row["state"], "level": "state", "trust": "high"}
        code = row["state"].lower()
        yield contact(
            "child-protection", row["agency"], "phone", row["phone"], row,
            id=f"{code}-child-protection", hours=hours, hours_stated=stated, **both,
        )  # fmt: skip
        if row["online_report_url"]:
            note = "page of the agency, not a form" if "is an agency page" in row["routing_note"] else "online form"
            yield contact(
                "child-protection", row["agency"], "web", row["online_report_url"], row,
                id=f"{code}-child-protection-web", note=note, **both,
            )  # fmt: skip


def california_lines(folder: Path) -> Iterator[Row]:
    """58 county lines of 2017. The state says every county answers 24 hours; whether at these numbers is not known."""
    for row in read(folder, "ca_county_child_abuse_lines_2017.csv"):
        row |= {"source": "Public list of hotlines of 2017", "source_date": row["list_date"]}
        yield contact(
            "child-protection", f"{row['county']} County child protection", "phone", row["phone"], row,
            id=f"ca-{row['county_fips']}-child-protection", state="CA", county_fips=row["county_fips"],
            level="county", trust="low", hours_stated="the state says each county line answers 24 hours",
            note="number from 2017: check it before relying on it",
        )  # fmt: skip


NATIONAL = {
    "National Human Trafficking Hotline": "trafficking-hotline",
    "NCMEC": "missing-children",
    "National Runaway Safeline": "runaway-line",
    "Childhelp": "child-abuse-counsel",
    "988": "crisis-line",
    "National Sexual Assault Hotline": "sexual-assault-line",
    "National Domestic Violence Hotline": "domestic-violence-line",
    "Love Is Respect": "teen-dating-line",
    "VictimConnect": "victim-line",
    "FBI national tip line": "fbi-tips",
    "ICE / Homeland": "hsi-tips",
    "211": "local-services",
    "COPS Office": "federal-agency",
    "ICAC Task Force": "icac-finder",
}


def national_lines(folder: Path) -> Iterator[Row]:
    """Fourteen national lines, one row per channel."""
    for row in read(folder, "national_hotlines.csv"):
        role = next(code for start, code in NATIONAL.items() if row["name"].startswith(start))
        always = row["hours"].startswith("24h")
        more = {
            "level": "national",
            "trust": "medium" if role in ("icac-finder", "federal-agency") else "high",
            "hours": "24/7" if always else "",
            "hours_stated": row["hours"].replace("24h", "open 24 hours"),
            "note": row["purpose"],
        }
        code = "cops-office" if role == "federal-agency" else role
        yield contact(role, row["name"], "phone", row["phone"], row, id=code, **more)
        if row["text"].startswith("text "):
            yield contact(role, row["name"], "text", row["text"].removeprefix("text "), row, id=f"{code}-text", **more)
        if row["web"]:
            quiet = more | {"hours": "", "hours_stated": ""}
            yield contact(role, row["name"], "web", row["web"], row, id=f"{code}-web", **quiet)
        if row["email"]:
            quiet = more | {"hours": "", "hours_stated": ""}
            yield contact(role, row["name"], "email", row["email"], row, id=f"{code}-email", **quiet)


def slug(text: str) -> str:
    """A name as part of an id."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def fbi_offices(folder: Path) -> Iterator[Row]:
    """56 field offices; hours are not in the source."""
    for row in read(folder, "fbi_field_offices.csv"):
        row |= {"source_page": row["url_pattern"], "source_date": row["list_date"]}
        yield contact(
            "fbi-office", row["name"], "phone", row["phone"], row, id=slug(row["name"]), level="regional",
            trust="medium", note=f"{row['address']}, {row['city']}, {row['state']} {row['zip']}",
        )  # fmt: skip


def federal_agencies(folder: Path) -> Iterator[Row]:
    """18 agencies: main number, free number and site."""
    for row in read(folder, "federal_agencies_usagov_2025.csv"):
        name = row["agency"]
        code = f"agency-{slug(row['acronym'] or name)}"
        more = {"level": "national", "trust": "medium", "note": row["address"]}
        for column, mark in (("phone", ""), ("toll_free", "-free")):
            # One agency lists three hotlines in one cell; they are national lines of their own already.
            if row[column] and "*" not in row[column]:
                number = re.search(r"1-\d{3}-\d{3}-\d{4}", row[column])
                if number:
                    yield contact("federal-agency", name, "phone", number[0], row, id=code + mark, **more)
        if row["website"]:
            yield contact("federal-agency", name, "web", row["website"], row, id=f"{code}-web", **more)


def icac(folder: Path) -> Iterator[Row]:
    """15 of 61 task forces. Only statewide ones and one with a list of counties can be routed to."""
    counties = {(r["state"], base_name(r["county"])): r["county_fips"] for r in read(folder, "county_routing.csv")}
    for row in read(folder, "icac_task_forces_partial.csv"):
        listed = [counties[(row["state"], base_name(name))] for name in row["counties"].split(", ") if name]
        yield contact(
            "icac", f"{row['task_force']} ICAC task force ({row['host_agency']})", "phone", row["phone"], row,
            id=f"icac-{slug(row['task_force'])}", state=row["state"], county_fips=" ".join(sorted(listed)),
            level={"statewide": "state", "military": "national"}.get(row["coverage"], "regional"), trust="medium",
            note="" if listed or row["coverage"] == "statewide" else f"{row['coverage']}; area not in our list",
        )  # fmt: skip


def base_name(county: str) -> str:
    """A county's name without its kind, for comparing lists."""
    kinds = r" (County|Parish|Borough|Census Area|Municipality|City and Borough|city|Municipio|Island|District)$"
    return re.sub(kinds, "", county).replace("Saint ", "St. ").lower()


def fusion_centers(folder: Path) -> Iterator[Row]:
    """43 names without numbers: a check-list of what to look up."""
    for row in read(folder, "fusion_centers_names_unverified.csv"):
        known = row["source_date"] == "2015"
        yield {
            "id": f"fusion-{row['state'].lower()}-{slug(row['name'])}",
            "role": "fusion-center",
            "name": row["name"],
            "state": row["state"],
            "level": "regional",
            "channel": "phone",
            "trust": row["trust"],
            "source": "DHS list of fusion centers (copy of 2015)" if known else "Hobby compilation that cites dhs.gov",
            "source_date": "2015",
            "note": row["designation"] if known else "date of the compilation unknown; not verified",
        }


OFFICES = {
    "attorney_general": "Attorney General",
    "social_services": "Social services",
    "emergency_management": "Emergency management",
}


def state_offices(folder: Path) -> Iterator[Row]:
    """166 sites of three kinds of state office; no numbers."""
    for row in read(folder, "state_office_links_usagov_2025.csv"):
        role = row["office"].replace("_", "-")
        yield contact(
            role, f"{row['state_name']}: {OFFICES[row['office']]}", "web", row["url"], row,
            id=f"{row['state'].lower()}-{role}", state=row["state"], level="state", trust="high",
        )  # fmt: skip


POLICE = ["ori", "name", "type", "state", "zip", "county_fips", "source", "source_date"]


def police_agencies(folder: Path) -> Iterator[Row]:
    """23,159 agencies, by county, without the county's centroid (it is not where the station is)."""
    found = read(folder, "police_agencies_ori.csv")
    for row in sorted(found, key=lambda row: (row["county_fips"], row["state"], row["ori"])):
        yield {
            "ori": row["ori"],
            "name": row["agency_name"] or "Name not in the list",
            "type": row["agency_type"],
            "state": row["state"].replace("C0", "CO"),  # one college is listed in "C-zero"
            "zip": row["hq_zip_2012"] if re.fullmatch(r"\d{5}", row["hq_zip_2012"]) else "",
            "county_fips": row["county_fips"],
            "source": "fbi-cde",
            "source_date": "2017-06",
        }


COUNTY = [
    "county_fips", "county", "state", "state_name", "tz", "tz_note", "district", "statute", "district_method",
    "fbi_office", "fbi_candidates", "fbi_method", "lat", "lng", "vintage", "source", "source_date",
]  # fmt: skip


def counties(folder: Path) -> list[Row]:
    """Counties with routing; the codes that only newer or older lists use stand beside them, marked by vintage."""
    hand = yaml.safe_load((PACKS / "geography" / "directory.yaml").read_text(encoding="utf-8"))
    found = [county(row, hand) for row in read(folder, "county_routing.csv")]
    by_fips = {row["county_fips"]: row for row in found}
    for other in hand["vintages"]:
        like = by_fips[other["routed_like"]]
        found.append(like | {"county_fips": other["fips"], "county": other["name"], "vintage": other["vintage"],
                             "lat": "", "lng": ""})  # fmt: skip
    return sorted(found, key=lambda row: row["county_fips"])


def county(row: Row, hand: dict[str, dict[str, dict[str, str]]]) -> Row:
    """One county with its time zone: the state's, unless it is an exception."""
    fips, state = row["county_fips"], hand["states"][row["state"]]
    exception = hand["zones"].get(fips, {})
    return {
        "county_fips": fips,
        "county": row["county"],
        "state": row["state"],
        "state_name": state["name"],
        "tz": exception.get("tz", state["tz"]),
        "tz_note": exception.get("note", ""),
        "district": row["federal_judicial_district"],
        "statute": row["statute"],
        "district_method": row["district_method"],
        "fbi_office": row["fbi_field_office"],
        "fbi_candidates": "|".join(f"FBI {name}" for name in row["fbi_candidates"].split("|") if name),
        "fbi_method": row["fbi_method"],
        "lat": row["lat_inside"],
        "lng": row["lon_inside"],
        "vintage": "2017" if row["state"] == "CT" else "",
        "source": row["statute"] or "28 USC ch. 5 does not name this area",
        "source_date": "2023-04",
    }


ZIP = ["zip", "place", "state", "county_fips", "lat", "lng", "also_fips", "source", "source_date"]


def zips(folder: Path, shapes: Shapes) -> Iterator[Row]:
    """ZIP points; where a point lies in another county than the list says, that county is kept beside it."""
    seen = set()
    for row in sorted(read(folder, "geo/zip_centroids_geonames.csv"), key=lambda row: (row["zip"], not row["state"])):
        if row["zip"] in seen:  # two ZIPs stand twice, once as a fleet post office without a county
            continue
        seen.add(row["zip"])
        at = shapes.county_at(float(row["lat"]), float(row["lng"])) if row["county_fips"] else ""
        # Connecticut's list has planning regions (091xx), the map has counties (090xx): both are right.
        other = at if at and at != row["county_fips"] and not row["county_fips"].startswith("09") else ""
        yield {
            "zip": row["zip"],
            "place": row["place"],
            "state": row["state"] if row["county_fips"] else "",
            "county_fips": row["county_fips"],
            "lat": row["lat"],
            "lng": row["lng"],
            "also_fips": other,
            "source": "geonames",
            "source_date": "2026-03-11",
        }


def map_of_counties(source: Path) -> Shapes:
    """Copy the county shapes, without the layers that are not used, and open them."""
    atlas = json.loads((source / "geo" / "counties-10m.json").read_text())
    atlas["objects"] = {"counties": atlas["objects"]["counties"]}
    content = json.dumps(atlas, separators=(",", ":")).encode()
    store(PACKS / "geography" / "counties-10m.json", content, packed=True)
    return Shapes.read(content)


CONTACTS: dict[str, tuple[Callable[[Path], Iterator[Row]], ...]] = {
    "child-protection": (state_lines,),
    "child-protection-california": (california_lines,),
    "national-lines": (national_lines,),
    "federal-offices": (fbi_offices, federal_agencies),
    "icac": (icac,),
    "fusion-centers": (fusion_centers,),
    "state-offices": (state_offices,),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--from", dest="folder", type=Path, required=True, help="folder with the collected files")
    folder: Path = parser.parse_args().folder
    for pack, builders in CONTACTS.items():
        rows = (row for builder in builders for row in builder(folder))
        print(f"{pack}: {write(pack, 'contacts.csv', CONTACT, rows)} rows")
    shapes = map_of_counties(folder)
    print(f"counties: {write('geography', 'counties.csv', COUNTY, counties(folder))} rows")
    print(f"zips: {write('geography', 'zips.csv', ZIP, zips(folder, shapes), packed=True)} rows")
    print(f"police: {write('police-agencies', 'agencies.csv', POLICE, police_agencies(folder), packed=True)} rows")


if __name__ == "__main__":
    main()
