"""`harborlight who-to-call` (no database unless --data is given) and `harborlight import directory`."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from harborlight.ground.packs.api import PackRefused
from harborlight.library.core.answers import Answer
from harborlight.library.core.lines import NeedRefused
from harborlight.library.core.moments import MomentRefused, read_moment
from harborlight.library.core.places import Place, PlaceRefused
from harborlight.library.core.sentences import LANGUAGES

REFUSALS = (PlaceRefused, MomentRefused, NeedRefused, PackRefused)
_MARKS = {True: "answers now", False: "closed now", None: "not known"}


def register(subparsers: Any) -> None:
    """Add `who-to-call`."""
    who = subparsers.add_parser("who-to-call", help="who answers now at a place, in the order to call them")
    who.add_argument("--place", required=True, help="ZIP code, county code (fips:17031), LAT,LON or 'Cook County, IL'")
    who.add_argument("--at", required=True, help="moment with its zone, such as 2026-11-22T02:10-06:00")
    who.add_argument("--need", default="", help="what is needed, such as child-protection; default: an exploited child")
    who.add_argument("--language", choices=LANGUAGES, default="en")
    who.add_argument("--data", default="", help="data folder of an agency: its rota and its checks of numbers count")
    who.add_argument("--json", action="store_true", help="one JSON array on stdout")
    who.set_defaults(run=run_who)


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
    from harborlight.library.core.routing import who_to_call

    moment = read_moment(args.at)
    place = atlas.geography().place(args.place)
    return place, who_to_call(place, moment, args.need, atlas.shipped_directory(), language=args.language)


def _print(place: Place, answers: tuple[Answer, ...]) -> None:
    print(f"{place.county.label}{f' · ZIP {place.zip}, {place.town}' if place.zip else ''}")
    for answer in answers:
        print(f"\n{answer.role_name}: {answer.value}   [{_MARKS[answer.open_now]}]  {answer.name}")
        print(f"  {answer.reason}")
        for note in answer.notes:
            print(f"  · {note}")
        print(f"  {answer.check}; from {answer.source}, {answer.source_date}")
