"""When a version of a pack may become active."""

from __future__ import annotations

from harborlight.ground.packs.core.model import Pack, PackRefused


def check_immutable(pack: Pack, recorded_digest: str | None) -> None:
    """Refuse content that differs from what was installed under the same id and version.

    A screening or a response stores id, version and digest, so the text of a version can never change afterwards.
    """
    if recorded_digest is None or recorded_digest == pack.digest:
        return
    raise PackRefused(
        f"Version {pack.version} of '{pack.id}' is already in use with other content. Nothing was changed.",
        where=pack.folder,
        mend="Give the changed pack a new version number, or restore the files of that version.",
    )
