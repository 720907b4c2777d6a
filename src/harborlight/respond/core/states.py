"""The states of a thing as one table of moves. The picture in the manual is drawn from the same table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


class NotPossible(Exception):
    """This act does not fit the state the thing is in. The text is a sentence for the user."""


@dataclass(frozen=True, slots=True)
class State:
    """A state, whose turn it is (`owner`, a role name; for a final state whoever keeps it), and what it means."""

    code: str
    label: str
    owner: str
    meaning: str
    final: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """`act` takes the thing from `source` to `target`; an empty source makes it."""

    act: str
    source: str
    target: str
    label: str


@dataclass(frozen=True, slots=True)
class StateTable:
    """All states and moves of one kind of thing."""

    thing: str
    title: str
    states: tuple[State, ...]
    moves: tuple[Move, ...]

    def state(self, code: str) -> State:
        """The state of that code. Raises KeyError."""
        return {state.code: state for state in self.states}[code]

    def after(self, code: str, act: str) -> str:
        """The state after the act. Raises NotPossible with a sentence that says what the thing is now."""
        for move in self.moves:
            if move.source == code and move.act == act:
                return move.target
        verb = next((move.label for move in self.moves if move.act == act), act)
        now = self.state(code).label.lower() if code else "not there yet"
        raise NotPossible(f"This {self.thing} is {now}, so “{verb}” is not possible. Nothing was changed.")

    def acts(self, code: str) -> tuple[str, ...]:
        """What may be done from that state, in the order of the table."""
        return tuple(move.act for move in self.moves if move.source == code)

    def faults(self) -> list[str]:
        """What is wrong with the table itself: unknown or unreachable states, states nobody owns, dead ends."""
        codes = {state.code for state in self.states}
        reached = {move.target for move in self.moves}
        left = {move.source for move in self.moves}
        return [
            *(f"{move.act} names an unknown state" for move in self.moves if {move.source, move.target} - codes - {""}),
            *(f"{code} is never reached" for code in sorted(codes - reached)),
            *(f"{state.code} has no owner" for state in self.states if not state.owner),
            *(f"{state.code} leads nowhere" for state in self.states if not state.final and state.code not in left),
        ]


def drawn(table: StateTable) -> str:
    """The table as a Mermaid state diagram."""
    lines = ["stateDiagram-v2"]
    lines += [f"    {state.code}: {state.label}" for state in table.states]
    lines += [f"    {move.source or '[*]'} --> {move.target}: {move.label}" for move in table.moves]
    lines += [f"    {state.code} --> [*]" for state in table.states if state.final]
    return "\n".join(lines)


def page(tables: Iterable[StateTable]) -> str:
    """The whole reference page: for each table the picture, then its states and moves in words."""
    parts = [
        "# States\n\nDrawn from the tables in the code; a test keeps this page equal to them. To write it again:\n"
        "`.venv/bin/python -m harborlight.respond.states > docs/reference/states.md`\n"
    ]
    return "\n".join([*parts, *(_chapter(table) for table in tables)])


def _chapter(table: StateTable) -> str:
    states = [f"| {s.label} | {s.owner} | {s.meaning} |" for s in table.states]
    names = {state.code: state.label for state in table.states} | {"": "(start)"}
    moves = [f"| {m.label} | {names[m.source]} | {names[m.target]} |" for m in table.moves]
    return "\n".join(
        [
            f"## {table.title}\n",
            f"```mermaid\n{drawn(table)}\n```\n",
            "| State | Who acts next | What it means |",
            "|---|---|---|",
            *states,
            "",
            "| Act | From | To |",
            "|---|---|---|",
            *moves,
            "",
        ]
    )
