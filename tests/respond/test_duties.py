"""The duty packs as shipped: every row whole, cited, and true to the statute's deadline."""

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harborlight.ground.packs.folder import read_pack, shipped_root
from harborlight.respond.clocks.core import Duty, Nature, duties_from_pack
from harborlight.respond.core.conditions import ContentFault
from harborlight.respond.core.situation import ANSWERS, FACTS, settled

PACKS = {name: read_pack(shipped_root() / "core" / name) for name in ("duties-federal", "duties-reporting")}
DUTIES = {duty.id: duty for pack in PACKS.values() for duty in duties_from_pack(pack)}

DEADLINES = {
    "F1": {"hours": 2},
    "F2": {"none_stated": True},
    "F3": {"days": 30},
    "F4": {"none_stated": True},
    "F5": {"none_stated": True},
    "F6": {"immediately": True, "hours": 24},
    "F7": {"immediately": True, "hours": 24},
    "F8": {"none_stated": True},
    "F9": {"none_stated": True},
    "F10": {"none_stated": True},
    "F11": {"hours": 24},
    "F12": {"none_stated": True},
    "F13": {"hours": 24},
    "F14": {"none_stated": True},
    "CP1": {"immediately": True},
}


@pytest.mark.parametrize("duty_id", DEADLINES)
def test_each_deadline_is_the_one_of_its_source(duty_id: str) -> None:
    assert DUTIES[duty_id].deadline.as_data() == DEADLINES[duty_id]


def test_no_duty_is_missing_from_the_table_above() -> None:
    assert set(DUTIES) == set(DEADLINES)


@pytest.mark.parametrize("duty", DUTIES.values(), ids=lambda duty: duty.id)
def test_every_duty_has_its_terms_in_both_languages(duty: Duty) -> None:
    names = ["title", "trigger", "bound", "addressee"] + (["undone", "done"] if duty.nature is Nature.ACT else [])
    for name in names:
        assert getattr(duty, name)
        assert duty.text(name, "es") != duty.text(name), name
    assert duty.authority
    assert duty.source_url.startswith("https://") or duty.id == "F1"


def test_no_duty_is_law_before_counsel_has_read_it() -> None:
    assert not any(duty.counsel_reviewed for duty in DUTIES.values())


def test_every_row_for_the_command_line_has_what_the_law_needs() -> None:
    wanted = {"id", "trigger", "bound", "addressee", "deadline", "authority", "source", "read_on", "counsel_reviewed"}
    for duty in DUTIES.values():
        row = duty.row()
        assert wanted <= set(row)
        assert row["read_on"] == "2026-11-23"


def applies(duty_id: str, kind: str = "police", **answers: str) -> bool:
    return DUTIES[duty_id].weighed(settled(answers, agency_kind=kind)).applies


@pytest.mark.parametrize(
    ("duty_id", "kind", "answers", "expected"),
    [
        ("F1", "police", {"missing_report": "yes"}, True),
        ("F1", "police", {"missing_report": "unknown"}, True),
        ("F1", "police", {"missing_report": "no"}, False),
        ("F1", "cps", {"missing_report": "yes"}, False),
        ("F4", "police", {"missing_report": "yes", "foster_care": "no"}, False),
        ("F4", "police", {"missing_report": "yes"}, True),
        ("F6", "police", {}, False),
        ("F6", "cps", {}, True),
        ("F7", "cps", {"missing_report": "yes"}, True),
        ("F11", "police", {}, True),
        ("F11", "police", {"foreign_national_possible": "no"}, False),
        ("F11", "provider", {"foreign_national_possible": "yes"}, False),
        ("F13", "police", {"federal_land_or_custody": "no"}, False),
        ("CP1", "police", {}, True),
        ("CP1", "provider", {}, True),
    ],
)
def test_a_duty_applies_as_the_situation_says(duty_id: str, kind: str, answers: dict[str, str], expected: bool) -> None:
    assert applies(duty_id, kind, **answers) is expected


def test_whoever_is_not_bound_is_told_who_is() -> None:
    failed = DUTIES["F6"].weighed(settled({}, agency_kind="police")).failed
    assert failed is not None
    assert failed.reason() == "This duty binds: The state child-welfare agency. Ask them whether it is done."


@given(
    st.sampled_from(sorted(DUTIES)), st.dictionaries(st.sampled_from([f.code for f in FACTS]), st.sampled_from(ANSWERS))
)
def test_not_knowing_never_switches_a_duty_off(duty_id: str, answers: dict[str, str]) -> None:
    duty = DUTIES[duty_id]
    blurred = dict.fromkeys(answers, "unknown")
    if duty.weighed(settled(answers, agency_kind="police")).applies:
        assert duty.weighed(settled(blurred, agency_kind="police")).applies


@dataclass
class Written:
    """A pack in memory, as somebody may write it wrongly."""

    main: Any
    id: str = "local"
    version: str = "1"
    digest: str = "0" * 64
    jurisdiction: str = "us-il"
    sources: dict[str, Any] = field(default_factory=lambda: {"s": SimpleNamespace(title="A law", date="2026", url="")})

    def source(self, source_id: str) -> Any:
        return self.sources[source_id]


ROW = {
    "id": "L1", "title": "Tell", "trigger": "Found", "bound": "You", "addressee": "Them", "deadline": {"hours": 1},
    "authority": "A law 1", "source": "s", "read_on": "2026-11-23",
}  # fmt: skip


def test_a_local_duty_is_read() -> None:
    (duty,) = duties_from_pack(Written({"duties": [ROW]}))
    assert (duty.key, duty.undone, duty.jurisdiction) == ("local/L1", "Not done yet: Tell.", "us-il")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"source": ""}, "local duty L1: There is no 'source'"),
        ({"deadline": {"hours": 0}}, "0 hours is not a possible deadline"),
        ({"deadline": {}}, "There is no 'deadline'"),
        ({"authority": None}, "There is no 'authority'"),
        ({"read_on": "yesterday"}, "'yesterday' is not a day"),
        ({"event": "full_moon"}, "'full_moon' is not known here"),
        ({"applies_when": [{"fact": "race", "is": ["yes"]}]}, "'race' is not a fact"),
        ({"applies_when": [{"fact": "foster_care", "is": "yes"}]}, "names no answer"),
    ],
)
def test_a_faulty_duty_says_what_to_mend(change: dict[str, Any], message: str) -> None:
    with pytest.raises(ContentFault, match=message):
        duties_from_pack(Written({"duties": [ROW | change]}))


def test_one_id_is_one_duty() -> None:
    with pytest.raises(ContentFault, match="used twice"):
        duties_from_pack(Written({"duties": [ROW, ROW]}))


def test_the_situation_holds_only_what_it_knows() -> None:
    with pytest.raises(ValueError, match="'race' is not a fact"):
        settled({"race": "yes"}, agency_kind="police")
    with pytest.raises(ValueError, match="'maybe' is not an answer"):
        settled({"foster_care": "maybe"}, agency_kind="police")
