"""Overlays: a state or an agency changes some of a core pack and keeps the rest.

Mappings merge by key. Lists whose items have an `id` merge by that id: a known item is changed, a new one is added,
`remove: true` takes it out. Anything else is replaced. The result keeps the top pack's identity and both digests.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from harborlight.ground.packs.core.model import LAYERS, Pack, PackRefused


def overlaid(base: Pack, top: Pack) -> Pack:
    """`base` as changed by `top`. Raises PackRefused when `top` is not an overlay of `base` from a higher layer."""
    if top.overlays != base.id or top.kind != base.kind:
        raise PackRefused(f"{top.id} does not overlay {base.id}.", where=top.folder)
    if LAYERS.index(top.layer) <= LAYERS.index(base.layer):
        raise PackRefused(
            f"{top.id} ({top.layer}) cannot change {base.id} ({base.layer}).",
            where=top.folder,
            mend="A pack may only change one of a lower layer: core, then state, then agency.",
        )
    body = {name: base.body.get(name) for name in base.body.keys() | top.body.keys()}
    for name, content in top.body.items():
        body[name] = _merged(body[name], content)
    known = {source.id for source in top.sources}
    return replace(
        top,
        id=base.id,
        sources=top.sources + tuple(source for source in base.sources if source.id not in known),
        digest=hashlib.sha256(f"{base.digest}+{top.digest}".encode()).hexdigest(),
        body=body,
        texts={**base.texts, **top.texts},
        tables=base.tables + tuple(table for table in top.tables if table not in base.tables),
    )


def _merged(base: Any, top: Any) -> Any:
    if isinstance(base, dict) and isinstance(top, dict):
        return {
            **base,
            **{key: _merged(base[key], value) if key in base else value for key, value in top.items()},
        }
    if _by_id(base) and _by_id(top):
        return _merged_items(base, top)
    return top


def _by_id(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, dict) and "id" in item for item in value)


def _merged_items(base: Iterable[dict[str, Any]], top: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    items = {item["id"]: item for item in base}
    for item in top:
        if item.get("remove") is True:
            items.pop(item["id"], None)
        else:
            items[item["id"]] = _merged(items.get(item["id"], {}), item)
    return list(items.values())
