"""The command line: ``./harborlight COMMAND``.

Light on purpose: each module brings its own commands in ``cli.py`` and loads Django only for a command that opens a
store (``set_defaults(store=True)``), so that the engines answer in a pipeline within a fraction of a second.

Exit codes: 0 done, 1 the input was refused (what, where and how to mend on stderr; nothing written), 2 wrong usage.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module

from harborlight.project import place

# Each has ``register(subparsers)``. Order is the order of the help.
PARTS = (
    "harborlight.project.commands.up",
    "harborlight.library.cli",
    "harborlight.recognize.cli",
    "harborlight.ground.packs.cli",
    "harborlight.ground.accounts.cli",
    "harborlight.ground.files.cli",
    "harborlight.project.commands.audit",
    "harborlight.project.commands.doctor",
    "harborlight.project.commands.test",
    "harborlight.project.commands.check",
    "harborlight.project.commands.bench",
)


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    top = argparse.ArgumentParser(
        prog="harborlight",
        description="Recognize and respond to child sex trafficking, victim first.",
        epilog="Start with: ./harborlight up --example",
    )
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for part in PARTS:
        import_module(part).register(commands)
    return top


# Commands that pass words on as they stand, and how many words are our own.
PASS_ON = {"test": 1, "bench": 2}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code. Refusals become a sentence on stderr."""
    words = list(sys.argv[1:] if argv is None else argv)
    own = PASS_ON.get(words[0], len(words)) if words else 0
    args = parser().parse_args(words[:own])
    args.rest = words[own:]
    try:
        return _run(args)
    except _refusals() as refused:
        print(refused, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. Nothing is lost; start again to go on.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        # The reader of our output has seen enough; the interpreter must not complain about it while it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _run(args: argparse.Namespace) -> int:
    if getattr(args, "store", False):
        from harborlight.project import store

        store.open_store(place.data_folder(args.data))
    run: Callable[[argparse.Namespace], int] = args.run
    return run(args)


def _refusals() -> tuple[type[Exception], ...]:
    """What counts as a refusal. Asked only when something was raised, so that the start stays light."""
    from harborlight.ground.access.core.decide import NotFound, Refused
    from harborlight.ground.packs.core.model import PackRefused
    from harborlight.project.datafolder import FolderRefused

    return FolderRefused, PackRefused, Refused, NotFound


if __name__ == "__main__":
    sys.exit(main())
