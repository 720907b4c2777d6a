"""Which duties are in force for an agency, and the exact words a clock was started with."""

from __future__ import annotations

from collections.abc import Iterable

from harborlight.ground.packs import api as packs
from harborlight.respond.clocks.core import Duty, PackStamp, duties_from_pack, duty_from_written
from harborlight.respond.models import DutyText

# Kept wordings never change and are few: a handful of packs over the life of an installation.
_known: dict[tuple[str, str], Duty] = {}


def duties_in(state: str, county_fips: str) -> tuple[Duty, ...]:
    """Every duty of every duty pack, as overlaid for that state and county."""
    place = "-".join(part for part in ("us", state.lower(), county_fips) if part)
    return tuple(duty for pack in packs.packs("duty") for duty in duties_from_pack(packs.pack_for(pack.id, place)))


def texts_of(duties: Iterable[Duty]) -> list[DutyText]:
    """The kept wording of each duty, kept now on first use. Called inside the act; one query as a rule."""
    wanted = {(duty.pack.digest, duty.id): duty for duty in duties}
    kept = {
        (text.pack_digest, text.duty_id): text
        for text in DutyText.objects.filter(pack_digest__in={digest for digest, _ in wanted})
    }
    return [kept.get(key) or _keep(duty) for key, duty in wanted.items()]


def _keep(duty: Duty) -> DutyText:
    """Write it down. Called inside the act."""
    text, _ = DutyText.objects.get_or_create(
        pack_digest=duty.pack.digest,
        duty_id=duty.id,
        defaults={"pack_id": duty.pack.id, "pack_version": duty.pack.version, "row": dict(duty.written)},
    )
    return text


def duty_of(text: DutyText) -> Duty:
    """The duty as it read when a clock first used it."""
    known = _known.get((text.pack_digest, text.duty_id))
    if known is None:
        known = duty_from_written(text.row, PackStamp(text.pack_id, text.pack_version, text.pack_digest))
        _known[(text.pack_digest, text.duty_id)] = known
    return known
