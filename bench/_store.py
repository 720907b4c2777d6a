"""A throw-away store with the invented county in it, on SQLite or PostgreSQL."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from harborlight.project import datafolder, store
from harborlight.project.datafolder import DataFolder
from harborlight.project.steps import Steps
from harborlight.project.temporary_postgres import temporary_postgres

DATABASES = ("sqlite", "postgresql")


@contextmanager
def example_store(database: str) -> Iterator[DataFolder]:
    """Make it, load Django on it, give it, throw it away. Once per process."""
    with tempfile.TemporaryDirectory(prefix="harborlight-bench-") as name:
        if database == "sqlite":
            yield _prepared(Path(name), "sqlite")
        else:
            with temporary_postgres() as url:
                yield _prepared(Path(name), url)
                _close()


def _prepared(path: Path, database: str) -> DataFolder:
    folder = datafolder.create(path / "data", mode="example", database=database)
    store.configure(folder)
    from harborlight.project.prepare import prepare

    prepare(folder, now=datetime.now(UTC), steps=Steps())
    return folder


def _close() -> None:
    from django.db import connection

    connection.close()
