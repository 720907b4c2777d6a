"""`harborlight screen` on plain files."""

from __future__ import annotations

import argparse
import io
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from harborlight.recognize import cli

FIELDS = {"instrument", "version", "digest", "answered", "of", "score", "score_low", "score_high", "result", "reasons",
          "stop", "next"}


def screen(*words: str) -> int:
    parser = argparse.ArgumentParser()
    cli.register(parser.add_subparsers())
    args = parser.parse_args(["screen", *words])
    return int(args.run(args))


@pytest.fixture
def answers(tmp_path: Path) -> Any:
    def write(content: Any) -> str:
        path = tmp_path / "answers.json"
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return str(path)

    return write


def test_one_json_object_and_nothing_else(answers: Any, capsys: pytest.CaptureFixture[str]) -> None:
    said = {"answers": {"speaks-for": {"answer": "yes", "source": "seen"}, "fear": "declined"}}
    assert screen("field-check", "--answers", answers(said), "--json") == 0
    told = capsys.readouterr()
    result = json.loads(told.out)
    assert set(result) >= FIELDS
    assert (result["score"], result["score_low"], result["score_high"], result["of"]) == (1, 1, 10, 10)
    assert result["reasons"][0]["source"] == "seen"
    assert result["stop"] is None
    assert told.err == ""


def test_a_disclosure_says_what_to_do_with_its_sources(answers: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert screen("field-check", "--answers", answers({"disclosed": "yes"}), "--json") == 0
    stop = json.loads(capsys.readouterr().out)["stop"]
    assert any("forensic interview" in step["text"] for step in stop["do"])
    assert all(step["sources"] for step in stop["do"])


def test_in_words_and_in_spanish(answers: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert screen("field-check", "--answers", answers({"speaks-for": "yes"}), "--language", "es") == 0
    told = capsys.readouterr().out
    assert told.startswith("1 de 10 señales vistas, 9 sin preguntar.")
    assert "Averigüe ahora" in told


def test_from_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(b'{"fear": "yes"}')))
    assert screen("field-check", "--answers", "-", "--json") == 0
    assert json.loads(capsys.readouterr().out)["score"] == 1


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("{", "This is not JSON"),
        ("[" * 100_000, "nested too deep"),
        ('{"fear": "yes", "fear": "no"}', "answered twice"),
        ("\ufeff[]", None),
        ('{"race": "x"}', "no such question"),
        ('{"fear": "perhaps"}', "not one of yes"),
    ],
)
def test_refused_answers(content: str, says: str | None, answers: Any, capsys: pytest.CaptureFixture[str]) -> None:
    code = screen("field-check", "--answers", answers(content), "--json")
    told = capsys.readouterr()
    if says is None:
        assert code == 0
        return
    assert code == 1
    assert says in told.err
    assert told.out == ""


def test_what_cannot_be_read_at_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "answers.json"
    path.write_bytes(b"\xff\xfe\x00")
    assert screen("field-check", "--answers", str(path)) == 1
    assert screen("field-check", "--answers", str(tmp_path / "none.json")) == 1
    assert screen("no-such-instrument", "--answers", str(path)) == 1
    assert screen(str(tmp_path / "none.yaml"), "--answers", str(path)) == 1
    assert "UTF-8" in capsys.readouterr().err


def test_wrong_usage_is_told_from_refused_input() -> None:
    with pytest.raises(SystemExit) as left:
        screen("field-check")
    assert left.value.code == 2


def test_a_single_file_as_instrument(tmp_path: Path, answers: Any, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(
        "item:\n  - {linkId: a, type: boolean, text: Someone answers for the child}\n"
        "rules: [{id: r, kind: count, items: [a]}]\nscore: r\n"
    )
    assert screen(str(path), "--answers", answers({"a": "yes"}), "--json") == 0
    assert json.loads(capsys.readouterr().out)["score"] == 1
    path.write_text("item: [{linkId: a, type: boolean, text: Race of the child}]\n")
    assert screen(str(path), "--answers", answers({})) == 1
    assert "X01" in capsys.readouterr().err


def test_a_pack_as_instrument(answers: Any, capsys: pytest.CaptureFixture[str]) -> None:
    from harborlight.ground.packs.api import shipped_root

    folder = shipped_root() / "core" / "instruments" / "field-check"
    for name in (folder, folder / "instrument.yaml"):
        assert screen(str(name), "--answers", answers({"fear": "yes"}), "--json") == 0
    same = {json.loads(line)["digest"] for line in capsys.readouterr().out.splitlines()}
    assert len(same) == 1
