"""Refuses every write outside an act. Installed on each database connection."""

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper

WRITE = re.compile(r'\s*(?:INSERT(?:\s+OR\s+\w+)?\s+INTO|REPLACE\s+INTO|UPDATE|DELETE\s+FROM)\s+"?(\w+)"?', re.I)


class UnauditedWrite(RuntimeError):
    """A table of ours was written outside ``Audit.writing``. The statement did not run."""


@cache
def governed_tables() -> frozenset[str]:
    """Every table of ours but the audit's own, which an act writes itself."""
    return frozenset(
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("harborlight.") and model._meta.app_label != "audit"
    )


def install(connection: BaseDatabaseWrapper, **_: object) -> None:
    """Signal receiver for ``connection_created``."""
    if refuse_unaudited not in connection.execute_wrappers:
        connection.execute_wrappers.append(refuse_unaudited)


def refuse_unaudited(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Django execute wrapper: let reads and audited writes pass, refuse the rest."""
    found = WRITE.match(sql)
    if found and found[1] in governed_tables() and not acts_open(context["connection"]):
        raise UnauditedWrite(f"A write to {found[1]} outside an act. Open one with Audit.writing(…).")
    return execute(sql, params, many, context)


def acts_open(connection: BaseDatabaseWrapper) -> int:
    """How many acts are open on this connection."""
    return getattr(connection, "harborlight_acts", 0)


def enter(connection: BaseDatabaseWrapper) -> None:
    """An act begins on this connection."""
    connection.harborlight_acts = acts_open(connection) + 1  # type: ignore[attr-defined]


def leave(connection: BaseDatabaseWrapper) -> None:
    """An act ends on this connection."""
    connection.harborlight_acts = acts_open(connection) - 1  # type: ignore[attr-defined]
