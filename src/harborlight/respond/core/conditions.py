"""When something applies: conditions over the situation, answered yes, no or "not settled yet"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from harborlight.respond.core.situation import CODES, UNKNOWN, Situation


class ContentFault(ValueError):
    """A row of content that no clock and no step can be made from: what is wrong, where, how to mend it."""

    def __init__(self, what: str, *, where: str = "", mend: str = "") -> None:
        super().__init__(" ".join(part for part in (f"{where}:" if where else "", what, mend) if part))
        self.what, self.where, self.mend = what, where, mend


@dataclass(frozen=True, slots=True)
class Condition:
    """`fact` must be one of `allowed`; `otherwise` is the sentence shown when it clearly is not."""

    fact: str
    allowed: frozenset[str]
    otherwise: str = ""
    otherwise_es: str = ""

    def reason(self, language: str = "en") -> str:
        """Why it does not apply."""
        return (self.otherwise_es if language == "es" else "") or self.otherwise


@dataclass(frozen=True, slots=True)
class Weighed:
    """The answer over all conditions. `applies` is true until a condition clearly fails.

    `unsettled` are the facts still unknown that could switch it off; `failed` the first condition that did.
    """

    failed: Condition | None = None
    unsettled: tuple[str, ...] = ()

    @property
    def applies(self) -> bool:
        return self.failed is None


def weigh(conditions: Iterable[Condition], situation: Situation) -> Weighed:
    """All conditions together. An unknown fact keeps a duty alive and is named, so that somebody settles it."""
    unsettled: list[str] = []
    for condition in conditions:
        answer = situation.get(condition.fact, UNKNOWN)
        if answer in condition.allowed:
            continue
        if answer == UNKNOWN:
            unsettled.append(condition.fact)
        else:
            return Weighed(failed=condition)
    return Weighed(unsettled=tuple(unsettled))


def read_conditions(rows: Iterable[Mapping[str, Any]], *, where: str) -> tuple[Condition, ...]:
    """Conditions from pack rows `{fact, is: [...], otherwise, otherwise_es}`. Raises ContentFault."""
    return tuple(_condition(row, where) for row in rows)


def _condition(row: Mapping[str, Any], where: str) -> Condition:
    code, allowed = str(row.get("fact", "")), row.get("is", ())
    if code not in CODES:
        raise ContentFault(f"'{code}' is not a fact.", where=where, mend=f"Use one of: {', '.join(sorted(CODES))}.")
    if isinstance(allowed, str) or not allowed:
        raise ContentFault(f"'{code}' names no answer.", where=where, mend='Write `is: ["yes"]`.')
    return Condition(
        fact=code,
        allowed=frozenset(str(answer) for answer in allowed),
        otherwise=str(row.get("otherwise", "")),
        otherwise_es=str(row.get("otherwise_es", "")),
    )
