"""Record which packs are active. Their content never changes afterwards."""

from __future__ import annotations

from collections.abc import Iterable

from harborlight.ground.audit.api import Audit
from harborlight.ground.packs.core.install import check_immutable
from harborlight.ground.packs.core.model import Pack
from harborlight.ground.packs.models import InstalledPack


def install(pack: Pack, *, audit: Audit) -> bool:
    """Record this version as active; answers whether it was new here.

    Raises PackRefused when the same version is recorded with other content; nothing is written then.
    """
    recorded = InstalledPack.objects.filter(pack_id=pack.id, version=pack.version).first()
    check_immutable(pack, recorded.digest if recorded else None)
    if recorded:
        return False
    _record([pack], audit=audit)
    return True


def install_all(found: Iterable[Pack], *, audit: Audit) -> int:
    """Record every pack in one transaction; answers how many were new. Raises PackRefused, then none is recorded."""
    recorded = {(row.pack_id, row.version): row.digest for row in InstalledPack.objects.all()}
    fresh = []
    for pack in found:
        digest = recorded.get((pack.id, pack.version))
        check_immutable(pack, digest)
        if digest is None:
            fresh.append(pack)
    _record(fresh, audit=audit)
    return len(fresh)


def _record(packs: list[Pack], *, audit: Audit) -> None:
    for pack in packs:
        with audit.writing(
            "packs.install",
            subject=("pack", pack.id),
            detail={"digest": pack.digest[:16]},
        ):
            InstalledPack.objects.create(
                pack_id=pack.id,
                version=pack.version,
                digest=pack.digest,
                kind=pack.kind,
                installed_at=audit.at,
            )
