"""The library for modules above: who answers, which service fits, and what it takes to keep that true."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse

from harborlight.ground.access.api import Actor, Permission, can
from harborlight.ground.ui.api import InboxItem
from harborlight.library import atlas, queries
from harborlight.library.actions.contacts import (
    Loaded,
    add_contact,
    load_directory,
    number_failed,
    retire_contact,
    verify_contact,
    verify_service,
)
from harborlight.library.actions.packs import import_pack
from harborlight.library.actions.rota import cancel_shift, enter_rota
from harborlight.library.actions.services import Origin, Report, import_hsds11, record_outcome
from harborlight.library.core import table
from harborlight.library.core.answers import Answer
from harborlight.library.core.lines import NeedRefused
from harborlight.library.core.moments import MomentRefused
from harborlight.library.core.moments import check_aware as check_moment
from harborlight.library.core.places import County, Place, PlaceRefused
from harborlight.library.core.routing import who_to_call as decide
from harborlight.library.queries import ServiceOption

__all__ = [
    "Answer",
    "County",
    "Loaded",
    "MomentRefused",
    "NeedRefused",
    "Origin",
    "Place",
    "PlaceRefused",
    "Report",
    "ServiceOption",
    "add_contact",
    "call_table",
    "cancel_shift",
    "check_moment",
    "counties",
    "county",
    "enter_rota",
    "find",
    "import_hsds11",
    "import_pack",
    "inbox",
    "load_directory",
    "needs",
    "number_failed",
    "place",
    "police_agencies",
    "record_outcome",
    "retire_contact",
    "service",
    "states",
    "verify_contact",
    "verify_service",
    "who_to_call",
]

ROTA_AHEAD = timedelta(days=14)
"""How far ahead the offline card carries public shifts: it is fetched again long before that."""


def place(text: str) -> Place:
    """The place meant by a ZIP code, a county code (`fips:17031`), a point or `Cook County, IL`; else PlaceRefused."""
    return atlas.geography().place(text)


def county(fips: str) -> County:
    """One county: its name, state, time zone and routing. Raises PlaceRefused."""
    return atlas.geography().county(fips)


def counties(state: str) -> list[County]:
    """The counties of a state, by name; empty for an unknown state."""
    return atlas.geography().counties_of(state)


def states() -> dict[str, str]:
    """State and territory codes to names, by name."""
    return atlas.geography().states()


def needs(language: str = "en") -> dict[str, str]:
    """Need codes to words."""
    return {code: need.text[language] for code, need in atlas.shipped_directory().needs.items()}


def police_agencies(fips: str) -> list[tuple[str, str, str]]:
    """(ORI, name, type) of the police agencies of a county, from the list of 2017: for choosing one's own."""
    return atlas.police_agencies().get(fips, [])


def who_to_call(
    where: Place | str, at: datetime, *, need: str = "", language: str = "en", public: bool = False
) -> tuple[Answer, ...]:
    """Who answers now, in the order to call them. Two queries: contacts of the state, and the rota.

    `public` leaves out units on call that are not entered for the public. Raises PlaceRefused, MomentRefused or
    NeedRefused, each with a sentence for the person who asked.
    """
    found = place(where) if isinstance(where, str) else where
    directory, checks = queries.directory_for(found.county.state)
    shifts = queries.shifts_at(at, public=public)
    return decide(found, at, need, directory, shifts, checks, language=language)


def find(need: str, area: Place | str, when: datetime) -> list[ServiceOption]:
    """Active services that meet a need at a place, nearest first. Nothing about the child goes down here.

    Raises PlaceRefused and NeedRefused.
    """
    atlas.shipped_directory().need(need)
    return queries.find(need, place(area) if isinstance(area, str) else area, when)


def service(service_id: str, when: datetime) -> ServiceOption:
    """One service as it stands today. Raises NotFound."""
    row = queries.service(service_id)
    state = next((area.state for area in row.areas.all()), "")
    zone = next((county.tz for county in counties(state)), "UTC")
    return queries.option_of(row, when, zone)


def call_table(state: str, at: datetime) -> dict[str, Any]:
    """The table of one state for the offline card: see core.table for its shape. Two queries.

    Only what anybody may know: contacts, and shifts that are entered for the public.
    """
    geography = atlas.geography()
    directory, checks = queries.directory_for(state)
    zips = atlas.zips_of(state)
    shifts = queries.public_shifts(at, at + ROTA_AHEAD)
    return table.call_table(state, directory, geography.counties_of(state), zips, checks, shifts, at)


def inbox(actor: Actor, now: datetime) -> list[InboxItem]:
    """What the keeper of the directory has to do: numbers that failed, and numbers to check again. Three queries."""
    if not can(actor, Permission.DIRECTORY_CHANGE):
        return []
    counts = queries.to_check(now)
    said = {
        "failed": ("numbers failed", "Somebody of ours called and nobody answered, or it was the wrong place."),
        "due": ("numbers to check again", "Their last check is older than 90 days."),
    }
    return [
        InboxItem(
            kind="directory",
            title=f"{counts[name]} {words if counts[name] > 1 else words.replace('numbers', 'number')}",
            due_at=None,
            state="today" if name == "failed" else "waiting",
            url=f"{reverse('library:contacts')}?check={name}",
            child_code="",
            why=why,
            action_label="Call them",
        )
        for name, (words, why) in said.items()
        if counts[name]
    ]
