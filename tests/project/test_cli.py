"""The command line: light, honest exit codes, one JSON value."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from harborlight.ground.audit.api import export_heads, seal
from harborlight.project import cli, place
from harborlight.project.commands import audit as audit_command
from harborlight.project.commands import doctor
from harborlight.project.commands.check import CHECKS
from tests.builders import NOON, a_child, an_actor
from tests.guarantees.house import ROOT

LIGHT = (
    ["doctor", "--json"],
    ["pack", "list", "--json"],
    ["who-to-call", "--place", "60601", "--at", "2026-11-22T02:10-06:00", "--json"],
)


def run(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-P", "-m", "harborlight.project.cli", *words], capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), **environment}, timeout=120,
    )


@pytest.mark.parametrize("words", LIGHT, ids=lambda words: words[0])
def test_engines_answer_without_django_and_with_one_json_value(words):
    ask = f"import sys; from harborlight.project.cli import main; code = main({words!r}); "
    tell = "sys.stderr.write(str('django' in sys.modules)); sys.exit(code)"
    done = subprocess.run(
        [sys.executable, "-P", "-c", ask + tell], capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )
    assert (done.returncode, done.stderr) == (0, "False")
    assert json.loads(done.stdout)


def test_a_wrong_word_is_answered_with_the_usage(capsys):
    for words in ([], ["nonsense"], ["up", "--port", "high"], ["audit"], ["check", "nonsense"]):
        with pytest.raises(SystemExit) as ended:
            cli.main(words)
        assert ended.value.code == 2
        assert "usage: harborlight" in capsys.readouterr().err


@pytest.mark.parametrize("words", [
    ["audit", "verify", "--data", "nowhere"], ["up", "--data", "/proc/nowhere"], ["doctor", "--data", "nowhere"],
    ["who-to-call", "--place", "00000", "--at", "2026-11-22T02:10-06:00"], ["pack", "check", "nowhere"],
], ids=lambda words: " ".join(words[:2]))
def test_what_is_refused_is_a_sentence_and_exit_code_one(words, tmp_path: Path):
    done = subprocess.run(
        [sys.executable, "-P", "-m", "harborlight.project.cli", *words], cwd=tmp_path, capture_output=True, text=True,
        check=False, env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert (done.stderr or done.stdout).strip().endswith((".", "it."))
    assert list(tmp_path.iterdir()) == []


def test_a_reader_that_stops_listening_is_no_fault():
    line = f"{sys.executable} -P -m harborlight.project.cli pack list --json | head -c 1"
    done = subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=False,
                          env={**os.environ, "PYTHONPATH": str(ROOT / "src")})
    assert done.stderr == ""


def test_words_of_test_and_bench_are_passed_on(monkeypatch):
    seen = []
    monkeypatch.setattr("harborlight.project.commands.test.run", lambda args: seen.append(args.rest) or 0)
    assert cli.main(["test", "-x", "--", "-k", "one and two"]) == 0
    assert seen == [["-x", "--", "-k", "one and two"]]


def test_the_data_folder_lies_in_the_checkout_unless_said_otherwise(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert place.data_folder(None) == ROOT / "var" / "data"
    assert place.data_folder(None, example=True) == ROOT / "var" / "example"
    assert place.data_folder("here") == tmp_path / "here"


def test_every_check_has_a_name_and_says_what_it_holds():
    assert [check.name for check in CHECKS] == ["lint", "order", "templates", "packs", "migrations", "types"]
    assert all(check.holds for check in CHECKS)


@pytest.mark.django_db
def test_audit_verify_tells_a_sound_log_from_a_cut_one(capsys, tmp_path):
    a_child(an_actor())
    seal(NOON)
    heads = tmp_path / "heads.json"
    assert audit_command.run_export(_args(json=True)) == 0
    heads.write_text(capsys.readouterr().out)
    assert audit_command.run_verify(_args(json=True, heads=str(heads))) == 0
    assert json.loads(capsys.readouterr().out)["sound"] is True

    kept = json.loads(heads.read_text())
    kept["heads"][-1]["head"] = "f" * 64
    heads.write_text(json.dumps(kept))
    assert audit_command.run_verify(_args(json=False, heads=str(heads))) == 1
    assert "it was cut off or replaced" in capsys.readouterr().err
    assert audit_command.lost_heads(export_heads(), []) != []


def test_heads_that_are_none_are_refused(tmp_path):
    for text in ("", "{}", '{"heads": [1]}', '{"heads": [{"position": 1}]}'):
        (tmp_path / "heads.json").write_text(text)
        with pytest.raises(audit_command.FolderRefused, match="does not hold heads"):
            audit_command._read_heads(tmp_path / "heads.json")


def _args(**values: object) -> object:
    return type("Args", (), values)()


def test_doctor_sees_a_machine_that_lacks_things(monkeypatch, capsys):
    monkeypatch.setattr(doctor, "find_binaries", lambda: None)
    monkeypatch.setattr(doctor, "chromium", lambda: None)
    monkeypatch.setattr(doctor, "ZoneInfo", _no_zone)
    assert cli.main(["doctor"]) == 1
    text = capsys.readouterr().out
    assert "apt-get install postgresql" in text
    assert "apt-get install chromium" in text
    assert "wrong  time zones" in text


def _no_zone(name: str) -> None:
    raise doctor.ZoneInfoNotFoundError(name)
