"""Who to call: order, hours, gaps, and what is never claimed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harborlight.library.atlas import geography, shipped_directory
from harborlight.library.core.hours import open_at
from harborlight.library.core.lines import Directory, NeedRefused
from harborlight.library.core.moments import MomentRefused, read_moment
from harborlight.library.core.routing import who_to_call
from tests.library.builders import NIGHT, STATES, any_county, calls, checked, protection, shift

PROMISED = ("role", "name", "channel", "value", "open_now", "hours", "reason", "source", "source_date", "verified")
WEEK = [datetime(2026, 11, 22, tzinfo=UTC) + timedelta(hours=hours) for hours in (2, 8, 20, 39, 62, 130, 148, 167)]
counties = st.sampled_from([row["county_fips"] for row in geography().counties.rows()])
moments = st.datetimes(datetime(2025, 1, 1), datetime(2029, 12, 31), timezones=st.just(UTC))


def test_the_scene_of_the_design() -> None:
    answers = calls("60601")
    assert [(a.role, a.value, a.open_now) for a in answers[:3]] == [
        ("emergency", "911", True),
        ("child-protection", "800-252-2873", True),
        ("trafficking-hotline", "888-373-7888", True),
    ]
    assert tuple(answers[0].as_json())[: len(PROMISED)] == PROMISED


@pytest.mark.parametrize("state", STATES)
def test_every_state_at_several_hours(state: str) -> None:
    for at in WEEK:
        answers = calls(any_county(state), at)
        assert answers[0].value == "911"
        assert any(a.open_now for a in protection(answers)), "somebody answers for child protection"
        for answer in answers:
            assert answer.reason and answer.source and answer.source_date and answer.value
            assert answer.verified is False and answer.check == "not verified by your agency"
            assert answer.open_now in (True, False, None)


@settings(max_examples=150, deadline=None)
@given(counties, moments, st.sampled_from(["", *shipped_directory().needs]), st.sampled_from(["en", "es"]))
def test_never_open_when_closed_and_always_somebody(fips: str, at: datetime, need: str, language: str) -> None:
    answers = calls(f"fips:{fips}", at, need, language=language)
    lines = {line.id: line for line in shipped_directory().lines}
    assert answers[0].role == "emergency" and answers[0].open_now is True
    place = geography().county(fips)
    for answer in answers:
        assert answer.verified is False
        line = lines.get(answer.line_id)
        if line is None:
            assert answer.open_now is None
        elif answer.open_now is not None:
            assert answer.open_now is open_at(line.hours, at, line.tz or place.tz)
            assert line.value, "what was not found cannot be open"
    roles = [a.open_now is False for a in answers if a.role == "child-protection" and a.channel == "phone"]
    assert roles == sorted(roles), "a closed line never stands before one that may answer"


@given(counties, moments, st.sampled_from(["", *shipped_directory().needs]))
@settings(max_examples=60, deadline=None)
def test_both_languages_say_the_same(fips: str, at: datetime, need: str) -> None:
    english, spanish = (calls(f"fips:{fips}", at, need, language=language) for language in ("en", "es"))
    assert [(a.line_id, a.open_now, a.fallback_for) for a in english] == [
        (a.line_id, a.open_now, a.fallback_for) for a in spanish
    ]
    assert all(e.reason != s.reason for e, s in zip(english, spanish, strict=True))


def sunday(hour: str, zone: str = "America/Chicago") -> datetime:
    return datetime.fromisoformat(f"2026-11-22T{hour}").replace(tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize(("state", "until"), [("ND", "08:00"), ("SD", "08:00")])
def test_office_hours_states(state: str, until: str) -> None:
    closed = protection(calls(any_county(state), sunday("02:10")))
    assert [(a.role, a.value) for a in closed[:2]] == [("local-police", "911"), ("child-abuse-counsel", "800-422-4453")]
    line = next(a for a in closed if a.role == "child-protection" and a.channel == "phone")
    assert line.open_now is False and f"Mon 23 Nov {until} Central time" in line.reason
    monday = sunday("10:00") + timedelta(days=1)
    assert protection(calls(any_county(state), monday))[0].open_now is True


def test_the_clock_of_a_line_is_its_own_not_the_county_s() -> None:
    """Western South Dakota keeps Mountain time; the line is open by Central time."""
    monday_0730_mountain = datetime(2026, 11, 23, 7, 30, tzinfo=ZoneInfo("America/Denver"))
    assert protection(calls("Pennington County, SD", monday_0730_mountain))[0].open_now is True
    assert (
        protection(calls("Pennington County, SD", monday_0730_mountain + timedelta(hours=9)))[0].role == "local-police"
    )


def test_south_dakota_says_police_and_north_dakota_says_message() -> None:
    south = protection(calls(any_county("SD")))
    assert "The state sends callers to local police" in south[0].reason
    north = next(a for a in protection(calls(any_county("ND"))) if a.open_now is False)
    assert "only takes messages" in north.reason


def test_tennessee_weekends_go_to_the_portal() -> None:
    weekend = protection(calls(any_county("TN"), sunday("22:59")))
    assert (weekend[0].channel, weekend[0].open_now) == ("web", True)
    assert weekend[-1].open_now is False and "Sun 22 Nov 23:00" in weekend[-1].reason
    after = protection(calls(any_county("TN"), sunday("23:00")))
    assert (after[0].channel, after[0].open_now) == ("phone", True)


def test_georgia_is_seven_days_and_not_twenty_four_hours() -> None:
    answers = protection(calls(any_county("GA"), sunday("12:00", "America/New_York")))
    assert answers[0].open_now is None and "hours are not stated" in answers[0].reason
    assert answers[1].open_now is True and answers[1].fallback_for == "child-protection"


@pytest.mark.parametrize(
    ("place", "number"),
    [("89101", "702-399-0081"), ("89501", "833-900-7233"), ("89301", "833-571-1041")],
)
def test_nevada_has_three_lines(place: str, number: str) -> None:
    phones = [a.value for a in protection(calls(place)) if a.role == "child-protection" and a.channel == "phone"]
    assert phones[0] == number and ("833-571-1041" in phones) == (number == "833-571-1041")


def test_rural_nevada_out_of_hours_is_police() -> None:
    assert "the state sends callers to local police" in protection(calls("89301"))[1].reason


@pytest.mark.parametrize("state", ["MN", "NC", "WI"])
def test_states_without_a_line_say_so_and_still_answer(state: str) -> None:
    answers = protection(calls(any_county(state)))
    assert answers[0].value == "not found" and answers[0].open_now is None
    assert answers[0].reason.startswith("The county line is not in our list.")
    assert answers[1].open_now is True
    assert any(a.channel == "web" for a in answers)


@pytest.mark.parametrize("state", ["AL", "MD", "OH", "WY"])
def test_county_first_states_name_the_county_before_the_state_line(state: str) -> None:
    first, second = protection(calls(any_county(state)))[:2]
    assert first.value == "not found" and second.value != "not found"
    assert "the state line says which office" in second.reason


@pytest.mark.parametrize(("fips", "state", "first"), [("01001", "AL", "county"), ("17031", "IL", "state")])
def test_the_county_comes_first_only_where_the_state_says_so(fips: str, state: str, first: str) -> None:
    """Whatever order the directory has them in."""
    shipped = shipped_directory()
    number = next(line for line in shipped.lines if line.id == f"{state.lower()}-child-protection")
    ours = replace(number, id="ours", value="205-555-0100", level="county", counties=frozenset({fips}))
    for lines in ((ours, *shipped.lines), (*shipped.lines, ours)):
        answers = who_to_call(geography().place(f"fips:{fips}"), NIGHT, "", replace(shipped, lines=lines))
        phones = [a.value for a in answers if a.role == "child-protection" and a.channel == "phone"]
        assert phones == (["205-555-0100", number.value] if first == "county" else [number.value, "205-555-0100"])


def test_california_numbers_of_2017_say_their_age() -> None:
    answer = protection(calls("90001"))[0]
    assert (answer.value, answer.trust, answer.open_now) == ("800-540-4000", "low", None)
    assert "from 21 May 2017" in answer.reason and (answer.age_days or 0) > 3000


@pytest.mark.parametrize(
    ("place", "first"),
    [("96813", "808-832-5300"), ("fips:15009", "888-380-3088"), ("83702", "855-552-5437"), ("46201", "800-800-5556")],
)
def test_second_numbers_stand_where_they_belong(place: str, first: str) -> None:
    assert protection(calls(place))[0].value == first


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("ID", "does not live in the home"),
        ("FL", "not a caregiver"),
        ("WV", "local police told as well"),
        ("MS", "human trafficking"),
        ("KY", "08:00 to 16:30 Eastern"),
        ("LA", "juvenile sex trafficking"),
        ("IA", "its own number"),
        ("SC", "its own number"),
        ("AR", "State Police run this line"),
        ("CT", "within 12 hours"),
        ("NY", "mandated reporters exists"),
        ("TN", "online portal"),
    ],
)
def test_facts_that_routing_must_not_lose(state: str, words: str) -> None:
    notes = [note for answer in protection(calls(any_county(state))) for note in answer.notes]
    assert any(words in note for note in notes)


def test_facility_numbers_stand_apart() -> None:
    assert any(a.value == "877-686-0027" for a in calls(any_county("IA")) if a.role == "child-protection-facility")
    south = [a for a in calls(any_county("SC"), sunday("12:00") + timedelta(days=1)) if a.role.endswith("facility")]
    assert [(a.value, a.open_now) for a in south] == [("803-898-7669", True), ("800-645-9789", None)]


def test_hawaii_shows_no_unconfirmed_number() -> None:
    answers = calls("96813")
    assert not any("832-1999" in str(a) or "398-1188" in str(a) for a in answers)
    assert any("No agency page confirms it" in note for a in answers for note in a.notes)


def test_fbi_settled_candidates_or_none() -> None:
    settled = [a for a in calls("60601") if a.role == "fbi-office"]
    assert [a.name for a in settled] == ["FBI Chicago"]
    open_question = [a for a in calls("fips:48001") if a.role == "fbi-office"]
    assert [a.name for a in open_question] == ["FBI Dallas", "FBI Houston"]
    assert all("do not settle" in a.reason for a in open_question)
    none = [a for a in calls("fips:60010") if a.fallback_for == "fbi-office"]
    assert [a.value for a in none] == ["800-225-5324"]


def test_districts() -> None:
    assert next(a for a in calls("60601") if a.role == "federal-district").value == "Northern District of Illinois"
    city = next(a for a in calls("fips:51600") if a.role == "federal-district")
    assert "Verify before relying" in city.reason
    assert not [a for a in calls("fips:60010") if a.role == "federal-district"]


def test_task_forces() -> None:
    def names(place: str) -> list[str]:
        return [a.name for a in calls(place) if a.role == "icac"]

    assert names("Alachua County, FL") == ["Florida Northern ICAC task force (Gainesville Police Department)"]
    assert names("fips:24031") == ["Maryland ICAC task force (Maryland State Police)"]
    assert names("60601") == []
    assert any(a.fallback_for == "icac" for a in calls("60601"))
    miami = [a for a in calls("33101") if a.role == "icac"]
    assert len(miami) == 2 and all("not in our list" in a.reason for a in miami)


def test_our_unit_stands_second_when_on_duty_only() -> None:
    answers = calls("60601", rota=[shift()])
    assert (answers[1].role, answers[1].value, answers[1].open_now) == ("local-police", "312-555-0142", True)
    assert "On call until Sun 22 Nov 07:00 Central time" in answers[1].reason
    assert answers[1].verified is True
    for other in (calls("60601", NIGHT + timedelta(hours=6), rota=[shift()]), calls("90001", rota=[shift()])):
        assert not any(a.value == "312-555-0142" for a in other)


def test_without_a_rota_the_police_need_says_how_to_reach_them() -> None:
    answers = calls("60601", need="local-police")
    assert [(a.role, a.value) for a in answers] == [("emergency", "911"), ("local-police", "911")]


@pytest.mark.parametrize(
    ("days", "result", "verified", "words"),
    [
        (1, "answered", True, "verified by your agency on"),
        (89, "answered", True, "verified by your agency on"),
        (91, "answered", False, "not verified by your agency since"),
        (1, "failed", False, "failed when your agency called on"),
    ],
)
def test_verified_only_while_the_newest_check_is_good(days: int, result: str, verified: bool, words: str) -> None:
    checks = checked("il-child-protection", NIGHT - timedelta(days=days), result)
    answers = calls("60601", verifications=checks)
    line = next(a for a in answers if a.line_id == "il-child-protection")
    assert line.verified is verified and line.check.startswith(words)
    assert not any(a.verified for a in answers if a.line_id != "il-child-protection")


def test_a_zip_that_may_lie_elsewhere_says_pick_the_county() -> None:
    row = next(row for row in geography().zips.rows() if row["also_fips"])
    answers = calls(f"zip:{row['zip']}")
    assert any("Pick the county" in note for answer in answers for note in answer.notes)
    assert row["also_fips"] in answers[0].other_counties[0]


def test_needs() -> None:
    assert [a.role for a in calls("60601", need="crisis")] == ["emergency", "crisis-line", "crisis-line"]
    with pytest.raises(NeedRefused, match="Use one of: addiction"):
        calls("60601", need="help")


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(MomentRefused, match="no zone"):
        calls("60601", datetime(2026, 11, 22, 2, 10))
    with pytest.raises(MomentRefused, match="no zone"):
        read_moment("2026-11-22T02:10")
    with pytest.raises(MomentRefused, match="is not a moment"):
        read_moment("yesterday")


def test_no_line_twice() -> None:
    for state in STATES:
        shown = [(a.role, a.channel, a.value) for a in calls(any_county(state))]
        assert len(shown) == len(set(shown))


def test_an_empty_directory_still_says_what_is_missing() -> None:
    only_911 = tuple(line for line in shipped_directory().lines if line.role == "emergency")
    bare = replace(shipped_directory(), lines=only_911)
    assert isinstance(bare, Directory)
    answers = who_to_call(geography().place("60601"), NIGHT, "", bare)
    assert answers[0].value == "911" and answers[1].value == "not found"
