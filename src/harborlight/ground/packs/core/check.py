"""A pack against the published schemas: header, main file, every row, every citation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import jsonschema
from jsonschema.exceptions import best_match
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from harborlight.ground.packs.core.model import Pack, PackRefused, Table
from harborlight.ground.packs.core.parse import HEADER, open_pack, read_header
from harborlight.ground.packs.core.table import numbered_rows, row_rule
from harborlight.ground.packs.core.text import decode, line_of

CASES = "cases/"
Schemas = Mapping[str, Mapping[str, Any]]
"""`header`, `<kind>` and `rows/<name>`, each to its JSON Schema."""


def check_pack(files: Mapping[str, bytes], folder: str, schemas: Schemas) -> Pack:
    """A pack from its files, checked against the published schemas. Raises PackRefused at the first fault."""
    header = read_header(files, folder)
    _validate(header, schemas["header"], schemas, files[HEADER], f"{folder}/{HEADER}")
    kind = header["kind"]
    if kind not in schemas:
        raise PackRefused(
            f"'{kind}' is not a kind of pack that this version knows.",
            where=f"{folder}/{HEADER}",
            mend=f"Known kinds: {', '.join(sorted(k for k in schemas if '/' not in k and k != 'header'))}.",
        )
    pack = open_pack(files, folder)
    main = f"{kind}.yaml"
    if pack.main is not None:
        _validate(pack.main, schemas[kind], schemas, files[main], f"{folder}/{main}")
    elif not pack.tables:
        raise PackRefused(
            "The pack has no content.",
            where=folder,
            mend=f"Add {main}, or name its tables in {HEADER}.",
        )
    for table in pack.tables:
        _check_table(files, table, folder, schemas)
    _check_citations(pack, files)
    return pack


def _validate(value: Any, schema: Mapping[str, Any], schemas: Schemas, content: bytes, where: str) -> None:
    validator = jsonschema.Draft202012Validator(dict(schema), registry=_registry(schemas))
    fault = best_match(validator.iter_errors(value))
    if fault is None:
        return
    path = list(fault.absolute_path)
    line = line_of(decode(content, where), path)
    place = "/".join(str(step) for step in path) or "the top"
    raise PackRefused(
        f"At {place}: {_plain(fault)}.",
        where=f"{where}:{line}",
        mend="The schema of this kind says what fits.",
    )


def _plain(fault: jsonschema.ValidationError) -> str:
    """jsonschema's message without a dump of the whole value."""
    message = fault.message
    return message if len(message) <= 160 else f"{fault.validator} is not met ({message[:60]}…{message[-60:]})"


def _registry(schemas: Schemas) -> Registry[Any]:
    resources = [
        (f"{name}.schema.json", DRAFT202012.create_resource(dict(schema)))
        for name, schema in schemas.items()
        if "/" not in name
    ]
    return Registry().with_resources(resources)


def _check_table(files: Mapping[str, bytes], table: Table, folder: str, schemas: Schemas) -> None:
    where = f"{folder}/{table.file}"
    if table.file not in files:
        raise PackRefused("This table is named in the header but is not here.", where=where)
    if f"rows/{table.rows}" not in schemas:
        raise PackRefused(f"There is no row schema '{table.rows}'.", where=f"{folder}/{HEADER}")
    complaint = row_rule(schemas[f"rows/{table.rows}"])
    for line, row in numbered_rows(files[table.file], where):
        if fault := complaint(row):
            raise PackRefused(
                f"Row refused: {fault}.",
                where=f"{where}:{line}",
                mend="Every row states where it is from.",
            )


def _check_citations(pack: Pack, files: Mapping[str, bytes]) -> None:
    """Every `source:` or `sources:` in the body names a source of the header; golden cases state nothing."""
    known = {source.id for source in pack.sources}
    statements = {name: content for name, content in pack.body.items() if not name.startswith(CASES)}
    for name, content in statements.items():
        for path, cited in _citations(content, ()):
            if cited in known:
                continue
            where = f"{pack.folder}/{name}"
            line = line_of(decode(files[name], where), path)
            raise PackRefused(
                f"'{cited}' is not a source of this pack.",
                where=f"{where}:{line}",
                mend=f"Add it under `sources:` in {HEADER}, with its date, or cite one of: {', '.join(sorted(known))}.",
            )


def _citations(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in ("source", "sources") and isinstance(inner, str):
                yield (*path, key), inner
            elif key in ("source", "sources") and isinstance(inner, list):
                yield from (((*path, key), cited) for cited in inner if isinstance(cited, str))
            else:
                yield from _citations(inner, (*path, str(key)))
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for index, inner in enumerate(value):
            yield from _citations(inner, (*path, index))
