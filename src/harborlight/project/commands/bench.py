"""``harborlight bench NAME``: the figures of speed and size, written to bench/results/."""

import argparse
import os
import subprocess
import sys
from typing import Any

from harborlight.project import place


def names() -> list[str]:
    """What can be measured in this checkout."""
    return sorted(file.stem for file in (place.home() / "bench").glob("*.py") if not file.stem.startswith("_"))


def register(commands: Any) -> None:
    """Add ``bench``."""
    parser = commands.add_parser("bench", help="measure speed and size on this machine")
    parser.add_argument("name", choices=names(), metavar="NAME", help=", ".join(names()))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Run it in a process of its own, so that it measures nothing of ours."""
    home = place.home()
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(home / "src"), str(home)])}
    command = [sys.executable, "-m", f"bench.{args.name}", *args.rest]
    return subprocess.run(command, cwd=home, env=environment, check=False).returncode
