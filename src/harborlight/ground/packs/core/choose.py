"""Which pack is meant: the newest version, in the layers that apply here."""

from __future__ import annotations

from collections.abc import Iterable

from harborlight.ground.packs.core.model import Pack, PackRefused
from harborlight.ground.packs.core.overlay import overlaid


def chosen(found: Iterable[Pack], pack_id: str, version: str | None = None) -> Pack:
    """The pack of that id: the named version, or the newest. Raises PackRefused when there is none."""
    same = [pack for pack in found if pack.id == pack_id and version in (None, pack.version)]
    if not same:
        named = f"{pack_id} {version}" if version else pack_id
        raise PackRefused(
            f"There is no pack '{named}'.",
            mend="`harborlight pack list` shows what is here.",
        )
    return max(same, key=lambda pack: pack.version_key)


def newest(found: Iterable[Pack], kind: str) -> list[Pack]:
    """The newest version of each pack of that kind, by id; overlays are not packs of their own."""
    best: dict[str, Pack] = {}
    for pack in found:
        if pack.kind != kind or pack.overlays:
            continue
        if pack.id not in best or pack.version_key > best[pack.id].version_key:
            best[pack.id] = pack
    return [best[pack_id] for pack_id in sorted(best)]


def with_overlays(base: Pack, found: Iterable[Pack], jurisdiction: str) -> Pack:
    """`base` as changed by the overlays that apply in that jurisdiction, state before agency.

    `jurisdiction` is `us`, `us-il` or `us-il-17031`; an overlay for `us-il` applies in `us-il-17031` too.
    """
    tops: dict[str, Pack] = {}
    for pack in found:
        if pack.overlays != base.id or not _applies(pack, jurisdiction):
            continue
        if pack.id not in tops or pack.version_key > tops[pack.id].version_key:
            tops[pack.id] = pack
    result = base
    for layer in ("state", "agency"):
        for top in sorted(
            (pack for pack in tops.values() if pack.layer == layer),
            key=lambda pack: pack.id,
        ):
            result = overlaid(result, top)
    return result


def _applies(pack: Pack, jurisdiction: str) -> bool:
    return jurisdiction == pack.jurisdiction or jurisdiction.startswith(f"{pack.jurisdiction}-")
