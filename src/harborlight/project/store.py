"""Opening the store of a data folder for a command: Django is set up here and nowhere else on the command line."""

import os
from pathlib import Path

from harborlight.project import datafolder
from harborlight.project.datafolder import DataFolder, FolderRefused


def configure(folder: DataFolder) -> None:
    """Load Django on this folder. Once per process."""
    os.environ["HARBORLIGHT_DATA"] = str(folder.path)
    os.environ["DJANGO_SETTINGS_MODULE"] = "harborlight.project.settings"
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as error:
        if "psycopg" not in str(error):
            raise
        raise FolderRefused(
            f"{folder.path} keeps its records in PostgreSQL and the driver for it is not installed. "
            "Start through ./harborlight, which installs it, or install requirements/postgres.txt."
        ) from error


def open_store(path: Path) -> DataFolder:
    """Open an existing store that is up to date. Raises FolderRefused and writes nothing otherwise."""
    folder = datafolder.open_folder(path)
    if folder.database == "sqlite" and not (path / "harborlight.db").exists():
        raise FolderRefused(f"{path} has no database yet. Run ./harborlight up on it first.")
    configure(folder)
    if missing_migrations(folder):
        raise FolderRefused(f"The database of {path} is older than this Harborlight. Run ./harborlight up on it first.")
    return folder


def missing_migrations(folder: DataFolder) -> int:
    """How many migrations the database still lacks. Raises FolderRefused for one made by a newer version."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor
    from django.db.utils import DatabaseError

    try:
        executor = MigrationExecutor(connection)
    except DatabaseError as error:
        raise FolderRefused(unreadable(folder, error)) from error
    unknown = sorted(set(executor.loader.applied_migrations) - set(executor.loader.disk_migrations or {}))
    if unknown:
        app, name = unknown[0]
        raise FolderRefused(
            f"The database of {folder.path} was made by a newer Harborlight (it has {app} {name}, which this one does "
            "not know). Update this checkout, or give another --data folder. Nothing was written."
        )
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def unreadable(folder: DataFolder, error: Exception) -> str:
    """The sentence for a database that does not open."""
    if folder.database == "sqlite":
        return (
            f"The database of {folder.path} cannot be read with the key in keys.json, or is damaged ({error}). "
            "Nothing was written. Restore harborlight.db and keys.json together from a backup."
        )
    return (
        f"The PostgreSQL server named in {folder.path / 'harborlight.toml'} does not answer or does not let us in. "
        "Nothing was written. Start it, or mend the line that begins with database."
    )
