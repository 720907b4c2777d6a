"""``harborlight up`` as a process: refusals that write nothing, set-up cut off anywhere, clean stops and hard ones."""

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import sqlcipher3

from harborlight.project import datafolder
from harborlight.project.datafolder import FolderRefused
from harborlight.project.server import check_port
from harborlight.project.temporary_postgres import find_binaries, temporary_postgres
from tests.guarantees.house import ROOT

PATIENCE = 240.0  # seconds; a busy machine with a busy disk


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Up:
    """One running ``harborlight up``."""

    def __init__(self, data: Path, *words: str) -> None:
        self.data, self.port = data, free_port()
        self.log = data.with_suffix(".log")
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("HARBORLIGHT", "DJANGO"))}
        environment["PYTHONPATH"] = str(ROOT / "src")
        command = [sys.executable, "-u", "-P", "-m", "harborlight.project.cli", "up", "--data", str(data), *words]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [*command, "--port", str(self.port)], env=environment, stdout=log, stderr=subprocess.STDOUT
            )

    def text(self) -> str:
        return self.log.read_text()

    def wait_for(self, done, what: str) -> None:
        end = time.monotonic() + PATIENCE
        while not done():
            assert time.monotonic() < end, f"Waited in vain for {what}:\n{self.text()}"
            time.sleep(0.05)

    def ready(self) -> "Up":
        self.wait_for(lambda: "Open http" in self.text(), "the address")
        return self

    def answers(self) -> bool:
        """Whether a page comes (before set-up it leads to the wizard)."""
        asking = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            asking.request("GET", "/card/")
            return asking.getresponse().status in (200, 302)
        except OSError:
            return False
        finally:
            asking.close()

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE)

    def servers(self) -> list[int]:
        """The serving processes, by their command line."""
        sign = f"harborlight.project.server\0{self.port}\0".encode()
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if sign in (folder / "cmdline").read_bytes():
                    found.append(int(folder.name))
            except OSError:
                continue
        return found


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def started() -> Iterator[list[Up]]:
    """Whatever a test starts is ended with it."""
    running: list[Up] = []
    yield running
    for up in running:
        up.process.kill()
        up.process.wait()


def refused(*words: str) -> str:
    """The sentence with which ``up`` refuses."""
    if "--port" not in words:
        words = (*words, "--port", str(free_port()))
    done = subprocess.run(
        [sys.executable, "-P", "-m", "harborlight.project.cli", "up", *words], capture_output=True, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")}, timeout=PATIENCE, check=False,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file() and path.suffix != ".log"}


def test_it_serves_refuses_a_second_start_and_stops_clean(data, started):
    up = Up(data)
    started.append(up)
    assert up.ready().answers()
    assert "already running" in refused("--data", str(data), "--port", str(free_port()))
    assert "not the invented county" in refused("--data", str(data), "--example")
    other = data.parent / "other"
    assert f"Port {up.port} is used by another program" in refused("--data", str(other), "--port", str(up.port))
    assert not other.exists()
    assert up.stop() == 0
    assert "Stopped. Everything accepted is saved." in up.text()
    assert up.servers() == []

    again = Up(data)  # nothing is made twice
    started.append(again)
    again.ready()
    assert again.text().count("up to date") == 3

    again.process.kill()  # kill -9: nobody goes on serving unsupervised
    again.process.wait()
    again.wait_for(lambda: not again.servers(), "the end of the servers")


@pytest.mark.parametrize("moment", ["keys.json", "harborlight.db", "Database", "Content", "Pages"])
def test_a_set_up_that_was_killed_is_finished_by_the_next(data, started, moment):
    first = Up(data, "--example")
    started.append(first)
    first.wait_for(lambda: (data / moment).exists() or moment in first.text(), moment)
    first.process.kill()
    first.process.wait()
    second = Up(data, "--example")
    started.append(second)
    assert second.ready().answers()
    assert second.stop() == 0
    assert "invented county loaded" in second.text() or "already there" in second.text()


def test_an_update_of_the_database_is_whole_or_not_there(data):
    """Killed after a migration's tables are made and before it is written down."""
    killed = """
import os, sys
from django.db.migrations.recorder import MigrationRecorder
plain, calls = MigrationRecorder.record_applied, []
def record(self, app, name):
    calls.append(name)
    if len(calls) == 7:
        os._exit(9)
    plain(self, app, name)
MigrationRecorder.record_applied = record
from harborlight.project.cli import main
main(sys.argv[1:])
"""
    command = [sys.executable, "-P", "-c", killed, "up", "--data", str(data), "--port", str(free_port())]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    assert subprocess.run(command, env=environment, capture_output=True, check=False).returncode == 9
    assert _read(data, "SELECT count(*) FROM sqlite_master") == 0


def test_a_server_that_dies_is_started_again(data, started):
    up = Up(data)
    started.append(up)
    up.ready()
    first = min(up.servers())
    os.kill(first, signal.SIGKILL)
    up.wait_for(lambda: "starting it again" in up.text(), "the restart")
    up.wait_for(lambda: up.servers() and first not in up.servers(), "another server")
    up.wait_for(up.answers, "an answer")


def test_a_database_of_a_newer_version_is_refused_and_left_alone(data, started):
    up = Up(data)
    started.append(up)
    up.ready()
    up.stop()
    _write(data, "INSERT INTO django_migrations (app, name, applied) VALUES ('library', '0099_later', '2030-01-01')")
    before = bytes_of(data)
    sentence = refused("--data", str(data))
    assert "made by a newer Harborlight (it has library 0099_later" in sentence
    assert bytes_of(data) == before

    _write(data, "DELETE FROM django_migrations WHERE name = '0099_later'")
    keys = json.loads((data / "keys.json").read_text())
    (data / "keys.json").write_text(json.dumps({**keys, "database": "0" * 64}))
    assert "cannot be read with the key in keys.json, or is damaged" in refused("--data", str(data))


def _write(data: Path, statement: str) -> None:
    with closing(_open(data)) as connection:
        connection.execute(statement)
        connection.commit()


def _read(data: Path, question: str) -> object:
    with closing(_open(data)) as connection:
        return connection.execute(question).fetchone()[0]


def _open(data: Path) -> sqlcipher3.Connection:
    connection = sqlcipher3.connect(str(data / "harborlight.db"))
    connection.execute(f"PRAGMA key = \"x'{datafolder.open_folder(data).keys['database']}'\"")
    return connection


def test_it_keeps_its_records_in_postgresql_when_told(data, started):
    if find_binaries() is None and os.environ.get("CI") != "true":
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    with temporary_postgres() as url:
        up = Up(data, "--database", url)
        started.append(up)
        assert up.ready().answers()
        assert up.stop() == 0
        assert not (data / "harborlight.db").exists()
        assert "keeps its records elsewhere" in refused("--data", str(data), "--database", "postgresql://other/one")
    assert "does not answer or does not let us in" in refused("--data", str(data))


def test_a_full_disk_is_refused_before_anything_is_written(data, monkeypatch):
    usage = shutil.disk_usage(data.parent)._replace(free=1_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)
    with pytest.raises(FolderRefused, match="has 1 MB left"):
        datafolder.create(data, mode="production")
    assert not data.exists()


def test_a_database_without_its_settings_gets_no_new_keys(data):
    data.mkdir()
    (data / "harborlight.db").write_bytes(b"records")
    with pytest.raises(FolderRefused, match="Restore that file"):
        datafolder.create(data, mode="production")
    assert not (data / "keys.json").exists()


def test_a_port_of_the_system_is_refused_with_a_sentence():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(FolderRefused, match="used by another program"):
            check_port(taken.getsockname()[1])
