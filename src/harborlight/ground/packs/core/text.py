"""YAML and digests, read strictly.

YAML 1.1 turns `no` into False, `12:30` into 750 and `2026-09-22` into a date. In a pack those are an answer, an
hour and a citation, so only YAML 1.2's plain booleans and numbers are recognized, and a key written twice is refused.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import yaml

from harborlight.ground.packs.core.model import PackRefused

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Strict(_Base):
    """Safe loader with YAML 1.2's scalars and no duplicate keys."""

    yaml_implicit_resolvers: ClassVar[dict[str, list[tuple[str, re.Pattern[str]]]]] = {}

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _value in node.value:
            if key.value in seen:
                raise yaml.MarkedYAMLError(problem=f"key {key.value!r} twice", problem_mark=key.start_mark)
            seen.add(key.value)
        return dict(super().construct_mapping(node, deep=deep))


def _resolve(tag: str, pattern: str, first: str) -> None:
    _Strict.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(pattern), list(first))


_resolve("bool", r"^(?:true|false)$", "tf")
_resolve("null", r"^(?:~|null|)$", "~n\0")
_Strict.yaml_implicit_resolvers.setdefault("", []).append(("tag:yaml.org,2002:null", re.compile(r"^$")))
_resolve("int", r"^-?(?:0|[1-9][0-9]*)$", "-0123456789")
_resolve("float", r"^-?(?:0|[1-9][0-9]*)\.[0-9]+$", "-0123456789")


def decode(content: bytes, where: str) -> str:
    """Bytes as UTF-8 text with Unix line ends."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as bad:
        line = content[: bad.start].count(b"\n") + 1
        raise PackRefused(
            "This file is not UTF-8 text.",
            where=f"{where}:{line}",
            mend="Save it as UTF-8.",
        ) from bad
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_yaml(text: str, where: str) -> Any:
    """The value of a YAML text. Dates and clock times stay text; only `true` and `false` are booleans."""
    try:
        _refuse_aliases(text, where)
        return yaml.load(text, Loader=_Strict)  # noqa: S506 - _Strict derives from the safe loader
    except yaml.MarkedYAMLError as bad:
        line = bad.problem_mark.line + 1 if bad.problem_mark else 1
        raise PackRefused(
            f"This YAML cannot be read: {bad.problem}.",
            where=f"{where}:{line}",
            mend="Mend that line.",
        ) from bad
    except (yaml.YAMLError, RecursionError) as bad:
        raise PackRefused("This YAML cannot be read.", where=where, mend="Check the file.") from bad


def _refuse_aliases(text: str, where: str) -> None:
    """Aliases let a small file grow without bound, or contain itself; no pack needs them."""
    if "*" not in text or "&" not in text:
        return
    for event in yaml.parse(text, Loader=_Strict):
        if isinstance(event, yaml.AliasEvent):
            line = event.start_mark.line + 1 if event.start_mark else 1
            raise PackRefused(
                "YAML aliases are not used in packs.",
                where=f"{where}:{line}",
                mend="Write it out.",
            )


def line_of(text: str, path: Sequence[str | int]) -> int:
    """The line, counted from 1, on which the value at that path begins (or its nearest parent)."""
    try:
        node = yaml.compose(text, Loader=_Strict)
    except yaml.YAMLError:
        return 1
    for step in path:
        child = _child(node, step)
        if child is None:
            break
        node = child
    return int(node.start_mark.line) + 1 if node is not None else 1


def _child(node: Any, step: str | int) -> Any:
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == str(step)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step]
    return None


def digest_of(files: Mapping[str, bytes]) -> str:
    """SHA-256 over names and contents; blind to line ends and to how a table was compressed.

    `files` maps the path inside the pack to its uncompressed content.
    """
    total = hashlib.sha256()
    for name in sorted(files):
        content = files[name].replace(b"\r\n", b"\n")
        total.update(name.encode())
        total.update(b"\0")
        total.update(hashlib.sha256(content).digest())
    return total.hexdigest()
