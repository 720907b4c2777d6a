"""`harborlight who-to-call` (no database unless --data is given) and `harborlight import directory`."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from harborlight.ground.packs.api import PackRefused
from harborlight.library.core.answers import Answer
from harborlight.library.core.hsds import HsdsRefused
from harborlight.library.core.lines import NeedRefused
from harborlight.library.core.moments import MomentRefused, read_moment
from harborlight.library.core.places import Place, PlaceRefused
from harborlight.library.core.sentences import LANGUAGES

REFUSALS = (PlaceRefused, MomentRefused, NeedRefused, PackRefused, HsdsRefused)
_MARKS = {True: "answers now", False: "closed now", None: "not known"}


class OpensStore(argparse.Action):
    """`--data DIR`: the project opens that store before the command runs."""

    def __call__(self, parser: Any, namespace: argparse.Namespace, values: Any, option_string: Any = None) -> None:
        namespace.data, namespace.store = values, True


class NeedsNoStore(argparse.Action):
    """`--dry-run`: without `--data` there is nothing to compare with, and no store is opened."""

    def __call__(self, parser: Any, namespace: argparse.Namespace, values: Any, option_string: Any = None) -> None:
        namespace.dry_run, namespace.store = True, bool(namespace.data)


def register(subparsers: Any) -> None:
    """Add `who-to-call` and `import directory`."""
    who = subparsers.add_parser("who-to-call", help="who answers now at a place, in the order to call them")
    who.add_argument("--place", required=True, help="ZIP code, county code (fips:17031), LAT,LON or 'Cook County, IL'")
    who.add_argument("--at", required=True, help="moment with its zone, such as 2026-11-22T02:10-06:00")
    who.add_argument("--need", default="", help="what is needed, such as child-protection; default: an exploited child")
    who.add_argument("--language", choices=LANGUAGES, default="en", help="language of the reasons")
    _common(who)
    who.set_defaults(run=run_who, store=False)
    top = subparsers.choices.get("import") or subparsers.add_parser("import", help="bring files of others in")
    kinds = top.add_subparsers(dest="import_kind", metavar="KIND", required=True)
    directory = kinds.add_parser("directory", help="services in HSDS 1.1, or a table of our own numbers")
    directory.add_argument("path", help="a folder or ZIP of CSV files (HSDS 1.1), or one CSV file of numbers")
    directory.add_argument("--state", default="", help="state it is for; default: the one most addresses name")
    directory.add_argument("--name", default="", help="short name; the same name updates (default: name of the folder)")
    directory.add_argument("--date", default="", help="date of its facts: 2026, 2026-11 or 2026-11-22")
    directory.add_argument("--dry-run", nargs=0, action=NeedsNoStore, default=False, help="say it, write nothing")
    _common(directory)
    directory.set_defaults(run=run_import, store=True)


def _common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", action=OpensStore, default="", metavar="DIR", help="the data folder of an agency")
    parser.add_argument("--json", action="store_true", help="one JSON value on stdout")


def run_who(args: argparse.Namespace) -> int:
    """Print who answers. Exit code 0, or 1 when place, moment or need is refused."""
    try:
        place, answers = _answers(args)
    except REFUSALS as refused:
        print(refused, file=sys.stderr)
        return 1
    if place.also:
        print(place.also, file=sys.stderr)
    if args.json:
        print(json.dumps([answer.as_json() for answer in answers], ensure_ascii=False))
    else:
        _print(place, answers)
    return 0


def _answers(args: argparse.Namespace) -> tuple[Place, tuple[Answer, ...]]:
    from harborlight.library import atlas

    moment = read_moment(args.at)
    place = atlas.geography().place(args.place)
    if args.store:
        from harborlight.library import api

        return place, api.who_to_call(place, moment, need=args.need, language=args.language)
    from harborlight.library.core.routing import who_to_call

    return place, who_to_call(place, moment, args.need, atlas.shipped_directory(), language=args.language)


def _print(place: Place, answers: tuple[Answer, ...]) -> None:
    print(f"{place.county.label}{f' · ZIP {place.zip}, {place.town}' if place.zip else ''}")
    for answer in answers:
        print(f"\n{answer.role_name}: {answer.value}   [{_MARKS[answer.open_now]}]  {answer.name}")
        print(f"  {answer.reason}")
        for note in answer.notes:
            print(f"  · {note}")
        print(f"  {answer.check}; from {answer.source}, {answer.source_date}")


def run_import(args: argparse.Namespace) -> int:
    """Import, or with --dry-run only say what would be done. Exit code 0, or 1 when refused and nothing written."""
    try:
        report = _import(args)
    except REFUSALS as refused:
        print(refused, file=sys.stderr)
        return 1
    if args.json:
        print(json.dumps(report, ensure_ascii=False))
    else:
        for row in report["rows"][:40]:
            print(f"{row['what']:9} {row['file']}:{row['line']} {row['id']}  {row['why']}")
        more = len(report["rows"]) - 40
        print(f"{f'… and {more} more rows (see --json)' + chr(10) if more > 0 else ''}", end="")
        print(f"{'Would be: ' if args.dry_run else ''}{report['taken']} taken ({report['mended']} of them mended), "
              f"{report['refused']} refused, {report['changed']} records changed.")  # fmt: skip
    return 0


def _import(args: argparse.Namespace) -> dict[str, Any]:
    from harborlight.library import importing

    files = importing.folder_files(args.path)
    given = importing.Given(
        name=args.name or importing.name_of(Path(args.path)), dated=args.date, state=args.state,
        newest=importing.newest_date(Path(args.path)),
    )  # fmt: skip
    if not args.store:
        return importing.preview(files, given)
    from harborlight.library.actions.imports import bring_in

    return bring_in(files, given, now=datetime.now(UTC), dry_run=args.dry_run).as_json()
