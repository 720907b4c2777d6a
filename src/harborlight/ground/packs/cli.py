"""`harborlight pack list|check|add`: packs from the command line, without a database."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from pathlib import Path
from typing import Any

from harborlight.ground.packs.core.model import Pack, PackRefused
from harborlight.ground.packs.folder import (
    open_folder,
    pack_folders,
    read_pack,
    schemas,
    shipped_root,
)


def register(subparsers: Any) -> None:
    """Add `pack` and its three commands."""
    top = subparsers.add_parser("pack", help="content packs: what is here, is it sound, add one")
    commands = top.add_subparsers(dest="pack_command", required=True)
    listing = commands.add_parser("list", help="the packs that are here")
    listing.add_argument("--kind", default="", help="only this kind")
    listing.add_argument("--json", action="store_true", help="one JSON value on stdout")
    listing.set_defaults(run=run_list)
    checking = commands.add_parser("check", help="check one pack, or every pack below a folder")
    checking.add_argument(
        "path",
        nargs="?",
        default="",
        help="a folder; default: every pack that is shipped",
    )
    checking.add_argument("--json", action="store_true", help="one JSON value on stdout")
    checking.set_defaults(run=run_check)
    adding = commands.add_parser("add", help="check a pack and copy it into the data folder")
    adding.add_argument("path", help="the pack's folder")
    adding.add_argument("--data", required=True, help="the data folder of the agency")
    adding.add_argument("--json", action="store_true", help="one JSON value on stdout")
    adding.set_defaults(run=run_add)


def run_list(args: argparse.Namespace) -> int:
    """Print id, version, kind, jurisdiction and review date of each pack. Exit code 0, or 1 for a damaged pack."""
    try:
        found = [open_folder(folder) for folder in pack_folders(shipped_root())]
    except PackRefused as refused:
        return _refuse(refused)
    wanted = [pack for pack in found if args.kind in ("", pack.kind)]
    if rows := str(schemas().get(args.kind, {}).get("x-rows", "")):
        return _list_rows(wanted, rows, as_json=args.json)
    if args.json:
        print(json.dumps([_facts(pack) for pack in wanted], ensure_ascii=False))
    else:
        for pack in wanted:
            print(f"{pack.kind:12} {pack.id:40} {pack.version:10} {pack.jurisdiction:8} review by {pack.review_by}")
    return 0


def _list_rows(wanted: list[Pack], rows: str, *, as_json: bool) -> int:
    """A kind whose schema names `x-rows` is listed row by row: each row as written, its source spelled out."""
    listed = [_row(row, pack) for pack in wanted for row in (pack.main or {}).get(rows, ())]
    if as_json:
        print(json.dumps(listed, ensure_ascii=False))
        return 0
    for row in listed:
        print(f"{row['id']:6} {row.get('title', '')}\n       {row['pack']}; {row['source']}")
    return 0


def _row(row: dict[str, Any], pack: Pack) -> dict[str, Any]:
    source = pack.source(str(row["source"]))
    cited = ", ".join(part for part in (source.title, source.date, source.url) if part)
    return {**row, "source": cited, "pack": f"{pack.id}@{pack.version}"}


def run_check(args: argparse.Namespace) -> int:
    """Check each pack; every fault goes to stderr. Exit code 0 when all are sound, else 1."""
    folders = pack_folders(args.path) if args.path else pack_folders(shipped_root())
    results = [_checked(folder) for folder in folders or [Path(args.path)]]
    if args.json:
        print(json.dumps(results, ensure_ascii=False))
    bad = [result for result in results if not result["sound"]]
    for result in bad:
        print(
            f"{result['where']}: {result['what']} {result['mend']}".strip(),
            file=sys.stderr,
        )
    if not args.json:
        print(f"{len(results) - len(bad)} of {len(results)} packs are sound.")
    return 1 if bad else 0


def run_add(args: argparse.Namespace) -> int:
    """Copy a sound pack to `<data>/packs/<id>/<version>`. Exit code 1 and nothing copied when it is refused."""
    try:
        pack = read_pack(args.path)
        target = _target(pack, Path(args.data))
    except PackRefused as refused:
        return _refuse(refused)
    if not target.exists():
        partial = target.with_name(f".{target.name}.partial")
        shutil.rmtree(partial, ignore_errors=True)
        shutil.copytree(args.path, partial)
        partial.rename(target)
    print(json.dumps(_facts(pack), ensure_ascii=False) if args.json else f"Added {pack.id} {pack.version}.")
    return 0


def _target(pack: Pack, data: Path) -> Path:
    if not data.is_dir():
        raise PackRefused(
            "There is no such data folder.",
            where=str(data),
            mend="`harborlight up` makes one.",
        )
    for folder in pack_folders(shipped_root()):
        shipped = open_folder(folder)
        if (shipped.id, shipped.version) == (pack.id, pack.version) and shipped.digest != pack.digest:
            raise PackRefused(
                f"'{pack.id}' {pack.version} comes with Harborlight, with other content. Nothing was changed.",
                where=pack.folder,
                mend="Give yours a version number of its own, or make it an overlay.",
            )
    target = data / "packs" / pack.id / pack.version
    if target.exists() and open_folder(target).digest != pack.digest:
        raise PackRefused(
            f"Version {pack.version} of '{pack.id}' is already there with other content. Nothing was changed.",
            where=str(target),
            mend="Give the changed pack a new version number.",
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    return target


def _checked(folder: Path) -> dict[str, Any]:
    try:
        return {**_facts(read_pack(folder)), "sound": True}
    except PackRefused as refused:
        return {
            "sound": False,
            "where": refused.where,
            "what": refused.what,
            "mend": refused.mend,
        }


def _facts(pack: Pack) -> dict[str, Any]:
    return {
        "id": pack.id,
        "version": pack.version,
        "kind": pack.kind,
        "title": pack.title,
        "jurisdiction": pack.jurisdiction,
        "layer": pack.layer,
        "languages": list(pack.languages),
        "licence": pack.licence,
        "reviewer": pack.reviewer,
        "review_by": pack.review_by,
        "digest": pack.digest,
        "folder": pack.folder,
    }


def _refuse(refused: PackRefused) -> int:
    print(str(refused), file=sys.stderr)
    return 1
