"""The launcher on machines that lack something. Each machine is a folder of programs; nothing real is installed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.guarantees.house import ROOT

TOOLS = (
    "sh", "dirname", "readlink", "date", "cat", "grep", "sed", "rm", "mkdir", "mv", "sleep", "head", "tail", "env",
    "mktemp",
)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout in a folder with a space in its name: the launcher, requirements without packages, a tiny program."""
    home = tmp_path / "a check out"
    program = home / "src" / "harborlight" / "project"
    program.mkdir(parents=True)
    (program / "cli.py").write_text("import os, sys\nprint('ran', *sys.argv[1:], os.getcwd())\n")
    (home / "requirements").mkdir()
    for name in ("core", "dev", "postgres"):
        (home / "requirements" / f"{name}.txt").write_text(f"# {name}: nothing\n")
    shutil.copy(ROOT / "harborlight", home / "harborlight")
    return home


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A folder of programs without Python, where one is root."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for tool in TOOLS:
        (programs / tool).symlink_to(shutil.which(tool) or f"/bin/{tool}")
    program(programs / "id", "echo 0")
    return programs


def program(path: Path, text: str) -> None:
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


def has_python(machine: Path) -> None:
    program(machine / "python3.11", f'exec {sys.executable} "$@"')


def run(checkout: Path, machine: Path, *words: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(checkout / "harborlight"), *words], cwd=cwd or checkout, text=True, capture_output=True, check=False,
        env={"PATH": str(machine), "HOME": str(checkout)}, timeout=120,
    )


def test_without_python_and_without_apt_it_says_what_is_missing(checkout, machine):
    done = run(checkout, machine, "up")
    assert done.returncode == 1
    assert "needs Python 3.11 or newer with its venv module" in done.stderr
    assert not (checkout / ".venv").exists()


def test_without_python_and_without_root_it_says_exactly_what_to_run(checkout, machine):
    program(machine / "apt-get", "exit 9")
    program(machine / "id", "echo 1000")
    done = run(checkout, machine, "up")
    assert done.returncode == 1
    assert "sudo apt-get install python3 python3-venv" in done.stderr


def test_as_root_it_installs_python_and_says_so(checkout, machine):
    has_python(machine)
    (machine / "python3.11").rename(machine / "not yet")
    becomes = f'mv "{machine}/not yet" "{machine}/python3" 2>/dev/null || true'
    program(machine / "apt-get", f'echo "apt-get $*" >>"{machine}/calls"; {becomes}')
    done = run(checkout, machine, "up")
    assert "Installing it with apt-get: python3 python3-venv" in done.stderr
    assert "install -y -qq --no-install-recommends python3 python3-venv" in (machine / "calls").read_text()
    assert done.stdout.startswith("ran up")


def test_an_apt_that_fails_ends_with_the_command_to_run(checkout, machine):
    program(machine / "apt-get", "echo no network >&2; exit 100")
    done = run(checkout, machine, "up")
    assert done.returncode == 1
    assert done.stderr.endswith("sudo apt-get install python3 python3-venv\n")


def test_it_sets_up_once_from_anywhere_and_passes_its_words_on(checkout, machine, tmp_path):
    has_python(machine)
    first = run(checkout, machine, "screen", "a b", "--json", cwd=tmp_path)
    assert first.stdout == f"ran screen a b --json {tmp_path}\n"
    assert "Step 3" in first.stderr
    second = run(checkout, machine, "doctor", cwd=tmp_path)
    assert (second.stdout, second.stderr) == (f"ran doctor {tmp_path}\n", "")

    (checkout / ".venv" / "unfinished").touch()  # killed in the middle
    assert "Step 2: .venv is made" in run(checkout, machine, "doctor").stderr

    (checkout / "requirements" / "core.txt").write_text("# changed\n")
    changed = run(checkout, machine, "doctor").stderr
    assert "Step 3" in changed
    assert "Step 2" not in changed


def test_sets_follow_the_command_and_the_data_folder(checkout, machine):
    """``test`` needs the tools of tests; a data folder on PostgreSQL needs its driver."""
    has_python(machine)
    run(checkout, machine, "doctor")
    ready = lambda: {path.name for path in (checkout / ".venv").glob("ready-*")}  # noqa: E731
    assert ready() == {"ready-core"}
    data = checkout / "some data"
    data.mkdir()
    (data / "harborlight.toml").write_text('mode = "production"\ndatabase = "postgresql://x@127.0.0.1/y"\n')
    run(checkout, machine, "up", "--data", str(data))
    assert ready() == {"ready-core", "ready-postgres"}
    run(checkout, machine, "test")
    assert ready() == {"ready-core", "ready-postgres", "ready-dev"}


def test_it_is_plain_sh_and_names_no_package_host():
    text = (ROOT / "harborlight").read_text()
    assert subprocess.run(["sh", "-n", str(ROOT / "harborlight")], check=False).returncode == 0
    assert "http" not in text.replace("s#[a-z]*://[^ ]*#(address)#g", "")
    assert os.access(ROOT / "harborlight", os.X_OK)
