"""A directory of services that ships as a pack (kind `hsds`), for the example county and for trying out."""

from __future__ import annotations

from harborlight.ground.access.api import Actor
from harborlight.ground.audit.api import Audit
from harborlight.ground.packs.api import pack as find_pack
from harborlight.library.actions.services import Origin, Report, import_hsds11
from harborlight.library.importing import read_directory


def import_pack(actor: Actor, pack_id: str, *, audit: Audit) -> Report:
    """Bring the services of an `hsds` pack into the directory. Raises PackRefused when there is no such pack."""
    pack = find_pack(pack_id)
    read, setting = read_directory(pack.texts, pack.main["state"])
    origin = Origin(
        system=pack.id, date=pack.source(pack.main["source"]).date, state=setting.state, digest=pack.digest,
        tz=pack.main["tz"],
    )  # fmt: skip
    return import_hsds11(actor, read, origin, audit=audit)
