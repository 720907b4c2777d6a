"""The protocol in force for an agency."""

from __future__ import annotations

from harborlight.ground.packs import api as packs
from harborlight.respond.protocol.core import Guide, guide_from_pack

PROTOCOL = "identification-and-response"


def guide_in(state: str, county_fips: str) -> Guide:
    """The protocol as overlaid for that state and county. Raises PackRefused when the pack is not here."""
    place = "-".join(part for part in ("us", state.lower(), county_fips) if part)
    return guide_from_pack(packs.pack_for(PROTOCOL, place))
