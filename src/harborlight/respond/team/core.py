"""The members of a team and their part in it."""

from __future__ import annotations

from harborlight.respond.core.states import Move, State, StateTable

MEMBERSHIP = StateTable(
    thing="team place",
    title="Place on the team",
    states=(
        State("told", "Told", "supervisor", "Named for the team and told in their inbox; has not looked yet."),
        State("seen", "Has seen it", "investigator", "Opened the response after being told."),
        State("left", "Left the team", "records", "Sees nothing of this response any more.", final=True),
    ),
    moves=(
        Move("add", "", "told", "Add to the team and tell"),
        Move("see", "told", "seen", "Look"),
        Move("leave", "told", "left", "Take off the team"),
        Move("leave", "seen", "left", "Take off the team"),
    ),
)

PARTS: tuple[tuple[str, str], ...] = (
    ("lead", "Lead"),
    ("investigator", "Investigator"),
    ("specialist", "Victim specialist"),
    ("advocate", "Advocate"),
    ("child_protection", "Child protection"),
    ("prosecutor", "Prosecutor"),
    ("medical", "Medical"),
    ("probation", "Probation or juvenile justice"),
    ("school", "School"),
    ("other", "Other"),
)
