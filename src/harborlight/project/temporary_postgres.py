"""A PostgreSQL server for one run of the tests or the bench: its own folder, loopback, a password, gone afterwards."""

import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "fsync": "off",  # the data are thrown away
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "40",
}


class NoPostgres(Exception):
    """No PostgreSQL server is installed, or it does not start; the text says what to do."""


def find_binaries() -> Path | None:
    """The folder of initdb and pg_ctl, newest version first (Debian keeps them out of the path)."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda at: float(at.parent.name), reverse=True)
    on_path = shutil.which("initdb")
    found = [*debian, *([Path(on_path).resolve().parent] if on_path else [])]
    return next((folder for folder in found if (folder / "initdb").exists() and (folder / "postgres").exists()), None)


@contextmanager
def temporary_postgres() -> Iterator[str]:
    """Start a server and give its URL. Raises NoPostgres."""
    binaries = find_binaries()
    if binaries is None:
        raise NoPostgres("PostgreSQL is not installed (on Debian: apt-get install postgresql).")
    with tempfile.TemporaryDirectory(prefix="harborlight-postgres-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        password = secrets.token_hex(16)
        (folder / "password").write_text(password)
        _give_to_server(folder)
        port = _free_port()
        _call(binaries / "initdb", "-D", folder / "data", "-U", "harborlight", "-E", "UTF8", "--locale=C.UTF-8",
              "--auth=scram-sha-256", f"--pwfile={folder / 'password'}", "--no-sync")
        settings = {**SETTINGS, "port": str(port), "unix_socket_directories": str(folder)}
        options = " ".join(f"-c {key}={value}" for key, value in settings.items())
        control = (binaries / "pg_ctl", "-D", folder / "data", "-w")
        _call(*control, "-l", folder / "log", "-o", options, "-t", "60", "start")
        try:
            yield f"postgresql://harborlight:{password}@127.0.0.1:{port}/postgres"
        finally:
            _call(*control, "-m", "immediate", "stop")


def _server_account() -> str | None:
    """PostgreSQL refuses to run as root; Debian's package brings an account, every system has nobody."""
    if os.geteuid() != 0:
        return None
    accounts = {line.split(":")[0] for line in Path("/etc/passwd").read_text().splitlines()}
    return "postgres" if "postgres" in accounts else "nobody"


def _give_to_server(folder: Path) -> None:
    account = _server_account()
    if account:
        shutil.chown(folder, account)
        shutil.chown(folder / "password", account)


def _call(*command: object) -> None:
    account = _server_account()
    become = ["runuser", "-u", account, "--"] if account else []
    # Output goes to a file: the server inherits it, and a pipe would keep us waiting for the server's end.
    with tempfile.TemporaryFile() as output:
        done = subprocess.run([*become, *map(str, command)], stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                              cwd="/", check=False)
        if done.returncode:
            output.seek(0)
            raise NoPostgres(f"PostgreSQL did not start: {output.read().decode(errors='replace').strip()[-400:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
