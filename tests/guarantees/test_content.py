"""Every pack is cited, reviewed by somebody and dated; every state has somebody whose turn it is."""

import gc
import re
from pathlib import Path

import pytest
from django.db import models

from harborlight.ground.access.api import Role
from harborlight.ground.packs.folder import pack_folders, read_pack, shipped_root
from harborlight.respond.core.states import StateTable
from harborlight.respond.states import TABLES
from tests.guarantees.house import our_models

FOLDERS = pack_folders(shipped_root())
INVENTED = re.compile(r"555-?01\d\d")


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_every_pack_is_cited_and_reviewed(folder: Path):
    pack = read_pack(folder)  # schemas, and a source for every statement
    assert pack.sources
    assert all(re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", source.date) for source in pack.sources)
    assert pack.reviewer
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", str(pack.review_by))


def test_numbers_that_are_invented_stay_in_the_example():
    faults = [
        f"{path}: {found[0]}"
        for folder in FOLDERS if "example" not in folder.parts
        for path in folder.rglob("*") if path.suffix in (".yaml", ".md", ".csv")
        if (found := INVENTED.findall(path.read_text()))
    ]
    assert faults == []


def test_every_table_of_states_is_known_and_whole():
    everywhere = {table.thing for table in gc.get_objects() if type(table) is StateTable and table.states}
    assert {table.thing for table in TABLES} <= everywhere
    assert [fault for table in TABLES for fault in table.faults()] == []


def test_every_state_has_an_owner_who_exists():
    owners = {role.value for role in Role}
    assert [f"{t.thing}.{s.code}" for t in TABLES for s in t.states if s.owner not in owners] == []


def test_the_database_knows_the_states():
    """A column that holds a state refuses every other word."""
    free = []
    for model in our_models():
        for field in model._meta.concrete_fields:
            is_state = field.name == "state" and isinstance(field, models.CharField) and field.max_length != 2
            if is_state and not any("state" in str(constraint.deconstruct()) for constraint in model._meta.constraints):
                free.append(model.__name__)
    assert free == []
