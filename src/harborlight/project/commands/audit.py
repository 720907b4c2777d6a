"""``harborlight audit verify|export``: was the record of who did what changed afterwards?"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from harborlight.project.datafolder import FolderRefused


def register(commands: Any) -> None:
    """Add ``audit`` and its two commands."""
    top = commands.add_parser("audit", help="check or export the record of who did what")
    acts = top.add_subparsers(dest="audit_command", metavar="verify|export", required=True)
    verify = acts.add_parser("verify", help="walk the whole chain and name what was changed or removed")
    verify.add_argument("--heads", metavar="FILE", help="heads exported earlier: also notices a log cut off at its end")
    verify.set_defaults(run=run_verify)
    export = acts.add_parser("export", help="the signed heads, for a second party to keep")
    export.set_defaults(run=run_export)
    for parser in (verify, export):
        parser.add_argument("--data", metavar="DIR", help="the data folder; default: var/data")
        parser.add_argument("--json", action="store_true", help="one JSON value on stdout")
        parser.set_defaults(store=True)


def run_verify(args: argparse.Namespace) -> int:
    """Exit code 0 when the chain is sound, 1 with each fault on stderr."""
    from harborlight.ground.audit import api

    verdict = api.verify()
    faults = [fault.text for fault in verdict.faults]
    if args.heads:
        faults += lost_heads(_read_heads(Path(args.heads)), api.export_heads())
    if args.json:
        print(json.dumps({
            "sound": not faults, "sealed": verdict.sealed, "unsealed": verdict.unsealed, "head": verdict.head,
            "faults": faults,
        }))
    elif not faults:
        print(f"{verdict.sealed} events are chained and sound; {verdict.unsealed} wait to be sealed.")
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


def run_export(args: argparse.Namespace) -> int:
    """The heads and the public key that checks their signatures."""
    from harborlight.ground.audit import api

    print(json.dumps({"public_key": api.public_key(), "heads": api.export_heads()}, indent=None if args.json else 1))
    return 0


def lost_heads(kept: list[dict[str, object]], present: list[dict[str, object]]) -> list[str]:
    """A sentence for each head kept elsewhere that this log no longer has."""
    known = {(head["position"], head["head"]) for head in present}
    return [
        f"The head at {head['position']}, kept elsewhere, is not in this log: it was cut off or replaced."
        for head in kept if (head["position"], head["head"]) not in known
    ]


def _read_heads(path: Path) -> list[dict[str, object]]:
    try:
        heads: list[dict[str, object]] = json.loads(path.read_text())["heads"]
        # Named here, so that a file that is not an export is refused before anything is compared with it.
        assert all("position" in head and "head" in head for head in heads)
    except (OSError, ValueError, KeyError, TypeError, AssertionError) as error:
        raise FolderRefused(f"{path} does not hold heads made by audit export. Give the file that was kept.") from error
    return heads
