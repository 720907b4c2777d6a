"""Partner agencies: whose members get accounts here, and to whom records can be released."""

from harborlight.ground.access import api as access
from harborlight.ground.access.api import Actor, Permission, Refused
from harborlight.ground.accounts.places import counties
from harborlight.ground.audit.api import Audit


def add(actor: Actor, *, name: str, kind: str, county_fips: str, audit: Audit) -> str:
    """A partner agency in this county. Returns its id. Only the host agency's administrators add agencies."""
    access.check(actor, Permission.AGENCY_MANAGE)
    if not actor.is_system and not access.agency(actor.agency_id).is_host:
        raise Refused("Only an administrator of the agency that runs this installation adds agencies.")
    if any(agency.name.casefold() == name.strip().casefold() for agency in access.agencies()):
        raise Refused("There is an agency of this name already.")
    county = counties().get(county_fips)
    if county is None:
        raise Refused("This county is not in our list. Choose one of those offered.")
    return access.create_agency(
        actor, name=name, kind=kind, county_fips=county.fips, state=county.state, time_zone=county.time_zone,
        audit=audit,
    )
