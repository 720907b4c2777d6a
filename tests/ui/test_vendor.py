"""Vendored files are the recorded ones, and nothing in them is fetched."""

import importlib.util
import json
import re
import shutil
from pathlib import Path
from types import ModuleType

import pytest

from harborlight.ground.ui.icons import ICONS


@pytest.fixture(scope="module")
def vendor() -> ModuleType:
    file = Path(__file__).parents[2] / "ops/vendor.py"
    spec = importlib.util.spec_from_file_location("vendor", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_tree_is_what_the_manifest_records(vendor: ModuleType) -> None:
    assert vendor.check_tree(json.loads(vendor.MANIFEST.read_text())) == []


def test_a_changed_missing_or_strange_file_is_told(
    vendor: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(vendor.OUT, tmp_path / "vendor")
    monkeypatch.setattr(vendor, "OUT", tmp_path / "vendor")
    (tmp_path / "vendor/uswds.css").write_text("body { color: red }")
    (tmp_path / "vendor/icons.svg").unlink()
    (tmp_path / "vendor/new.js").write_text("")
    faults = vendor.check_tree(json.loads(vendor.MANIFEST.read_text()))
    assert [fault.split()[0] for fault in faults] == ["uswds.css", "icons.svg", "new.js"]


def test_a_package_with_another_hash_is_refused(vendor: ModuleType, tmp_path: Path) -> None:
    file = tmp_path / "package.tgz"
    file.write_bytes(b"something else")
    with pytest.raises(vendor.Refused, match="the manifest records"):
        vendor.check_integrity(file, json.loads(vendor.MANIFEST.read_text())["package"]["integrity"])


def test_purge_keeps_what_can_match_and_fetches_nothing(vendor: ModuleType) -> None:
    css = (
        '@charset "UTF-8";@font-face{src:url(a.woff2)}html{line-height:1.15;font-family:X}'
        ".usa-button,.usa-card{color:#fff;background:url(x.svg)}.usa-card{margin:0}"
        "@media (min-width:30em){.usa-card{margin:1px}.usa-button:where(:not(.usa-x,.usa-y)){margin:0}"
        ".usa-button{width:auto}}"
    )
    assert vendor.purge(css, {"usa-button"}).replace("\n", "") == (
        "html{line-height:1.15}.usa-button{color:#fff}@media (min-width:30em){.usa-button{width:auto}}"
    )


def test_nothing_vendored_is_fetched_from_anywhere(vendor: ModuleType) -> None:
    assert not re.search(r"url\(|@import|@font-face|//", (vendor.OUT / "uswds.css").read_text())


def test_every_icon_named_is_in_the_sprite_and_no_other(vendor: ModuleType) -> None:
    sprite = (vendor.OUT / "icons.svg").read_text()
    assert set(re.findall(r'<symbol id="([^"]+)"', sprite)) == ICONS
    assert "<script" not in sprite


def test_every_class_of_uswds_that_we_write_was_taken(vendor: ModuleType) -> None:
    sheet = (vendor.OUT / "uswds.css").read_text()
    assert {name for name in vendor.used_classes() if f".{name}" not in sheet} == set()
