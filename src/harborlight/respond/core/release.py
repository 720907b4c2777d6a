"""What may leave towards a partner, and on what basis. Everything else stays.

A release is a list of named items with their values, shown whole before it is done and kept as it was. There is no
item for a police narrative, a screening answer, or immigration: they cannot be chosen because they do not exist here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that can leave."""

    code: str
    label: str
    hint: str
    always: bool = False


ITEMS: tuple[Item, ...] = (
    Item("code", "Child's code", "Four signs that mean nothing outside; always sent.", always=True),
    Item("age", "About how old", "", always=True),
    Item("called", "What the child wants to be called", "Not the family name."),
    Item("language", "Language or other access need", ""),
    Item("need", "What is needed", "For example: a bed tonight, a doctor, clothes.", always=True),
    Item("safety", "What the partner must know to keep everybody safe", "Facts, no labels. Nothing about the case."),
    Item("where", "Where to meet the child", "Only when they come to the child."),
    Item("reach", "Whom to call back", "Name or unit, and a number."),
)


@dataclass(frozen=True, slots=True)
class Basis:
    """Why it may leave."""

    code: str
    label: str
    hint: str


BASES: tuple[Basis, ...] = (
    Basis("child_agrees", "The child agrees to these items going to this partner", "In words the child understood."),
    Basis(
        "guardian_agrees",
        "A parent or guardian agrees, who is not suspected of any part in the harm",
        "Never ask a carer who may be part of it.",
    ),
    Basis("law_requires", "The law asks for it", "For example a report to child protection."),
    Basis("danger_now", "Danger to life or safety now", "Only what is needed to end the danger."),
)

_ITEMS = {item.code: item for item in ITEMS}
_BASES = {basis.code: basis for basis in BASES}
LONGEST_VALUE = 400


class NotReleasable(ValueError):
    """These items cannot leave like this. The text is a sentence for the user."""


@dataclass(frozen=True, slots=True)
class Release:
    """Checked items and the basis: (code, value) pairs in the fixed order of `ITEMS`."""

    items: tuple[tuple[str, str], ...]
    basis: str

    def rows(self) -> tuple[tuple[str, str], ...]:
        """(label, value) pairs for the page that shows what leaves."""
        return tuple((_ITEMS[code].label, value) for code, value in self.items)

    @property
    def basis_label(self) -> str:
        return _BASES[self.basis].label

    def as_text(self) -> str:
        """The release as text to seal; `read_release` is the way back."""
        return json.dumps({"basis": self.basis, "items": list(map(list, self.items))}, ensure_ascii=False)


def make_release(values: Mapping[str, str], *, basis: str) -> Release:
    """A release from item code to value; empty values are left out. Raises NotReleasable with a sentence."""
    strangers = set(values) - set(_ITEMS)
    if strangers:
        raise NotReleasable(f"“{min(strangers)}” is not something that can be sent. Nothing was sent.")
    if basis not in _BASES:
        raise NotReleasable("Say on what basis this may leave. Nothing was sent.")
    items = tuple((item.code, values.get(item.code, "").strip()) for item in ITEMS)
    for code, value in items:
        if not value and _ITEMS[code].always:
            raise NotReleasable(f"“{_ITEMS[code].label}” is empty. The partner needs it. Nothing was sent.")
        if len(value) > LONGEST_VALUE:
            raise NotReleasable(f"“{_ITEMS[code].label}” is longer than {LONGEST_VALUE} signs. Send less.")
    return Release(tuple((code, value) for code, value in items if value), basis)


def read_release(text: str) -> Release:
    """The release that `as_text` wrote."""
    data = json.loads(text)
    return Release(tuple((str(code), str(value)) for code, value in data["items"]), str(data["basis"]))


def choices(things: Iterable[Item] | Iterable[Basis]) -> list[tuple[str, str]]:
    """(code, label) pairs for a form."""
    return [(thing.code, thing.label) for thing in things]
