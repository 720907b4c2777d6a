"""The telephone and the server say the same: hours and order of who-to-call, worked out by both in one run.

`calls.js` runs in Chromium; `library.core` is asked the same questions. Moments stand around the changes of summer
time, midnight, week ends and a leap day.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from harborlight.ground.ui.api import dated_words
from harborlight.library import atlas
from harborlight.library.core import table
from harborlight.library.core.answers import Answer, age_days
from harborlight.library.core.hours import next_open, open_at, parse
from harborlight.library.core.lines import Line, Shift
from harborlight.library.core.places import County, Place
from harborlight.library.core.routing import who_to_call
from harborlight.recognize.card import views

pytestmark = pytest.mark.browser

ZONES = ("America/New_York", "America/Chicago", "America/Denver", "America/Phoenix", "America/Los_Angeles",
         "America/Anchorage", "Pacific/Honolulu", "America/Puerto_Rico", "Pacific/Guam")
HOURS = ("", "24/7", "Mo-Fr 08:00-17:00", "Mo-Fr 08:00-17:00; else unknown", "Mo-Th 00:00-24:00; Fr 00:00-23:00",
         "Sa,Su 09:30-12:00,13:00-16:45", "Fr-Mo 22:00-24:00; Mo-Tu 00:00-06:00", "Su 01:30-02:30", "We 00:00-00:01",
         "Mo-Su 02:15-02:45; else unknown")
MOMENTS = tuple(
    datetime.fromisoformat(text)
    for text in (
        "2026-03-08T01:59:59-05:00", "2026-03-08T03:00:00-04:00", "2026-03-08T07:30:00+00:00",
        "2026-03-08T10:00:00+00:00", "2026-11-01T01:30:00-04:00", "2026-11-01T01:30:00-05:00",
        "2026-11-01T06:59:00+00:00", "2026-11-01T09:00:00+00:00", "2028-02-29T12:00:00+00:00",
        "2026-12-31T23:59:30-08:00", "2027-01-01T00:00:00-05:00", "2026-11-20T23:00:00-05:00",
    )
)  # fmt: skip
NIGHT = datetime.fromisoformat("2026-11-22T02:10:00-06:00")
SATURDAY = datetime.fromisoformat("2026-11-21T23:59:59-05:00")
MONDAY = datetime.fromisoformat("2026-11-23T08:00:00-06:00")
FRIDAY = datetime.fromisoformat("2026-11-20T13:00:00-06:00")


@pytest.fixture
def phone(context: Any, site: Any) -> Iterator[Any]:
    """A page in which `calls` is the module the card uses."""
    folder = Path(views.FILES)
    site.pages["/card/calls.js"] = (200, {"Content-Type": "text/javascript"}, (folder / "calls.js").read_bytes())
    site.pages["/"] = (200, {"Content-Type": "text/html"}, b"<!doctype html><title>x</title>")
    page = context.new_page()
    page.goto("/")
    page.evaluate("async () => { window.calls = await import('/card/calls.js'); }")
    yield page


@dataclass(frozen=True)
class Question:
    """One line's hours, its zone and a moment."""

    hours: str
    zone: str
    at: datetime

    def asked(self) -> list[Any]:
        return [self.hours, self.zone, int(self.at.timestamp() * 1000)]

    def answered(self) -> list[Any]:
        """As hours.py answers."""
        hours = parse(self.hours)
        opens = next_open(hours, self.at, self.zone)
        return [open_at(hours, self.at, self.zone), int(opens.timestamp() * 1000) if opens else None]


def questions() -> list[Question]:
    chosen = random.Random(20261122)
    begin = datetime(2026, 1, 1, tzinfo=UTC)
    anywhen = [begin + timedelta(minutes=chosen.randrange(3 * 366 * 24 * 60)) for _n in range(600)]
    moments = (*MOMENTS, NIGHT, SATURDAY, MONDAY)
    found = [Question(hours, zone, at) for hours in HOURS for zone in ZONES for at in moments]
    found += [Question(chosen.choice(HOURS), chosen.choice(ZONES), at) for at in anywhen]
    return found


def test_hours_agree(phone: Any) -> None:
    asked = questions()
    told = phone.evaluate(
        """(asked) => asked.map(([text, zone, at]) => {
            const hours = calls.parseHours(text);
            return [calls.openAt(hours, at, zone), calls.nextOpen(hours, at, zone)];
        })""",
        [one.asked() for one in asked],
    )
    wrong = [(one, got, one.answered()) for one, got in zip(asked, told, strict=True) if got != one.answered()]
    assert not wrong, wrong[:3]
    assert len(asked) > 1500


def test_every_line_of_the_directory_has_hours_the_telephone_can_read(phone: Any) -> None:
    lines = [line for line in atlas.shipped_directory().lines if line.hours_text]
    texts = [line.hours_text for line in lines]
    told = phone.evaluate("(texts) => texts.map((text) => calls.parseHours(text))", texts)
    for line, got in zip(lines, told, strict=True):
        assert sorted({tuple(span) for span in got["spans"]}) == list(line.hours.spans)
        assert got["rest"] == line.hours.rest


def test_ages_agree(phone: Any) -> None:
    dates = ["2017-05-21", "2025-05", "2024", "2024-11-22", "2024-11-21", "2026-11-22"]
    at = datetime(2026, 11, 22, 8, 10, tzinfo=UTC)
    told = phone.evaluate("([dates, at]) => dates.map((one) => calls.ageDays(one, at))", [dates, at.timestamp() * 1000])
    assert told == [age_days(one, at) for one in dates]


