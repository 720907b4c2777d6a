"""Agencies, members of every role and a rota of the invented county."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from harborlight.ground.access.api import Actor, Role, create_agency, create_member
from harborlight.ground.audit.api import Audit
from harborlight.library import api as library

COUNTY, STATE, ZONE = "17197", "IL", "America/Chicago"
SYSTEM = Actor.system("example")
SERVICES = "example.services-illinois"

AGENCIES = {
    "sheriff": ("Lantern County Sheriff", "police"),
    "millbrook": ("Millbrook Police", "police"),
    "protection": ("Lantern County Child Protection", "cps"),
    "harbor": ("Harbor House Advocates", "provider"),
    "attorney": ("Lantern County State's Attorney", "prosecutor"),
    "probation": ("Lantern County Juvenile Probation", "probation"),
    "school": ("Lakeside School District", "school"),
}

# Names of trees, so that nobody is taken for a real person: (key, shown name, agency, unit, role).
MEMBERS: tuple[tuple[str, str, str, str, Role], ...] = (
    ("officer", "Officer R. Alder", "sheriff", "Patrol, nights", Role.OFFICER),
    ("officer-two", "Officer C. Linden", "sheriff", "Patrol, days", Role.OFFICER),
    ("screener", "B. Hazel", "sheriff", "Juvenile intake", Role.SCREENER),
    ("investigator", "Investigator M. Birch", "sheriff", "Child exploitation unit", Role.INVESTIGATOR),
    ("specialist", "T. Rowan", "sheriff", "Victim services", Role.SPECIALIST),
    ("supervisor", "Sergeant D. Oak", "sheriff", "Child exploitation unit", Role.SUPERVISOR),
    ("analyst", "P. Cedar", "sheriff", "Analysis", Role.ANALYST),
    ("trainer", "V. Aspen", "sheriff", "Training", Role.TRAINER),
    ("liaison", "S. Juniper", "sheriff", "Community", Role.LIAISON),
    ("leader", "Sheriff K. Elm", "sheriff", "Office of the sheriff", Role.LEADER),
    ("records", "N. Larch", "sheriff", "Records", Role.RECORDS),
    ("auditor", "E. Spruce", "sheriff", "Inspection", Role.AUDITOR),
    ("administrator", "J. Fir", "sheriff", "Systems", Role.ADMINISTRATOR),
    ("partner", "A. Maple", "harbor", "Intake", Role.PARTNER),
    ("advocate", "L. Willow", "harbor", "Advocacy", Role.ADVOCATE),
    ("protection", "G. Poplar", "protection", "Intake", Role.PARTNER),
    ("attorney", "H. Beech", "attorney", "Special victims", Role.PARTNER),
    ("probation", "O. Ash", "probation", "Intake", Role.PARTNER),
    ("school", "I. Sorrel", "school", "Counseling", Role.PARTNER),
    ("neighbor", "Investigator W. Yew", "millbrook", "Investigations", Role.INVESTIGATOR),
)


@dataclass(frozen=True)
class County:
    """What the stories need: the moment of loading, the agencies' ids, the members as actors."""

    now: datetime
    agencies: Mapping[str, str]
    actors: Mapping[str, Actor]

    def audit(self, who: str, at: datetime) -> Audit:
        """An audit as this member, at this moment of the past."""
        actor = self.actors[who]
        return Audit(actor=actor.member_id, agency=actor.agency_id, at=at, channel="example")

    def before(self, **ago: float) -> datetime:
        """A moment before loading: ``before(hours=3)``."""
        return self.now - timedelta(**ago)


def found_county(now: datetime) -> County:
    """Agencies, members, services and the rota."""
    audit = Audit(actor=SYSTEM.member_id, agency="", at=now, channel="example")
    agencies = {key: _agency(key, audit) for key in AGENCIES}
    county = County(now, agencies, {row[0]: _member(row, agencies, audit) for row in MEMBERS})
    library.import_pack(SYSTEM, SERVICES, audit=audit)
    _rota(county)
    return county


def _agency(key: str, audit: Audit) -> str:
    name, kind = AGENCIES[key]
    return create_agency(
        SYSTEM,
        name=name,
        kind=kind,
        county_fips=COUNTY,
        state=STATE,
        time_zone=ZONE,
        is_host=key == "sheriff",
        audit=audit,
    )


def _member(row: tuple[str, str, str, str, Role], agencies: Mapping[str, str], audit: Audit) -> Actor:
    key, display, agency, unit, role = row
    member = create_member(
        SYSTEM,
        login=f"example-{key}",
        display_name=display,
        agency_id=agencies[agency],
        roles=[role],
        unit=unit,
        audit=audit,
    )
    return Actor(member, agencies[agency], frozenset({role}), display=display, agency_name=AGENCIES[agency][0])


def _rota(county: County) -> None:
    """The unit on call this week, and the department's line for the public, in two shifts a day."""
    supervisor = county.actors["supervisor"]
    start = county.now.replace(hour=12, minute=0, second=0, microsecond=0) - timedelta(days=1)
    for half in range(16):
        starts = start + timedelta(hours=12 * half)
        library.enter_rota(
            supervisor,
            unit="Child exploitation unit, on call",
            value=f"815-555-01{40 + half % 2}",
            starts_at=starts,
            ends_at=starts + timedelta(hours=12),
            counties=[COUNTY],
            is_public=True,
            audit=county.audit("supervisor", county.now),
        )
