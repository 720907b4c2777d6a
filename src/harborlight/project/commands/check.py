"""``harborlight check``: everything a reader of the code may rely on, that is not a test."""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harborlight.project import datafolder, place


@dataclass(frozen=True)
class Check:
    """One check: its name, what it holds, and the words after ``python``."""

    name: str
    holds: str
    words: tuple[str, ...]


CHECKS = (
    Check("lint", "plain mistakes and style",
          ("-m", "ruff", "check", "--output-format", "concise", "src", "tests", "bench", "ops")),
    Check("order", "who may import whom",
          ("-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-cache")),
    Check("templates", "pages: safe, open to everyone, links obey the order", ("-m", "harborlight.project.lint_pages")),
    Check("packs", "content: shape, sources, dates", ("-m", "harborlight.project.cli", "pack", "check")),
    Check("migrations", "models and migrations agree", ("-m", "django", "makemigrations", "--check", "--dry-run")),
    Check("types", "types, with Django's", ("-m", "mypy")),
)


@dataclass(frozen=True)
class Outcome:
    """How one check ended."""

    code: int
    output: str
    seconds: float


def register(commands: Any) -> None:
    """Add ``check``."""
    parser = commands.add_parser("check", help="lint, types, import order, templates, packs, migrations")
    parser.add_argument("only", nargs="*", choices=[*(check.name for check in CHECKS), []], metavar="NAME",
                        help=f"only these: {', '.join(check.name for check in CHECKS)}")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Exit code 0 when every check holds, else 1; what is wrong stands above the summary."""
    chosen = [check for check in CHECKS if not args.only or check.name in args.only]
    with _environment() as environment, ThreadPoolExecutor(max_workers=2) as pool:
        running = [(check, pool.submit(_run, check, environment)) for check in chosen]
        failed = [check.name for check, future in running if not _tell(check, future)]
    if failed:
        print(f"\n{len(failed)} of {len(chosen)} checks found something: {', '.join(failed)}.")
        return 1
    print(f"\nAll {len(chosen)} checks hold.")
    return 0


def _tell(check: Check, future: "Future[Outcome]") -> bool:
    outcome = future.result()
    word = "ok" if outcome.code == 0 else "FOUND SOMETHING"
    print(f"  {check.name:<11} {word:<16} {outcome.seconds:5.1f} s  {check.holds}", flush=True)
    if outcome.code:
        print("\n" + outcome.output.strip() + "\n", flush=True)
    return outcome.code == 0


def _run(check: Check, environment: Mapping[str, str]) -> Outcome:
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-P", *check.words], cwd=place.home(), env=environment, check=False, text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )
    return Outcome(done.returncode, done.stdout, time.monotonic() - started)


@contextmanager
def _environment() -> Iterator[dict[str, str]]:
    """Settings read a data folder, so the checks that load Django get an empty one of their own."""
    with tempfile.TemporaryDirectory(prefix="harborlight-check-") as name:
        folder = datafolder.create(Path(name) / "data", mode="production")
        yield {
            **os.environ, "PYTHONPATH": str(place.home() / "src"), "HARBORLIGHT_DATA": str(folder.path),
            "DJANGO_SETTINGS_MODULE": "harborlight.project.settings",
        }
