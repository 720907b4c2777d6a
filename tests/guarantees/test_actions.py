"""Every write takes an audit. The guard on the connection holds it at run time; this reads it in the code."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.guarantees.house import PACKAGE, python_files

WRITES = {
    "save", "create", "update", "delete", "bulk_create", "bulk_update", "update_or_create", "get_or_create", "writing",
    "set_password",
}
NOT_ROWS = {"digest", "datafolder"}  # a hash and a folder have such methods too
# Below acts: what an act itself is made of.
FLOOR = {"ground/audit/api.py", "ground/audit/chain.py", "ground/vault/api.py"}


def functions(file: Path) -> dict[str, ast.FunctionDef]:
    """The functions of one file, by name."""
    return {node.name: node for node in ast.parse(file.read_text()).body if isinstance(node, ast.FunctionDef)}


def calls(function: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(function) if isinstance(node, ast.Call))


def writes(function: ast.AST) -> list[str]:
    """The calls in it that change rows: ``Model.objects….update(…)``, ``row.save(…)``, ``audit.writing(…)``."""
    return [
        ast.unparse(call.func)
        for call in calls(function)
        if isinstance(call.func, ast.Attribute) and call.func.attr in WRITES
        and ast.unparse(call.func.value) not in NOT_ROWS
        and not (call.func.attr == "save" and call.args)  # a picture saved into a buffer
        and not (call.func.attr == "update" and "objects" not in ast.unparse(call.func) and not call.keywords)
    ]


def writers(file: Path) -> set[str]:
    """The functions of a file that write, themselves or through another function of the same file."""
    found = functions(file)
    writing = {name for name, function in found.items() if writes(function)}
    while more := {
        name for name, function in found.items()
        if name not in writing
        and any(isinstance(call.func, ast.Name) and call.func.id in writing for call in calls(function))
    }:
        writing |= more
    return writing


def act_files() -> list[Path]:
    return [file for file in python_files("actions") if file.name != "__init__.py"]


def answers_for(function: ast.FunctionDef) -> bool:
    """Whether it takes an audit, or the request that carries one, or says that it is a part of an act."""
    taken = {argument.arg for argument in (*function.args.args, *function.args.kwonlyargs)}
    words = " ".join((ast.get_docstring(function) or "").split())
    return bool(taken & {"audit", "request"}) or "inside the act" in words


def test_every_act_takes_an_audit():
    faults = [
        f"{file.relative_to(PACKAGE)}: {name}"
        for file in act_files()
        for name in sorted(writers(file))
        if not name.startswith("_") and not answers_for(functions(file)[name])
    ]
    assert faults == []


def test_this_test_sees_the_acts():
    names = {f"{file.relative_to(PACKAGE)}:{name}" for file in act_files() for name in writers(file)}
    assert {"ground/people/actions.py:create_person", "ground/access/actions.py:relate"} <= names


def test_nothing_else_writes_without_an_audit():
    faults = [
        f"{path}: {function.name}"
        for file in python_files()
        if (path := str(file.relative_to(PACKAGE))) not in FLOOR and file not in act_files()
        for function in ast.walk(ast.parse(file.read_text()))
        if isinstance(function, ast.FunctionDef) and writes(function) and not answers_for(function)
    ]
    assert faults == []


def test_nothing_writes_past_the_guard():
    """The guard looks at statements of Django's connection; raw cursors and other connections would go around it."""
    words = ("connection.cursor(", "connections[", ".raw(", "execute_wrapper(", "sqlite3.connect", "psycopg.connect")
    faults = [
        f"{file.relative_to(PACKAGE)}: {word}"
        for file in python_files() if file.parent.name != "sqlcipher"
        for word in words if word in file.read_text()
    ]
    assert faults == []
