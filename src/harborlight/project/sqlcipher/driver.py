"""Puts sqlcipher3 where Django looks for ``sqlite3``.

Debian 12's SQLite (3.40) carries the WAL-reset bug: with WAL and two connections, committed writes can be
lost (docs/decisions/0002-stack.md). The wheel ``sqlcipher3`` holds a fixed SQLite and encrypts the file,
its journal and its indexes. Django imports the module by name, so it must be in place before the backend.
"""

import importlib
import sys

# Fixed in 3.51.3, and in the 3.50.7 back-port; everything from 3.7.0 to the fix is unsafe in WAL mode.
FIXED_IN = (3, 51, 3)
FIXED_BACKPORTS = ((3, 50, 7),)


def install() -> None:
    """Make ``import sqlite3`` answer sqlcipher3 in this process. Safe to call again."""
    module = importlib.import_module("sqlcipher3")
    sys.modules["sqlite3"] = module
    sys.modules["sqlite3.dbapi2"] = importlib.import_module("sqlcipher3.dbapi2")


def wal_is_safe(version: tuple[int, int, int]) -> bool:
    """Whether this SQLite library may use write-ahead logging without risk of losing commits."""
    return version >= FIXED_IN or version in FIXED_BACKPORTS or version < (3, 7, 0)
