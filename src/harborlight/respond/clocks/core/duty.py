"""A duty: something the law or a policy asks of somebody, with its source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from harborlight.ground.packs.core.model import Pack
from harborlight.respond.clocks.core.deadline import Deadline, read_deadline
from harborlight.respond.core.conditions import Condition, ContentFault, Weighed, read_conditions, weigh
from harborlight.respond.core.situation import AGENCY_KIND, Situation

REQUIRED = ("id", "title", "trigger", "bound", "addressee", "deadline", "authority", "source", "read_on")

EVENTS = (
    "child_identified",
    "missing_report_received",
    "entered_in_ncic",
    "child_returned",
    "custody_began",
)
"""What can start a clock. `entered_in_ncic` happens when the duty that says so is met."""

ANY_OFFICIAL = "any_official"
OFFICIAL_KINDS = frozenset({"police", "cps", "prosecutor", "probation", "school"})
"""Agency kinds of `ground.access` whose staff are public officials; a provider's are not."""


class Nature(StrEnum):
    """`act`: to be done once, with a clock. `standing`: holds all the time. `definition`: changes what counts."""

    ACT = "act"
    STANDING = "standing"
    DEFINITION = "definition"


@dataclass(frozen=True, slots=True)
class PackStamp:
    """Exactly which text was in force."""

    id: str
    version: str
    digest: str


@dataclass(frozen=True, slots=True)
class Duty:
    """One row of a duty pack. `written` is the row with its source spelled out, as it is kept beside a clock.

    `undone` and `done` are the sentences of the clock ("Child protection has not been told.", "Child protection
    was told."). `line` is the role that who-to-call answers for, empty when there is nobody to call. `event` starts
    the clock; `makes` is the event that meeting this duty brings about. `other` holds the Spanish texts.
    """

    id: str
    title: str
    undone: str
    done: str
    trigger: str
    event: str
    bound: str
    binds: tuple[str, ...]
    addressee: str
    line: str
    deadline: Deadline
    content: tuple[str, ...]
    authority: str
    source: str
    source_url: str
    read_on: date
    counsel_reviewed: bool
    jurisdiction: str
    conditions: tuple[Condition, ...]
    nature: Nature
    makes: str
    note: str
    pack: PackStamp
    other: Mapping[str, Any]
    written: Mapping[str, Any]

    @property
    def key(self) -> str:
        """The duty among all packs: `duties-federal/F1`."""
        return f"{self.pack.id}/{self.id}"

    def text(self, name: str, language: str = "en") -> str:
        """A text of this duty in that language, else in English."""
        found = self.other.get(name) if language == "es" else None
        return str(found or getattr(self, name))

    def weighed(self, situation: Situation) -> Weighed:
        """Whether it applies to that situation: first whom it binds, then its own conditions."""
        return weigh((*self._whom(), *self.conditions), situation)

    def binds_agency(self, situation: Situation) -> bool:
        """Whether it binds an agency of the kind that acts."""
        return weigh(self._whom(), situation).applies

    def for_others(self, situation: Situation) -> bool:
        """Whether it applies to the situation for whomever it binds."""
        return weigh(self.conditions, situation).applies

    def _whom(self) -> tuple[Condition, ...]:
        if not self.binds:
            return ()
        kinds = OFFICIAL_KINDS if ANY_OFFICIAL in self.binds else frozenset()
        reason = f"This duty binds: {self.bound}. Ask them whether it is done."
        reason_es = f"Este deber obliga a: {self.text('bound', 'es')}. Pregunte si ya se cumplió."
        return (Condition(AGENCY_KIND, kinds | frozenset(self.binds), reason, reason_es),)

    def row(self) -> dict[str, Any]:
        """The duty as one JSON row for `pack list --kind duty --json`."""
        return {
            "id": self.id,
            "title": self.title,
            "nature": self.nature.value,
            "trigger": self.trigger,
            "bound": self.bound,
            "addressee": self.addressee,
            "deadline": self.deadline.as_data(),
            "deadline_words": self.deadline.words(),
            "content": list(self.content),
            "authority": self.authority,
            "source": self.source,
            "source_url": self.source_url,
            "read_on": self.read_on.isoformat(),
            "counsel_reviewed": self.counsel_reviewed,
            "jurisdiction": self.jurisdiction,
            "pack": f"{self.pack.id}@{self.pack.version}",
        }


def duties_from_pack(pack: Pack) -> tuple[Duty, ...]:
    """Every duty of a checked pack of kind `duty`. Raises ContentFault naming the row and how to mend it."""
    duties = tuple(_from_pack(row, pack) for row in (pack.main or {}).get("duties", ()))
    seen: set[str] = set()
    for duty in duties:
        if duty.id in seen:
            raise ContentFault("This id is used twice.", where=f"{pack.id} duty {duty.id}", mend="Give it its own id.")
        seen.add(duty.id)
    return duties


def duty_from_written(written: Mapping[str, Any], stamp: PackStamp) -> Duty:
    """A duty from what was kept of it (`Duty.written`), long after its pack may have changed or gone."""
    return _duty(written, stamp, where=f"{stamp.id} duty {written.get('id', '?')}")


def _from_pack(row: Mapping[str, Any], pack: Pack) -> Duty:
    where = f"{pack.id} duty {row.get('id', '?')}"
    for name in REQUIRED:
        if not row.get(name):
            raise ContentFault(f"There is no '{name}'.", where=where, mend="No duty without its source and its terms.")
    source = pack.source(str(row["source"]))
    written = {
        **row,
        "source": f"{source.title}, {source.date}",
        "source_url": str(source.url),
        "jurisdiction": str(row.get("jurisdiction") or pack.jurisdiction),
    }
    return _duty(written, PackStamp(pack.id, pack.version, pack.digest), where)


def _duty(row: Mapping[str, Any], stamp: PackStamp, where: str) -> Duty:
    return Duty(
        id=str(row["id"]),
        title=str(row["title"]),
        undone=str(row.get("undone") or f"Not done yet: {row['title']}."),
        done=str(row.get("done") or row["title"]),
        trigger=str(row["trigger"]),
        event=_one_of(row.get("event", "child_identified"), EVENTS, where),
        bound=str(row["bound"]),
        binds=_texts(row.get("binds", ())),
        addressee=str(row["addressee"]),
        line=str(row.get("line", "")),
        deadline=read_deadline(row["deadline"], where=where),
        content=_texts(row.get("content", ())),
        authority=str(row["authority"]),
        source=str(row["source"]),
        source_url=str(row["source_url"]),
        read_on=_day(row["read_on"], where),
        counsel_reviewed=row.get("counsel_reviewed") is True,
        jurisdiction=str(row["jurisdiction"]),
        conditions=read_conditions(row.get("applies_when", ()), where=where),
        nature=Nature(_one_of(row.get("nature", "act"), tuple(Nature), where)),
        makes=_one_of(row.get("makes", ""), ("", *EVENTS), where),
        note=str(row.get("note", "")),
        pack=stamp,
        other=row.get("es", {}),
        written=row,
    )


def _texts(values: Iterable[Any]) -> tuple[str, ...]:
    return tuple(str(value) for value in values)


def _one_of(value: Any, allowed: tuple[str, ...], where: str) -> str:
    if value not in allowed:
        raise ContentFault(f"'{value}' is not known here.", where=where, mend=f"Use one of: {', '.join(allowed)}.")
    return str(value)


def _day(value: Any, where: str) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError as bad:
        raise ContentFault(f"'{value}' is not a day.", where=where, mend="Write it as 2026-11-23.") from bad
