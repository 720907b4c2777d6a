"""``harborlight member|recovery-key|restore-keys``: for whoever stands at the server when nobody can sign in."""

import argparse
import getpass
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from harborlight.ground.accounts.recovery import Unrestorable, restore

if TYPE_CHECKING:
    from harborlight.ground.access.api import Actor, Member
    from harborlight.ground.accounts.queries import MemberLine
    from harborlight.ground.audit.api import Audit

ACTS = {
    "list": "everyone with an account, and whether they can sign in",
    "open": "open an account that was closed after wrong tries",
    "link": "make a one-time link for a new password",
    "reset-factors": "take away the second factors: the next sign-in enrolls new ones",
}


def register(commands: Any) -> None:
    """Add the three commands."""
    top = commands.add_parser("member", help="help a member in when no administrator can")
    acts = top.add_subparsers(dest="member_command", metavar="|".join(ACTS), required=True)
    for name, words in ACTS.items():
        parser = acts.add_parser(name, help=words)
        if name != "list":
            parser.add_argument("login", help="the sign-in name")
        parser.set_defaults(run=run_list if name == "list" else run_member, store=True)
        _common(parser)
    fresh = commands.add_parser("recovery-key", help="make and print a new recovery key; the old one stops working")
    fresh.set_defaults(run=run_recovery_key, store=True)
    _common(fresh)
    again = commands.add_parser("restore-keys", help="make a lost keys.json again with the recovery key")
    again.set_defaults(run=run_restore)
    _common(again, required=True)


def run_list(args: argparse.Namespace) -> int:
    """Print the accounts. Exit code 0."""
    from harborlight.ground.accounts import queries

    lines = queries.members(_actor(), {}, "name")
    if args.json:
        print(json.dumps([_told(line) for line in lines], ensure_ascii=False))
        return 0
    for line in lines:
        state, roles = queries.STATES[line.state], ", ".join(line.roles)
        print(f"{line.login:24} {state:24} {roles:24} {line.display}, {line.agency}")
    return 0


def run_member(args: argparse.Namespace) -> int:
    """Do one act to one account. Exit code 1 when there is none of that name."""
    from harborlight.ground.access.api import Member, NotFound

    member = Member.objects.select_related("agency").filter(login=args.login.lower()).first()
    if member is None:
        raise NotFound(f"Nobody has the sign-in name {args.login}. See: harborlight member list")
    told = _act(args.member_command, member, _actor(), _audit())
    print(json.dumps(told) if args.json else told["text"])
    return 0


def run_recovery_key(args: argparse.Namespace) -> int:
    """Print a new recovery key and write its file. Exit code 0."""
    from harborlight.ground.accounts.actions.set_up import renew_recovery_key

    printed = renew_recovery_key(audit=_audit())
    if args.json:
        print(json.dumps({"rows": printed}))
        return 0
    print("Write these eight rows down and lock them away. They are stored nowhere; the key before stops working.\n")
    print("\n".join(f"  {number}. {row}" for number, row in enumerate(printed, 1)))
    return 0


def run_restore(args: argparse.Namespace) -> int:
    """Ask for the recovery key and write ``keys.json``. Exit code 1 and nothing written when it does not fit."""
    folder = Path(args.data).expanduser().absolute()
    # Not from the command line: what is typed there stays in the shell's history.
    typed = getpass.getpass("Recovery key, eight rows: ") if sys.stdin.isatty() else sys.stdin.read()
    try:
        restore(folder, typed)
    except Unrestorable as refused:
        print(refused, file=sys.stderr)
        return 1
    told = {"restored": str(folder / "keys.json")}
    print(json.dumps(told) if args.json else f"{folder} has its keys again. Start it with: ./harborlight up")
    return 0


def _told(line: "MemberLine") -> dict[str, object]:
    return {
        "login": line.login, "name": line.display, "agency": line.agency, "state": line.state, "roles": line.roles,
    }


def _act(name: str, member: "Member", actor: "Actor", audit: "Audit") -> dict[str, str]:
    from django.urls import reverse

    from harborlight.ground.accounts.actions import members

    if name == "link":
        secret = members.make_link(actor, str(member.id), audit=audit)
        path = reverse("accounts:set-password", args=[secret])
        text = f"Open the address of this installation with {path}\nIt works once, within 72 hours."
        return {"path": path, "text": text}
    if name == "open":
        members.unlock(actor, str(member.id), audit=audit)
        return {"opened": member.login, "text": f"{member.login} can sign in again."}
    members.reset_factors(actor, str(member.id), audit=audit)
    return {"reset": member.login, "text": f"{member.login} enrolls a new second factor at the next sign-in."}


def _actor() -> "Actor":
    from harborlight.ground.access.api import Actor

    return Actor.system("console")


def _audit() -> "Audit":
    from harborlight.ground.audit.api import Audit

    return Audit(actor="system:console", agency="", at=datetime.now(UTC), channel="cli", purpose="system")


def _common(parser: argparse.ArgumentParser, *, required: bool = False) -> None:
    words = "the data folder" if required else "the data folder; default: var/data"
    parser.add_argument("--data", metavar="DIR", required=required, help=words)
    parser.add_argument("--json", action="store_true", help="one JSON value on stdout")
