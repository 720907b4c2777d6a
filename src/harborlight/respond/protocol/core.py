"""A protocol: the steps of identification and response, and which come next.

A step says who does it, when, why, the words to use, what never to do, and where that is from. Branches are
conditions over the situation; an unknown fact keeps a step in the list and says what to settle.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from harborlight.ground.packs.core.model import Pack
from harborlight.respond.core.conditions import Condition, ContentFault, read_conditions, weigh
from harborlight.respond.core.situation import Situation

ROLES = frozenset({"officer", "screener", "investigator", "specialist", "advocate", "partner", "supervisor"})


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of the work: first minutes, first hour, first day, after."""

    id: str
    title: str
    title_es: str

    def title_in(self, language: str) -> str:
        return self.title_es if language == "es" else self.title


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `duties` are the ids of duties whose notice does this step; `sources` are written citations."""

    id: str
    phase: str
    who: tuple[str, ...]
    title: str
    when: str
    why: str
    say: tuple[str, ...]
    never: tuple[str, ...]
    duties: tuple[str, ...]
    conditions: tuple[Condition, ...]
    sources: tuple[str, ...]
    other: Mapping[str, Any]

    def text(self, name: str, language: str = "en") -> str:
        """A text of this step in that language, else in English."""
        found = self.other.get(name) if language == "es" else None
        return str(found or getattr(self, name))

    def lines(self, name: str, language: str = "en") -> tuple[str, ...]:
        """A list of sentences (`say` or `never`) in that language, else in English."""
        found = self.other.get(name) if language == "es" else None
        return tuple(found or getattr(self, name))


@dataclass(frozen=True, slots=True)
class Guide:
    """A whole protocol, as of one version of its pack."""

    pack_id: str
    version: str
    digest: str
    title: str
    phases: tuple[Phase, ...]
    steps: tuple[Step, ...]

    def step(self, step_id: str) -> Step:
        """The step of that id. Raises KeyError."""
        return {step.id: step for step in self.steps}[step_id]


class StepState(StrEnum):
    """Where a step stands."""

    TO_DO = "to_do"
    DONE = "done"
    NOT_HERE = "not_here"


@dataclass(frozen=True, slots=True)
class Placed:
    """A step in one situation. `reason` says why it is not for this situation; `unsettled` what would decide it."""

    step: Step
    state: StepState
    reason: str = ""
    unsettled: tuple[str, ...] = ()


def placed(guide: Guide, situation: Situation, done: Set[str], *, language: str = "en") -> tuple[Placed, ...]:
    """Every step in the protocol's order, as it stands now. A step that was done stays done in any situation."""
    return tuple(_placed(step, situation, done, language) for step in guide.steps)


def next_steps(
    guide: Guide, situation: Situation, done: Set[str], *, role: str = "", limit: int = 3
) -> tuple[Placed, ...]:
    """The first steps still to do, in order; with a role, only those that role may do."""
    open_ones = (item for item in placed(guide, situation, done) if item.state is StepState.TO_DO)
    mine = [item for item in open_ones if not role or role in item.step.who]
    return tuple(mine[:limit])


def _placed(step: Step, situation: Situation, done: Set[str], language: str) -> Placed:
    if step.id in done:
        return Placed(step, StepState.DONE)
    weighed = weigh(step.conditions, situation)
    if weighed.failed:
        return Placed(step, StepState.NOT_HERE, weighed.failed.reason(language))
    return Placed(step, StepState.TO_DO, unsettled=weighed.unsettled)


def guide_from_pack(pack: Pack) -> Guide:
    """The protocol of a checked pack of kind `protocol`. Raises ContentFault naming the step and how to mend it."""
    body = pack.main or {}
    phases = tuple(
        Phase(str(row["id"]), str(row["title"]), str(row.get("es", {}).get("title", row["title"])))
        for row in body.get("phases", ())
    )
    steps = tuple(_step(row, pack, {phase.id for phase in phases}) for row in body.get("steps", ()))
    _unique(pack.id, [step.id for step in steps])
    return Guide(pack.id, pack.version, pack.digest, pack.title, phases, steps)


def _step(row: Mapping[str, Any], pack: Pack, phases: Set[str]) -> Step:
    where = f"{pack.id} step {row.get('id', '?')}"
    for name in ("id", "phase", "who", "title", "when", "why", "sources"):
        if not row.get(name):
            raise ContentFault(f"There is no '{name}'.", where=where, mend="No step without who, when, why and source.")
    if row["phase"] not in phases:
        raise ContentFault(f"'{row['phase']}' is not a phase.", where=where, mend=f"Use: {', '.join(sorted(phases))}.")
    if strangers := set(row["who"]) - ROLES:
        raise ContentFault(f"{sorted(strangers)} is no role.", where=where, mend=f"Use: {', '.join(sorted(ROLES))}.")
    return Step(
        id=str(row["id"]),
        phase=str(row["phase"]),
        who=tuple(row["who"]),
        title=str(row["title"]),
        when=str(row["when"]),
        why=str(row["why"]),
        say=tuple(row.get("say", ())),
        never=tuple(row.get("never", ())),
        duties=tuple(row.get("duties", ())),
        conditions=read_conditions(row.get("applies_when", ()), where=where),
        sources=tuple(_citation(pack, str(cited)) for cited in row["sources"]),
        other=row.get("es", {}),
    )


def _citation(pack: Pack, source_id: str) -> str:
    source = pack.source(source_id)
    return f"{source.title}, {source.date}"


def _unique(pack_id: str, ids: Iterable[str]) -> None:
    seen: set[str] = set()
    for step_id in ids:
        if step_id in seen:
            raise ContentFault("This id is used twice.", where=f"{pack_id} step {step_id}", mend="Rename one.")
        seen.add(step_id)
