"""The states of a referral, its reasons and its outcomes."""

from __future__ import annotations

from harborlight.respond.core.states import Move, State, StateTable

REFERRAL = StateTable(
    thing="referral",
    title="Referral",
    states=(
        State("draft", "Draft", "specialist", "Chosen but not sent; nothing has left."),
        State("sent", "Sent", "partner", "The named items are with the partner; they have not answered."),
        State("accepted", "Accepted", "partner", "The partner takes the child on; the service has not begun."),
        State("declined", "Declined", "specialist", "The partner cannot; the reason is given. Find another."),
        State("in_service", "In service", "partner", "The service has begun."),
        State("ended", "Ended", "specialist", "The service ended, with its outcome.", final=True),
        State("lost", "Lost contact", "specialist", "Nobody knows how the child is. Look again."),
        State(
            "called_back",
            "Called back",
            "specialist",
            "Taken back before an answer. What left was seen or not, as the history says.",
            final=True,
        ),
    ),
    moves=(
        Move("draft", "", "draft", "Choose a service"),
        Move("send", "draft", "sent", "Send"),
        Move("call_back", "draft", "called_back", "Drop the draft"),
        Move("call_back", "sent", "called_back", "Call back before an answer"),
        Move("accept", "sent", "accepted", "Accept"),
        Move("decline", "sent", "declined", "Decline with a reason"),
        Move("send", "declined", "sent", "Ask the same service again"),
        Move("start", "accepted", "in_service", "Service began"),
        Move("end", "accepted", "ended", "End with an outcome"),
        Move("end", "in_service", "ended", "End with an outcome"),
        Move("lose", "sent", "lost", "Lost contact"),
        Move("lose", "accepted", "lost", "Lost contact"),
        Move("lose", "in_service", "lost", "Lost contact"),
        Move("start", "lost", "in_service", "Found again, service goes on"),
        Move("end", "lost", "ended", "End with an outcome"),
    ),
)

ASKS_SENDER = frozenset({"sent", "declined", "lost"})
"""States in which the sender's inbox shows it: wait, find another, look again."""
ASKS_PARTNER = frozenset({"sent", "accepted"})
"""States in which the partner's inbox shows it: answer, begin."""

PARTNER_ACTS = frozenset({"accept", "decline", "start", "end", "lose"})
"""Acts of whoever answers: the partner's own member, or the sender writing down what the partner said."""

DECLINE_REASONS: tuple[tuple[str, str], ...] = (
    ("full", "No place now"),
    ("not_our_service", "Not a service they offer"),
    ("age", "Outside the ages they may serve"),
    ("area", "Outside their area"),
    ("cannot_keep_safe", "Could not keep the child safe there"),
    ("no_answer", "No answer in time"),
    ("other", "Another reason"),
)

OUTCOMES: tuple[tuple[str, str], ...] = (
    ("helped", "The need was met"),
    ("helped_in_part", "Part of the need was met"),
    ("passed_on", "Passed on to a better service"),
    ("child_left", "The child left the service"),
    ("child_did_not_want", "The child did not want it now; the offer stands"),
    ("not_possible", "It was not possible after all"),
)

LOST_REASONS: tuple[tuple[str, str], ...] = (
    ("missing", "The child is missing"),
    ("moved", "The child was moved and nobody was told"),
    ("no_reply", "The partner does not reply"),
)
