"""The form of an instrument, built from its definition. What fits is decided by the core, not here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

from harborlight.recognize.core import Answers, AnswersRefused, How, Instrument, Item, ItemType, read_answers
from harborlight.recognize.core.definition import CODED, said
from harborlight.recognize.core.words import HOWS, STATES

MISSING_TILES = ("unknown", "declined", "not_asked")


@dataclass(frozen=True)
class Tile:
    """One answer to tap."""

    value: str
    label: str
    checked: bool
    id: str
    ends: bool


@dataclass(frozen=True)
class Asked:
    """One question, group or line as the template draws it. `tiles` is empty where something is written instead."""

    item: Item
    text: str
    help: str
    depth: int
    name: str = ""
    field: BoundField | None = None
    how: BoundField | None = None
    tiles: tuple[Tile, ...] = ()
    stop_reason: str = ""
    stop_steps: tuple[str, ...] = ()

    @property
    def input_type(self) -> str:
        """One tile of several, or as many as hold."""
        return "checkbox" if self.item.repeats else "radio"

    @property
    def kind(self) -> str:
        """`group`, `display`, `tiles` or `written`."""
        return str(self.item.type) if not self.field else "tiles" if self.tiles else "written"


class ScreeningForm(forms.Form):
    """Every question with its answer and how it is known. What is left alone stays "not asked"."""

    form_id = forms.UUIDField(widget=forms.HiddenInput)
    county = forms.CharField(required=False, max_length=5)
    answers: Answers

    def __init__(
        self, instrument: Instrument, *args: Any, language: str = "en", counties: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.instrument, self.language = instrument, language
        self.fields["form_id"].initial = uuid4()
        self.fields["county"] = forms.ChoiceField(
            choices=[("", _("Not said")), *counties], required=False, label=_("County where you are")
        )
        for item in instrument.questions:
            self.fields[answer_name(item)] = _answer_field(item, language)
            self.fields[how_name(item)] = forms.ChoiceField(
                choices=[(how.value, HOWS[language][how]) for how in How],
                required=False, initial=item.seen_by or How.SEEN.value, label=_("How do you know?"),
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        raw = {item.link_id: row for item in self.instrument.questions if (row := self._said(item, cleaned))}
        try:
            self.answers = read_answers(self.instrument, self._stamped(raw))
        except AnswersRefused as refused:
            for fault in refused.faults:
                where, _sep, what = fault.partition(": ")
                self.add_error(f"a-{where}" if f"a-{where}" in self.fields else None, what)
        return cleaned

    def stamp(self, at: str, by: str) -> None:
        """When and by whom the answers are given; set before the form is asked whether it is valid."""
        self._stamp = {"at": at, "by": by}

    def _stamped(self, raw: dict[str, Any]) -> dict[str, Any]:
        stamp = getattr(self, "_stamp", {})
        day = {"on": stamp["at"][:10]} if stamp else {}
        return {**stamp, **day, "answers": raw}

    def _said(self, item: Item, cleaned: dict[str, Any]) -> dict[str, Any] | None:
        answer = cleaned.get(answer_name(item))
        if answer in ("", None, [], "not_asked"):
            return None
        if answer in MISSING_TILES:
            return {"answer": answer}
        return {"answer": answer, "source": self._how(item, answer, cleaned)}

    @staticmethod
    def _how(item: Item, answer: Any, cleaned: dict[str, Any]) -> str:
        """A no is the officer's own look, or the record's; nobody is made to have said what was not said."""
        if answer == "no":
            return How.RECORD.value if item.seen_by == How.RECORD else How.SEEN.value
        return str(cleaned.get(how_name(item)) or item.seen_by or How.SEEN.value)

    def asked(self) -> Iterator[Asked]:
        """Everything to draw, in order, groups before what they hold."""
        for item, depth in _walk(self.instrument.items, 0):
            yield self._asked(item, depth)

    def _asked(self, item: Item, depth: int) -> Asked:
        text, help_text = said(item.text, self.language), said(item.help, self.language) if item.help else ""
        if not item.asks:
            return Asked(item, text, help_text, depth)
        field = self[answer_name(item)]
        return Asked(
            item, text, help_text, depth,
            name=answer_name(item),
            field=field,
            how=self[how_name(item)],
            tiles=self._tiles(item, field),
            stop_reason=said(item.stop.reason, self.language) if item.stop else "",
            stop_steps=tuple(said(step.text, self.language) for step in item.stop.do) if item.stop else (),
        )  # fmt: skip

    def _tiles(self, item: Item, field: BoundField) -> tuple[Tile, ...]:
        if not isinstance(field.field, forms.ChoiceField):
            return ()
        now = field.value()
        chosen = set(now) if isinstance(now, list) else {now or "not_asked"}
        return tuple(
            Tile(value, label, value in chosen, f"{field.auto_id}_{index}", bool(item.stop) and value == "yes")
            for index, (value, label) in enumerate(list(field.field.choices))  # type: ignore[arg-type]
        )


def answer_name(item: Item) -> str:
    """The form field that holds the answer to a question."""
    return f"a-{item.link_id}"


def how_name(item: Item) -> str:
    """The form field that holds how the answer is known."""
    return f"how-{item.link_id}"


def _walk(items: tuple[Item, ...], depth: int) -> Iterator[tuple[Item, int]]:
    for item in items:
        yield item, depth
        yield from _walk(item.items, depth + 1)


def _answer_field(item: Item, language: str) -> forms.Field:
    states = STATES[language]
    missing = [(name, states[name]) for name in MISSING_TILES]
    label = said(item.text, language)
    if item.type is ItemType.BOOLEAN:
        choices = [("yes", states["yes"]), ("no", states["no"]), *missing]
        return forms.ChoiceField(
            choices=choices, required=False, initial="not_asked", label=label, widget=forms.RadioSelect
        )
    if item.type is ItemType.CHOICE:
        options = [(option.code, said(option.display, language)) for option in item.options]
        if item.repeats:
            return forms.MultipleChoiceField(
                choices=options, required=False, label=label, widget=forms.CheckboxSelectMultiple
            )
        return forms.ChoiceField(
            choices=options + missing, required=False, initial="not_asked", label=label, widget=forms.RadioSelect
        )
    return forms.CharField(required=False, label=label, max_length=item.max_length, widget=_written(item))


def _written(item: Item) -> forms.Widget:
    if item.type is ItemType.TEXT:
        return forms.Textarea(attrs={"rows": 4})
    if item.type is ItemType.DATE:
        return forms.TextInput(attrs={"type": "date"})
    if item.type in CODED:
        return forms.TextInput()
    return forms.TextInput(attrs={"inputmode": "decimal"} if item.type in (ItemType.INTEGER, ItemType.DECIMAL) else {})
