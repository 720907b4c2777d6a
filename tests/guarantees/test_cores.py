"""Cores decide; they do not look at the clock, the disk or the network. What imports cannot show is read here."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.guarantees.house import PACKAGE, python_files

CLOCKS = {"now", "today", "utcnow", "time", "monotonic", "perf_counter", "localtime"}
OPENERS = {"open", "print", "input", "read_text", "read_bytes", "write_text", "write_bytes", "urlopen"}


def impure_calls(file: Path) -> Iterator[str]:
    """``file:line: call`` for each call that asks the world something."""
    for node in ast.walk(ast.parse(file.read_text())):
        if not isinstance(node, ast.Call):
            continue
        where = f"{file.relative_to(PACKAGE)}:{node.lineno}"
        target = node.func
        if isinstance(target, ast.Attribute) and target.attr in OPENERS | CLOCKS and not _is_a_part(target, node):
            yield f"{where}: .{target.attr}()"
        if isinstance(target, ast.Name) and target.id in OPENERS:
            yield f"{where}: {target.id}()"


def clocks_by_name(file: Path) -> Iterator[str]:
    """``from time import time`` brings a clock in under a bare name."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module == "time":
            yield f"{file.relative_to(PACKAGE)}:{node.lineno}: from time import"
        if isinstance(node, ast.Import) and any(alias.name == "time" for alias in node.names):
            yield f"{file.relative_to(PACKAGE)}:{node.lineno}: import time"


def _is_a_part(target: ast.Attribute, call: ast.Call) -> bool:
    """``moment.time()`` takes a part of a moment that was passed in; ``time.time()`` reads the clock."""
    return target.attr == "time" and not call.args and ast.unparse(target.value) != "time"


def test_cores_read_no_clock_and_open_nothing():
    assert [call for file in python_files("core") for call in impure_calls(file)] == []
    assert [call for file in python_files("core") for call in clocks_by_name(file)] == []


def test_the_clock_is_read_at_the_edges_only():
    """Acts and queries take their time from the audit or the request."""
    faults = [
        call
        for file in python_files("actions", "queries", "api", "models")
        for call in impure_calls(file)
        if call.endswith((".now()", ".today()", ".utcnow()"))
    ]
    assert faults == []
