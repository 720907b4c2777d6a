"""A pack is read strictly, and a refusal says what, where and how to mend it."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harborlight.ground.packs.core.check import check_pack
from harborlight.ground.packs.core.model import PackRefused
from harborlight.ground.packs.core.overlay import overlaid
from harborlight.ground.packs.core.parse import open_pack
from harborlight.ground.packs.core.table import row_rule, rows
from harborlight.ground.packs.core.text import digest_of, read_yaml
from harborlight.ground.packs.folder import read_pack, schemas

HEADER = """\
id: core.sample
version: "1.0"
kind: sample
title: {en: A sample, es: Una muestra}
jurisdiction: us
audience: [officer]
languages: [en, es]
licence: CC0-1.0
reviewer: nobody yet
review_by: 2027-11-22
sources:
  - id: law
    title: A law
    date: 2026-09-22
"""
BODY = """\
items:
  - id: one
    text: First
    source: law
"""
SAMPLE = {
    "type": "object",
    "required": ["items"],
    "properties": {
        "items": {
            "type": "array",
            "items": {"allOf": [{"$ref": "header.schema.json#/$defs/cited"}]},
        }
    },
}
ROW = {
    "type": "object",
    "properties": {
        "phone": {"type": "string", "pattern": "^[0-9-]+$"},
        "source": {"type": "string"},
        "source_date": {"type": "string"},
    },
}


def sample_schemas() -> dict[str, dict[str, object]]:
    return {**schemas(), "sample": SAMPLE, "rows/line": ROW}


def files(header: str = HEADER, body: str = BODY, **more: bytes) -> dict[str, bytes]:
    return {"pack.yaml": header.encode(), "sample.yaml": body.encode(), **more}


def refusal(content: dict[str, bytes]) -> PackRefused:
    with pytest.raises(PackRefused) as caught:
        check_pack(content, "packs/sample", sample_schemas())
    return caught.value


def test_a_sound_pack_is_read() -> None:
    pack = check_pack(files(), "packs/sample", sample_schemas())
    assert (pack.id, pack.version, pack.kind, pack.layer) == (
        "core.sample",
        "1.0",
        "sample",
        "core",
    )
    assert pack.title == "A sample" and pack.title_in("es") == "Una muestra" and pack.title_in("fr") == "A sample"
    assert pack.main["items"][0]["text"] == "First"
    assert pack.source("law").date == "2026-09-22"
    assert len(pack.digest) == 64


@pytest.mark.parametrize(
    "field",
    ["id", "version", "sources", "licence", "review_by", "reviewer", "languages"],
)
def test_each_header_field_is_required(field: str) -> None:
    lines = HEADER.splitlines(keepends=True)
    start = next(i for i, line in enumerate(lines) if line.startswith(f"{field}:"))
    end = next(
        (i for i in range(start + 1, len(lines)) if not lines[i].startswith(" ")),
        len(lines),
    )
    fault = refusal(files(header="".join(lines[:start] + lines[end:])))
    assert field in fault.what and fault.where.startswith("packs/sample/pack.yaml:")


def test_a_source_needs_a_date() -> None:
    fault = refusal(files(header=HEADER.replace("    date: 2026-09-22\n", "")))
    assert "'date' is a required property" in fault.what
    assert fault.where == "packs/sample/pack.yaml:12"


def test_a_statement_without_a_source_is_refused_with_its_line() -> None:
    fault = refusal(files(body="items:\n  - id: one\n    source: law\n  - id: two\n    text: bare\n"))
    assert fault.where == "packs/sample/sample.yaml:4"


def test_a_citation_of_an_unknown_source_is_refused() -> None:
    fault = refusal(files(body=BODY.replace("source: law", "source: rumour")))
    assert "'rumour' is not a source" in fault.what and fault.where == "packs/sample/sample.yaml:4"


def test_golden_cases_state_nothing_so_their_sources_are_free() -> None:
    check_pack(files(**{"cases/a.yaml": b"source: child\n"}), "packs/sample", sample_schemas())


def test_an_unknown_kind_names_the_known_ones() -> None:
    fault = refusal(files(header=HEADER.replace("kind: sample", "kind: poem")))
    assert "poem" in fault.what and "sample" in fault.mend


def test_a_pack_without_content_is_refused() -> None:
    assert "no content" in refusal({"pack.yaml": HEADER.encode()}).what


def test_yaml_keeps_answers_dates_and_hours_as_text() -> None:
    value = read_yaml("a: no\nb: 2026-09-22\nc: 12:30\nd: 007\ne: true\nf: 3\ng: 1.5\nh:\ni: ~\n", "x")
    assert value == {
        "a": "no", "b": "2026-09-22", "c": "12:30", "d": "007", "e": True, "f": 3, "g": 1.5, "h": None, "i": None,
    }  # fmt: skip


def test_a_key_written_twice_is_refused_with_its_line() -> None:
    with pytest.raises(PackRefused) as caught:
        read_yaml("a: 1\nb: 2\na: 3\n", "x.yaml")
    assert caught.value.where == "x.yaml:3"


@pytest.mark.parametrize(
    "text",
    [
        "a: [",
        "a: !!python/object/apply:os.system [x]",
        "\tb",
        "a: &x [*x]",
        "a: &x [1]\nb: *x",
    ],
)
def test_bad_yaml_is_a_refusal_never_a_crash(text: str) -> None:
    with pytest.raises(PackRefused):
        read_yaml(text, "x.yaml")


def test_bytes_that_are_not_utf8_name_the_line() -> None:
    fault = refusal({**files(), "sample.yaml": b"items:\n  - caf\xe9\n"})
    assert fault.where == "packs/sample/sample.yaml:2"


TABLE_HEADER = HEADER + "tables:\n  - {file: lines.csv, rows: line}\n"
TABLE = b"phone,source,source_date\n555-0100,a page,2026-09-22\n"


def test_a_table_is_read_row_by_row() -> None:
    pack = check_pack(
        {"pack.yaml": TABLE_HEADER.encode(), "lines.csv": TABLE},
        "packs/sample",
        sample_schemas(),
    )
    assert list(rows(pack, "lines.csv")) == [{"phone": "555-0100", "source": "a page", "source_date": "2026-09-22"}]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (b"555-0101,,2026-09-22", "'source' is missing"),
        (b"555-0101,a page,", "'source_date' is missing"),
        (b"555-0101,a page,last year", "source_date"),
        (b"call us,a page,2026-09-22", "'phone' cannot be"),
        (b"555-0101,a page", "2 cells"),
        (b'"555-0101,a page,2026', "cannot be read"),
    ],
)
def test_a_row_without_source_or_with_a_bad_cell_is_refused_with_its_line(row: bytes, says: str) -> None:
    fault = refusal({"pack.yaml": TABLE_HEADER.encode(), "lines.csv": TABLE + row + b"\n"})
    assert says in fault.what and fault.where.endswith("lines.csv:3")


def test_a_row_schema_may_not_use_what_tables_do_not_check() -> None:
    with pytest.raises(ValueError, match="oneOf"):
        row_rule({"properties": {"a": {"type": "string", "oneOf": []}}})


def test_quoted_line_breaks_survive() -> None:
    pack = open_pack(
        {"pack.yaml": TABLE_HEADER.encode(), "lines.csv": b'phone,source\n1,"a\nb"\n'},
        "x",
    )
    assert next(iter(rows(pack, "lines.csv")))["source"] == "a\nb"


@given(st.dictionaries(st.text("abc/.", min_size=1), st.binary(max_size=40), min_size=1, max_size=4))
def test_the_digest_sees_every_change_but_not_line_ends(
    content: dict[str, bytes],
) -> None:
    windows = {name: data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n") for name, data in content.items()}
    assert digest_of(content) == digest_of(windows) == digest_of(dict(reversed(content.items())))
    name = next(iter(content))
    assert digest_of(content) != digest_of({**content, name: content[name] + b"x"})
    assert digest_of(content) != digest_of({**content, name + "x": content[name]})


def write(folder: Path, content: dict[str, bytes]) -> Path:
    for name, data in content.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def test_compression_does_not_change_the_digest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("harborlight.ground.packs.folder.schemas", sample_schemas)
    content = {"pack.yaml": TABLE_HEADER.encode(), "lines.csv": TABLE}
    plain = read_pack(write(tmp_path / "plain", content))
    packed = read_pack(
        write(
            tmp_path / "gz",
            {"pack.yaml": TABLE_HEADER.encode(), "lines.csv.gz": gzip.compress(TABLE)},
        )
    )
    assert plain.digest == packed.digest
    damaged = write(
        tmp_path / "bad",
        {"pack.yaml": TABLE_HEADER.encode(), "lines.csv.gz": gzip.compress(TABLE)[:-9]},
    )
    with pytest.raises(PackRefused, match="damaged"):
        read_pack(damaged)


def test_a_link_out_of_the_pack_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.yaml").write_text("a: 1")
    folder = write(tmp_path / "pack", files())
    (folder / "more.yaml").symlink_to(tmp_path / "secret.yaml")
    with pytest.raises(PackRefused, match="link out"):
        read_pack(folder)


def test_a_missing_folder_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(PackRefused, match="no such folder"):
        read_pack(tmp_path / "nowhere")


def overlay(body: str, layer: str = "state", of: str = "core.sample") -> object:
    header = HEADER.replace("core.sample", "us-il.sample").replace("jurisdiction: us", "jurisdiction: us-il")
    return check_pack(
        files(header + f"layer: {layer}\noverlays: {of}\n", body),
        "packs/over",
        sample_schemas(),
    )


def test_an_overlay_changes_adds_and_removes_by_id() -> None:
    base = check_pack(
        files(body=BODY + "  - {id: two, text: Second, source: law}\n"),
        "x",
        sample_schemas(),
    )
    top = overlay("items:\n  - {id: one, text: Ours, source: law}\n  - {id: two, remove: true, source: law}\n"
                  "  - {id: three, text: New, source: law}\n")  # fmt: skip
    merged = overlaid(base, top)  # type: ignore[arg-type]
    assert [(item["id"], item["text"]) for item in merged.main["items"]] == [
        ("one", "Ours"),
        ("three", "New"),
    ]
    assert merged.id == "core.sample" and merged.digest not in (base.digest, top.digest)  # type: ignore[attr-defined]
    assert base.main["items"][0]["text"] == "First"


@pytest.mark.parametrize(("layer", "of"), [("core", "core.sample"), ("state", "core.other")])
def test_an_overlay_of_the_wrong_pack_or_layer_is_refused(layer: str, of: str) -> None:
    base = check_pack(files(), "x", sample_schemas())
    with pytest.raises(PackRefused):
        overlaid(base, overlay(BODY, layer, of))  # type: ignore[arg-type]
