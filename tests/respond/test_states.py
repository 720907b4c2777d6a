"""Tables of states: whole, owned, and the manual's picture drawn from them."""

from pathlib import Path

import pytest

from harborlight.ground.access.roles import Role
from harborlight.respond.core.states import Move, NotPossible, State, StateTable, drawn, page
from harborlight.respond.referrals.core import PARTNER_ACTS, REFERRAL
from harborlight.respond.states import TABLES

PAGE = Path(__file__).parents[2] / "docs/reference/states.md"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.thing)
def test_every_table_is_whole(table: StateTable) -> None:
    assert table.faults() == []


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.thing)
def test_every_state_is_owned_by_a_real_role(table: StateTable) -> None:
    for state in table.states:
        assert Role(state.owner)


def test_the_manual_shows_the_tables_as_they_are() -> None:
    assert PAGE.read_text() == page(TABLES), "Write the page again: see its second line."


def test_a_fault_in_a_table_is_named() -> None:
    table = StateTable(
        thing="lamp",
        title="Lamp",
        states=(State("off", "Off", "", "Dark."), State("lost", "Lost", "officer", "Nobody knows.")),
        moves=(Move("make", "", "off", "Make"), Move("light", "off", "on", "Light")),
    )
    assert table.faults() == [
        "light names an unknown state",
        "lost is never reached",
        "off has no owner",
        "lost leads nowhere",
    ]


def test_an_act_that_does_not_fit_is_refused_in_words() -> None:
    with pytest.raises(NotPossible, match="This referral is declined, so “Service began” is not possible"):
        REFERRAL.after("declined", "start")


@pytest.mark.parametrize(
    "path",
    [
        "draft send accept start end",
        "draft send decline send accept end",
        "draft send lose start end",
        "draft send call_back",
        "draft call_back",
    ],
)
def test_a_referral_can_walk(path: str) -> None:
    state = ""
    for act in path.split():
        state = REFERRAL.after(state, act)
    assert REFERRAL.state(state).final


def test_every_state_that_is_not_over_can_end() -> None:
    for state in REFERRAL.states:
        if state.code in {"draft", "sent", "declined"}:
            continue
        assert state.final or "end" in REFERRAL.acts(state.code) or state.code == "accepted"


def test_the_partner_cannot_send_or_call_back() -> None:
    assert not PARTNER_ACTS & {"draft", "send", "call_back"}


def test_the_picture_names_start_and_end() -> None:
    picture = drawn(REFERRAL)
    assert "[*] --> draft: Choose a service" in picture
    assert "ended --> [*]" in picture
