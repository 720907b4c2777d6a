"""From the plain values of a pack to an `Instrument`, or a refusal that says what to mend.

The JSON Schema of the kind says what fits; this module asks what a schema cannot: that ids meet, that nothing
runs in a circle, that what is counted may be counted. It also stands alone, so that no definition reaches
`evaluate` by another way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from harborlight.recognize.core.checks import check
from harborlight.recognize.core.definition import (
    Band,
    Condition,
    Instrument,
    InstrumentRefused,
    Item,
    ItemType,
    Operator,
    Option,
    Rule,
    RuleKind,
    Scalar,
    Step,
    Stop,
    Text,
    Window,
)
from harborlight.recognize.core.taxonomy import Taxonomy

DEEPEST = 12


@dataclass(frozen=True, slots=True)
class About:
    """What a pack's header says of an instrument."""

    id: str
    version: str
    digest: str
    title: Text
    languages: tuple[str, ...]
    audience: tuple[str, ...]


def load(body: Mapping[str, Any], taxonomy: Taxonomy, about: About) -> Instrument:
    """The instrument of a pack's main file, checked. Raises InstrumentRefused.

    `body` has `item` (FHIR R4 Questionnaire items; texts are one sentence per language), `rules`, `score`, `then`.
    """
    instrument = reload(body, about)
    check(instrument, taxonomy)
    return instrument


def reload(body: Mapping[str, Any], about: About) -> Instrument:
    """A definition that was checked when it came into use; today's taxonomy may not refuse an old screening."""
    languages = about.languages
    return Instrument(
        id=about.id,
        version=about.version,
        digest=about.digest,
        title=about.title,
        languages=languages,
        audience=about.audience,
        items=_items(_list(body, "item", "instrument"), languages, depth=0),
        rules=tuple(_rule(row, languages) for row in _list(body, "rules", "instrument", optional=True)),
        score=_string(body, "score", "instrument", optional=True),
        then=_steps(_list(body, "then", "instrument", optional=True), languages, "then"),
    )


def _items(rows: Iterable[Any], languages: tuple[str, ...], depth: int) -> tuple[Item, ...]:
    if depth > DEEPEST:
        raise InstrumentRefused(f"Groups are nested more than {DEEPEST} deep.", mend="Flatten them.")
    return tuple(_item(_mapping(row, "item"), languages, depth) for row in rows)


TAKEN = frozenset(
    (
        *("linkId", "type", "text", "help", "required", "repeats", "maxLength", "enableWhen", "enableBehavior"),
        *("answerOption", "indicators", "seen_by", "sources", "stop", "item"),
    )
)
"""Fields of an item that are understood. Any other is refused, not passed over."""


def _item(row: Mapping[str, Any], languages: tuple[str, ...], depth: int) -> Item:
    link_id = _string(row, "linkId", "item")
    _no_others(row, TAKEN, link_id)
    stop = row.get("stop")
    return Item(
        link_id=link_id,
        type=_type(row, link_id),
        text=_text(row, "text", languages, link_id),
        help=_text(row, "help", languages, link_id) if "help" in row else {},
        required=_flag(row, "required", link_id),
        repeats=_flag(row, "repeats", link_id),
        max_length=_length(row, link_id),
        enable_when=tuple(_condition(one, link_id) for one in _list(row, "enableWhen", link_id, optional=True)),
        enable_any=_behavior(row, link_id),
        options=tuple(
            _option(one, languages, link_id) for one in _list(row, "answerOption", link_id, optional=True)
        ),
        indicators=_strings(row, "indicators", link_id),
        seen_by=_string(row, "seen_by", link_id, optional=True),
        sources=_strings(row, "sources", link_id),
        stop=None if stop is None else _stop(_mapping(stop, link_id), languages, link_id),
        items=_items(_list(row, "item", link_id, optional=True), languages, depth + 1),
    )


