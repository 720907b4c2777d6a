"""The command line: one JSON value, exit codes, no database where none is needed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from harborlight.library.core.sentences import _PURPOSES, _ROLES, _TEXTS
from harborlight.project.cli import main
from tests.library.builders import NIGHT

AT = "2026-11-22T02:10-06:00"


def test_who_to_call_prints_one_array(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["who-to-call", "--place", "60601", "--at", AT, "--json"]) == 0
    out, err = capsys.readouterr()
    answers = json.loads(out)
    assert answers[0]["value"] == "911" and answers[1]["value"] == "800-252-2873" and err == ""
    promised = {"role", "name", "channel", "value", "open_now", "hours", "reason", "source", "source_date", "verified"}
    assert all(promised <= set(answer) for answer in answers)


def test_who_to_call_needs_neither_django_nor_a_store() -> None:
    code = (
        "import sys; from harborlight.project.cli import main; "
        f"code = main(['who-to-call', '--place', '60601', '--at', '{AT}', '--json']); "
        "sys.exit(code or any(name.split('.')[0] in ('django', 'jsonschema') for name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env={"PYTHONPATH": "src"}, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--place", "00000", "--at", AT], "not in our list"),
        (["--place", "60601", "--at", "2026-11-22T02:10"], "no zone"),
        (["--place", "60601", "--at", "tonight"], "not a moment"),
        (["--place", "60601", "--at", AT, "--need", "magic"], "Use one of"),
        (["--place", "60601", "--at", AT, "--data", "/nowhere"], "Run ./harborlight up"),
    ],
)
def test_refusals_are_a_sentence_on_stderr(
    arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["who-to-call", *arguments, "--json"]) == 1
    out, err = capsys.readouterr()
    assert says in err and out == ""


def test_wrong_usage_is_2() -> None:
    with pytest.raises(SystemExit) as left:
        main(["who-to-call", "--place", "60601"])
    assert left.value.code == 2


def test_a_code_that_is_both_is_said_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["who-to-call", "--place", "06037", "--at", AT, "--json"]) == 0
    out, err = capsys.readouterr()
    assert "write fips:06037" in err and json.loads(out)[0]["county_fips"] == "09110"


def test_the_words_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["who-to-call", "--place", "58501", "--at", AT, "--language", "es"]) == 0
    out = capsys.readouterr().out
    assert "Burleigh County, ND" in out and "solo recibe mensajes" in out


def directory(folder: Path, **change: str) -> Path:
    files = {"organizations": "id,name\n1,A\n", "services": "id,organization_id,name\n1,1,Shelter\n"} | change
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text)
    return folder


def test_a_dry_run_needs_no_store(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(directory(tmp_path, phones="number,service_id\nnone,1\n"))
    assert main(["import", "directory", path, "--dry-run", "--state", "IL", "--date", "2026", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert {name: report[name] for name in ("taken", "mended", "refused", "changed")} == {
        "taken": 2, "mended": 0, "refused": 1, "changed": 2,
    }  # fmt: skip
    assert report["rows"][0]["why"] == "'none' is not a telephone number"


def test_a_short_name_is_short(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(directory(tmp_path))
    assert main(["import", "directory", path, "--dry-run", "--state", "IL", "--name", "My List"]) == 1
    assert "not a short name" in capsys.readouterr().err


def test_a_refused_import_is_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    columns = "id,role,name,channel,value,source,source_date"
    (tmp_path / "own.csv").write_text(f"{columns}\na,icac,Unit,phone,312-555-0100,,\n")
    assert main(["import", "directory", str(tmp_path / "own.csv"), "--dry-run"]) == 1
    assert "own.csv:2: 'source' is missing" in capsys.readouterr().err


@pytest.mark.django_db
def test_importing_into_the_store_twice_changes_nothing(tmp_path: Path) -> None:
    from harborlight.library.actions.imports import bring_in
    from harborlight.library.importing import Given, folder_files
    from harborlight.library.models import Contact, Service

    files = folder_files(directory(tmp_path))
    given = Given("small", dated="2026-11", state="IL")
    assert [bring_in(files, given, now=NIGHT, dry_run=dry).changed for dry in (True, False, False)] == [2, 2, 0]
    assert Service.objects.get().source_date == "2026-11"
    own = {"own.csv": b"id,role,name,channel,value,source,source_date\na,icac,Unit,phone,312-555-0100,page,2026\n"}
    assert [bring_in(own, Given("ours"), now=NIGHT, dry_run=dry).changed for dry in (True, False, False)] == [1, 1, 0]
    assert Contact.objects.get().key == "own-ours-a"


def test_every_sentence_has_both_languages_with_the_same_places() -> None:
    import re

    for english, spanish in [*_TEXTS.values(), *_ROLES.values(), *_PURPOSES.values()]:
        assert english and spanish
        assert set(re.findall(r"{\w+}", english)) == set(re.findall(r"{\w+}", spanish)), english
