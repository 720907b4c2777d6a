"""`harborlight screen`: one set of answers against one instrument, on plain files, without a database."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from harborlight.recognize.core import Result

LARGEST = 4 * 1024 * 1024


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `screen` to the command line."""
    parser = subparsers.add_parser(
        "screen",
        help="work out one instrument from a file of answers",
        description="Works out one instrument from a file of answers. Needs no database. "
        "The result never accuses and never clears.",
    )
    parser.add_argument("instrument", metavar="INSTRUMENT", help="a shipped id such as field-check, or a file")
    parser.add_argument("--answers", required=True, metavar="FILE", help="answers as JSON; - reads standard input")
    parser.add_argument("--language", default="en", choices=["en", "es"], help="language of the sentences")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """0 done, 1 the instrument or the answers were refused (what, where, how to mend on standard error)."""
    # Imported late, so that the other commands do not pay for it.
    from harborlight.ground.packs.api import PackRefused
    from harborlight.recognize import shipped
    from harborlight.recognize.core import (
        AnswersRefused,
        InstrumentRefused,
        evaluate,
        read_answers,
        result_to_json,
    )

    try:
        instrument = shipped.named(args.instrument)
        answers = read_answers(instrument, _read(args.answers))
    except (PackRefused, InstrumentRefused, AnswersRefused, _Unreadable) as refused:
        print(refused, file=sys.stderr)
        return 1
    result = evaluate(instrument, answers, language=args.language)
    if args.json:
        print(json.dumps(result_to_json(result), ensure_ascii=False))
    else:
        _tell(result, sys.stdout)
    return 0


class _Unreadable(Exception):
    """The file of answers cannot be read at all."""


def _read(name: str) -> Any:
    try:
        content = sys.stdin.buffer.read(LARGEST + 1) if name == "-" else _bytes(Path(name))
    except OSError as bad:
        raise _Unreadable(f"{name}: This file cannot be opened ({bad.strerror}). Mind the path.") from bad
    if len(content) > LARGEST:
        raise _Unreadable(f"{name}: This file is larger than 4 MB. Give one set of answers.")
    try:
        return json.loads(content.decode("utf-8-sig"), object_pairs_hook=_once)
    except UnicodeDecodeError as bad:
        raise _Unreadable(f"{name}: This file is not UTF-8 text. Save it as UTF-8.") from bad
    except json.JSONDecodeError as bad:
        raise _Unreadable(f"{name}:{bad.lineno}: This is not JSON ({bad.msg}). Mend that line.") from bad
    except RecursionError as bad:
        raise _Unreadable(f"{name}: This JSON is nested too deep. Answers are one level deep.") from bad


def _bytes(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(LARGEST + 1)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A question answered twice in one object would silently keep the last; it is refused instead."""
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _Unreadable(f"{key}: This question is answered twice. Keep one answer.")
        found[key] = value
    return found


_WORDS = {
    "en": {"seen": "Seen or told:", "next": "Find out next:", "no_source": "how it is known was not recorded"},
    "es": {"seen": "Visto o dicho:", "next": "Averigüe ahora:", "no_source": "no se anotó cómo se sabe"},
}


def _tell(result: Result, out: TextIO) -> None:
    from harborlight.recognize.core.definition import said

    words = _WORDS[result.language]
    lines = [result.result]
    if result.stop:
        lines += ["", result.stop.reason, *(f"  - {said(step.text, result.language)}" for step in result.stop.do)]
    if result.reasons:
        lines += ["", words["seen"]]
        lines += [f"  - {one.text} ({one.how.value if one.how else words['no_source']})" for one in result.reasons]
    if result.next:
        lines += ["", words["next"], *(f"  - {ask.text}" for ask in result.next[:3])]
    if result.then:
        lines += ["", *(f"  - {said(step.text, result.language)}" for step in result.then)]
    print("\n".join(lines), file=out)