def _type(row: Mapping[str, Any], where: str) -> ItemType:
    named = _string(row, "type", where)
    try:
        return ItemType(named)
    except ValueError:
        known = ", ".join(ItemType)
        raise InstrumentRefused(
            f"'{named}' is not a question type taken here.", where=where, mend=f"Use one of: {known}."
        ) from None


def _behavior(row: Mapping[str, Any], where: str) -> bool:
    behavior = row.get("enableBehavior", "all")
    if behavior not in ("all", "any"):
        raise InstrumentRefused("enableBehavior is neither 'all' nor 'any'.", where=where, mend="Choose one.")
    return bool(behavior == "any")


def _length(row: Mapping[str, Any], where: str) -> int | None:
    length = row.get("maxLength")
    if length is None:
        return None
    if isinstance(length, bool) or not isinstance(length, int) or not 1 <= length <= 20_000:
        raise InstrumentRefused("maxLength is not a number from 1 to 20000.", where=where, mend="Give one.")
    return length


VALUES: Mapping[str, type | tuple[type, ...]] = {
    "answerBoolean": bool,
    "answerInteger": int,
    "answerDecimal": (int, float, str),
    "answerDate": str,
    "answerString": str,
    "answerCoding": dict,
}


def _condition(row: Any, where: str) -> Condition:
    row = _mapping(row, where)
    named = _string(row, "operator", where)
    if named not in set(Operator):
        raise InstrumentRefused(
            f"'{named}' is not a comparison taken here.", where=where, mend=f"Use one of: {', '.join(Operator)}."
        )
    keys = [key for key in row if key.startswith("answer")]
    if len(keys) != 1 or keys[0] not in VALUES or not isinstance(row[keys[0]], VALUES[keys[0]]):
        raise InstrumentRefused(
            "A condition of enableWhen needs exactly one answer.",
            where=where,
            mend=f"Give one of: {', '.join(VALUES)}.",
        )
    return Condition(
        question=_string(row, "question", where),
        operator=Operator(named),
        value=_condition_value(keys[0], row[keys[0]], where),
    )


def _condition_value(key: str, value: Any, where: str) -> Scalar:
    if key in ("answerInteger", "answerDecimal"):
        return _decimal(value, where)
    if key == "answerDate":
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise InstrumentRefused(f"{value!r} is not a date.", where=where, mend="Write 2026-11-22.") from None
    if key == "answerCoding":
        return _string(value, "code", where)
    return bool(value) if key == "answerBoolean" else str(value)


def _option(row: Any, languages: tuple[str, ...], where: str) -> Option:
    row = _mapping(row, where)
    return Option(
        code=_string(row, "code", where),
        display=_text(row, "display", languages, where),
        weight=_decimal(row.get("weight", 0), where),
    )


def _stop(row: Mapping[str, Any], languages: tuple[str, ...], where: str) -> Stop:
    return Stop(
        kind=_string(row, "kind", where),
        reason=_text(row, "reason", languages, where),
        do=_steps(_list(row, "do", where), languages, where),
        sources=_strings(row, "sources", where),
    )


def _steps(rows: Iterable[Any], languages: tuple[str, ...], where: str) -> tuple[Step, ...]:
    found = (_mapping(row, where) for row in rows)
    return tuple(Step(_text(row, "text", languages, where), _strings(row, "sources", where)) for row in found)


def _rule(row: Any, languages: tuple[str, ...]) -> Rule:
    row = _mapping(row, "rules")
    rule = _string(row, "id", "rules")
    kind = _string(row, "kind", rule)
    if kind not in set(RuleKind):
        raise InstrumentRefused(
            f"'{kind}' is not a kind of rule.", where=rule, mend=f"Use one of: {', '.join(RuleKind)}."
        )
    k = row.get("k", 1)
    if isinstance(k, bool) or not isinstance(k, int) or k < 1:
        raise InstrumentRefused("k is not a whole number above zero.", where=rule, mend="Give one.")
    windows = _mapping(row.get("windows", {}), rule)
    return Rule(
        id=rule,
        kind=RuleKind(kind),
        items=_strings(row, "items", rule),
        supporting=_strings(row, "supporting", rule),
        k=k,
        weights={
            name: _decimal(weight, rule) for name, weight in _mapping(row.get("weights", {}), rule).items()
        },
        windows={name: tuple(_window(one, rule) for one in _each(rows, rule)) for name, rows in windows.items()},
        bands=tuple(_band(one, languages, rule) for one in _list(row, "bands", rule, optional=True)),
    )


