"""The states of a response: the work for one child from recognition to safety and services."""

from harborlight.respond.core.states import Move, State, StateTable

RESPONSE = StateTable(
    thing="response",
    title="Response",
    states=(
        State("open", "Open", "investigator", "Somebody is working for this child; duties and steps are shown."),
        State(
            "closed",
            "Closed",
            "records",
            "No duty runs, and a reason and a day to look again are on file.",
            final=True,
        ),
    ),
    moves=(
        Move("open", "", "open", "Open a response"),
        Move("close", "open", "closed", "Close with a reason"),
        Move("reopen", "closed", "open", "Open again with the whole story"),
    ),
)

CLOSE_REASONS: tuple[tuple[str, str], ...] = (
    ("safe_with_services", "The child is safe, and services are running"),
    ("handed_over", "Another agency has taken over and said so"),
    ("adult_now", "The child is 18 and was told what help continues"),
    ("not_this", "Looked into: not exploitation. Help was offered anyway"),
    ("opened_in_error", "Opened in error"),
)