def test_zip_codes_agree(phone: Any) -> None:
    geography = atlas.geography()
    for state in ("IL", "TX", "RI"):
        known = table.call_table(
            state, atlas.shipped_directory(), geography.counties_of(state), atlas.zips_of(state), {}, [], MOMENTS[0]
        )
        wanted = dict(atlas.zips_of(state))
        codes = [*[*wanted][::7], "00000", "99999", "6060", "abcde", ""]
        told = phone.evaluate("([t, codes]) => codes.map((code) => calls.countyOfZip(t, code))", [known, codes])
        assert told == [wanted.get(code, "") if wanted.get(code) in known["counties"] else "" for code in codes]


STATES = ("IL", "CA", "NV", "ND", "SD", "TN", "WI", "MN", "NC", "ID", "FL", "UT", "TX", "HI", "AZ", "AL", "OH", "DC",
          "PR")  # fmt: skip


def test_the_same_lines_in_the_same_order(phone: Any) -> None:
    """All that the table carries: role, channel, number, open or not, when it opens, and why it stands there."""
    for state in STATES:
        for known, county, at, answers in _scenes(state):
            scene = [known, county.fips, at.timestamp() * 1000]
            told = phone.evaluate("([table, county, at]) => calls.whoToCall(table, county, at)", scene)
            assert [_told(one) for one in told] == [_asked(answer) for answer in answers], (county.label, at)
            for one, answer in zip(told, answers, strict=True):
                for name, *facts in one["why"]:
                    if name != "rota":  # its moment is written by the page, not by the module
                        # The card writes a source's date as the source does, the page in letters.
                        spelled = {key: dated_words(str(value)) for key, value in (facts[0] if facts else {}).items()}
                        said = known["say"][name][0].format(**spelled)
                        assert said in answer.reason, (county.label, at, name)


@pytest.mark.parametrize("county_first", [True, False])
def test_a_county_with_a_line_of_its_own_beside_the_state(phone: Any, county_first: bool) -> None:
    """No county of the shipped list has both; an agency may enter one."""
    geography, shipped = atlas.geography(), atlas.shipped_directory()
    county = geography.county("17031")
    own = Line("own", "child-protection", "County line", "phone", "312-555-0140", "our agency", "2026-11-01",
               state="IL", counties=frozenset({"17031"}), level="county", hours=parse("Mo-Fr 08:00-17:00"),
               hours_text="Mo-Fr 08:00-17:00")  # fmt: skip
    first = frozenset({"IL"}) if county_first else frozenset()
    directory = replace(shipped, lines=(*shipped.lines, own), county_first=first)
    for at in (NIGHT, MONDAY):
        known = table.call_table("IL", directory, geography.counties_of("IL"), [], {}, [], at)
        told = phone.evaluate("([t, at]) => calls.whoToCall(t, '17031', at)", [known, at.timestamp() * 1000])
        asked = [one for one in who_to_call(Place(county), at, "", directory) if _carried(one)]
        assert [_told(one) for one in told] == [_asked(answer) for answer in asked]
        phones = [one["line"]["k"] for one in told if one["role"] == "child-protection" and one["line"]["c"] == "phone"]
        assert phones[0] == ("own" if county_first and at == MONDAY else "il-child-protection")


def _scenes(state: str) -> Iterator[tuple[dict[str, Any], County, datetime, list[Answer]]]:
    """Three counties of a state at a night, a weekend, a Monday morning and a Friday noon."""
    geography, directory = atlas.geography(), atlas.shipped_directory()
    counties = geography.counties_of(state)
    shifts = [_shift(counties[0].fips)]
    for at in (NIGHT, SATURDAY, MONDAY, FRIDAY):
        known = table.call_table(state, directory, counties, [], {}, shifts, at)
        for county in (counties[0], counties[len(counties) // 2], counties[-1]):
            answers = [answer for answer in who_to_call(Place(county), at, "", directory, shifts) if _carried(answer)]
            yield json.loads(json.dumps(known)), county, at, answers


def _carried(answer: Answer) -> bool:
    """Whether the table has room for such a line."""
    return answer.role not in ("federal-district", "social-services") and answer.channel in ("phone", "text", "web")


def _shift(fips: str) -> Shift:
    return Shift(
        unit="Child unit", value="312-555-0142", starts_at=NIGHT - timedelta(hours=5),
        ends_at=NIGHT + timedelta(hours=5), counties=frozenset({fips}), entered_on=date(2026, 11, 20), agency="Police",
    )  # fmt: skip


def _told(one: dict[str, Any]) -> tuple[Any, ...]:
    return one["role"], one["line"]["c"], one["line"].get("v", ""), one["open"], one["opens"]


def _asked(answer: Answer) -> tuple[Any, ...]:
    opens = int(datetime.fromisoformat(answer.opens_at).timestamp() * 1000) if answer.opens_at else None
    value = "" if answer.value == "not found" else answer.value
    return answer.role, answer.channel, value, answer.open_now, opens


def test_the_clock_of_a_zone(phone: Any) -> None:
    for zone in ZONES:
        for at in MOMENTS:
            local = at.astimezone(ZoneInfo(zone))
            told = phone.evaluate("([at, zone]) => calls.wall(at, zone)", [int(at.timestamp() * 1000), zone])
            assert (told["weekday"], told["minute"]) == (local.weekday(), local.hour * 60 + local.minute), (zone, at)
