"""The one act that sets an installation up: host agency, first administrator, recovery file. All of it or nothing."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from harborlight.ground.access import api as access
from harborlight.ground.access.api import Actor, Member, Refused, Role
from harborlight.ground.accounts import recovery
from harborlight.ground.accounts.actions import factors
from harborlight.ground.accounts.core import recovery_key
from harborlight.ground.audit.api import Audit


@dataclass(frozen=True)
class Draft:
    """Everything the wizard has gathered. The password is a hash already; ``salt`` (hex) makes the recovery key."""

    agency_name: str
    agency_kind: str
    ori: str
    county_fips: str
    state: str
    time_zone: str
    login: str
    display_name: str
    password_hash: str
    totp_secret: str
    totp_step: int
    salt: str


def set_up(draft: Draft, *, audit: Audit) -> str:
    """Make the host agency and its first administrator. Returns the agency's id. Refused when it is there already."""
    if access.host_agency() is not None:
        raise Refused("This installation is set up already.")
    actor = Actor.system("set-up")
    audit = Audit(actor=actor.member_id, agency="", at=audit.at, channel=audit.channel, purpose="system")
    with audit.writing("installation.set-up", subject=("installation", "host")):
        agency = access.create_agency(
            actor, name=draft.agency_name, kind=draft.agency_kind, county_fips=draft.county_fips, state=draft.state,
            time_zone=draft.time_zone, ori=draft.ori, is_host=True, audit=audit,
        )
        member_id = access.create_member(
            actor, login=draft.login, display_name=draft.display_name, agency_id=agency,
            roles=[Role.ADMINISTRATOR], audit=audit,
        )
        Member.objects.filter(id=member_id).update(password=draft.password_hash)
        member = Member.objects.get(id=member_id)
        factors.add_app(member, secret=draft.totp_secret, step=draft.totp_step, audit=audit)
        # Last, and inside: when the disk is full the whole act is undone; a file without an agency opens nothing.
        recovery.write(Path(settings.FOLDER.path), dict(settings.FOLDER.keys), bytes.fromhex(draft.salt))
    return agency


def renew_recovery_key(*, audit: Audit) -> list[str]:
    """A new recovery key, as it is printed; the one before stops working."""
    salt, keys = recovery_key.fresh_salt(), dict(settings.FOLDER.keys)
    with audit.writing("installation.recovery-key", subject=("installation", "host")):
        recovery.write(Path(settings.FOLDER.path), keys, salt)
    return recovery.rows(keys, salt)
