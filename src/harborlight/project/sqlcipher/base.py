"""Django's SQLite backend, with an encrypted file and one writer at a time.

SQLite's own busy handler backs off at random and starves some writers: the slowest one in a hundred form
posts took 0.75 to 2.1 s. A file lock taken before ``BEGIN IMMEDIATE`` queues writers instead and brought
that to 60-120 ms, which also makes ``synchronous=FULL`` affordable (docs/decisions/0002-stack.md).
"""

import fcntl
import os
from typing import Any

from harborlight.project.sqlcipher import driver

driver.install()

from django.core.exceptions import ImproperlyConfigured  # noqa: E402
from django.db.backends.sqlite3 import base as sqlite  # noqa: E402
from django.db.backends.sqlite3._functions import register as register_functions  # type: ignore[import-untyped]  # noqa: E402

PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # an accepted record is there after a power cut
    "PRAGMA busy_timeout = 10000",  # milliseconds; single statements are not behind the lock
    "PRAGMA temp_store = MEMORY",  # no plain text in temporary files
    "PRAGMA cache_size = -32000",  # kibibytes
    "PRAGMA journal_size_limit = 67108864",  # bytes
    "PRAGMA recursive_triggers = ON",  # INSERT OR REPLACE must not slip past the append-only triggers
    "PRAGMA secure_delete = ON",  # purged rows are overwritten, not only unlinked
)


class DatabaseWrapper(sqlite.DatabaseWrapper):
    """One encrypted SQLite connection. ``OPTIONS['key']`` is the raw key as 64 hexadecimal digits."""

    _gate: int | None = None

    def get_connection_params(self) -> dict[str, Any]:
        params = super().get_connection_params()
        self._key = params.pop("key", "")
        if len(self._key) != 64:
            raise ImproperlyConfigured("The database key must be 32 bytes, written as 64 hexadecimal digits.")
        return params

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        version = self.Database.sqlite_version_info
        if not driver.wal_is_safe(version):
            raise ImproperlyConfigured(
                f"SQLite {'.'.join(map(str, version))} can lose committed records in WAL mode. "
                "Install the sqlcipher3 package named in requirements/core.txt."
            )
        # The key must be the first statement on the connection, before Django sets its own pragmas.
        connect = self.Database.connect(**conn_params)
        connect.execute(f"PRAGMA key = \"x'{self._key}'\"")
        register_functions(connect)
        connect.execute("PRAGMA foreign_keys = ON")
        for pragma in PRAGMAS:
            connect.execute(pragma)
        return connect

    def _gate_path(self) -> str | None:
        name = str(self.settings_dict["NAME"])
        return None if self.is_in_memory_db() else name + ".writer"

    def _enter_gate(self) -> None:
        path = self._gate_path()
        if path and self._gate is None:
            self._gate = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
            fcntl.flock(self._gate, fcntl.LOCK_EX)

    def _leave_gate(self) -> None:
        if self._gate is not None:
            os.close(self._gate)  # closing the descriptor releases the lock
            self._gate = None

    def _start_transaction_under_autocommit(self) -> None:
        self._enter_gate()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._leave_gate()
            raise

    def _commit(self) -> None:
        try:
            super()._commit()  # type: ignore[misc]
        finally:
            if not self.in_atomic_block:
                self._leave_gate()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            if not self.in_atomic_block:
                self._leave_gate()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._leave_gate()
