"""An installed version never changes, and the commands say what is wrong."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from harborlight.ground.packs import api
from harborlight.ground.packs.actions import install_all
from harborlight.ground.packs.core.choose import chosen, newest, with_overlays
from harborlight.ground.packs.core.model import Pack, PackRefused
from harborlight.ground.packs.folder import shipped_root
from harborlight.ground.packs.models import InstalledPack
from harborlight.project.cli import main
from tests.builders import audit, recent_events


def a_pack(pack_id: str = "own.sample", version: str = "1.0", digest: str = "a" * 64, **more: object) -> Pack:
    facts: dict[str, object] = {
        "id": pack_id, "version": version, "kind": "sample", "title": "A", "titles": {"en": "A"}, "jurisdiction": "us",
        "layer": "core", "audience": ("officer",), "languages": ("en",), "licence": "CC0-1.0", "sources": (),
        "reviewer": "nobody yet", "review_by": "2027-01-01", "digest": digest, "folder": "packs/own",
    }  # fmt: skip
    return Pack(**(facts | more))  # type: ignore[arg-type]


@pytest.mark.django_db
def test_a_version_is_recorded_once_and_never_changes() -> None:
    api.install(a_pack(), audit=audit())
    api.install(a_pack(), audit=audit())
    assert InstalledPack.objects.get().digest == "a" * 64
    with pytest.raises(PackRefused, match=r"already in use with other content\. Nothing was changed.*new version"):
        api.install(a_pack(digest="b" * 64), audit=audit())
    api.install(a_pack(version="1.1", digest="b" * 64), audit=audit())
    assert [row.version for row in InstalledPack.objects.all()] == ["1.0", "1.1"]
    assert [event.action for event in recent_events()] == ["packs.install"] * 2


@pytest.mark.django_db
def test_one_changed_pack_stops_all_of_them() -> None:
    api.install(a_pack("b"), audit=audit())
    with pytest.raises(PackRefused, match="'b'"):
        install_all([a_pack("a"), a_pack("b", digest="c" * 64)], audit=audit())
    assert [row.pack_id for row in InstalledPack.objects.all()] == ["b"]


@pytest.mark.django_db
def test_everything_that_ships_can_be_installed_twice() -> None:
    assert api.install_all(audit=audit()) > 10
    assert api.install_all(audit=audit()) == 0


def test_the_newest_version_is_meant_unless_one_is_named() -> None:
    found = [a_pack(version=version) for version in ("1.9", "1.10", "1.2")]
    assert chosen(found, "own.sample").version == "1.10"
    assert chosen(found, "own.sample", "1.2").version == "1.2"
    assert [pack.version for pack in newest(found, "sample")] == ["1.10"]
    with pytest.raises(PackRefused, match=r"no pack 'own.sample 2.0'"):
        chosen(found, "own.sample", "2.0")


def test_state_then_agency_change_the_core() -> None:
    core = a_pack(body={"sample.yaml": {"a": 1, "b": 1, "c": 1}})
    state = a_pack("il", overlays=core.id, layer="state", jurisdiction="us-il", body={"sample.yaml": {"b": 2, "c": 2}})
    ours = a_pack("us", overlays=core.id, layer="agency", jurisdiction="us-il-17031", body={"sample.yaml": {"c": 3}})
    found = [ours, core, state]
    assert with_overlays(core, found, "us-il-17031").main == {"a": 1, "b": 2, "c": 3}
    assert with_overlays(core, found, "us-il").main == {"a": 1, "b": 2, "c": 2}
    assert with_overlays(core, found, "us-wi") == core
    assert newest(found, "sample") == [core], "an overlay is not a pack of its own"


def test_list_and_check_answer_with_one_json_value(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pack", "list", "--kind", "directory", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert len(listed) == 10 and all(len(pack["digest"]) == 64 for pack in listed)
    assert main(["pack", "check", str(shipped_root() / "core" / "directory" / "icac"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["sound"] is True


def damaged(folder: Path) -> Path:
    pack = folder / "bad"
    pack.mkdir(parents=True)
    source = shipped_root() / "core" / "directory" / "icac"
    (pack / "pack.yaml").write_bytes((source / "pack.yaml").read_bytes())
    rows = (source / "contacts.csv").read_text().splitlines()
    columns = rows[0].split(",")
    third = rows[3].split(",")
    third[columns.index("source")] = ""
    (pack / "contacts.csv").write_text("\n".join([*rows[:3], ",".join(third), *rows[4:]]))
    return pack


def test_a_damaged_pack_names_the_line_and_nothing_is_added(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pack, data = damaged(tmp_path), tmp_path / "data"
    data.mkdir()
    for command in (["pack", "check", str(pack)], ["pack", "add", str(pack), "--data", str(data)]):
        assert main(command) == 1
        error = capsys.readouterr().err
        assert "contacts.csv:4: Row refused: 'source' is missing" in error
    assert list(data.rglob("*.yaml")) == []


def test_a_sound_pack_is_added_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = str(shipped_root() / "core" / "directory" / "icac")
    for _again in range(2):
        assert main(["pack", "add", source, "--data", str(tmp_path), "--json"]) == 0
    assert (tmp_path / "packs" / "directory.icac" / "1.0" / "pack.yaml").exists()
    (tmp_path / "packs" / "directory.icac" / "1.0" / "pack.yaml").write_text("id: x\nversion: 1\nkind: y\ntitle: z\n")
    assert main(["pack", "add", source, "--data", str(tmp_path)]) == 1
    assert "already there with other content" in capsys.readouterr().err
    assert main(["pack", "add", source, "--data", str(tmp_path / "none")]) == 1


def test_an_added_pack_cannot_stand_in_for_one_that_ships(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = shipped_root() / "core" / "directory" / "icac"
    (tmp_path / "icac").mkdir()
    (tmp_path / "data").mkdir()
    for name in ("pack.yaml", "contacts.csv"):
        (tmp_path / "icac" / name).write_bytes((source / name).read_bytes() + b"\n")
    assert main(["pack", "add", str(tmp_path / "icac"), "--data", str(tmp_path / "data")]) == 1
    assert "comes with Harborlight" in capsys.readouterr().err


def test_check_of_an_empty_folder_says_what_a_pack_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pack", "check", str(tmp_path)]) == 1
    assert "A pack is a folder with that file" in capsys.readouterr().err


def test_an_agency_s_own_packs_are_found_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "_extra_roots", [])
    source = str(shipped_root() / "core" / "directory" / "icac")
    assert main(["pack", "add", source, "--data", str(tmp_path)]) == 0
    copy = tmp_path / "packs" / "directory.icac" / "1.0" / "pack.yaml"
    copy.write_text(copy.read_text().replace("id: directory.icac", "id: own.icac"))
    api.add_root(str(tmp_path / "packs"))
    try:
        assert api.pack("own.icac").version == "1.0"
    finally:
        monkeypatch.undo()
        api._found.cache_clear()
    with pytest.raises(PackRefused):
        api.pack("own.icac")


def test_packs_are_frozen() -> None:
    with pytest.raises(AttributeError):
        a_pack().digest = "x"  # type: ignore[misc]
    assert replace(a_pack(), version="2").version == "2"
