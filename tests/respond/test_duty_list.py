"""`harborlight pack list --kind duty --json`: every duty with its terms, without a database."""

import argparse
import json

import pytest

from harborlight.ground.packs import cli
from tests.respond.test_duties import DEADLINES

WANTED = {"id", "trigger", "bound", "addressee", "deadline", "authority", "source", "read_on", "counsel_reviewed"}


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    cli.register(parser.add_subparsers())
    args = parser.parse_args(["pack", "list", *words])
    code: int = args.run(args)
    return code


def test_every_duty_is_listed_with_its_terms(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--kind", "duty", "--json") == 0
    rows = {row["id"]: row for row in json.loads(capsys.readouterr().out)}
    assert {name: rows[name]["deadline"] for name in DEADLINES} == DEADLINES
    for row in rows.values():
        assert set(row) >= WANTED
        assert "USC" in row["source"]


def test_people_can_read_the_list_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--kind", "duty") == 0
    assert "F1     Enter the missing child in NCIC and the state system" in capsys.readouterr().out
