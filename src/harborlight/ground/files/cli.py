"""``harborlight files check|sweep``: do rows and contents agree, and tidy what was left behind."""

import argparse
import json
import sys
from datetime import UTC, datetime
from typing import Any


def register(commands: Any) -> None:
    """Add ``files`` and its two commands."""
    top = commands.add_parser("files", help="check or tidy the contents in the data folder")
    acts = top.add_subparsers(dest="files_command", metavar="check|sweep", required=True)
    check = acts.add_parser("check", help="name files whose content is missing, after a restore for example")
    check.set_defaults(run=run_check)
    sweep = acts.add_parser("sweep", help="remove contents that belong to no file: of an add that was cut off")
    sweep.set_defaults(run=run_sweep)
    for parser in (check, sweep):
        parser.add_argument("--data", metavar="DIR", help="the data folder; default: var/data")
        parser.add_argument("--json", action="store_true", help="one JSON value on stdout")
        parser.set_defaults(store=True)


def run_check(args: argparse.Namespace) -> int:
    """Exit code 0 when every file has its content, 1 with their ids on stderr."""
    from harborlight.ground.files import api

    missing = api.missing()
    if args.json:
        print(json.dumps({"missing": missing}))
    elif not missing:
        print("Every file has its content.")
    else:
        ids = "\n  ".join(missing)
        print(f"{len(missing)} files lack their content. Put files/ back from the backup:\n  {ids}", file=sys.stderr)
    return 1 if missing else 0


def run_sweep(args: argparse.Namespace) -> int:
    """Exit code 0; says how many were removed."""
    from harborlight.ground.audit.api import Audit
    from harborlight.ground.files import api

    removed = api.sweep(audit=Audit(actor="system:files", agency="", at=datetime.now(UTC), channel="cli"))
    print(json.dumps({"removed": removed}) if args.json else f"{removed} contents without a file removed.")
    return 0