def _window(row: Any, where: str) -> Window:
    row = _mapping(row, where)
    edges = (row.get("from_months"), row.get("to_months"))
    if not all(isinstance(edge, int) and not isinstance(edge, bool) and 0 <= edge <= 1200 for edge in edges):
        raise InstrumentRefused("A window needs from_months and to_months.", where=where, mend="Whole months.")
    return Window(edges[0] or 0, edges[1] or 0, _decimal(row.get("weight", 1), where))


def _band(row: Any, languages: tuple[str, ...], where: str) -> Band:
    row = _mapping(row, where)
    high = row.get("to")
    return Band(
        name=_text(row, "name", languages, where),
        low=_decimal(row.get("from", 0), where),
        high=None if high is None else _decimal(high, where),
    )


def _mapping(value: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise InstrumentRefused("Fields were expected here.", where=where, mend="Write them as name: value.")
    return value


def _list(row: Mapping[str, Any], key: str, where: str, *, optional: bool = False) -> list[Any]:
    value = row.get(key, [] if optional else None)
    return _each(value, f"{where}.{key}")


def _each(value: Any, where: str) -> list[Any]:
    if not isinstance(value, list):
        raise InstrumentRefused("A list was expected here.", where=where, mend="Write it as a list.")
    return value


def _string(row: Mapping[str, Any], key: str, where: str, *, optional: bool = False) -> str:
    value = row.get(key, "" if optional else None)
    if not isinstance(value, str) or (not value.strip() and not optional):
        raise InstrumentRefused(f"{key} is missing or is not text.", where=where, mend=f"Give {key}.")
    return value


def _strings(row: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
    values = _list(row, key, where, optional=True)
    if not all(isinstance(value, str) for value in values):
        raise InstrumentRefused(f"{key} is not a list of words.", where=where, mend="Put quotes around them.")
    return tuple(values)


def _flag(row: Mapping[str, Any], key: str, where: str) -> bool:
    value = row.get(key, False)
    if not isinstance(value, bool):
        raise InstrumentRefused(f"{key} is neither true nor false.", where=where, mend="Choose one.")
    return value


def _text(row: Mapping[str, Any], key: str, languages: tuple[str, ...], where: str) -> Text:
    plain = row.get(key)
    if isinstance(plain, str) and len(languages) == 1:
        plain = {languages[0]: plain}
    text = _mapping(plain, f"{where}.{key}")
    for language in languages:
        if not isinstance(text.get(language), str) or not text[language].strip():
            raise InstrumentRefused(
                f"{key} has no words in '{language}'.", where=where, mend="Write it in every language of the pack."
            )
    return dict(text)


def _decimal(value: Any, where: str) -> Decimal:
    """A weight or limit: three decimals at most, so that a browser can reckon it in whole thousandths."""
    try:
        number = Decimal("NaN") if isinstance(value, bool) else Decimal(str(value))
    except ArithmeticError:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) >= 10**6 or number != number.quantize(Decimal("0.001")):
        raise InstrumentRefused(
            f"{value!r} is not a number taken here.", where=where, mend="At most three decimals, below a million."
        )
    return number


def _no_others(row: Mapping[str, Any], taken: frozenset[str], where: str) -> None:
    if extra := sorted(set(row) - taken):
        raise InstrumentRefused(
            f"'{extra[0]}' is not part of the questionnaire subset taken here.",
            where=where,
            mend="Leave it out: what is not understood must not be ignored silently.",
        )
