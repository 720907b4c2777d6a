"""What the documents say about the program is so."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.guarantees.house import PACKAGE, RANK, ROOT

DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *PACKAGE.rglob("README.md")])
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
PLACE = re.compile(r"`((?:src|docs|tests|packs|ops|bench|requirements|\.ci)/[\w./-]*)`")


def test_the_reference_is_what_the_program_says():
    command = [sys.executable, str(ROOT / "ops" / "write_reference.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_and_places_are_there(document: Path):
    text = document.read_text()
    missing = [link for link in LINK.findall(text) if not (document.parent / link).exists()]
    missing += [place for place in PLACE.findall(text) if not (ROOT / place).exists()]
    assert missing == []


def test_the_map_names_every_room_and_no_other():
    text = (ROOT / "docs" / "map.md").read_text()
    folders = [*PACKAGE.iterdir(), *(PACKAGE / "ground").iterdir()]
    there = {path.name for path in folders if (path / "__init__.py").exists()}
    assert {name for name in there if f"/{name}/`" not in text} == set()
    assert {name for name in RANK if f"`{name}`" not in text and f"/{name}/`" not in text} == set()
    assert {name for name in RANK if f"| `{name}` |" in text} & there == set()  # "to come" is not there yet


def test_every_room_says_whose_job_it_is():
    rooms = [path for path in [*PACKAGE.iterdir(), *(PACKAGE / "ground").iterdir()] if (path / "apps.py").exists()]
    assert [room.name for room in rooms if not (room / "README.md").exists()] == []


def test_decisions_are_dated_and_name_what_was_turned_down():
    for decision in (ROOT / "docs" / "decisions").glob("*.md"):
        text = decision.read_text()
        assert re.match(r"# \d{4}\. ", text), decision.name
        assert re.search(r"^\d{4}-\d\d-\d\d · ", text, re.M), decision.name
        assert "## What we turned down" in text, decision.name
