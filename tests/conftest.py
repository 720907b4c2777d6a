"""Test set-up: a data folder of their own, closed sockets, a clock that stands still when asked."""

import os
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
import pytest

from harborlight.project import datafolder

_FOLDER = Path(tempfile.mkdtemp(prefix="harborlight-tests-")) / "data"


def _make_folder() -> None:
    database = os.environ.get("HARBORLIGHT_TEST_DATABASE", "sqlite")
    datafolder.create(_FOLDER, mode="production", database=database)
    os.environ["HARBORLIGHT_DATA"] = str(_FOLDER)
    os.environ["DJANGO_SETTINGS_MODULE"] = "harborlight.project.settings"


_make_folder()

CHROMIUM_ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
]  # fmt: skip
django.setup()  # here, because the settings need the folder and pytest-django reads them before any fixture


def _serve_static_files_as_they_are() -> None:
    """Hashed names need a collected folder; a test asks for a file by the name it has in the source."""
    from django.conf import settings

    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    settings.STATIC_ROOT.mkdir(exist_ok=True)  # WhiteNoise warns when it is not there


_serve_static_files_as_they_are()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL run what touches the database; the rest would only repeat the run on SQLite."""
    if "HARBORLIGHT_TEST_DATABASE" not in os.environ:
        return
    touching = [item for item in items if item.get_closest_marker("django_db") or "db" in _fixtures(item)]
    kept = [item for item in touching if not item.get_closest_marker("browser")]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


def _fixtures(item: pytest.Item) -> list[str]:
    return getattr(item, "fixturenames", [])


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Debian's Chromium, one for the whole run: Playwright's loop cannot be started twice in one process.

    Missing, its tests are skipped with a reason; under CI it must be there.
    """
    from harborlight.project.commands.doctor import chromium as find

    program = find()
    if program is None:
        missing = "Debian's chromium is not installed: apt-get install chromium"
        pytest.fail(missing) if os.environ.get("CI") == "true" else pytest.skip(missing)
    from playwright.sync_api import sync_playwright

    # The loop runs in this thread from now on; Django must not take our plain calls for asynchronous ones.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


LOOPBACK = {"127.0.0.1", "::1", "localhost"}


@pytest.fixture(autouse=True)
def only_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing in the suite may leave the machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if isinstance(address, tuple) and address[0] not in LOOPBACK:
            raise AssertionError(f"A test tried to reach {address[0]}.")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def already_set_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Most tests make agencies of their own and none that runs the installation; they are not about the wizard."""
    from harborlight.ground.accounts import set_up

    monkeypatch.setitem(set_up._known, "done", True)


@pytest.fixture(autouse=True)
def forced_sign_in_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """``client.force_login`` skips the second factor, and nothing would open: it is marked as proved."""
    from django.test import Client

    from tests.builders import mark_sign_in

    plain = Client.force_login

    def whole(self: Client, user: object, backend: str | None = None) -> None:
        plain(self, user, backend)  # type: ignore[arg-type]
        mark_sign_in(self, str(user.pk))  # type: ignore[attr-defined]

    monkeypatch.setattr(Client, "force_login", whole)
