"""``harborlight up``: set up what is missing, then serve."""

import argparse
import sys
from pathlib import Path
from typing import Any

from harborlight.project import datafolder, place, server
from harborlight.project.datafolder import DataFolder, FolderRefused
from harborlight.project.steps import Steps

PORT = 8000
LEAST_FREE = 50_000_000  # bytes; below this an accepted form could fail to be saved


def register(commands: Any) -> None:
    """Add ``up``."""
    parser = commands.add_parser("up", help="set up what is missing, and serve on this machine")
    parser.add_argument("--example", action="store_true", help="an invented county to try everything on")
    parser.add_argument("--port", type=_port, default=PORT, metavar="N", help=f"default: {PORT}")
    parser.add_argument("--data", metavar="DIR", help="the data folder; default: var/data, or var/example")
    parser.add_argument("--database", metavar="URL",
                        help="postgresql://… for a new data folder; default: an encrypted file")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Check everything that can be refused first; then prepare, then serve until stopped."""
    path = place.data_folder(args.data, example=args.example)
    if not datafolder.exists(path):
        server.check_port(args.port)  # before anything is written
    folder = _folder(path, "example" if args.example else "production", args.database)
    with datafolder.running(folder):
        from harborlight.project import store

        store.configure(folder)
        return _prepare_and_serve(folder, args.port)


def _prepare_and_serve(folder: DataFolder, port: int) -> int:
    from django.db import connection
    from django.utils import timezone

    from harborlight.ground.accounts import api as accounts
    from harborlight.project import prepare, supervise

    server.check_port(port)
    datafolder.check_room(folder.path, LEAST_FREE)
    print(f"Harborlight, {'an invented county' if folder.is_example else 'your agency'}, in {folder.path}", flush=True)
    prepare.prepare(folder, now=timezone.now(), steps=Steps(sys.stdout))
    if not folder.is_example and not accounts.is_set_up():
        print(f"\n  Not set up yet. From another machine the first page asks for this code: {accounts.set_up_code()}")
    connection.close()
    return supervise.Supervisor(port).run()


def _folder(path: Path, mode: str, database: str | None) -> DataFolder:
    if not datafolder.exists(path):
        return datafolder.create(path, mode=mode, database=database or "sqlite")
    folder = datafolder.open_folder(path)
    if folder.mode != mode:
        raise FolderRefused(_other_mode(folder))
    if database and database != folder.database:
        raise FolderRefused(f"{path} keeps its records elsewhere already. Choose another --data folder for this one.")
    return folder


def _other_mode(folder: DataFolder) -> str:
    if folder.is_example:
        return f"{folder.path} holds the invented county. Start it with --example, or give another --data folder."
    return f"{folder.path} holds an agency's records, not the invented county. Start it without --example."


def _port(text: str) -> int:
    number = int(text) if text.isdecimal() else 0
    if not 1 <= number <= 65535:
        raise argparse.ArgumentTypeError("a port is a number from 1 to 65535")
    return number
